import Foundation
import Testing

import AuditModel

/// Periods against a table that Python's calendar and tz database made (`Tables/periods.py`).
struct PeriodTests {
  private static func rows(_ kind: String) throws -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Tables/periods.tsv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    return rows.filter { $0[0] == kind }.map { Array($0.dropFirst()) }
  }

  private static func day(_ text: String) throws -> Int { Int(try Timestamp.parseDate(Array(text.utf8).span) / Timestamp.millisecondsPerDay) }

  @Test func namedPeriods() throws {
    let rows = try Self.rows("named")
    #expect(rows.count > 20)
    for row in rows {
      let period = try #require(Period(row[0], today: 0), "\(row[0])")
      #expect(period.name == row[0])
      #expect([Period.date(period.days.lowerBound), Period.date(period.days.upperBound)] == Array(row[1...2]), "\(row[0])")
      #expect(period.previous.name == row[3], "before \(row[0])")
      #expect(period.yearBefore?.name ?? "-" == row[4], "a year before \(row[0])")
    }
  }

  @Test func theLastWholeOne() throws {
    for row in try Self.rows("last") {
      #expect(Period(row[0], today: try Self.day(row[1]))?.name == row[2], "\(row[0]) before \(row[1])")
    }
  }

  /// Weeks in which the clock changes, a date that never was, a midnight that was skipped.
  @Test func instantsOfDays() throws {
    for row in try Self.rows("span") {
      let span = try #require(Period(row[0], today: 0)).span(in: try zone(row[1]))
      #expect([span.lowerBound, span.upperBound].map(String.init) == Array(row[2...3]), "\(row[0]) in \(row[1])")
    }
  }

  /// The zone's rules, by the system's own library.
  private func zone(_ name: String) throws -> ZoneRules {
    let zone = try #require(TimeZone(identifier: name))
    var transitions: [ZoneRules.Transition] = []
    var date = Date(timeIntervalSince1970: 1_100_000_000)
    let first = Int64(zone.secondsFromGMT(for: date)) * 1000
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next.timeIntervalSince1970 < 2_000_000_000 {
      let offset = Int64(zone.secondsFromGMT(for: next)) * 1000
      if offset != transitions.last?.offset ?? first {
        transitions.append(.init(instant: Int64(next.timeIntervalSince1970 * 1000), offset: offset))
      }
      date = next
    }
    return ZoneRules(name: name, initialOffset: first, transitions: transitions)
  }

  @Test(arguments: [
    "", "year", "days", "2026", "2026-13", "2026-00", "2026-W54", "2025-W53", "2026-W00", "2026-Q5", "2026-Q0", "2026-1", "26-10", "2026-10 ",
    "2026-06-01..2026-06-01", "2026-06-02..2026-06-01", "2026-06-31..2026-07-02", "2026-06-01…2026-07-01", "２０２６-10", "-2026-10", "0000-05", "9999-12", "9999-01-01..9999-02-01",
  ]) func noPeriods(_ text: String) { #expect(Period(text, today: 20_000) == nil) }
}
