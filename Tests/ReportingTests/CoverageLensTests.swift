import AuditModel
import Coverage
import Testing

@testable import Reporting

struct CoverageLensTests {
  private static let day: Int64 = 86_400_000
  private static let first = Int(Timestamp.days(year: 2026, month: 10, day: 1))

  /// One file that claims the days from one to another, October counted from 1.
  private func lens(_ claims: [(from: Int, to: Int, modules: [String])], asOf: Int, modules: [String] = []) -> CoverageLens {
    var ledger = Ledger(usualRetentionDays: 60)
    let asOf = Int64(Self.first + asOf - 1) * Self.day
    for (index, claim) in claims.enumerated() {
      let span = Span(Int64(Self.first + claim.from - 1) * Self.day, Int64(Self.first + claim.to - 1) * Self.day)
      ledger.parts.append(
        Ledger.Part(
          id: Int32(index), name: "file \(index)", source: "crm", isExport: true, ingestedAt: asOf,
          claim: Claim(span: span, spanIsDeclared: true, filter: ClaimedFilter(modules: claim.modules), filterIsDeclared: true), firstAt: span.from,
          lastAt: span.to - 1, read: 5, rowCap: nil))
      for module in ["Contacts", "Tasks"] where claim.modules.isEmpty || claim.modules.contains(module) {
        ledger.counts.append(Ledger.Count(part: Int32(index), module: module, day: Self.first + claim.from - 1, read: 5, added: 5, conflicts: 0))
      }
    }
    return CoverageLens(of: ledger, days: .utc, asOf: asOf, modules: modules)
  }

  private func covered(_ lens: CoverageLens, _ days: ClosedRange<Int>) -> String {
    lens.states(of: Self.first + days.lowerBound - 1..<Self.first + days.upperBound).map { $0.map { $0.isCovered ? "c" : "-" } ?? " " }.joined()
  }

  @Test func daysBetweenFilesAreNotCovered() {
    let lens = lens([(1, 5, []), (8, 11, [])], asOf: 11)
    #expect(covered(lens, 1...10) == "cccc---ccc")
  }

  /// What comes after the last export is not covered, and neither is what came before the first.
  @Test func daysBeyondTheArchiveAreNotQuiet() {
    let lens = lens([(3, 6, [])], asOf: 6)
    #expect(covered(lens, 1...8) == "--ccc---")
    #expect(lens.reaches(Self.first..<Self.first + 31))
    #expect(!lens.reaches(Self.first - 31..<Self.first + 2))
  }

  @Test func aReportOfOneModuleAsksForThatModule() {
    let claims: [(from: Int, to: Int, modules: [String])] = [(1, 5, []), (5, 8, ["Contacts"])]
    #expect(covered(lens(claims, asOf: 8), 1...7) == "cccc---")
    #expect(covered(lens(claims, asOf: 8, modules: ["contacts"]), 1...7) == "ccccccc")
    #expect(covered(lens(claims, asOf: 8, modules: ["Contacts", "Tasks"]), 1...7) == "cccc---")
    #expect(covered(lens(claims, asOf: 8, modules: ["Nowhere"]), 1...7) == "cccc---")
  }

  @Test func anArchiveWithoutFilesCoversNothing() { #expect(covered(lens([], asOf: 5), 1...3) == "---") }
}
