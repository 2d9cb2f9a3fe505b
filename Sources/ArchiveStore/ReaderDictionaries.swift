import AuditModel
import GRDB

/// What the dictionary ids of events stand for: actors, modules, actions and source parts whole, targets through a small cache.
struct ReaderDictionaries {
  private(set) var actors: [Int32: Actor] = [:]
  private(set) var modules: [Int32: String] = [:]
  private(set) var actions: [Int32: String] = [:]
  private(set) var parts: [Int32: SourcePart] = [:]
  private var targets: [Int32: Target] = [:]
  private var selectTarget: RawStatement?
  private static let cachedTargets = 16_384

  /// Reads the dictionaries that are held whole.
  mutating func load(from database: Database) throws {
    actors = try entries("SELECT id, name, source_id, kind FROM actor", database) { row in
      Actor(name: row.optionalText(1), id: row.optionalText(2), kind: Actor.Kind(rawValue: row.text(3)) ?? .unknown)
    }
    modules = try entries("SELECT id, name FROM module", database) { $0.text(1) }
    actions = try entries("SELECT id, name FROM action", database) { $0.text(1) }
    parts = try entries(
      """
      SELECT source_part.id, name, member, bytes, sha256 FROM source_part JOIN source_file ON source_file.id = source_part.file
      """, database
    ) { row in
      SourcePart(file: row.text(1), member: row.optionalText(2), bytes: row.int(3), sha256: row.text(4))
    }
  }

  func cachedTarget(_ id: Int32) -> Target? { targets[id] }

  mutating func readTarget(_ id: Int32, from database: Database) throws -> Target? {
    let select = try selectTarget ?? RawStatement("SELECT document_id, name, parent_id FROM target WHERE id = ?", on: database)
    selectTarget = select
    try select.bind(Int64(id), at: 1)
    defer { select.reset() }
    guard try select.step() else { return nil }
    let target = Target(documentID: select.optionalText(0), name: select.optionalText(1), parentID: select.optionalText(2))
    if targets.count >= Self.cachedTargets { targets.removeAll(keepingCapacity: true) }
    targets[id] = target
    return target
  }

  private func entries<Entry>(_ sql: String, _ database: Database, _ entry: (RawStatement) -> Entry) throws -> [Int32: Entry] {
    let select = try RawStatement(sql, on: database)
    var entries: [Int32: Entry] = [:]
    while try select.step() { entries[Int32(select.int(0))] = entry(select) }
    return entries
  }
}
