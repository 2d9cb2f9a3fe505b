/// The clock of one time zone as plain data: when its offset from UTC changed, and to what.
///
/// A sorted table, so that a reading costs a search in memory and no call into the tz database. Before the first and after the last change
/// of the table the offset stays as it is.
public struct ZoneRules: Equatable, Sendable {
  /// An instant from which on another offset holds.
  public struct Transition: Equatable, Sendable {
    /// UTC milliseconds.
    public var instant: Int64
    /// Milliseconds east of UTC from then on.
    public var offset: Int64

    public init(instant: Int64, offset: Int64) {
      self.instant = instant
      self.offset = offset
    }
  }

  /// What a time on the zone's clock stands for.
  public enum LocalReading: Equatable, Sendable {
    case once(Int64)
    /// The clock was put back and showed this time twice.
    case twice(earlier: Int64, later: Int64)
    /// The clock was put forward over this time, at the given instant.
    case never(skippedAt: Int64)
  }

  /// The name in the tz database.
  public let name: String
  /// When each offset began, in order; the first stands for the beginning of time.
  private let starts: [Int64]
  private let offsets: [Int64]

  /// - Parameters:
  ///   - initialOffset: milliseconds east of UTC before the first transition.
  ///   - transitions: in the order of their instants.
  public init(name: String, initialOffset: Int64, transitions: [Transition] = []) {
    precondition(zip(transitions, transitions.dropFirst()).allSatisfy { $0.instant < $1.instant }, "transitions out of order")
    self.name = name
    starts = [.min] + transitions.map(\.instant)
    offsets = [initialOffset] + transitions.map(\.offset)
  }

  public static let utc = ZoneRules(name: "UTC", initialOffset: 0)

  // MARK: From an instant to the clock

  /// Milliseconds east of UTC.
  public func offset(at instant: Int64) -> Int64 { offsets[period(at: instant)] }

  /// What the clock shows, as milliseconds since 1970-01-01 00:00 on that clock.
  public func clockTime(at instant: Int64) -> Int64 { instant + offset(at: instant) }

  /// The day of an instant, as days since 1970-01-01.
  public func day(of instant: Int64) -> Int64 {
    let time = clockTime(at: instant)
    let day = time / Timestamp.millisecondsPerDay
    return time % Timestamp.millisecondsPerDay < 0 ? day - 1 : day
  }

  /// Index of the period that an instant lies in: the last one that began at it or before.
  private func period(at instant: Int64) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= instant { low = middle } else { high = middle }
    }
    return low
  }

  // MARK: From the clock to an instant

  /// What a time on the clock stands for, given as milliseconds since 1970-01-01 00:00 on that clock.
  public func reading(ofClockTime time: Int64) -> LocalReading {
    // No offset reaches a day, so the instants that may be meant lie within a day of the time taken as UTC.
    let first = period(at: time - Timestamp.millisecondsPerDay)
    let last = period(at: time + Timestamp.millisecondsPerDay)
    if first == last { return .once(time - offsets[first]) }
    let instants = (first...last).filter { holds(time - offsets[$0], inPeriod: $0) }.map { time - offsets[$0] }
    guard let earlier = instants.first, let later = instants.last else { return .never(skippedAt: gap(around: time, first...last)) }
    return earlier == later ? .once(earlier) : .twice(earlier: earlier, later: later)
  }

  private func holds(_ instant: Int64, inPeriod period: Int) -> Bool {
    starts[period] <= instant && (period + 1 == starts.count || instant < starts[period + 1])
  }

  /// The transition at which the clock jumped over a time.
  private func gap(around time: Int64, _ periods: ClosedRange<Int>) -> Int64 {
    for period in periods.dropFirst() where time < starts[period] + offsets[period] { return starts[period] }
    return starts[periods.upperBound]
  }

  /// The first instant of a day, given as days since 1970-01-01. Where the clock skips midnight, the first instant after it; where it skips
  /// the whole day, the first of the next.
  public func startOfDay(_ day: Int64) -> Int64 {
    switch reading(ofClockTime: day * Timestamp.millisecondsPerDay) {
    case .once(let instant), .twice(let instant, _), .never(let instant): instant
    }
  }

  /// The first instant of a day (`2026-06-01`), or the instant of a full time (`2026-06-01T09:30:00-05:00`): as people write the ends of a
  /// range.
  public func instant(ofDayOrTime text: String) throws(Timestamp.Problem) -> Int64 {
    let bytes = Array(text.utf8)
    if let midnight = try? Timestamp.parseDate(bytes.span) { return startOfDay(midnight / Timestamp.millisecondsPerDay) }
    return try Timestamp.parse(bytes.span)
  }
}
