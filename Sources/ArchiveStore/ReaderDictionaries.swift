import AuditModel
import GRDB

/// What the dictionary ids of events stand for: actors, modules, actions and source parts whole, documents and their names through
/// small caches.
struct ReaderDictionaries {
  private(set) var actors: [Int32: Actor] = [:]
  private(set) var modules: [Int32: String] = [:]
  private(set) var actions: [Int32: String] = [:]
  private(set) var parts: [Int32: SourcePart] = [:]
  private var documents: [Int32: (id: String?, parentID: String?)] = [:]
  private var documentNames: [Int32: String] = [:]
  private var selectDocument, selectDocumentName: RawStatement?
  private static let cachedEntries = 16_384

  /// Reads the dictionaries that are held whole.
  mutating func load(from database: Database) throws {
    actors = try entries("SELECT id, name, source_id, kind FROM actor", database) { row in
      Actor(name: row.optionalText(1), id: row.optionalText(2), kind: Actor.Kind(rawValue: row.text(3)) ?? .unknown)
    }
    modules = try entries("SELECT id, name FROM module", database) { $0.text(1) }
    actions = try entries("SELECT id, name FROM action", database) { $0.text(1) }
    parts = try entries(
      """
      SELECT source_part.id, name, member, bytes, sha256, system FROM source_part JOIN source_file ON source_file.id = source_part.file
      """, database
    ) { row in
      SourcePart(file: row.text(1), member: row.optionalText(2), bytes: row.int(3), sha256: row.text(4), system: row.text(5))
    }
  }

  func cachedTarget(_ id: TargetID) -> Target? {
    guard let document = documents[id.document] else { return nil }
    guard id.name != 0 else { return Target(documentID: document.id, name: nil, parentID: document.parentID) }
    guard let name = documentNames[id.name] else { return nil }
    return Target(documentID: document.id, name: name, parentID: document.parentID)
  }

  mutating func readDocument(_ id: Int32, from database: Database) throws -> (id: String?, parentID: String?)? {
    let select = try selectDocument ?? RawStatement("SELECT document_id, parent_id FROM document WHERE id = ?", on: database)
    selectDocument = select
    try select.bind(Int64(id), at: 1)
    defer { select.reset() }
    guard try select.step() else { return nil }
    if documents.count >= Self.cachedEntries { documents.removeAll(keepingCapacity: true) }
    let document = (id: select.optionalText(0), parentID: select.optionalText(1))
    documents[id] = document
    return document
  }

  mutating func readDocumentName(_ id: Int32, from database: Database) throws -> String? {
    let select = try selectDocumentName ?? RawStatement("SELECT name FROM document_name WHERE id = ?", on: database)
    selectDocumentName = select
    try select.bind(Int64(id), at: 1)
    defer { select.reset() }
    guard try select.step() else { return nil }
    if documentNames.count >= Self.cachedEntries { documentNames.removeAll(keepingCapacity: true) }
    documentNames[id] = select.text(0)
    return documentNames[id]
  }

  private func entries<Entry>(_ sql: String, _ database: Database, _ entry: (RawStatement) -> Entry) throws -> [Int32: Entry] {
    let select = try RawStatement(sql, on: database)
    var entries: [Int32: Entry] = [:]
    while try select.step() { entries[try select.id(0)] = entry(select) }
    return entries
  }
}
