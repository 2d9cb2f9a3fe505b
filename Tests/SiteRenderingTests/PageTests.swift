import AccessPolicy
import Archiving
import AuditModel
import EvidenceLog
import Foundation
import Testing

@testable import SiteRendering

struct PageTests {
  private static let facts = ArchiveFacts(
    account: "A & B", timeZone: "America/Chicago", archivedAt: 1_790_000_000_000, archiveCount: 5000, generator: "counterroll 0.0.0")

  private func page(_ events: InventedEvents, _ facts: ArchiveFacts = PageTests.facts) throws -> String {
    var out: [UInt8] = []
    try Page(events: events.permitted(), facts: facts).write { out.append(contentsOf: $0) }
    return try #require(String(validating: out, as: UTF8.self))
  }

  /// What stands in the elements that begin with this tag.
  private func elements(_ tag: String, in page: String) -> [String] {
    page.components(separatedBy: tag).dropFirst().map { $0.components(separatedBy: tag == "<style>" ? "</style>" : "</script>")[0] }
  }

  private func hash(_ text: String) -> String { "'sha256-" + String(decoding: base64(sha256(Array(text.utf8))), as: UTF8.self) + "'" }

  @Test func thePolicyNamesTheBytesOfStyleAndScript() throws {
    let page = try page(InventedEvents(count: 3))
    let policy = try #require(page.components(separatedBy: "Content-Security-Policy\" content=\"").last?.components(separatedBy: "\"")[0])
    let scripts = elements("<script>", in: page), styles = elements("<style>", in: page)
    #expect(scripts.count == 1 && styles.count == 1)
    #expect(policy.contains("script-src \(hash(scripts[0])) \(hash("0"));"))
    #expect(policy.contains("style-src \(hash(styles[0]));"))
    #expect(policy.hasPrefix("default-src 'none'; ") && policy.hasSuffix("; trusted-types counterroll"))
    #expect(!policy.contains("unsafe"))
  }

  @Test func elementsComeInTheOrderOfTheFormat() throws {
    let page = try page(InventedEvents(count: 5000))
    let marks = ["id=\"page-meta\"", "<script>", "<script src=\"data:", "data-section=\"columns\"", "data-section=\"targets\"", "data-section=\"values\"",
      "data-section=\"blocks\"", "id=\"page-tail\""]
    let places = try marks.map { try #require(page.range(of: $0)).lowerBound }
    #expect(places == places.sorted())
  }

  @Test func metaAndTailSayWhatThereIs() throws {
    let page = try page(InventedEvents(count: 5000))
    let meta = try json(elements("id=\"page-meta\">", in: page)[0])
    #expect(meta["count"] as? Int == 5000)
    #expect((meta["first"] as? [Any])?.count == 60)
    #expect(meta["widths"] as? [String: Int] == ["actor": 1, "module": 1, "action": 1, "target": 1])
    #expect((meta["sources"] as? [[String: Any]])?.map { $0["system"] as? String } == ["crm"])
    let blocks = try #require(json(elements("id=\"page-tail\">", in: page)[0])["blocks"] as? [[Int]])
    let text = elements("data-section=\"blocks\">", in: page)[0]
    #expect(blocks.count == 2 && blocks[0][2] == blocks[1][1] && blocks[1][1] + blocks[1][2] == text.utf8.count)
    #expect(page.contains("<h1>A &amp; B</h1>") && page.contains("5,000 events") && page.contains("29 Apr 2026 to 2 May 2026"))
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func noEventsMakeAWholePage() throws {
    let page = try page(InventedEvents())
    #expect(page.contains("0 events") && page.contains("no period"))
    #expect(elements("id=\"page-tail\">", in: page)[0].hasPrefix(#"{"blocks":[],"digests":["#))
    #expect(!page.contains("data-section=\"blocks\""))
  }

  @Test func theTailNamesTheBytesOfEachPart() throws {
    let page = try page(InventedEvents(count: 5000))
    let tail = try json(elements("id=\"page-tail\">", in: page)[0])
    let digests = try #require(tail["digests"] as? [[String]])
    #expect(digests.map { $0[0] } == ["style", "words", "meta", "script", "columns", "targets", "values", "blocks", "places"])
    let texts = ["<style>", "id=\"page-words\">", "id=\"page-meta\">", "<script>", "\"columns\">", "\"targets\">", "\"values\">", "\"blocks\">"]
    #expect(digests.dropLast().map { $0[1] } == texts.map { hex(sha256(Array(elements($0, in: page)[0].utf8))) })
    let list = digests.map { "\($0[1])  \($0[0])\n" }.joined()
    #expect(tail["fingerprint"] as? String == hex(sha256(Array(list.utf8))))
  }

  @Test func eventsWithoutALogHaveNoEvidence() throws {
    let page = try page(InventedEvents(count: 3))
    #expect(try json(elements("id=\"page-meta\">", in: page)[0])["checkpoint"] is NSNull)
    #expect(!page.contains("data-section=\"evidence\""))
  }

  @Test func equalEventsAreEqualBytes() throws {
    #expect(try page(InventedEvents(count: 9000)) == page(InventedEvents(count: 9000)))
  }

  @Test func whatNoEventNamesIsNotThere() throws {
    let invented = InventedEvents(count: 100)
    let data = try PageDataBuilder.read(invented.permitted())
    let bytes = data.targetTables(TargetOrder(data)) + data.encodedValueTables + data.block(0)
    #expect(!String(decoding: bytes, as: UTF8.self).lowercased().contains("canary"))
    #expect(try !page(invented).lowercased().contains("canary"))
  }

  @Test func namesCannotEndAnElement() throws {
    let invented = InventedEvents(count: 1)
    invented.targets[1].name = "</script><!--<script>\u{2028}"
    invented.actors[2].name = "<img src=x onerror=alert(1)>"
    let page = try page(invented)
    #expect(!page.contains("<!--") && !page.contains("<img"))
    #expect(page.contains(#"\u003c/script>\u003c!--\u003cscript>\u2028"#))
  }

  @Test func anUnknownZoneIsRefused() {
    var facts = Self.facts
    facts.timeZone = "Mars/Olympus"
    #expect(throws: Failure.self) { try page(InventedEvents(count: 1), facts) }
  }
}

struct BlockElementsTests {
  @Test func blocksStayWhole() {
    var elements = BlockElements(limit: 10)
    let block = [UInt8](repeating: 65, count: 4)
    #expect(elements.add(block) == nil)
    #expect(elements.add(block) == nil)
    #expect(elements.add(block)?.count == 8)
    #expect(elements.finish()?.count == 4)
    #expect(elements.places.map { [$0.element, $0.offset, $0.length] } == [[0, 0, 4], [0, 4, 4], [1, 0, 4]])
  }
}
