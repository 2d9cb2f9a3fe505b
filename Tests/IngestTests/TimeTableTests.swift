import AuditModel
import Foundation
import Testing

import Ingest

/// Every line of `Tables/times.txt`: how a text is read under a declared format, or why it is refused.
struct TimeTableTests {
  struct Case: CustomTestStringConvertible {
    let line: Int
    let reading: TimeReading
    let text: String
    let expected: String

    var testDescription: String { "line \(line): \(text)" }
  }

  static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Tables/times.txt")
    let lines = try! String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().filter { !$1.isEmpty && !$1.hasPrefix("#") }.map { try! read(String($1), line: $0 + 1) }
  }()

  private static func read(_ line: String, line number: Int) throws -> Case {
    let parts = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    let spellings = parts[0].split(separator: ", ").map { TimeFormat.Spelling(rawValue: String($0))! }
    var (zone, words): (ZoneRules?, [String: Int]) = (nil, [:])
    for word in parts[1].split(separator: " ") where word != "-" {
      let sides = word.split(separator: "=").map(String.init)
      if sides.count == 2 { words[sides[0]] = Int(sides[1])! } else { zone = try ZoneRules(named: sides[0]) }
    }
    let reading = TimeReading(format: TimeFormat(spellings)!, zone: zone, zoneWords: words)
    return Case(line: number, reading: reading, text: String(parts[2].dropFirst().dropLast()), expected: parts[3])
  }

  @Test func theTableIsWhole() { #expect(Self.cases.count >= 120) }

  @Test(arguments: cases)
  func reading(_ line: Case) {
    let bytes = Array(line.text.utf8)
    let result = Result { () throws(Timestamp.Problem) in try line.reading.instant(of: bytes.span) }
    let said: String =
      switch result {
      case .success(let instant): ([instant.milliseconds] + (instant.later.map { [$0] } ?? [])).map(Timestamp.canonicalText).joined(separator: " ")
      case .failure(let problem): "refused: \(problem)"
      }
    #expect(said == line.expected)
  }

  @Test func anAmbiguousTimeTellsBothInstants() throws {
    let reading = TimeReading(format: .iso8601, zone: try ZoneRules(named: "America/Chicago"))
    let instant = try reading.instant(of: Array("2026-11-01T01:30:00".utf8).span)
    #expect(instant.isAmbiguous)
    #expect(instant.ambiguity?.text == #"["2026-11-01T06:30:00.000Z","2026-11-01T07:30:00.000Z"]"#)
    #expect(try reading.instant(of: Array("2026-11-01T03:30:00".utf8).span).ambiguity == nil)
  }

  /// The order of day and month is known from the first date that leaves no choice, and unknown again when another contradicts it.
  @Test func whatDatesProve() throws {
    func evidence(_ dates: [String]) -> DayOrderEvidence {
      var evidence = DayOrderEvidence()
      for date in dates { evidence.add(Array(date.utf8).span) }
      return evidence
    }
    #expect(evidence(["9/10/2026 1:00 AM", "1/2/2026 3:00 PM"]).order == nil)
    #expect(evidence(["9/10/2026 1:00 AM", "13/2/2026 3:00 PM"]).order == .dayMonthYear)
    #expect(evidence(["9/13/2026 1:00 AM", "1/2/2026 3:00 PM"]).order == .monthDayYear)
    #expect(evidence(["9/13/2026 1:00 AM", "13/2/2026 3:00 PM"]).order == nil)
    #expect(evidence(["9/13/2026 1:00 AM", "13/2/2026 3:00 PM"]).isContradictory)
    #expect(evidence(["13/14/2026 1:00 AM", "2026-08-14T15:02:11Z", ""]).order == nil)
    let format = try #require(TimeFormat([.iso8601, .provenDayOrder]))
    #expect(format.proven(by: evidence(["13/2/2026 3:00 PM"])).spellings == [.iso8601, .dayMonthYear])
    #expect(format.proven(by: evidence([])).needsProof)
  }

  @Test func formatsThatCannotBeToldApart() {
    #expect(TimeFormat([]) == nil)
    #expect(TimeFormat([.monthDayYear, .dayMonthYear]) == nil)
    #expect(TimeFormat([.epoch, .epochSeconds]) == nil)
    #expect(TimeFormat([.iso8601, .epoch, .dayMonthYear]) != nil)
  }
}
