import AccessPolicy
import AuditModel
import Foundation
import Testing

@testable import Bundling

struct EventRowsTests {
  private func rows(_ invented: InventedEvents, _ format: EventRows.Format) throws -> String {
    var out: [UInt8] = []
    try EventRows.write(invented.permitted(), as: format) { out.append(contentsOf: $0) }
    return String(decoding: out, as: UTF8.self)
  }

  private static let header =
    "event,occurred_at,source_time,system,source_event_id,actor,actor_id,actor_kind,module,action,document_id,document_name,parent_id,"
    + "changed_fields,before,after,extras,variant_of,source_file,source_member,record_number,withheld\r\n"

  private func invented() -> InventedEvents {
    let invented = InventedEvents()
    invented.add(#"[["email","a,\"b\"",null],["n",{"after":1.0}]]"#) { event in
      event.sourceTime = "2026-05-02 22:09:37"
      event.sourceEventID = ""
    }
    invented.add("") { event in
      event.actor = 1
      event.extras = Array(#"{"ip":"::1"}"#.utf8)
      event.variantOf = 7
      event.sourcePart = 2
    }
    return invented
  }

  @Test func csvKeepsThreeStatesApart() throws {
    let line1 = #"100,2026-05-03T03:09:37.123Z,2026-05-02 22:09:37,crm,"","Ann, ""A""",,person,Contacts,Updated,d1,"Line one"# + "\nline two\",,"
      + #""[""email"",""n""]","{""email"":""a,\""b\""""}","{""email"":null,""n"":1.0}",,,a.csv,,1,"# + "\r\n"
    let line2 = #"99,2026-05-03T03:08:37.123Z,2026-05-03T03:08:37.123Z,okta,,"",wf,workflow,Contacts,Updated,d1,"Line one"# + "\nline two\",,"
      + #""[]","{}","{}","{""ip"":""::1""}",7,c.zip,inner.csv,2,"# + "\r\n"
    #expect(try rows(invented(), .csv) == Self.header + line1 + line2)
  }

  @Test func jsonLinesSayTheSame() throws {
    let lines = try rows(invented(), .jsonl).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0] == #"{"event":100,"occurred_at":"2026-05-03T03:09:37.123Z","source_time":"2026-05-02 22:09:37","system":"crm","source_event_id":"","#
      + #""actor":"Ann, \"A\"","actor_id":null,"actor_kind":"person","module":"Contacts","action":"Updated","document_id":"d1","#
      + #""document_name":"Line one\nline two","parent_id":null,"changed_fields":["email","n"],"before":{"email":"a,\"b\""},"after":{"email":null,"n":1.0},"#
      + #""extras":null,"variant_of":null,"source_file":"a.csv","source_member":null,"record_number":1,"withheld":null}"#)
    #expect(lines[1].contains(#""extras":{"ip":"::1"},"variant_of":7,"source_file":"c.zip","source_member":"inner.csv""#))
  }

  @Test func noEventsAreAHeaderOrNothing() throws {
    #expect(try rows(InventedEvents(), .csv) == Self.header)
    #expect(try rows(InventedEvents(), .jsonl) == "")
  }

