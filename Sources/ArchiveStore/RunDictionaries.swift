import AuditModel
import EvidenceLog
import GRDB

/// Maps the ids that a run gives to actors, modules, actions and targets to the archive's own, and adds what the archive does not have yet.
final class RunDictionaries {
  /// By run-local id.
  private(set) var actors: [Int32] = []
  private(set) var modules: [Int32] = []
  private(set) var actions: [Int32] = []
  private(set) var targets: [Int32] = []

  private let findActor, addActor, findModule, addModule, findAction, addAction, findTarget, addTarget: RawStatement
  private let database: Database
  /// The first free id of the table target, whose ids are dense: counted here, since most targets of most batches are new.
  private var nextTarget: Int64
  private var encodedTarget = ByteBuffer(capacity: 1 << 12)

  init(in database: Database) throws {
    self.database = database
    findActor = try RawStatement("SELECT id FROM actor WHERE name IS ?1 AND source_id IS ?2 AND kind = ?3", on: database)
    addActor = try RawStatement("INSERT INTO actor (name, source_id, kind) VALUES (?1, ?2, ?3)", on: database)
    findModule = try RawStatement("SELECT id FROM module WHERE name = ?1", on: database)
    addModule = try RawStatement("INSERT INTO module (name) VALUES (?1)", on: database)
    findAction = try RawStatement("SELECT id FROM action WHERE name = ?1", on: database)
    addAction = try RawStatement("INSERT INTO action (name, class) VALUES (?1, ?2)", on: database)
    findTarget = try RawStatement("SELECT id FROM target WHERE digest = ?1", on: database)
    addTarget = try RawStatement(
      "INSERT INTO target (digest, id, document_id, name, parent_id) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING", on: database)
    nextTarget = (try Int64.fetchOne(database, sql: "SELECT max(id) FROM target") ?? 0) + 1
  }

  /// Takes in the entries that are new in a batch.
  func add(_ batch: EventBatch) throws {
    for actor in batch.newActors { actors.append(try id(of: actor)) }
    for module in batch.newModules { modules.append(try id(ofModule: module)) }
    for action in batch.newActions { actions.append(try id(ofAction: action)) }
    try unsafe batch.bytes.withUnsafeBytes { arena in
      for target in batch.newTargets { targets.append(try unsafe id(of: target, in: arena)) }
    }
  }

  private func id(of actor: Actor) throws -> Int32 {
    for statement in [findActor, addActor] {
      try statement.bind(actor.name, at: 1)
      try statement.bind(actor.id, at: 2)
      try statement.bind(actor.kind.rawValue, at: 3)
    }
    return try find(findActor) ?? add(addActor)
  }

  private func id(ofModule name: String) throws -> Int32 {
    for statement in [findModule, addModule] { try statement.bind(name, at: 1) }
    return try find(findModule) ?? add(addModule)
  }

  private func id(ofAction name: String) throws -> Int32 {
    for statement in [findAction, addAction] { try statement.bind(name, at: 1) }
    try addAction.bind(ActionClass(ofAction: name).rawValue, at: 2)
    return try find(findAction) ?? add(addAction)
  }

  /// Adds first and looks only if there is one: one walk through the index for a new target.
  private func id(of target: EventBatch.TargetTexts, in arena: UnsafeRawBufferPointer) throws -> Int32 {
    let digest = unsafe digest(of: target, in: arena)
    try addTarget.bind(digest, at: 1)
    try addTarget.bind(nextTarget, at: 2)
    try unsafe addTarget.bind(target.documentID, in: arena, at: 3)
    try unsafe addTarget.bind(target.name, in: arena, at: 4)
    try unsafe addTarget.bind(target.parentID, in: arena, at: 5)
    if try addTarget.run() == 1 {
      defer { nextTarget += 1 }
      return Int32(nextTarget)
    }
    try findTarget.bind(digest, at: 1)
    guard let id = try find(findTarget) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the ids of target are not dense")
    }
    return id
  }

  /// See the topic `target.digest` of the archive's table `about`.
  private func digest(of target: EventBatch.TargetTexts, in arena: UnsafeRawBufferPointer) -> EventBatch.Digest16 {
    encodedTarget.removeAll()
    unsafe encode(target.documentID, in: arena)
    unsafe encode(target.name, in: arena)
    unsafe encode(target.parentID, in: arena)
    return unsafe encodedTarget.withBytes { bytes in unsafe digest16(UnsafeRawBufferPointer(bytes)) }
  }

  private func encode(_ text: EventBatch.Text, in arena: UnsafeRawBufferPointer) {
    encodedTarget.append(text.length < 0 ? UInt8(0) : UInt8(1))
    guard text.length >= 0 else { return }
    encodedTarget.append(littleEndian: UInt64(text.length).byteSwapped)
    let start = Int(text.offset)
    let bytes = unsafe arena.assumingMemoryBound(to: UInt8.self)
    unsafe encodedTarget.append(UnsafeBufferPointer(rebasing: bytes[start..<start + Int(text.length)]))
  }

  private func find(_ statement: RawStatement) throws -> Int32? {
    guard try statement.step() else { return nil }
    defer { statement.reset() }
    return Int32(statement.int(0))
  }

  private func add(_ statement: RawStatement) throws -> Int32 {
    _ = try statement.run()
    return Int32(database.lastInsertedRowID)
  }
}
