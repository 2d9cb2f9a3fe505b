import AccessPolicy
import AuditModel
import Coverage
import Foundation
import Testing

@testable import SiteRendering

/// What a page says of what it may not show.
struct WithheldTests {
  private func invented() -> InventedEvents {
    let invented = InventedEvents(count: 3)
    invented.events[0].changes = Array(#"[["email","secret a","secret b"],["city","x","y"]]"#.utf8)
    invented.events[1].extras = Array(#"{"email":"secret c","ip":"::1"}"#.utf8)
    return invented
  }

  @Test func aWithheldSideHasACodeOfItsOwn() throws {
    let data = try PageDataBuilder.read(invented().permitted(Redaction(fields: ["email"])))
    let changes = changesOfBlock(data.block(0), events: 3, fields: data.fields.map(\.text), tables: tables(data))
    #expect(changes[0] == [#""email": withheld → withheld"#, #""city": "x" → "y""#])
    #expect(changes[2] == [#""email": withheld → withheld"#, #""score": - → 2.0"#])
  }

  private func tables(_ data: PageData) -> [[String]] {
    var reader = FormatReader(data.encodedValueTables)
    return data.fields.map { _ in reader.valueTable() }
  }

  @Test func withheldFurtherFieldsAreNamed() throws {
    let data = try PageDataBuilder.read(invented().permitted(Redaction(fields: ["email"])))
    var block = FormatReader(data.block(0))
    var streams = (0..<13).map { _ in block.stream() }
    #expect(streams[5].stringTable() == [nil, #"{"ip":"::1"}"#, nil])
    #expect(streams[12].stringTable() == [nil, #"["email"]"#, nil] && streams[12].isAtEnd)
    let open = try PageDataBuilder.read(invented().permitted())
    block = FormatReader(open.block(0))
    streams = (0..<13).map { _ in block.stream() }
    #expect(streams[12].isAtEnd)
  }

  @Test func aVariantIsCountedFromTwo() throws {
    let invented = invented()
    invented.events[0].variantOf = 1
    invented.events[1].variantOf = 99
    var within = EventFilter()
    within.modules = ["Contacts"]
    let data = try PageDataBuilder.read(invented.permitted(.none, within: [within]))
    var block = FormatReader(data.block(0))
    var streams = (0..<13).map { _ in block.stream() }
    #expect((0..<3).map { _ in streams[6].varint() } == [2, 1, 0])
  }

  private func meta(_ events: PermittedEvents) throws -> [String: Any] {
    let facts = ArchiveFacts(account: "A", timeZone: "UTC", archivedAt: 1_790_000_000_000, archiveCount: 5000, generator: "counterroll 0.0.0")
    let ledger = Ledger(usualRetentionDays: 3)
    let coverage = PageCoverage(of: ledger, days: .utc, asOf: facts.archivedAt)
    let meta = PageMeta(data: try PageDataBuilder.read(events), facts: events.facts(facts), events: events, coverage: coverage, checkpoint: .null).json
    return try #require(try JSONSerialization.jsonObject(with: Data(meta.bytes)) as? [String: Any])
  }

  @Test func aRestrictedPageSaysNothingOfTheArchive() throws {
    let open = try meta(invented().permitted())
    #expect(open["archiveCount"] as? Int == 5000 && open["isRestricted"] as? Bool == false && open["withheld"] is NSNull)
    #expect(open["coverage"] is [String: Any])
    var within = EventFilter()
    within.modules = ["Contacts"]
    for events in [try invented().permitted(.none, within: [within]), try invented().permitted(Redaction(fields: ["email"]))] {
      let meta = try meta(events)
      #expect(meta["archiveCount"] is NSNull && meta["isRestricted"] as? Bool == true && meta["coverage"] is NSNull)
    }
  }

  @Test func columnsAndPseudonymsAreNamed() throws {
    let meta = try meta(invented().permitted(Redaction(fields: ["email"], units: [.sourceFile], pseudonyms: [.actor])))
    let withheld = try #require(meta["withheld"] as? [String: Any])
    #expect(withheld["columns"] as? [String] == ["actor_id", "source_file", "source_member", "record_number"])
    #expect(withheld["pseudonyms"] as? [String] == ["actor"] && withheld["fields"] as? [String] == ["email"])
    #expect(withheld["text"] as? String == "the field email; the files that the events were read from; people and other actors have pseudonyms")
    let sources = try #require(meta["sources"] as? [[String: Any]])
    #expect(sources.count == 1 && sources[0].count == 5 && sources[0]["system"] as? String == "crm")
    #expect(sources[0].filter { $0.key != "system" }.values.allSatisfy { $0 is NSNull })
    let actors = try #require(meta["actors"] as? [[String: Any]])
    #expect(actors.allSatisfy { $0["id"] is NSNull } && actors.compactMap { $0["name"] as? String }.allSatisfy { $0.contains("-") })
  }
}
