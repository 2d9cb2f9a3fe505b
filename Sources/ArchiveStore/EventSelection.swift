import AuditModel
import GRDB

/// A filter, resolved to ids before any event is read.
struct EventSelection {
  /// A set of dictionary ids, as one bit of memory per entry of the dictionary.
  private struct IDs {
    private var words: [UInt64] = []

    var isEmpty: Bool { words.isEmpty }

    func contains(_ id: Int32) -> Bool {
      let word = Int(id) >> 6
      return word < words.count && words[word] & (1 << UInt64(id & 63)) != 0
    }

    mutating func insert(_ id: Int32) {
      let word = Int(id) >> 6
      while words.count <= word { words.append(0) }
      words[word] |= 1 << UInt64(id & 63)
    }
  }

  /// UTC milliseconds, half-open.
  let from: Int64
  let to: Int64
  /// Nil where everything is selected.
  private let actors, modules, actions, documents, documentNames: IDs?

  /// Nil if no event can match.
  init?(_ filter: EventFilter, _ dictionaries: ReaderDictionaries, in database: Database) throws {
    from = filter.from ?? .min
    to = filter.to ?? .max
    actors = Self.ids(of: dictionaries.actors, filter.users) { [$0.name, $0.id] }
    modules = Self.ids(of: dictionaries.modules, filter.modules) { [$0] }
    actions = Self.ids(of: dictionaries.actions, filter.actions) { [$0] }
    documents = try filter.document.map { try Self.documents(withID: $0, in: database) }
    documentNames = try filter.document.map { try Self.documentNames(holding: $0, in: database) }
    if [actors, modules, actions].contains(where: { $0?.isEmpty ?? false }) { return nil }
    if let documents, let documentNames, documents.isEmpty, documentNames.isEmpty { return nil }
  }

  func selects(actor: Int32, module: Int32, action: Int32, target: TargetID) -> Bool {
    actors?.contains(actor) ?? true && modules?.contains(module) ?? true && actions?.contains(action) ?? true
      && isOfDocument(target)
  }

  private func isOfDocument(_ target: TargetID) -> Bool {
    guard let documents, let documentNames else { return true }
    return documents.contains(target.document) || documentNames.contains(target.name)
  }

  /// The entries one of whose texts is wanted, without regard to case; nil if nothing in particular is wanted.
  private static func ids<Entry>(of entries: [Int32: Entry], _ wanted: [String], texts: (Entry) -> [String?]) -> IDs? {
    guard !wanted.isEmpty else { return nil }
    let wanted = Set(wanted.map { $0.lowercased() })
    var ids = IDs()
    for (id, entry) in entries where texts(entry).contains(where: { $0.map { wanted.contains($0.lowercased()) } ?? false }) {
      ids.insert(id)
    }
    return ids
  }

  private static func documents(withID id: String, in database: Database) throws -> IDs {
    let select = try RawStatement("SELECT id FROM document WHERE document_id = ?", on: database)
    try select.bind(id, at: 1)
    var ids = IDs()
    while try select.step() { ids.insert(Int32(select.int(0))) }
    return ids
  }

  /// The names in which a text occurs, without regard to case.
  private static func documentNames(holding text: String, in database: Database) throws -> IDs {
    let select = try RawStatement("SELECT id, name FROM document_name", on: database)
    let part = text.lowercased()
    var ids = IDs()
    while try select.step() {
      if select.text(1).lowercased().contains(part) { ids.insert(Int32(select.int(0))) }
    }
    return ids
  }
}