  @Test func aFieldNamedTwiceMakesArrays() throws {
    let invented = InventedEvents()
    invented.add(#"[["tags","a","c"],["tags",{"before":"b"}]]"#)
    #expect(try rows(invented, .jsonl).contains(#""changed_fields":["tags","tags"],"before":[{"tags":"a"},{"tags":"b"}],"after":[{"tags":"c"},{}]"#))
    let many = (0..<30).map { #"["f\#($0)",{"after":1}]"# } + [#"["f29",{"after":2}]"#]
    invented.events[0].changes = Array("[\(many.joined(separator: ","))]".utf8)
    #expect(try rows(invented, .jsonl).contains(#"{"f29":1},{"f29":2}]"#))
  }

  /// Neither side recorded, and fields recorded on different sides: the names are there, in order.
  @Test func everyFieldIsNamedInOrder() throws {
    let invented = InventedEvents()
    invented.add(#"[["a",{"after":1}],["dnd"],["b",{"before":2}]]"#)
    #expect(try rows(invented, .jsonl).contains(#""changed_fields":["a","dnd","b"],"before":{"b":2},"after":{"a":1},"#))
  }

  @Test func lineBreaksBetweenNestedPartsStayOutOfLines() throws {
    let invented = InventedEvents()
    invented.add("[[\"a\",{\"after\":[1,\n2]}]]")
    let lines = try rows(invented, .jsonl).split(separator: "\n")
    #expect(lines.count == 1 && lines[0].contains(#""before":{},"after":"{\"a\":[1,\n2]}","extras""#))
    #expect(try rows(invented, .csv).contains("[1,\n2]"))
  }

  /// An archive that took in another's export says of each event where it came from first.
  @Test(arguments: [
    (#"{"counterroll:system":"ok\"ta"}"#, #""ok""ta""#, ""),
    (#"{"ip":"::1","counterroll:system":"okta"}"#, "okta", #""{""ip"":""::1""}""#),
    (#"{"counterroll:system":"x","counterroll:system":"okta"}"#, "okta", #""{""counterroll:system"":""x""}""#),
    (#"{"x":"\"counterroll:system\":\"okta\""}"#, "counterroll-export", #""{""x"":""\""counterroll:system\"":\""okta\""""}""#),
    (#"{"counterroll:system":["okta"]}"#, "counterroll-export", #""{""counterroll:system"":[""okta""]}""#),
    ("", "counterroll-export", ""),
  ])
  func aCarriedSystemGoesBackIntoItsColumn(_ extras: String, _ system: String, _ rest: String) throws {
    let invented = InventedEvents()
    invented.parts[0].system = ArchiveExport.system
    invented.add("") { $0.extras = Array(extras.utf8) }
    invented.add("") { ($0.extras, $0.sourcePart) = (Array(extras.utf8), 2) }
    let text = try rows(invented, .csv)
    #expect(text.contains(",2026-05-03T03:09:37.123Z,\(system),,"))
    #expect(text.contains(",\"[]\",\"{}\",\"{}\",\(rest),,a.csv,"))
    #expect(text.contains(",2026-05-03T03:08:37.123Z,okta,,"))
  }

  @Test func manyRowsComeOutWhole() throws {
    let invented = InventedEvents()
    let long = String(repeating: "\\\"x", count: 3000)
    for _ in 0..<300 { invented.add(#"[["a",{"after":"\#(long)"}]]"#) { $0.id = 500 } }
    let lines = try rows(invented, .csv).components(separatedBy: "\r\n")
    #expect(lines.count == 302)
    #expect(Set(lines[1...300].map(\.count)).count == 3)
    #expect(lines[300].hasSuffix("x\"\"}\",,,a.csv,,300,"))
  }

  @Test func theTallyCountsWhatWentThrough() throws {
    let tally = try EventRows.write(invented().permitted(), as: .csv) { _ in }
    #expect(tally.count == 2)
    #expect(tally.firstEvent == 1_777_777_717_123 && tally.lastEvent == 1_777_777_777_123)
    #expect(tally.sourceParts == [0, 2])
  }

  @Test func numbersAndInstants() {
    for number in [Int64.min, -1, 0, 9, 10, 12_345, .max] {
      var out = ByteBuffer()
      out.append(decimal: number)
      out.withBytes { #expect(String(decoding: $0, as: UTF8.self) == String(number)) }
    }
    var instants = InstantText()
    for time in [Int64(-1), 0, 1_777_777_777_123, 1_777_777_777_124, 253_402_300_799_999] {
      var out = ByteBuffer()
      instants.append(time, to: &out)
      out.withBytes { #expect(String(decoding: $0, as: UTF8.self) == Timestamp.canonicalText(time)) }
    }
  }

  // MARK: Withheld

  private func redacted(_ redaction: Redaction, _ format: EventRows.Format, within: [EventFilter] = []) throws -> String {
    var out: [UInt8] = []
    try EventRows.write(invented().permitted(redaction, within: within), as: format) { out.append(contentsOf: $0) }
    return String(decoding: out, as: UTF8.self)
  }

  @Test func aWithheldCellIsMarkedAndNamed() throws {
    let redaction = Redaction(fields: ["email", "ip"], units: [.actorID, .sourceFile, .sourceEventID])
    let line1 = #"100,2026-05-03T03:09:37.123Z,2026-05-02 22:09:37,crm,[withheld],"Ann, ""A""",[withheld],person,Contacts,Updated,d1,"Line one"#
      + "\nline two\",," + #""[""email"",""n""]","{""email"":""[withheld]""}","{""email"":""[withheld]"",""n"":1.0}",,,[withheld],[withheld],[withheld],"#
      + #""{""columns"":[""source_event_id"",""actor_id"",""source_file"",""source_member"",""record_number""],""fields"":[""email""]}""# + "\r\n"
    let csv = try redacted(redaction, .csv)
    #expect(csv.hasPrefix(Self.header + line1))
    #expect(csv.hasSuffix(#","{}","{}",,7,[withheld],[withheld],[withheld],"{""columns"":[""source_event_id"",""actor_id"",""source_file"","#
      + #"""source_member"",""record_number""],""extras"":[""ip""]}""# + "\r\n"))
    let lines = try redacted(redaction, .jsonl).split(separator: "\n")
    #expect(lines[0].contains(#""actor":"Ann, \"A\"","actor_id":"[withheld]","#))
    #expect(lines[0].contains(#""before":{"email":"[withheld]"},"after":{"email":"[withheld]","n":1.0},"extras":null,"#))
    #expect(lines[1].hasSuffix(#""record_number":"[withheld]","withheld":{"columns":["source_event_id","actor_id","source_file","source_member","#
      + #""record_number"],"extras":["ip"]}}"#))
  }

  @Test func aValueThatReadsLikeTheMarkIsNone() throws {
    let invented = InventedEvents()
    invented.add(#"[["a","[withheld]",null]]"#) { $0.sourceEventID = "[withheld]" }
    #expect(try rows(invented, .jsonl).contains(#""source_event_id":"[withheld]""#))
    #expect(try rows(invented, .jsonl).hasSuffix(#","withheld":null}"# + "\n"))
  }

  @Test func pseudonymsAreNamedAsSuch() throws {
    let lines = try redacted(Redaction(pseudonyms: [.actor]), .jsonl).split(separator: "\n")
    // HMAC of "actor name\nAnn, "A"" under the key of Array(0..<16) and the request [{}], by Python.
    #expect(lines[0].contains(#""actor":"Person W2RV-4HPV","actor_id":"[withheld]","actor_kind":"person""#))
    #expect(lines[0].hasSuffix(#""withheld":{"columns":["actor_id"],"pseudonyms":["actor"]}}"#))
  }

  @Test func aWithheldVariantIsMarked() throws {
    var nowhere = EventFilter()
    nowhere.modules = ["Contacts"]
    let lines = try redacted(.none, .jsonl, within: [nowhere]).split(separator: "\n")
    #expect(lines[1].contains(#""variant_of":"[withheld]","#) && lines[1].hasSuffix(#""withheld":{"columns":["variant_of"]}}"#))
    #expect(lines[0].contains(#""variant_of":null,"#) && lines[0].hasSuffix(#""withheld":null}"#))
  }
}
