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
  private let actors, modules, actions, targets: IDs?

  /// Nil if no event can match.
  init?(_ filter: EventFilter, _ dictionaries: ReaderDictionaries, in database: Database) throws {
    from = filter.from ?? .min
    to = filter.to ?? .max
    actors = Self.ids(of: dictionaries.actors, filter.users) { [$0.name, $0.id] }
    modules = Self.ids(of: dictionaries.modules, filter.modules) { [$0] }
    actions = Self.ids(of: dictionaries.actions, filter.actions) { [$0] }
    targets = try filter.document.map { try Self.targets(named: $0, in: database) }
    if [actors, modules, actions, targets].contains(where: { $0?.isEmpty ?? false }) { return nil }
  }

  func selects(actor: Int32, module: Int32, action: Int32, target: Int32) -> Bool {
    actors?.contains(actor) ?? true && modules?.contains(module) ?? true && actions?.contains(action) ?? true
      && targets?.contains(target) ?? true
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

  /// The targets with this document id, or with this text in their name without regard to case.
  private static func targets(named document: String, in database: Database) throws -> IDs {
    let select = try RawStatement("SELECT id, document_id, name FROM target", on: database)
    let part = document.lowercased()
    var ids = IDs()
    while try select.step() {
      if select.optionalText(1) == document || select.optionalText(2)?.lowercased().contains(part) ?? false {
        ids.insert(Int32(select.int(0)))
      }
    }
    return ids
  }
}
