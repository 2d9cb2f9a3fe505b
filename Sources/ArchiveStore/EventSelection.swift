import AuditModel
import GRDB

/// What a pass selects: the events of a filter that a narrowing leaves, resolved to ids before any event is read.
struct EventSelection {
  private let asked: ResolvedFilter
  /// One of these must select an event, too; nil if nothing is narrowed.
  private let within: [ResolvedFilter]?
  /// UTC milliseconds: the stretches of time in which events can be selected, the latest first.
  let stretches: [Range<Int64>]

  /// Nil if no event can match.
  init?(_ filter: EventFilter, within: [EventFilter], _ dictionaries: ReaderDictionaries, in database: Database) throws {
    guard let asked = try ResolvedFilter(filter, dictionaries, in: database) else { return nil }
    self.asked = asked
    if within.isEmpty {
      (self.within, stretches) = (nil, [asked.time])
    } else {
      let alternatives = try within.compactMap { try ResolvedFilter($0, dictionaries, in: database) }
      (self.within, stretches) = (alternatives, Self.joined(alternatives.map { $0.time.clamped(to: asked.time) }))
    }
    if stretches.allSatisfy(\.isEmpty) { return nil }
  }

  /// What every selected event fulfils, as SQL over the columns of `event`; nil if nothing but its time is asked, or if its time is. For a pass
  /// that does not go by time.
  var condition: String? {
    guard asked.time == .min ..< .max else { return nil }
    let alternatives = within?.map(\.condition)
    let narrowed = alternatives.flatMap { $0.contains(nil) ? nil : $0.compactMap { "(\($0!))" }.joined(separator: " OR ") }
    let all = [asked.condition, narrowed].compactMap(\.self)
    return all.isEmpty ? nil : all.map { "(\($0))" }.joined(separator: " AND ")
  }

  /// Judges an event of one of the stretches.
  func selects(actor: Int32, module: Int32, action: Int32, target: TargetID, at instant: @autoclosure () -> Int64) -> Bool {
    guard asked.selects(actor: actor, module: module, action: action, target: target) else { return false }
    guard let within else { return true }
    let instant = instant()
    return within.contains { $0.time.contains(instant) && $0.selects(actor: actor, module: module, action: action, target: target) }
  }

  /// Ranges that overlap or touch become one; none is empty afterwards.
  private static func joined(_ ranges: [Range<Int64>]) -> [Range<Int64>] {
    var joined: [Range<Int64>] = []
    for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.upperBound > $1.upperBound }) {
      if let last = joined.last, range.upperBound >= last.lowerBound {
        joined[joined.count - 1] = min(range.lowerBound, last.lowerBound)..<last.upperBound
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}

/// A filter, resolved to ids.
private struct ResolvedFilter {
  /// A set of dictionary ids, as one bit of memory per entry of the dictionary.
  private struct IDs {
    private var words: [UInt64] = []

    var isEmpty: Bool { words.isEmpty }

    /// SQL that holds where a column is one of these; nil if they are too many to be spelled.
    func condition(on column: String) -> String? {
      guard words.reduce(0, { $0 + $1.nonzeroBitCount }) <= 64 else { return nil }
      let filled = words.indices.filter { words[$0] != 0 }
      let ids: [Int] = filled.flatMap { word -> [Int] in (0..<64).filter { words[word] & (1 << UInt64($0)) != 0 }.map { word << 6 + $0 } }
      return "\(column) IN (\(ids.map(String.init).joined(separator: ",")))"
    }

    func contains(_ id: Int32) -> Bool {
      let word = Int(id) >> 6
      return word < words.count && words[word] & (1 << UInt64(id & 63)) != 0
    }

    mutating func insert(_ id: Int32) {
      let word = Int(id) >> 6
      if words.count <= word { words += repeatElement(0, count: word + 1 - words.count) }
      words[word] |= 1 << UInt64(id & 63)
    }
  }

  /// UTC milliseconds.
  let time: Range<Int64>
  /// Nil where everything is selected.
  private let actors, modules, actions, documents, documentNames: IDs?

  /// Nil if no event can match.
  init?(_ filter: EventFilter, _ dictionaries: ReaderDictionaries, in database: Database) throws {
    let from = filter.from ?? .min
    time = from..<max(filter.to ?? .max, from)
    actors = Self.ids(of: dictionaries.actors, filter.users) { [$0.name, $0.id] }
    modules = Self.ids(of: dictionaries.modules, filter.modules) { [$0] }
    actions = Self.ids(of: dictionaries.actions, filter.actions) { [$0] }
    documents = try filter.document.map { try Self.documents(withID: $0, in: database) }
    documentNames = try filter.document.map { try Self.documentNames(holding: $0, in: database) }
    if [actors, modules, actions].contains(where: { $0?.isEmpty ?? false }) { return nil }
    if let documents, let documentNames, documents.isEmpty, documentNames.isEmpty { return nil }
  }

  /// What every event of the filter fulfils whatever its time, as SQL; nil if that is nothing that can be spelled shortly.
  var condition: String? {
    let columns = [(actors, "actor"), (modules, "module"), (actions, "action")].compactMap { ids, column in ids?.condition(on: column) }
    let target = documents?.condition(on: "document").flatMap { document in
      documentNames?.condition(on: "document_name").map { "(\(document) OR \($0))" }
    }
    let all = columns + [target].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: " AND ")
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
    while try select.step() { ids.insert(try select.id(0)) }
    return ids
  }

  /// The names in which a text occurs, without regard to case.
  private static func documentNames(holding text: String, in database: Database) throws -> IDs {
    let select = try RawStatement("SELECT id, name FROM document_name", on: database)
    let part = text.lowercased()
    var ids = IDs()
    while try select.step() {
      if select.text(1).lowercased().contains(part) { ids.insert(try select.id(0)) }
    }
    return ids
  }
}
