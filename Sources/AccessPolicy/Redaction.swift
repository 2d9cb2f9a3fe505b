public import AuditModel

/// What a role may not see of the events that it may see: some fields and units are withheld, some replaced by pseudonyms.
///
/// A value: it says what, `PermittedEvents` does it. Redaction.md says what each word covers and what it does not.
public struct Redaction: Sendable, Equatable, Codable {
  /// A part of an event that can be withheld. The raw values are the words of the role file; where a column of `events.csv` is meant, its
  /// name.
  public enum Unit: String, Sendable, CaseIterable, Codable {
    /// Name and id of who acted; what kind of actor it was stays.
    case actor
    case actorName = "actor_name"
    case actorID = "actor_id"
    /// Id, name and parent of the record.
    case document
    case documentID = "document_id"
    case documentName = "document_name"
    case parentID = "parent_id"
    case sourceEventID = "source_event_id"
    /// Both sides of every change; the names of the fields stay.
    case changes
    case extras
    /// The names of file and member that the event was read from, and its place there.
    case sourceFile = "source_file"
    /// The record as it was received. Of an event of which anything is withheld, it is withheld in any case.
    case original

    /// The units that this word stands for besides itself.
    public var parts: [Unit] {
      switch self {
      case .actor: [.actorName, .actorID]
      case .document: [.documentID, .documentName, .parentID]
      default: []
      }
    }

    /// Those for which there are pseudonyms.
    public static let pseudonymous: [Unit] = [.actor, .document]
  }

  /// Names of fields, as the archive spells them; compared without regard to case. Sorted, each once.
  public private(set) var fields: [String]
  /// Withheld altogether.
  public private(set) var units: Set<Unit>
  /// Replaced by pseudonyms, as far as they are not withheld: some of `Unit.pseudonymous`.
  public private(set) var pseudonyms: Set<Unit>
  /// Whether the same person has the same pseudonym in all that the archive gives out, and not only within one request.
  public private(set) var isSameAcrossBundles: Bool

  public init(fields: [String] = [], units: Set<Unit> = [], pseudonyms: Set<Unit> = [], isSameAcrossBundles: Bool = false) {
    self.fields = Set(fields).sorted()
    self.units = units
    self.pseudonyms = pseudonyms
    self.isSameAcrossBundles = isSameAcrossBundles && !pseudonyms.isEmpty
  }

  /// Nothing is withheld.
  public static let none = Redaction()

  public var isNone: Bool { fields.isEmpty && units.isEmpty && pseudonyms.isEmpty }

  /// What this one or the other withholds. Pseudonyms are the same across bundles only if nobody forbids it.
  public func union(_ other: Redaction) -> Redaction {
    let mayLink = [self, other].allSatisfy { $0.pseudonyms.isEmpty || $0.isSameAcrossBundles }
    return Redaction(
      fields: fields + other.fields, units: units.union(other.units), pseudonyms: pseudonyms.union(other.pseudonyms),
      isSameAcrossBundles: mayLink)
  }

  /// Whether a unit is withheld, by its own word or by that of a larger one.
  public func withholds(_ unit: Unit) -> Bool {
    units.contains(unit) || Unit.allCases.contains { units.contains($0) && $0.parts.contains(unit) }
  }

  /// Whether what stands in a unit's place is a pseudonym.
  public func isPseudonym(_ unit: Unit) -> Bool {
    guard !withholds(unit) else { return false }
    switch unit {
    case .actorName: return pseudonyms.contains(.actor)
    case .documentID, .parentID: return pseudonyms.contains(.document)
    default: return false
    }
  }

  /// Whether nothing of a unit is given out, not even a pseudonym.
  public func hides(_ unit: Unit) -> Bool {
    if withholds(unit) { return true }
    return !isPseudonym(unit) && pseudonyms.contains { $0.parts.contains(unit) }
  }
}

/// What is said of a redaction.
extension Redaction {
  /// The columns of `events.csv` in which nothing is given out, in their order.
  public var withheldColumns: [String] {
    let columns: [(Unit, [String])] = [
      (.sourceEventID, ["source_event_id"]), (.actorName, ["actor"]), (.actorID, ["actor_id"]), (.documentID, ["document_id"]),
      (.documentName, ["document_name"]), (.parentID, ["parent_id"]), (.extras, ["extras"]),
      (.sourceFile, ["source_file", "source_member", "record_number"]),
    ]
    return columns.filter { hides($0.0) }.flatMap(\.1)
  }

  /// The columns in which pseudonyms stand.
  public var pseudonymColumns: [String] {
    [(Unit.actorName, "actor"), (.documentID, "document_id"), (.parentID, "parent_id")].filter { isPseudonym($0.0) }.map(\.1)
  }

  /// The same in words: `the fields email and phone; name and id of who acted`. Empty if nothing is withheld.
  public var inWords: String {
    var parts: [String] = []
    if !fields.isEmpty { parts.append((fields.count == 1 ? "the field " : "the fields ") + Self.listed(fields)) }
    parts += widestUnits.map(Self.words)
    let replaced = replaced.map { $0 == .actor ? "people and other actors" : "records" }
    if !replaced.isEmpty { parts.append(Self.listed(replaced) + " have pseudonyms") }
    return parts.joined(separator: "; ")
  }

  /// The units that are withheld, without those that are parts of another one.
  public var widestUnits: [Unit] {
    Unit.allCases.filter { unit in units.contains(unit) && !Unit.allCases.contains { units.contains($0) && $0.parts.contains(unit) } }
  }

  /// The units in whose place pseudonyms stand.
  public var replaced: [Unit] { Unit.pseudonymous.filter { pseudonyms.contains($0) && !withholds($0) } }

  /// A grant without the names of people or records, where those are withheld or have pseudonyms.
  public func shown(_ grant: EventFilter) -> EventFilter {
    var shown = grant
    if hides(.actorName) || isPseudonym(.actorName) || hides(.actorID) { shown.users = [] }
    if hides(.documentID) || isPseudonym(.documentID) || hides(.documentName) { shown.document = nil }
    return shown
  }

  /// Alternative grants in words: `module Contacts, or action Deleted; certain people or records`.
  public func inWords(_ grants: [EventFilter]) -> String {
    grants.map { grant in
      let shown = shown(grant)
      if shown == grant { return grant.inWords }
      return (shown.isAll ? "" : shown.inWords + "; ") + Self.certain
    }.joined(separator: ", or ")
  }

  /// What is said of names that a grant is narrowed to and that are not told.
  static let certain = "certain people or records"

  /// The same for programs; null if nothing is withheld.
  public var json: JSONText {
    guard !isNone else { return .null }
    return .object([
      ("text", .string(inWords)), ("columns", .array(withheldColumns.map { .string($0) })),
      ("pseudonyms", .array(pseudonymColumns.map { .string($0) })), ("fields", .array(fields.map { .string($0) })),
    ])
  }

  private static func listed(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
  }

  private static func words(_ unit: Unit) -> String {
    switch unit {
    case .actor: "name and id of who acted"
    case .actorName: "the name of who acted"
    case .actorID: "the id of who acted"
    case .document: "id, name and parent of the record"
    case .documentID: "the id of the record"
    case .documentName: "the name of the record"
    case .parentID: "the parent of the record"
    case .sourceEventID: "the source's own id of the event"
    case .changes: "what fields held before and after"
    case .extras: "further fields"
    case .sourceFile: "the files that the events were read from"
    case .original: "the records as they were received"
    }
  }
}
