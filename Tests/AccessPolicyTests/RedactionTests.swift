import AuditModel
import EvidenceLog
import Testing

@testable import AccessPolicy

@Suite("What a role may not see is not there")
struct RedactionTests {
  // MARK: Fields

  @Test(
    "a withheld field loses both sides, whatever they were, and nothing else changes",
    arguments: [
      (#"[["email","a","b"],["city","x","y"]]"#, #"[["email",~,~],["city","x","y"]]"#),
      (#"[["Email",{"after":"b"}],["city",{"before":"x"}],["none"]]"#, #"[["Email",~,~],["city",{"before":"x"}],["none"]]"#),
      (#"[["email"]]"#, #"[["email",~,~]]"#),
      (#"[["contact.email",null,1]]"#, #"[["contact.email",~,~]]"#),
      (#"[["em\u0061il","a","b"]]"#, #"[["em\u0061il",~,~]]"#),
      (#"[["mail","email","the email"]]"#, #"[["mail","email","the email"]]"#),
      (#"[["emails",1,2],["mail.e",1,2],["e.mail",1,2]]"#, #"[["emails",1,2],["mail.e",1,2],["e.mail",1,2]]"#),
      (#"[["email.0","a","b"],["Email.kind",1,2]]"#, #"[["email.0",~,~],["Email.kind",~,~]]"#),
      (#"[["contact.EMAIL.0.text",1,2],["email.",1,2],[".email",1,2]]"#, #"[["contact.EMAIL.0.text",~,~],["email.",~,~],[".email",~,~]]"#),
      ("", ""), ("[]", "[]"),
    ])
  func changes(_ text: String, _ expected: String) throws {
    var fields = FieldRedaction(["email"], withholdsAll: false)
    #expect(String(decoding: try fields.redacted(changes: Array(text.utf8)), as: UTF8.self) == expected)
  }

  @Test("a withheld name with dots is found as its parts in a row, whatever stands around them")
  func dottedNames() throws {
    var fields = FieldRedaction(["Home.Address"], withholdsAll: false)
    let text = #"[["home.address",1,2],["x.home.address.0.city",1,2],["home",1,2],["address.home",1,2],["home.x.address",1,2],["xhome.address",1,2]]"#
    #expect(
      String(decoding: try fields.redacted(changes: Array(text.utf8)), as: UTF8.self)
        == #"[["home.address",~,~],["x.home.address.0.city",~,~],["home",1,2],["address.home",1,2],["home.x.address",1,2],["xhome.address",1,2]]"#)
  }

  @Test(
    "a value that names a withheld field inside is withheld as a whole",
    arguments: [
      #"{"email":"a"}"#, #"[{"deep":[{"E-MAIL\u0020":1,"email":null}]}]"#, #"{"fieldName":"email","fieldValue":"a"}"#, #"[1,"x.Email"]"#,
      #"{"e\u006dail":1}"#,
    ])
  func nested(_ value: String) throws {
    var fields = FieldRedaction(["email"], withholdsAll: false)
    for text in [#"[["contact",\#(value),null]]"#, #"[["contact",{"after":\#(value)}]]"#, #"[["contact",1,\#(value)]]"#] {
      #expect(String(decoding: try fields.redacted(changes: Array(text.utf8)), as: UTF8.self) == #"[["contact",~,~]]"#)
    }
    let extras = try fields.redacted(extras: Array(#"{"a":1,"whole": \#(value),"z":"email"}"#.utf8))
    #expect(String(decoding: extras.shown, as: UTF8.self) == #"{"a":1,"z":"email"}"#)
    #expect(String(decoding: extras.withheld, as: UTF8.self) == #"["whole"]"#)
  }

  @Test("all changes of a field are withheld if one is, so that its name says which")
  func twins() throws {
    var fields = FieldRedaction(["email"], withholdsAll: false)
    let text = #"[["contact",1,2],["city","x","y"],["contact",{"email":1},3]]"#
    #expect(String(decoding: try fields.redacted(changes: Array(text.utf8)), as: UTF8.self) == #"[["contact",~,~],["city","x","y"],["contact",~,~]]"#)
  }

  @Test(
    "further keys are withheld by name; what is left stays as it was, to the byte",
    arguments: [
      (#"{"ip":"::1","email":"a","n":1.0}"#, #"{"ip":"::1","n":1.0}"#, #"["email"]"#),
      (#"{"Email":{"a":"}"},"x.EMAIL":[1,"]"]}"#, "", #"["Email","x.EMAIL"]"#),
      (#"{"email.0":"a","x.email.kind":1,"emails.0":2}"#, #"{"emails.0":2}"#, #"["email.0","x.email.kind"]"#),
      (#"{"ip":"a\"email\":","n":{"a": [1, 2]}}"#, #"{"ip":"a\"email\":","n":{"a": [1, 2]}}"#, ""),
      (#" { "email" : null , "b" : true } "#, #"{"b":true}"#, #"["email"]"#),
      ("{}", "{}", ""),
    ])
  func extras(_ text: String, _ shown: String, _ withheld: String) throws {
    var fields = FieldRedaction(["email"], withholdsAll: false)
    let found = try fields.redacted(extras: Array(text.utf8))
    #expect(String(decoding: found.shown, as: UTF8.self) == shown)
    #expect(String(decoding: found.withheld, as: UTF8.self) == withheld)
  }

  @Test("further keys in another form are refused, not let through", arguments: ["", "[1]", "{", #"{"a"}"#, #"{"a":1"#, #"{"a":1}x"#, #"{"a":}"#])
  func malformedExtras(_ text: String) {
    var fields = FieldRedaction(["email"], withholdsAll: false)
    #expect(throws: Failure.self) { try fields.redacted(extras: Array(text.utf8)) }
  }

  // MARK: Units

  /// Everything that the redacted events say, in one text.
  private func everything(_ redaction: Redaction, within: [EventFilter] = []) throws -> (events: [ArchivedEvent], text: String) {
    let events = try invented(redaction, within: within)
    var (found, text): ([ArchivedEvent], String) = ([], "")
    try events.forEach { event in
      found.append(event)
      print(event.id, event.sourceEventID ?? "-", event.recordNumber, terminator: " ", to: &text)
      print(try events.actor(event.actor), try events.target(event.target), try events.sourcePart(event.sourcePart), to: &text)
      for bytes in [event.changes, event.extras, event.withheldExtras] { print(String(decoding: bytes, as: UTF8.self), to: &text) }
    }
    return (found, text)
  }

  private func invented(_ redaction: Redaction, filter: EventFilter = .all, within: [EventFilter] = []) throws -> PermittedEvents {
    try PermittedEvents(source: Secrets(), filter: filter, decision: .invented(within: within, redaction: redaction))
  }

  /// The texts that each unit covers; see `Secrets`.
  private static let covered: [(Redaction.Unit, [String])] = [
    (.actor, ["Ann", "Bob", "id-ann", "id-bob"]), (.actorName, ["Ann", "Bob"]), (.actorID, ["id-ann", "id-bob"]),
    (.document, ["id-doc2", "Name of", "id-parent"]), (.documentID, ["id-doc2"]), (.documentName, ["Name of"]), (.parentID, ["id-parent"]),
    (.sourceEventID, ["id-event"]), (.changes, ["value-of"]), (.extras, ["extra-value"]), (.sourceFile, ["file-name", "member-name", "sha-of", "777"]),
  ]

  @Test("each unit takes away its own texts and no others")
  func units() throws {
    let all = Set(Self.covered.flatMap(\.1))
    let open = try everything(.none).text
    for text in all { #expect(open.contains(text), "\(text)") }
    for (unit, texts) in Self.covered {
      let shown = try everything(Redaction(units: [unit])).text
      for text in all { #expect(shown.contains(text) == !texts.contains(text), "\(unit): \(text)") }
    }
  }

  @Test("those who cannot be told apart have one entry")
  func entries() throws {
    let open = try everything(.none).events
    #expect(Set(open.map(\.actor)).count == 3 && Set(open.map(\.target)).count == 3 && Set(open.map(\.sourcePart)).count == 2)
    let closed = try everything(Redaction(units: [.actor, .document, .sourceFile])).events
    #expect(Set(closed.map(\.actor)) == [1] && Set(closed.map(\.target)) == [TargetID(document: 1, name: 0)] && Set(closed.map(\.sourcePart)) == [1])
  }

  @Test("the names of fields stay where all changes are withheld")
  func fieldNames() throws {
    let events = try everything(Redaction(units: [.changes])).events
    #expect(events.map { String(decoding: $0.changes, as: UTF8.self) } == [#"[["email",~,~]]"#, #"[["email",~,~]]"#, #"[["city",~,~]]"#])
  }

  // MARK: Pseudonyms

  /// Printed by a few lines of Python's hmac, from the description in Pseudonyms.swift.
  @Test("a pseudonym is the keyed digest of the id, or of the name where there is no id")
  func pseudonyms() {
    let names = Pseudonyms(secret: Array(0..<16), request: Array("[{}]".utf8))
    #expect(names.name(of: Actor(name: "Ann", id: "u1", kind: .person)) == "Person ADGG-BAQT")
    #expect(names.name(of: Actor(name: "Ann Renamed", id: "u1", kind: .person)) == "Person ADGG-BAQT")
    #expect(names.name(of: Actor(name: "Nightly", id: nil, kind: .workflow)) == "Workflow EEFW-SJ0K")
    #expect(names.name(of: Actor(name: nil, id: nil, kind: .system)) == nil)
    #expect(names.name(ofDocument: "d1", called: "Elk Hollow") == "Record 0V8F-YRZ2-KGG7")
    #expect(names.name(ofDocument: nil, called: "Elk Hollow") == "Record 19X2-D0RA-K0PE")
    #expect(Pseudonyms(secret: Array(0..<16), request: []).name(of: Actor(name: "Ann", id: "u1", kind: .person)) == "Person 5RGP-MJ2H")
  }

  @Test("the same person and the same record have the same pseudonym within one request, and nothing else is told of them")
  func sameWithinOneRequest() throws {
    let events = try invented(Redaction(pseudonyms: [.actor, .document]))
    var (actors, targets): ([Actor], [Target]) = ([], [])
    try events.forEach { event in
      actors.append(try events.actor(event.actor))
      targets.append(try events.target(event.target))
    }
    // The first two events are of one person under two names; the third one's record is the parent of the first one's.
    #expect(actors[0] == actors[1] && actors[0].name != actors[2].name && actors.allSatisfy { $0.id == nil && $0.name != nil })
    #expect(targets[0].parentID == targets[2].documentID && targets.allSatisfy { $0.name == nil && $0.documentID != nil })
    let text = try everything(Redaction(pseudonyms: [.actor, .document])).text
    for secret in ["Ann", "Bob", "id-ann", "id-doc", "Name of", "id-parent"] { #expect(!text.contains(secret)) }
  }

  @Test("two requests have other pseudonyms, unless the role file wants them alike; parts of one request have the same")
  func acrossRequests() throws {
    var filter = EventFilter()
    filter.modules = ["Contacts"]
    func name(_ redaction: Redaction, _ filter: EventFilter, part: Bool = false) throws -> String? {
      var events = try invented(redaction, filter: filter)
      if part { events = events.part(from: 0, to: 10) }
      var name: String?
      try events.forEach { name = try name ?? events.actor($0.actor).name }
      return name
    }
    let (alone, alike) = (Redaction(pseudonyms: [.actor]), Redaction(pseudonyms: [.actor], isSameAcrossBundles: true))
    #expect(try name(alone, .all) == name(alone, .all) && name(alone, .all) == name(alone, .all, part: true))
    #expect(try name(alone, .all) != name(alone, filter))
    #expect(try name(alike, .all) == name(alike, filter) && name(alike, .all) != name(alone, .all))
  }

  @Test("without a secret there are no pseudonyms, and no events either")
  func noSecret() throws {
    let source = Secrets()
    source.secret = nil
    let events = try PermittedEvents(source: source, filter: .all, decision: .invented(redaction: Redaction(pseudonyms: [.actor])))
    #expect(throws: Failure.self) { try events.forEach { _ in } }
  }

  // MARK: What would tell it all the same

  @Test("a filter by what is withheld is refused: its answer would tell it")
  func filters() throws {
    var (user, document) = (EventFilter(), EventFilter())
    user.users = ["Ann"]
    document.document = "id-doc"
    let closed: [(EventFilter, Redaction)] = [
      (user, Redaction(units: [.actor])), (user, Redaction(units: [.actorID])), (user, Redaction(pseudonyms: [.actor])),
      (document, Redaction(units: [.documentName])), (document, Redaction(pseudonyms: [.document])),
    ]
    for (filter, redaction) in closed {
      let failure = #expect(throws: Failure.self) { try invented(redaction, filter: filter) }
      #expect(failure?.kind == .notPermitted)
    }
    for (filter, redaction) in [(user, Redaction(units: [.document])), (document, Redaction(units: [.actor])), (user, Redaction(fields: ["Ann"]))] {
      _ = try invented(redaction, filter: filter)
    }
  }

  @Test("no record as it was received where anything is withheld")
  func originals() throws {
    #expect(try invented(.none).original(of: 3).bytes == Array("secret record".utf8))
    for redaction in [Redaction(fields: ["nothing"]), Redaction(units: [.sourceFile]), Redaction(pseudonyms: [.actor])] {
      let failure = #expect(throws: Failure.self) { try invented(redaction).original(of: 3) }
      #expect(failure?.kind == .notPermitted)
    }
  }

  @Test("a variant of an event outside the grant says that there is one, and not which")
  func variants() throws {
    var within = EventFilter()
    within.modules = ["Contacts"]
    #expect(try everything(.none).events.map(\.variantOf) == [1, 0, 0])
    #expect(try everything(.none, within: [within]).events.map(\.variantOf) == [ArchivedEvent.withheldVariant, 0])
    var conflicts: [Int64] = []
    try invented(.none, within: [within]).conflicts().forEach { conflicts.append($0.id) }
    #expect(conflicts == [3])
  }

  @Test("several roles: what one withholds is withheld; pseudonyms are alike across bundles only if no role forbids it")
  func union() {
    let sum = Redaction(fields: ["b", "a"], units: [.extras], pseudonyms: [.actor], isSameAcrossBundles: true)
      .union(Redaction(fields: ["a"], units: [.actorName]))
    #expect(sum.fields == ["a", "b"] && sum.units == [.extras, .actorName] && sum.isSameAcrossBundles)
    #expect(sum.hides(.actorName) && sum.hides(.actorID) && !sum.isPseudonym(.actorName))
    #expect(!sum.union(Redaction(pseudonyms: [.document])).isSameAcrossBundles)
    #expect(Redaction.none.union(.none).isNone)
  }
}

extension Decision {
  /// A permission as the policy would give it.
  static func invented(within: [EventFilter] = [], redaction: Redaction = .none) -> Decision {
    Decision(
      requester: "mia", login: "mia", name: "Mia", right: .view, isAllowed: true, reason: "", hint: nil, rule: "", role: "auditor",
      roleFile: "roles.yaml", line: 1, roleFileSHA256: "", within: within, redaction: redaction)
  }
}

/// Three events; every text in them is of one unit.
private final class Secrets: EventSource {
  var secret: [UInt8]? = Array(0..<16)

  func forEachEvent(matching filter: EventFilter, within: [EventFilter], _ body: (ArchivedEvent) throws -> Void) throws {
    for id: Int64 in [3, 2, 1] {
      var event = ArchivedEvent()
      event.id = id
      (event.actor, event.module, event.sourcePart) = (Int32(id), id == 1 ? 2 : 1, id == 1 ? 2 : 1)
      event.target = TargetID(document: Int32(id), name: Int32(id))
      event.sourceEventID = "id-event"
      event.recordNumber = 777
      event.changes = Array(#"[["\#(id == 1 ? "city" : "email")","value-of","value-of too"]]"#.utf8)
      event.extras = Array(#"{"ip":"extra-value"}"#.utf8)
      event.variantOf = id == 3 ? 1 : 0
      if within.isEmpty || event.module == 1 { try body(event) }
    }
  }

  func actor(_ id: Int32) -> Actor {
    id == 1 ? Actor(name: "Bob", id: "id-bob", kind: .person) : Actor(name: "Ann \(id)", id: "id-ann", kind: .person)
  }
  func module(_ id: Int32) -> String { id == 1 ? "Contacts" : "Payroll" }
  func action(_ id: Int32) -> String { "Updated" }
  func target(_ id: TargetID) -> Target {
    Target(documentID: "id-doc\(id.document)", name: "Name of \(id.name)", parentID: id.document == 3 ? "id-doc1" : "id-parent")
  }
  func sourcePart(_ id: Int32) -> SourcePart { SourcePart(file: "file-name\(id)", member: "member-name", bytes: 5, sha256: "sha-of") }
  func original(of event: Int64, within: [EventFilter]) -> OriginalRecord? {
    OriginalRecord(event: event, part: sourcePart(1), recordNumber: 1, offset: 0, bytes: Array("secret record".utf8), sha256: "")
  }
  func pseudonymSecret(isLasting: Bool) throws -> [UInt8] {
    guard let secret else { throw Failure(.failed, "no secret") }
    return secret + [isLasting ? 1 : 0]
  }
}
