/// Whole days of an account's calendar that are spoken of together: a week, a month, a quarter, or any days.
///
/// A day is a number of days since 1970-01-01; what instants it lasts from and to is the zone's to say (`span(in:)`).
public struct Period: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// Monday to Sunday (ISO 8601).
    case week
    case month, quarter
    /// Any days.
    case days
  }

  public let kind: Kind
  /// Half-open.
  public let days: Range<Int>

  private init(_ kind: Kind, _ days: Range<Int>) {
    self.kind = kind
    self.days = days
  }

  /// Any days, at least one.
  public init(days: Range<Int>) {
    precondition(!days.isEmpty, "a period without days")
    self.init(.days, days)
  }

  /// The period of a kind that a day lies in; for `days` the day alone.
  public init(_ kind: Kind, holding day: Int) {
    switch kind {
    case .week:
      let monday = day - Self.weekday(of: day)
      self.init(.week, monday..<monday + 7)
    case .month: self.init(.month, Self.months(1, from: Self.month(of: day)))
    case .quarter: self.init(.quarter, Self.months(3, from: Self.month(of: day) / 3 * 3))
    case .days: self.init(.days, day..<day + 1)
    }
  }

  /// The last whole period of a kind before a day.
  public static func last(_ kind: Kind, before day: Int) -> Period { Period(kind, holding: Period(kind, holding: day).days.lowerBound - 1) }

  /// The period just before: of the same kind, or of equally many days.
  public var previous: Period {
    kind == .days ? Period(days: days.lowerBound - days.count..<days.lowerBound) : Period(kind, holding: days.lowerBound - 1)
  }

  /// The same week, month or quarter of the year before, by its number, or the same dates; nil where that year has none: it has no week 53, and
  /// no 29 February alone.
  public var yearBefore: Period? {
    switch kind {
    case .week:
      let (year, week) = Self.isoWeek(of: days.lowerBound)
      return Self.week(week, of: year - 1)
    case .month: return Period(.month, holding: Self.months(1, from: Self.month(of: days.lowerBound) - 12).lowerBound)
    case .quarter: return Period(.quarter, holding: Self.months(1, from: Self.month(of: days.lowerBound) - 12).lowerBound)
    case .days:
      let (from, to) = (Self.aYearBefore(days.lowerBound), Self.aYearBefore(days.upperBound))
      return from < to ? Period(days: from..<to) : nil
    }
  }

  /// The instants that its days last from and to.
  public func span(in zone: ZoneRules) -> Range<Int64> { zone.startOfDay(Int64(days.lowerBound))..<zone.startOfDay(Int64(days.upperBound)) }
}

/// How periods are written.
extension Period {
  /// `2026-W41`, `2026-10`, `2026-Q3`, or `2026-06-01..2026-07-01`, where the second is the first day after.
  public var name: String {
    let (year, month, _) = Timestamp.civil(fromDays: Int64(days.lowerBound))
    switch kind {
    case .week:
      let (year, week) = Self.isoWeek(of: days.lowerBound)
      return "\(Self.digits(year, 4))-W\(Self.digits(week, 2))"
    case .month: return "\(Self.digits(Int(year), 4))-\(Self.digits(Int(month), 2))"
    case .quarter: return "\(Self.digits(Int(year), 4))-Q\((month + 2) / 3)"
    case .days: return "\(Self.date(days.lowerBound))..\(Self.date(days.upperBound))"
    }
  }

  /// Reads a name, or `week`, `month` or `quarter` for the last whole one before today.
  ///
  /// - Parameter today: the day that it is in the account's zone.
  /// - Returns: nil if the text is none of these.
  public init?(_ text: String, today: Int) {
    if let kind = Kind(rawValue: text), kind != .days {
      self = .last(kind, before: today)
    } else if let ends = Self.ends(text) {
      self.init(.days, ends)
    } else {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, let year = Self.number(parts[0], digits: 4), Self.years ~= year, let named = Self.named(parts[1], of: year)
      else { return nil }
      self = named
    }
  }

  private static func named(_ part: Substring, of year: Int) -> Period? {
    if part.hasPrefix("W") { return number(part.dropFirst(), digits: 2).flatMap { week($0, of: year) } }
    if part.hasPrefix("Q") {
      guard let quarter = number(part.dropFirst(), digits: 1), 1...4 ~= quarter else { return nil }
      return Period(.quarter, months(3, from: year * 12 + quarter * 3 - 3))
    }
    guard let month = number(part, digits: 2), 1...12 ~= month else { return nil }
    return Period(.month, months(1, from: year * 12 + month - 1))
  }

  private static func ends(_ text: String) -> Range<Int>? {
    let bytes = Array(text.utf8)
    guard bytes.count == 22, bytes[10..<12].elementsEqual("..".utf8), let from = day(Array(bytes[..<10])), let to = day(Array(bytes[12...]))
    else { return nil }
    let year = { (day: Int) in Int(Timestamp.civil(fromDays: Int64(day)).year) }
    return from < to && years ~= year(from) && years ~= year(to) ? from..<to : nil
  }

  /// Those of which the years before and after have four digits, too.
  private static let years = 1...9998

  private static func day(_ bytes: [UInt8]) -> Int? {
    (try? Timestamp.parseDate(bytes.span)).map { Int($0 / Timestamp.millisecondsPerDay) }
  }

  private static func number(_ text: Substring, digits: Int) -> Int? {
    text.utf8.count == digits && text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(text) : nil
  }

  /// `2026-06-01`.
  public static func date(_ day: Int) -> String { String(Timestamp.canonicalText(Int64(day) * Timestamp.millisecondsPerDay).prefix(10)) }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}

/// The calendar.
extension Period {
  /// 0 for Monday to 6 for Sunday. 1970-01-01 was a Thursday.
  public static func weekday(of day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

  /// The week of ISO 8601: the year is that of its Thursday.
  public static func isoWeek(of day: Int) -> (year: Int, week: Int) {
    let thursday = day - weekday(of: day) + 3
    let year = Timestamp.civil(fromDays: Int64(thursday)).year
    return (Int(year), (thursday - Int(Timestamp.days(year: year, month: 1, day: 1))) / 7 + 1)
  }

  /// Nil if the year has no such week.
  private static func week(_ number: Int, of year: Int) -> Period? {
    guard 1...53 ~= number else { return nil }
    // 4 January always lies in the first week.
    let week = Period(.week, holding: Int(Timestamp.days(year: Int64(year), month: 1, day: 4)) + (number - 1) * 7)
    return isoWeek(of: week.days.lowerBound) == (year, number) ? week : nil
  }

  /// Months since the year 0.
  private static func month(of day: Int) -> Int {
    let (year, month, _) = Timestamp.civil(fromDays: Int64(day))
    return Int(year * 12 + month - 1)
  }

  private static func months(_ count: Int, from month: Int) -> Range<Int> { firstDay(ofMonth: month)..<firstDay(ofMonth: month + count) }

  private static func firstDay(ofMonth month: Int) -> Int { Int(Timestamp.days(year: Int64(month / 12), month: Int64(month % 12) + 1, day: 1)) }

  /// The same date a year before; 1 March for 29 February.
  private static func aYearBefore(_ day: Int) -> Int {
    let (year, month, dayOfMonth) = Timestamp.civil(fromDays: Int64(day))
    return Int(Timestamp.days(year: year - 1, month: month, day: dayOfMonth))
  }
}
