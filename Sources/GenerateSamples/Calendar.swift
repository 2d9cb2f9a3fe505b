/// Milliseconds since 1970-01-01 in UTC.
typealias Instant = Int64

let millisecondsOfDay: Int64 = 86_400_000

/// A day of the civil calendar, and its place in the count of days since 1970.
struct Day: Sendable {
  let year, month, day: Int

  init(_ year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The inverse of `number` (the algorithm of Howard Hinnant, "chrono-compatible low-level date algorithms").
  init(number: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    self.day = dayOfYear - (153 * month + 2) / 5 + 1
    self.month = month < 10 ? month + 3 : month - 9
    self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  var number: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// 0 is Sunday.
  static func weekday(_ number: Int) -> Int { ((number + 4) % 7 + 7) % 7 }

  static func isWeekend(_ number: Int) -> Bool { weekday(number) == 0 || weekday(number) == 6 }

  /// The day number of the nth Sunday of a month.
  static func sunday(_ nth: Int, of month: Int, _ year: Int) -> Int {
    let first = Day(year, month, 1).number
    return first + (7 - weekday(first)) % 7 + (nth - 1) * 7
  }
}

/// The clock of America/Chicago: UTC-5 from the second Sunday of March, 2:00, to the first Sunday of November, 2:00, else UTC-6.
enum Chicago {
  static func offsetMinutes(at instant: Instant) -> Int {
    let year = Day(number: Int(instant / millisecondsOfDay)).year
    let begin = Int64(Day.sunday(2, of: 3, year)) * millisecondsOfDay + 8 * 3_600_000
    let end = Int64(Day.sunday(1, of: 11, year)) * millisecondsOfDay + 7 * 3_600_000
    return begin <= instant && instant < end ? -300 : -360
  }

  /// The instant of a local wall-clock time.
  static func instant(day: Int, milliseconds: Int64) -> Instant {
    let wall = Int64(day) * millisecondsOfDay + milliseconds
    let guess = wall + 360 * 60_000
    return wall - Int64(offsetMinutes(at: guess)) * 60_000
  }

  static func instant(_ day: Day, _ hour: Int, _ minute: Int, _ second: Int = 0) -> Instant {
    instant(day: day.number, milliseconds: Int64((hour * 60 + minute) * 60 + second) * 1000)
  }
}

extension [UInt8] {
  /// `2026-08-14T15:02:11.120Z`
  mutating func append(utc instant: Instant) {
    append(wallClock: instant, separator: UInt8(ascii: "T"))
    append(UInt8(ascii: "Z"))
  }

  /// `2026-08-14 10:02:11.120 -05:00`
  mutating func append(chicago instant: Instant) {
    let offset = Chicago.offsetMinutes(at: instant)
    append(wallClock: instant + Int64(offset) * 60_000, separator: UInt8(ascii: " "))
    append(contentsOf: " -".utf8)
    append(digits: -offset / 60, width: 2)
    append(UInt8(ascii: ":"))
    append(digits: -offset % 60, width: 2)
  }

  /// `2026-08-14`
  mutating func append(date number: Int) {
    let day = Day(number: number)
    append(digits: day.year, width: 4)
    append(UInt8(ascii: "-"))
    append(digits: day.month, width: 2)
    append(UInt8(ascii: "-"))
    append(digits: day.day, width: 2)
  }

  private mutating func append(wallClock: Int64, separator: UInt8) {
    let rest = Int(wallClock % millisecondsOfDay)
    append(date: Int(wallClock / millisecondsOfDay))
    append(separator)
    append(digits: rest / 3_600_000, width: 2)
    append(UInt8(ascii: ":"))
    append(digits: rest / 60_000 % 60, width: 2)
    append(UInt8(ascii: ":"))
    append(digits: rest / 1000 % 60, width: 2)
    append(UInt8(ascii: "."))
    append(digits: rest % 1000, width: 3)
  }

  mutating func append(digits number: Int, width: Int) {
    var divisor = 1
    for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}

/// The text of a UTC time, for values inside events.
func utcText(_ instant: Instant) -> String {
  var bytes: [UInt8] = []
  bytes.append(utc: instant)
  return String(decoding: bytes, as: UTF8.self)
}

/// The text of a date, for values inside events.
func dateText(_ number: Int) -> String {
  var bytes: [UInt8] = []
  bytes.append(date: number)
  return String(decoding: bytes, as: UTF8.self)
}
