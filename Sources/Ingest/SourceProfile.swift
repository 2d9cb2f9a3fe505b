public import AuditModel

/// How the export of one source system is read: where its records are, what each column or key means, how times and changes are spelled.
///
/// Profiles are data: those that come with the program are the files of Templates/profiles, and a user may write one. ProfileFormat.md is
/// their description.
public struct SourceProfile: Sendable {
  public enum Format: String, Sendable { case csv, json }

  /// Where the records of a JSON document lie.
  enum Place: Equatable, Sendable {
    /// One after another, usually one a line.
    case lines
    /// The elements of an array that is the document.
    case list
    /// The elements of an array under this key of the document.
    case key(String)
  }

  /// One thing that must be there for a file to be of this profile.
  enum Requirement: Sendable {
    /// One of these columns or keys.
    case paths([ProfilePath])
    /// A column or key for this unit.
    case unit(Unit)
  }

  /// Where a unit comes from, and what becomes of its text.
  struct UnitRule: Sendable {
    /// The first that holds something wins; with `separator`, all that hold something are joined.
    var paths: [ProfilePath] = []
    var separator: String?
    var constant: String?
    /// Texts that say nothing: the next path is asked.
    var nothing: [String] = []
    var labels: [(pattern: TextPattern, label: String)] = []
    /// Whether a word like CALENDAR_EVENT without a label becomes “Calendar event”.
    var isSentence = false
    var line = 0

    var isPlain: Bool {
      separator == nil && constant == nil && nothing.isEmpty && labels.isEmpty && !isSentence && paths.allSatisfy { $0.steps.count == 1 }
    }
  }

  /// How changed fields and their values are spelled.
  enum ChangeRule: Sendable {
    /// Two objects, field → value.
    case sides(before: [ProfilePath], after: [ProfilePath])
    /// An array of objects with a field, a value before and a value after; empty names mean the usual ones.
    case list(at: [ProfilePath], field: [String], before: [String], after: [String])
    /// An object, field → [before, after].
    case pairs(at: [ProfilePath])
    /// Names of changed fields only.
    case names(at: [ProfilePath])
    /// An object in which `x_were` stands beside `x`.
    case suffix(at: ProfilePath, suffixes: [String])
    /// An array of {name, value}, of which one is the old value and one the new.
    case parameters(at: [ProfilePath], name: String, value: [String], before: [String], after: [String], field: [ProfilePath])
    /// One field with a value before and a value after, each in a place of its own.
    case single(field: String, before: [ProfilePath], after: [ProfilePath])
    /// Names of all changed fields in order, and two objects, or arrays of objects, with the values of each side.
    case namedSides(fields: [ProfilePath], before: [ProfilePath], after: [ProfilePath])
    /// Columns in numbered sets of three; `#` stands for a number.
    case columns(field: String, before: String, after: String)
  }

  public var name: String
  public var title: String
  /// The source system's name, part of what makes an event that has an id this event.
  public var source: String
  public var format: Format
  /// After how many days the source forgets an event.
  public var retentionDays: Int?
  /// How many rows an export of the source holds at most.
  public var rowCap: Int?
  /// The file that it was read from.
  public internal(set) var fileBytes: [UInt8] = []
  var places: [Place] = []
  /// The array that is split into events of their own.
  var each: ProfilePath?
  var requirements: [Requirement] = []
  var units: [Unit: UnitRule] = [:]
  var kinds: [(pattern: TextPattern, kind: Actor.Kind)] = []
  var time = TimeRule()
  var changes: [ChangeRule] = []
  /// Objects whose members are further fields.
  var furtherFields: [ProfilePath] = []
  /// What must not be there: a record that has it is not the whole event.
  var mustBeAbsent: [ProfilePath] = []
  /// What says where the record stood, and nothing about the event.
  var leftOut: [ProfilePath] = []
  /// Whether files of this profile are an archive's export: its order holds, a text may have a NUL, and null is not recorded.
  var isOfArchive = false

  /// The kind of actor behind the source's own word for it.
  public func kind(ofWord word: String?) -> Actor.Kind {
    guard let word, !word.isEmpty else { return .unknown }
    return kinds.first { $0.pattern.matches(word) }?.kind ?? .unknown
  }

  /// A column's name as columns are compared: without case, spaces and marks.
  static func folded(_ column: String) -> String {
    String(column.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
  }
}

/// How times are spelled in an export.
struct TimeRule: Sendable {
  var format = TimeFormat.iso8601
  /// The zone of times that say none, by its name in the tz database.
  var zone: String?
  /// Zone words of the source with their minutes east of UTC.
  var words: [String: Int] = [:]
}
