/// Instants as UTC milliseconds since 1970, and their texts.
public enum Timestamp {
  public static let millisecondsPerDay: Int64 = 86_400_000

  /// Why a text is not an instant.
  public enum Problem: String, Error, Sendable {
    case notATime = "not a date and time in ISO 8601"
    case notDeclared = "not a time in a spelling that is declared for this source"
    case noZone = "a time without a zone"
    case unknownZone = "a zone word that is not declared for this source"
    case noSuchDay = "no such day in the calendar"
    case noSuchTime = "no such time of day"
    case noSuchOffset = "no such offset from UTC"
    case outOfRange = "not within the years 0000 to 9999"
    case shortYear = "a year of two digits"
    case unknownOrder = "day and month could be meant either way round"
    case otherOrder = "day and month are the other way round than in this source"
    case skipped = "a time that the clock skipped in the source's zone"
    case unclearEpoch = "a number too small or too large to tell seconds from milliseconds"
  }

  /// Reads ISO 8601 (RFC 3339, and what exports make of it): a date of four-digit year, `T` or a space, a time to the minute, second or
  /// fraction (up to nine digits; below a millisecond is dropped), an optional space, then `Z`, `UTC`, `+hh:mm`, `+hhmm` or `+hh`.
  ///
  /// Strict where Foundation is not: 30 February, hour 24 and offsets past 14 hours are refused. A second of 60 counts as `:59.999`,
  /// since a leap second has no place of its own in UTC milliseconds; the source text is kept beside it.
  public static func parse(_ text: Span<UInt8>) throws(Problem) -> Int64 {
    var reader = TimestampReader(text)
    let time = try reader.isoClockTime()
    switch try reader.zone() {
    case .offset(let offset): return try inRange(time - offset)
    case .none: throw .noZone
    case .word: throw .notATime
    }
  }

  /// The instants that have a canonical text.
  static func inRange(_ milliseconds: Int64) throws(Problem) -> Int64 {
    guard -62_167_219_200_000...253_402_300_799_999 ~= milliseconds else { throw .outOfRange }
    return milliseconds
  }

  /// Reads a date alone, `YYYY-MM-DD`, as its first instant in UTC.
  public static func parseDate(_ text: Span<UInt8>) throws(Problem) -> Int64 {
    var reader = TimestampReader(text)
    let days = try reader.isoDate()
    guard reader.isAtEnd else { throw .notATime }
    return days * millisecondsPerDay
  }

  /// `YYYY-MM-DDTHH:MM:SS.mmmZ`: the one spelling of the archive, 24 ASCII characters for the years 0 to 9999.
  public static func canonicalText(_ milliseconds: Int64) -> String {
    String(decoding: canonicalBytes(milliseconds), as: UTF8.self)
  }

  public static func canonicalBytes(_ milliseconds: Int64) -> [UInt8] {
    let (days, rest) = floorDivide(milliseconds, by: millisecondsPerDay)
    let (year, month, day) = civil(fromDays: days)
    var out: [UInt8] = []
    out.reserveCapacity(24)
    appendDigits(year, width: 4, to: &out)
    for (value, lead) in [(month, "-"), (day, "-"), (rest / 3_600_000, "T"), (rest / 60_000 % 60, ":"), (rest / 1000 % 60, ":")] {
      out.append(contentsOf: lead.utf8)
      appendDigits(value, width: 2, to: &out)
    }
    out.append(UInt8(ascii: "."))
    appendDigits(rest % 1000, width: 3, to: &out)
    out.append(UInt8(ascii: "Z"))
    return out
  }

  /// Days from 1970-01-01 to a day of the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  public static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The day of the Gregorian calendar that lies so many days after 1970-01-01 (same source).
  public static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }

  static func daysInMonth(_ month: Int64, of year: Int64) -> Int64 {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }

  private static func floorDivide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
    let quotient = value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    return (quotient, value - quotient * divisor)
  }

  private static func appendDigits(_ value: Int64, width: Int, to out: inout [UInt8]) {
    var divisor: Int64 = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      out.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }
}
