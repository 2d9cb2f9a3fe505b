import AuditModel
import GRDB

/// Maps the ids that a run gives to actors, modules, actions, documents and their names to the archive's own, and adds what the archive does
/// not have yet.
final class RunDictionaries {
  /// By run-local id.
  private(set) var actors: [Int32] = []
  private(set) var modules: [Int32] = []
  private(set) var actions: [Int32] = []
  private(set) var documents: [Int32] = []
  private(set) var documentNames: [Int32] = []
  let texts = UnitTexts()

  private let findActor, addActor, findModule, addModule, findAction, addAction: RawStatement
  private let allDocuments, allDocumentNames: GrowingDictionary
  private let database: Database

  init(in database: Database) throws {
    self.database = database
    findActor = try RawStatement("SELECT id FROM actor WHERE name IS ?1 AND source_id IS ?2 AND kind = ?3", on: database)
    addActor = try RawStatement("INSERT INTO actor (name, source_id, kind) VALUES (?1, ?2, ?3)", on: database)
    findModule = try RawStatement("SELECT id FROM module WHERE name = ?1", on: database)
    addModule = try RawStatement("INSERT INTO module (name) VALUES (?1)", on: database)
    findAction = try RawStatement("SELECT id FROM action WHERE name = ?1", on: database)
    addAction = try RawStatement("INSERT INTO action (name, class) VALUES (?1, ?2)", on: database)
    allDocuments = try GrowingDictionary("document", ["document_id", "parent_id"], in: database)
    allDocumentNames = try GrowingDictionary("document_name", ["name"], in: database)
  }

  /// Takes in the entries that are new in a batch.
  func add(_ batch: EventBatch) throws {
    texts.add(batch)
    for actor in batch.newActors { actors.append(try id(of: actor)) }
    for module in batch.newModules { modules.append(try id(ofModule: module)) }
    for action in batch.newActions { actions.append(try id(ofAction: action)) }
    try unsafe batch.bytes.withUnsafeBytes { arena in
      for document in batch.newDocuments { documents.append(try unsafe allDocuments.id(of: document.documentID, document.parentID, in: arena)) }
      for name in batch.newDocumentNames { documentNames.append(try unsafe allDocumentNames.id(of: name, in: arena)) }
    }
  }

  /// Writes the documents and names that are new: until then nobody else sees them.
  func writeNew() throws {
    try allDocuments.writeNew()
    try allDocumentNames.writeNew()
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

  private func find(_ statement: RawStatement) throws -> Int32? {
    guard try statement.step() else { return nil }
    defer { statement.reset() }
    return try statement.id(0)
  }

  private func add(_ statement: RawStatement) throws -> Int32 {
    _ = try statement.run()
    return try StoredRange.id(database.lastInsertedRowID)
  }
}
