/// Walks over the digits, marks and words of a written time.
struct TimestampReader: ~Escapable {
  /// The zone that a text names.
  enum WrittenZone {
    case none
    /// Milliseconds east of UTC.
    case offset(Int64)
    case word(Range<Int>)
  }

  private let text: Span<UInt8>
  private var position = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) { self.text = text }

  var isAtEnd: Bool { position == text.count }

  @inline(__always)
  @_lifetime(self: copy self)
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }

  /// Exactly `width` digits, or nil.
  @inline(__always)
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

  /// One or two digits, or nil.
  @_lifetime(self: copy self)
  private mutating func oneOrTwoDigits() -> Int64? { digits(2) ?? digits(1) }

  // MARK: ISO 8601

  /// Milliseconds since 1970-01-01 00:00 on the writer's clock.
  @_lifetime(self: copy self)
  mutating func isoClockTime() throws(Timestamp.Problem) -> Int64 {
    let days = try isoDate()
    guard take(UInt8(ascii: "T")) || take(UInt8(ascii: " ")) || take(UInt8(ascii: "t")) else { throw .notATime }
    guard let hour = digits(2) else { throw .notATime }
    let time = try timeOfDay(hour: hour)
    guard hour < 24 else { throw .noSuchTime }
    return days * Timestamp.millisecondsPerDay + time
  }

  /// Days since 1970.
  @_lifetime(self: copy self)
  mutating func isoDate() throws(Timestamp.Problem) -> Int64 {
    guard let year = digits(4), take(UInt8(ascii: "-")), let month = digits(2), take(UInt8(ascii: "-")), let day = digits(2)
    else { throw .notATime }
    return try Self.days(year, month, day)
  }

  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) throws(Timestamp.Problem) -> Int64 {
    guard 1...12 ~= month, day >= 1, day <= Timestamp.daysInMonth(month, of: year) else { throw .noSuchDay }
    return Timestamp.days(year: year, month: month, day: day)
  }

  /// Minutes, seconds and fraction after the hour: milliseconds since midnight.
  @_lifetime(self: copy self)
  private mutating func timeOfDay(hour: Int64) throws(Timestamp.Problem) -> Int64 {
    guard take(UInt8(ascii: ":")), let minute = digits(2) else { throw .notATime }
    var second: Int64 = 0
    var millisecond: Int64 = 0
    if take(UInt8(ascii: ":")) {
      guard let value = digits(2) else { throw .notATime }
      second = value
      if take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) { millisecond = try fraction(digits: 3).value }
    }
    guard minute < 60, second <= 60 else { throw .noSuchTime }
    if second == 60 { (second, millisecond) = (59, 999) }
    return hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond
  }

  /// One to nine digits: the value of the first ones, and whether anything but zeros follows them.
  @_lifetime(self: copy self)
  private mutating func fraction(digits wanted: Int) throws(Timestamp.Problem) -> (value: Int64, hasMore: Bool) {
    var value: Int64 = 0
    var count = 0
    var hasMore = false
    while let digit = digits(1) {
      if count < wanted { value = value * 10 + digit } else if digit != 0 { hasMore = true }
      count += 1
    }
    guard 1...9 ~= count else { throw .notATime }
    while count < wanted { (value, count) = (value * 10, count + 1) }
    return (value, hasMore)
  }

  // MARK: Zone

  /// The zone at the end of the text, which is taken to its end.
  @_lifetime(self: copy self)
  mutating func zone() throws(Timestamp.Problem) -> WrittenZone {
    _ = take(UInt8(ascii: " "))
    guard position < text.count else { return .none }
    switch text[position] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"):
      position += 1
      try finish()
      return .offset(0)
    case UInt8(ascii: "+"): return .offset(try offset(sign: 1))
    case UInt8(ascii: "-"): return .offset(try offset(sign: -1))
    default: return try zoneWord()
    }
  }

  @_lifetime(self: copy self)
  private mutating func offset(sign: Int64) throws(Timestamp.Problem) -> Int64 {
    position += 1
    guard let hour = digits(2) else { throw .notATime }
    let hasColon = take(UInt8(ascii: ":"))
    let minute = digits(2)
    guard minute != nil || !hasColon else { throw .notATime }
    let minutes = hour * 60 + (minute ?? 0)
    guard (minute ?? 0) < 60, minutes <= 14 * 60 else { throw .noSuchOffset }
    try finish()
    return sign * minutes * 60_000
  }

  @_lifetime(self: copy self)
  private mutating func zoneWord() throws(Timestamp.Problem) -> WrittenZone {
    let start = position
    while position < text.count, text[position] | 0x20 >= UInt8(ascii: "a"), text[position] | 0x20 <= UInt8(ascii: "z") { position += 1 }
    let word = start..<position
    guard !word.isEmpty else { throw .notATime }
    try finish()
    return isUTC(word) ? .offset(0) : .word(word)
  }

  private func isUTC(_ word: Range<Int>) -> Bool {
    word.count == 3 && text[word.lowerBound] == UInt8(ascii: "U") && text[word.lowerBound + 1] == UInt8(ascii: "T")
      && text[word.lowerBound + 2] == UInt8(ascii: "C")
  }

  @_lifetime(self: copy self)
  private mutating func finish() throws(Timestamp.Problem) {
    _ = take(UInt8(ascii: " "))
    guard isAtEnd else { throw .notATime }
  }

  // MARK: Day and month in either order

  /// Milliseconds since 1970-01-01 00:00 on the writer's clock, from `9/10/2026, 4:21:14 AM` or `10.9.2026 16:21`.
  @_lifetime(self: copy self)
  mutating func orderedClockTime(dayFirst: Bool?) throws(Timestamp.Problem) -> Int64 {
    guard let (first, second) = twoNumbers() else { throw .notATime }
    let year = try fullYear()
    let hasComma = take(UInt8(ascii: ","))
    guard takeBlank() || (!hasComma && take(UInt8(ascii: "T"))), let hour = oneOrTwoDigits() else { throw .notATime }
    let minutes = try timeOfDay(hour: 0)
    let time = try hourOfDay(hour) * 3_600_000 + minutes
    guard let dayFirst else { throw .unknownOrder }
    let (day, month) = dayFirst ? (first, second) : (second, first)
    guard month <= 12 || day > 12 || month > 31 else { throw .otherOrder }
    return try Self.days(year, month, day) * Timestamp.millisecondsPerDay + time
  }

  /// The two numbers before the year, with the marks after them, which must be equal.
  @_lifetime(self: copy self)
  mutating func twoNumbers() -> (Int64, Int64)? {
    guard let first = oneOrTwoDigits(), position < text.count else { return nil }
    let mark = text[position]
    guard mark == UInt8(ascii: "/") || mark == UInt8(ascii: ".") || mark == UInt8(ascii: "-") else { return nil }
    position += 1
    guard let second = oneOrTwoDigits(), take(mark) else { return nil }
    return (first, second)
  }

  @_lifetime(self: copy self)
  private mutating func fullYear() throws(Timestamp.Problem) -> Int64 {
    if let year = digits(4) { return year }
    throw digits(2) != nil && digits(1) == nil ? .shortYear : .notATime
  }

  /// The hour of the day behind an hour of a clock of 24 hours, or of 12 with AM or PM.
  @_lifetime(self: copy self)
  private mutating func hourOfDay(_ hour: Int64) throws(Timestamp.Problem) -> Int64 {
    let start = position
    _ = takeBlank()
    guard let isAfternoon = halfOfDay() else {
      position = start
      guard hour < 24 else { throw .noSuchTime }
      return hour
    }
    guard 1...12 ~= hour else { throw .noSuchTime }
    return hour % 12 + (isAfternoon ? 12 : 0)
  }

  @_lifetime(self: copy self)
  private mutating func halfOfDay() -> Bool? {
    guard position + 2 <= text.count, text[position + 1] | 0x20 == UInt8(ascii: "m") else { return nil }
    let half = text[position] | 0x20
    guard half == UInt8(ascii: "a") || half == UInt8(ascii: "p") else { return nil }
    position += 2
    return half == UInt8(ascii: "p")
  }

  /// A space, or the narrow no-break space U+202F that browsers write before AM and PM.
  @_lifetime(self: copy self)
  private mutating func takeBlank() -> Bool {
    if take(UInt8(ascii: " ")) { return true }
    guard position + 3 <= text.count, text[position] == 0xE2, text[position + 1] == 0x80, text[position + 2] == 0xAF else { return false }
    position += 3
    return true
  }

  // MARK: Numbers since 1970

  /// A whole text of digits with an optional sign and fraction, in thousandths of its unit, rounded down; nil if it is anything else.
  @_lifetime(self: copy self)
  mutating func thousandths() -> Int64? {
    let isNegative = take(UInt8(ascii: "-"))
    var value: Int64 = 0
    let start = position
    // Fifteen digits of nines stand for all that is longer: they are far out of range in every unit.
    while let digit = digits(1) { value = min(value * 10 + digit, 999_999_999_999_999) }
    guard position > start else { return nil }
    var (part, hasMore): (Int64, Bool) = (0, false)
    if take(UInt8(ascii: ".")) {
      guard let fraction = try? fraction(digits: 3) else { return nil }
      (part, hasMore) = fraction
    }
    _ = take(UInt8(ascii: " "))
    guard isAtEnd else { return nil }
    let total = value * 1000 + part
    return isNegative ? -total - (hasMore ? 1 : 0) : total
  }
}
