/// Instants as UTC milliseconds since 1970, and their texts.
public enum Timestamp {
  public static let millisecondsPerDay: Int64 = 86_400_000

  /// Why a text is not an instant.
  public enum Problem: String, Error, Sendable {
    case notATime = "not a date and time in ISO 8601"
    case noZone = "a time without a zone"
    case noSuchDay = "no such day in the calendar"
    case noSuchTime = "no such time of day"
    case noSuchOffset = "no such offset from UTC"
  }

  /// Reads ISO 8601 (RFC 3339, and what exports make of it): a date of four-digit year, `T` or a space, a time to the minute, second or
  /// fraction (up to nine digits; below a millisecond is dropped), an optional space, then `Z`, `UTC`, `+hh:mm`, `+hhmm` or `+hh`.
  ///
  /// Strict where Foundation is not: 30 February, hour 24 and offsets past 14 hours are refused. A second of 60 counts as `:59.999`,
  /// since a leap second has no place of its own in UTC milliseconds; the source text is kept beside it.
  public static func parse(_ text: Span<UInt8>) throws(Problem) -> Int64 {
    var reader = DigitReader(text)
    let days = try reader.date()
    guard reader.take(UInt8(ascii: "T")) || reader.take(UInt8(ascii: " ")) || reader.take(UInt8(ascii: "t")) else { throw .notATime }
    let time = try reader.timeOfDay()
    let offset = try reader.offset()
    return days * millisecondsPerDay + time - offset
  }

  /// Reads a date alone, `YYYY-MM-DD`, as its first instant in UTC.
  public static func parseDate(_ text: Span<UInt8>) throws(Problem) -> Int64 {
    var reader = DigitReader(text)
    let days = try reader.date()
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
    return [4, 6, 9, 11].contains(month) ? 30 : 31
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

/// Walks over the ASCII digits and marks of a timestamp.
private struct DigitReader: ~Escapable {
  private let text: Span<UInt8>
  private var position = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) { self.text = text }

  var isAtEnd: Bool { position == text.count }

  @_lifetime(self: copy self)
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }

  /// Exactly `width` digits, or nil.
  @_lifetime(self: copy self)
  private mutating func digits(_ width: Int) -> Int64? {
    guard position + width <= text.count else { return nil }
    var value: Int64 = 0
    for index in position..<(position + width) {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int64(digit)
    }
    position += width
    return value
  }

  /// Days since 1970.
  @_lifetime(self: copy self)
  mutating func date() throws(Timestamp.Problem) -> Int64 {
    guard let year = digits(4), take(UInt8(ascii: "-")), let month = digits(2), take(UInt8(ascii: "-")), let day = digits(2)
    else { throw .notATime }
    guard 1...12 ~= month, day >= 1, day <= Timestamp.daysInMonth(month, of: year) else { throw .noSuchDay }
    return Timestamp.days(year: year, month: month, day: day)
  }

  /// Milliseconds since midnight.
  @_lifetime(self: copy self)
  mutating func timeOfDay() throws(Timestamp.Problem) -> Int64 {
    guard let hour = digits(2), take(UInt8(ascii: ":")), let minute = digits(2) else { throw .notATime }
    var second: Int64 = 0
    var millisecond: Int64 = 0
    if take(UInt8(ascii: ":")) {
      guard let value = digits(2) else { throw .notATime }
      second = value
      millisecond = try fraction()
    }
    guard hour < 24, minute < 60, second <= 60 else { throw .noSuchTime }
    if second == 60 { (second, millisecond) = (59, 999) }
    return hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond
  }

  @_lifetime(self: copy self)
  private mutating func fraction() throws(Timestamp.Problem) -> Int64 {
    guard take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) else { return 0 }
    var value: Int64 = 0
    var count = 0
    while let digit = digits(1) {
      if count < 3 { value = value * 10 + digit }
      count += 1
    }
    guard 1...9 ~= count else { throw .notATime }
    while count < 3 { (value, count) = (value * 10, count + 1) }
    return value
  }

  /// Milliseconds east of UTC. Takes the text to its end.
  @_lifetime(self: copy self)
  mutating func offset() throws(Timestamp.Problem) -> Int64 {
    _ = take(UInt8(ascii: " "))
    guard !isAtEnd else { throw .noZone }
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return try finish(0) }
    if take(UInt8(ascii: "U")) {
      guard take(UInt8(ascii: "T")), take(UInt8(ascii: "C")) else { throw .notATime }
      return try finish(0)
    }
    let sign: Int64 = take(UInt8(ascii: "-")) ? -1 : 1
    guard sign == -1 || take(UInt8(ascii: "+")), let hour = digits(2) else { throw .notATime }
    let hasColon = take(UInt8(ascii: ":"))
    let minute = digits(2)
    guard minute != nil || !hasColon else { throw .notATime }
    let minutes = hour * 60 + (minute ?? 0)
    guard (minute ?? 0) < 60, minutes <= 14 * 60 else { throw .noSuchOffset }
    return try finish(sign * minutes * 60_000)
  }

  @_lifetime(self: copy self)
  private mutating func finish(_ offset: Int64) throws(Timestamp.Problem) -> Int64 {
    _ = take(UInt8(ascii: " "))
    guard isAtEnd else { throw .notATime }
    return offset
  }
}
