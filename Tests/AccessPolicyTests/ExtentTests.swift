import AuditModel
import Testing

@testable import AccessPolicy

/// Who may fetch a finished export: whoever could have made it now. The table says for a grant and an export whether it is so.
struct ExtentTests {
  /// `m:` module, `u:` user, `a:` action, `f:` from, `t:` to, `d:` document; nothing is everything, `|` between alternatives.
  private static func filter(_ text: Substring) -> EventFilter {
    var filter = EventFilter()
    for word in text.split(separator: " ") {
      let value = String(word.dropFirst(2))
      switch word.prefix(2) {
      case "m:": filter.modules.append(value)
      case "u:": filter.users.append(value)
      case "a:": filter.actions.append(value)
      case "f:": filter.from = Int64(value)
      case "t:": filter.to = Int64(value)
      case "d:": filter.document = value
      default: fatalError("\(word)")
      }
    }
    return filter
  }

  private static func alternatives(_ text: String) -> [EventFilter] { text.isEmpty ? [] : text.split(separator: "|").map(filter) }

  static let cases: [(now: String, filter: String, then: String, isCovered: Bool)] = [
    ("", "", "", true),
    ("", "m:Contacts", "m:Users", true),
    ("m:Contacts", "", "", false),
    ("m:Contacts", "m:Contacts", "", true),
    ("m:Contacts", "m:contacts", "", true),
    ("m:Contacts", "m:Contacts m:Users", "", false),
    ("m:Contacts m:Users", "m:Contacts", "", true),
    ("m:Contacts", "", "m:Contacts", true),
    ("m:Contacts", "", "m:Contacts|m:Users", false),
    ("m:Contacts|m:Users", "", "m:Contacts|m:Users", true),
    ("m:Contacts|m:Users", "m:Contacts m:Users", "", false),
    ("m:Contacts", "a:Updated", "m:Contacts", true),
    ("m:Contacts a:Updated", "a:Updated", "m:Contacts", true),
    ("m:Contacts a:Updated", "a:Deleted", "m:Contacts", false),
    ("f:100", "f:100", "", true),
    ("f:100", "f:99", "", false),
    ("f:100", "", "f:200", true),
    ("t:100", "t:100", "", true),
    ("t:100", "t:101", "", false),
    ("t:100", "", "", false),
    ("f:100 t:200", "f:120 t:180", "", true),
    ("f:100 t:200", "f:120", "", false),
    ("f:100 t:200", "f:120", "t:150", true),
    ("u:Maria", "u:maria", "", true),
    ("u:Maria", "u:Maria u:Mia", "", false),
    ("d:Oak", "d:Oak", "", true),
    ("d:Oak", "d:Oakland", "", false),
    ("d:Oak", "", "", false),
    ("", "d:Oak", "", true),
  ]

  private static func decision(within: [EventFilter], _ redaction: Redaction = .none, isAllowed: Bool = true) -> Decision {
    Decision(
      requester: "mia", login: "mia", name: "Mia", right: .export, isAllowed: isAllowed, reason: "", hint: nil, rule: "", role: nil, roleFile: "r",
      line: nil, roleFileSHA256: "", within: within, redaction: redaction)
  }

  @Test(arguments: cases.indices)
  func narrowing(_ index: Int) {
    let line = Self.cases[index]
    let extent = Extent(filter: Self.filter(line.filter[...]), within: Self.alternatives(line.then), redaction: .none)
    #expect(Self.decision(within: Self.alternatives(line.now)).covers(extent) == line.isCovered, "\(line)")
    #expect(!Self.decision(within: Self.alternatives(line.now), isAllowed: false).covers(extent), "\(line)")
  }

  @Test(
    "what is withheld now must have been withheld then",
    arguments: [
      (Redaction.none, Redaction(fields: ["email"]), true), (Redaction(fields: ["email"]), .none, false),
      (Redaction(fields: ["Email"]), Redaction(fields: ["email", "phone"]), true), (Redaction(fields: ["email"]), Redaction(units: [.changes]), true),
      (Redaction(units: [.actorName]), Redaction(units: [.actor]), true), (Redaction(units: [.actor]), Redaction(units: [.actorName]), false),
      (Redaction(units: [.actor]), Redaction(units: [.actorName, .actorID]), true), (Redaction(units: [.extras]), .none, false),
      (Redaction(pseudonyms: [.actor]), .none, false), (Redaction(pseudonyms: [.actor]), Redaction(units: [.actor]), true),
      (Redaction(pseudonyms: [.actor]), Redaction(pseudonyms: [.actor]), true), (Redaction(units: [.actor]), Redaction(pseudonyms: [.actor]), false),
    ])
  func withholding(_ now: Redaction, _ then: Redaction, _ isCovered: Bool) {
    #expect(Self.decision(within: [], now).covers(Extent(filter: .all, within: [], redaction: then)) == isCovered, "\(now) \(then)")
  }
}
