/// One entry of the program's own ledger: who did what with the archive, and when.
///
/// An entry is a source record like any other: one line of JSON that an ingest run reads by the profile `counterroll-ledger`, keeps byte for
/// byte, and seals in the evidence log. So it is an event in every list and page, and nobody can take it back.
public struct LedgerEntry: Equatable, Sendable {
  /// The source system of the ledger's events. No file that a user gives may claim it.
  public static let system = "counterroll"
  /// The module that they stand in, beside the source's own notes of its exports.
  public static let module = "Audit Logs"
  /// The profile that they are read by.
  public static let profile = "counterroll-ledger"

  public enum Action: String, Sendable, CaseIterable {
    case requested = "Export requested"
    case denied = "Export denied"
    case completed = "Export completed"
    case empty = "Export empty"
    case overLimit = "Export over limit"
    case failed = "Export failed"
    case cancelled = "Export cancelled"
    case expired = "Export expired"
    case resumed = "Export resumed"
    case downloaded = "Export downloaded"
    case ingested = "Files ingested"
    case roleFileChanged = "Role file changed"
    case reportDelivered = "Report delivered"
  }

  /// Who did it.
  public struct Actor: Equatable, Sendable {
    public var login: String
    /// As the role file has it; the login where it has none.
    public var name: String
    /// False for the program itself, where time alone was the reason.
    public var isPerson: Bool

    public init(login: String, name: String) {
      self.login = login
      self.name = name
      isPerson = true
    }

    /// The program, which nobody told to.
    public static let program: Actor = {
      var actor = Actor(login: LedgerEntry.system, name: "Counterroll")
      actor.isPerson = false
      return actor
    }()
  }

  /// A value on one side of the entry.
  public struct Value: Equatable, Sendable {
    public var name: String
    public var json: JSONText

    public init(_ name: String, _ json: JSONText) {
      self.name = name
      self.json = json
    }
  }

  /// Tells the entry from all others, and rises with time.
  public let id: String
  /// UTC milliseconds.
  public let at: Int64
  public let actor: Actor
  public let action: Action
  /// What it was done to: an export, a run, the role file.
  public let documentID: String
  public let documentName: String?
  public let before: [Value]
  public let after: [Value]

  public init(
    id: String, at: Int64, actor: Actor, action: Action, documentID: String, documentName: String?, before: [Value] = [], after: [Value]
  ) {
    self.id = id
    self.at = at
    self.actor = actor
    self.action = action
    self.documentID = documentID
    self.documentName = documentName
    self.before = before
    self.after = after
  }

  /// The record: one line of JSON, with its line feed.
  public var line: [UInt8] {
    let record = JSONText.object([
      ("entry", .string(id)), ("at", .string(Timestamp.canonicalText(at))),
      ("actor", .object([("login", .string(actor.login)), ("name", .string(actor.name)), ("kind", .string(actor.isPerson ? "person" : "system"))])),
      ("action", .string(action.rawValue)), ("document", .object([("id", .string(documentID))] + (documentName.map { [("name", .string($0))] } ?? []))),
      ("before", Self.side(before)), ("after", Self.side(after)),
    ])
    return record.bytes + [UInt8(ascii: "\n")]
  }

  private static func side(_ values: [Value]) -> JSONText { .object(values.map { ($0.name, $0.json) }) }

  /// A new id: the time to the millisecond, then random digits.
  public static func newID(at: Int64) -> String {
    var random = SystemRandomNumberGenerator()
    let digits = String(UInt32.random(in: .min ... .max, using: &random), radix: 16)
    let time = Timestamp.canonicalText(at).filter { !"-:.".contains($0) }
    return "\(time)-\(String(repeating: "0", count: 8 - digits.count))\(digits)"
  }
}
