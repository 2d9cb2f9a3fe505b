internal import AccessPolicy
internal import AuditModel

/// How rows say that something is withheld: the mark stands in its place, and the column `withheld` names the place, so that a value of the
/// source that happens to read like the mark is no mark.
struct WithheldCell {
  static let mark = "[withheld]"
  static let quotedMark: StaticString = "\"[withheld]\""

  /// Whether every row has the mark in a column: asked of each row, so it must cost nothing.
  @inline(__always)
  func hides(_ column: EventColumn) -> Bool { columns & 1 << UInt32(column.rawValue) != 0 }

  /// Whether nothing of any event is withheld.
  private let isNone: Bool
  /// A bit for each column in which every row has the mark.
  private let columns: UInt32
  private let columnNames: [String]
  private let pseudonyms: [String]
  /// The cell of an event of which nothing else is withheld; empty if nothing is.
  private let usual: [UInt8]

  init(_ redaction: Redaction) {
    columnNames = redaction.withheldColumns
    isNone = redaction.isNone
    let hidden = EventColumn.allCases.filter { redaction.withheldColumns.contains("\($0.name)") }
    columns = hidden.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    pseudonyms = redaction.pseudonymColumns
    usual = Self.json([("columns", columnNames.map { .string($0) }), ("pseudonyms", pseudonyms.map { .string($0) })])
  }

  /// The cell's JSON text; empty if nothing of the event is withheld.
  func json(of event: ArchivedEvent, fields: [JSONText]) -> [UInt8] {
    let hidesVariant = event.variantOf == ArchivedEvent.withheldVariant
    if isNone, !hidesVariant { return [] }
    if fields.isEmpty, event.withheldExtras.isEmpty, !hidesVariant { return usual }
    let names = columnNames + (hidesVariant ? ["\(EventColumn.variantOf.name)"] : [])
    let lists: [(String, [JSONText])] = [
      ("columns", names.map { .string($0) }), ("pseudonyms", pseudonyms.map { .string($0) }), ("fields", fields),
    ]
    return Self.json(lists, extras: event.withheldExtras)
  }

  private static func json(_ lists: [(String, [JSONText])], extras: [UInt8] = []) -> [UInt8] {
    var members = lists.filter { !$0.1.isEmpty }.map { ($0.0, JSONText.array($0.1)) }
    if !extras.isEmpty { members.append(("extras", JSONText(source: extras))) }
    return members.isEmpty ? [] : JSONText.object(members).bytes
  }
}
