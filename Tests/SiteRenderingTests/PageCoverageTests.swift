import AuditModel
import Coverage
import Foundation
import Testing

@testable import SiteRendering

/// What the Coverage tab of a page tells, and what it keeps to itself.
struct PageCoverageTests {
  private static let day: Int64 = 86_400_000

  /// Two days of June 2026 from two files: on the second day Contacts was quiet and Payroll was not, and the files differ.
  private func ledger() -> Ledger {
    let first = 20_605  // 2026-06-01
    var filter = ClaimedFilter(modules: ["Payroll"])
    filter.users = ["Hidden Person"]
    var ledger = Ledger(usualRetentionDays: 3)
    let span = Span(Int64(first) * Self.day, Int64(first + 2) * Self.day)
    let all = Claim(span: span, spanIsDeclared: true, filter: ClaimedFilter(), filterIsDeclared: true)
    let some = Claim(span: span, spanIsDeclared: true, filter: filter, filterIsDeclared: true)
    for (id, name, claim) in [(Int32(1), "shown.csv", all), (2, "hidden.csv", some)] {
      ledger.parts.append(
        Ledger.Part(
          id: id, name: name, source: "crm", isExport: true, ingestedAt: span.to, claim: claim, firstAt: span.from, lastAt: span.to - 1,
          read: 12_345, rowCap: 500_000))
    }
    ledger.counts = [
      Ledger.Count(part: 1, module: "Contacts", day: first, read: 12_344, added: 12_344, conflicts: 0),
      Ledger.Count(part: 1, module: "Payroll", day: first + 1, read: 1, added: 1, conflicts: 0),
      Ledger.Count(part: 2, module: "Payroll", day: first + 1, read: 1, added: 0, conflicts: 1),
    ]
    ledger.trail = [TrailEvent(event: 777_777, kind: .requested, at: span.to + 1, export: "hidden-export")]
    return ledger
  }

  private func text(isWhole: Bool) -> String {
    let coverage = PageCoverage(of: ledger(), days: .utc, asOf: 20_608 * Self.day)
    return coverage.json(isWhole: isWhole, modules: ["Contacts"], sources: ["shown.csv"]).text
  }

  private func calendars(_ text: String) throws -> [String: [[Int]]] {
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let systems = try #require(json["systems"] as? [[String: Any]])
    let calendars = try #require(systems[0]["calendars"] as? [[String: Any]])
    return Dictionary(uniqueKeysWithValues: calendars.map { ($0["module"] as? String ?? "", $0["runs"] as! [[Int]]) })
  }

  /// By their places among the states: covered 0, covered twice 1, different 2, quiet 3 … unknown 7.
  @Test func aPageOfTheWholeArchiveTellsEverything() throws {
    #expect(try calendars(text(isWhole: true)) == ["": [[0, 1], [2, 1], [7, 1]], "Contacts": [[0, 1], [3, 1], [7, 1]], "Payroll": [[3, 1], [2, 1], [7, 1]]])
    for shown in ["hidden.csv", "Hidden Person", "Payroll"] { #expect(text(isWhole: true).contains(shown)) }
  }

  @Test func aPageOfAPartTellsNothingOfTheRest() throws {
    let text = text(isWhole: false)
    #expect(try calendars(text) == ["": [[0, 2], [7, 1]], "Contacts": [[0, 2], [7, 1]]])
    for hidden in ["hidden.csv", "Hidden Person", "Payroll", "12345", "12,345", "777777", "hidden-export", "\"trail\":\""] {
      #expect(!text.contains(hidden), "\(hidden)")
    }
    #expect(text.contains("shown.csv"))
  }

  @Test func thePurgeIsToldFromTheArchivesOwnMoment() {
    // Not covered from 3 June on; the source keeps it for three days, to 6 June; the archive's moment is 4 June.
    #expect(text(isWhole: true).contains("begins to purge it 2026-06-06 00:00, 2 days after that"))
  }
}
