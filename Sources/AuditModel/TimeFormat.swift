/// How a source writes its times, as its profile declares it.
///
/// The spellings of different kinds cannot be taken for each other, so a format may allow several; of two that could be, such as
/// the two orders of day and month, only one.
public struct TimeFormat: Equatable, Sendable {
  public enum Spelling: String, Sendable, CaseIterable {
    /// `2026-08-14T15:02:11.120Z` and its kin (see `Timestamp.parse`), also without a zone where one is declared.
    case iso8601 = "iso-8601"
    /// Seconds since 1970, also with decimals.
    case epochSeconds = "epoch-seconds"
    case epochMilliseconds = "epoch-milliseconds"
    /// Seconds or milliseconds since 1970, told by size: both from 1973 on.
    case epoch
    /// `9/10/2026, 4:21:14 AM PDT`: a 12-hour or 24-hour clock, with or without comma and zone.
    case monthDayYear = "month-day-year"
    case dayMonthYear = "day-month-year"
    /// One of the two, whichever the file itself proves by a number above 12 (see `DayOrderEvidence`).
    case provenDayOrder = "day-order-proven"
  }

  public let spellings: [Spelling]

  /// Nil for no spelling, and for two that could be taken for each other.
  public init?(_ spellings: [Spelling]) {
    let epochs: [Spelling] = [.epoch, .epochSeconds, .epochMilliseconds]
    let orders: [Spelling] = [.monthDayYear, .dayMonthYear, .provenDayOrder]
    guard !spellings.isEmpty, spellings.count(where: epochs.contains) <= 1, spellings.count(where: orders.contains) <= 1 else { return nil }
    self.spellings = spellings
  }

  public static let iso8601 = TimeFormat([.iso8601])!

  /// Whether a file must prove the order of day and month before its times can be read.
  public var needsProof: Bool { spellings.contains(.provenDayOrder) }

  /// The same format with the order that a file has proved.
  public func proven(by evidence: DayOrderEvidence) -> TimeFormat {
    guard let order = evidence.order else { return self }
    return TimeFormat(spellings.map { $0 == .provenDayOrder ? order : $0 }) ?? self
  }
}

/// What the dates of a file prove about the order in which it writes day and month.
public struct DayOrderEvidence: Equatable, Sendable {
  public private(set) var dayFirst = 0
  public private(set) var monthFirst = 0

  public init() {}

  /// A first number above 12 can only be a day, and a second one too.
  public mutating func add(_ text: Span<UInt8>) {
    var reader = TimestampReader(text)
    guard let (first, second) = reader.twoNumbers() else { return }
    if first > 12, second <= 12 { dayFirst += 1 }
    if second > 12, first <= 12 { monthFirst += 1 }
  }

  /// The order that is proved; nil if no date proves one, or dates prove both.
  public var order: TimeFormat.Spelling? {
    guard (dayFirst > 0) != (monthFirst > 0) else { return nil }
    return dayFirst > 0 ? .dayMonthYear : .monthDayYear
  }

  public var isContradictory: Bool { dayFirst > 0 && monthFirst > 0 }
}
