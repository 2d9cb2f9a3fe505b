import Foundation
import Testing

@testable import AuditModel

struct TimestampTests {
  static func read(_ text: String) -> Result<Int64, Timestamp.Problem> {
    let bytes = Array(text.utf8)
    return Result { () throws(Timestamp.Problem) in try Timestamp.parse(bytes.span) }
  }

  /// Expected instants from `date -u -d … +%s%3N`.
  @Test(arguments: [
    ("2026-08-14T15:02:11.120Z", 1_786_719_731_120), ("2026-08-14 10:02:11.120 -05:00", 1_786_719_731_120),
    ("2026-08-14T15:02:11.1209999Z", 1_786_719_731_120), ("2026-08-14T15:02Z", 1_786_719_720_000),
    ("2026-08-14T20:32:11+0530", 1_786_719_731_000), ("2026-08-14 15:02:11 UTC", 1_786_719_731_000),
    ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59.9Z", 951_868_799_900), ("2016-12-31T23:59:60Z", 1_483_228_799_999),
    ("2026-08-31T10:18:39.0000000Z ", 1_788_171_519_000),
  ])
  func instants(_ text: String, _ milliseconds: Int64) { #expect(Self.read(text) == .success(milliseconds)) }

  @Test(arguments: [
    ("2026-02-30T00:00:00Z", Timestamp.Problem.noSuchDay), ("2026-13-01T00:00:00Z", .noSuchDay), ("2100-02-29T00:00:00Z", .noSuchDay),
    ("2026-08-14T24:00:00Z", .noSuchTime), ("2026-08-14T12:60:00Z", .noSuchTime), ("2026-08-14T12:00:61Z", .noSuchTime),
    ("2026-08-14T12:00:00", .noZone), ("2026-08-14T12:00:00 ", .noZone), ("2026-08-14T12:00:00+25:00", .noSuchOffset),
    ("26-08-14T12:00:00Z", .notATime), ("08/14/2026 12:00 PM", .notATime), ("2026-08-14", .notATime), ("", .notATime),
    ("2026-08-14T12:00:00Zx", .notATime), ("2026-08-14T12:00:00.Z", .notATime), ("2026-08-14T12:00:00 CST", .notATime),
  ])
  func refusals(_ text: String, _ problem: Timestamp.Problem) { #expect(Self.read(text) == .failure(problem)) }

  /// Every day of four hundred years against Foundation's calendar arithmetic, and back through the text.
  @Test func everyDayOfTheCycle() {
    var day = Timestamp.days(year: 1970, month: 1, day: 1)
    #expect(day == 0)
    for offset in stride(from: 0, to: 146_097, by: 1) {
      let (year, month, dayOfMonth) = Timestamp.civil(fromDays: day + Int64(offset))
      #expect(Timestamp.days(year: year, month: month, day: dayOfMonth) == Int64(offset))
    }
    day = 20_000
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    for step in 0..<500 {
      let instant = Int64(step) * 9_876_543_211 / 7
      #expect(Timestamp.canonicalText(instant) == formatter.string(from: Date(timeIntervalSince1970: Double(instant) / 1000)))
    }
  }
}
