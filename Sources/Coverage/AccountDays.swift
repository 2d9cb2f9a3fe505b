public import AuditModel
internal import Foundation

/// The days of an account's calendar, each a number of days since 1970-01-01 on the clock of the account's zone.
///
/// A day lasts from the first instant at which the zone's clock shows it to the first instant of the next day, so that days follow each other
/// without a hole whatever the clocks do: a day of 23 or 25 hours, a midnight that is skipped, and a date that never was (an empty day).
public struct AccountDays: Sendable {
  /// Milliseconds east of UTC at an instant.
  private let offset: @Sendable (Int64) -> Int64

  public init(offset: @escaping @Sendable (Int64) -> Int64) { self.offset = offset }

  /// The days of a zone of the tz database.
  public init(zone name: String) throws(Failure) {
    guard let zone = TimeZone(identifier: name) else {
      throw Failure(.settings, "the time zone “\(name)” is not known on this computer", hint: "install the package tzdata")
    }
    offset = { instant in Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant) / 1000))) * 1000 }
  }

  public static let utc = AccountDays { _ in 0 }

  /// The first instant of a day.
  public func start(of day: Int) -> Int64 {
    let midnight = Int64(day) * Timestamp.millisecondsPerDay
    // No zone is 26 hours from UTC. The first instant at which the clock shows midnight or later lies between.
    var (before, reached) = (midnight - Self.reach, midnight + Self.reach)
    while reached - before > 1 {
      let middle = before + (reached - before) / 2
      if middle + offset(middle) >= midnight { reached = middle } else { before = middle }
    }
    return reached
  }

  private static let reach: Int64 = 26 * 3_600_000

  /// The day that an instant lies in, with its first instant and that of the next day.
  public func bounds(at instant: Int64) -> (day: Int, span: Span) {
    var day = Self.floor(instant + offset(instant), by: Timestamp.millisecondsPerDay)
    var span = self.span(of: day)
    while instant < span.from { (day, span) = (day - 1, self.span(of: day - 1)) }
    while instant >= span.to { (day, span) = (day + 1, self.span(of: day + 1)) }
    return (day, span)
  }

  public func day(at instant: Int64) -> Int { bounds(at: instant).day }

  public func span(of day: Int) -> Span { Span(start(of: day), start(of: day + 1)) }

  /// `2026-06-01`.
  public static func date(_ day: Int) -> String {
    String(Timestamp.canonicalText(Int64(day) * Timestamp.millisecondsPerDay).prefix(10))
  }

  /// `2026-06-01 09:30` on the account's clock.
  public func text(_ instant: Int64) -> String {
    let text = Timestamp.canonicalText(instant + offset(instant))
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }

  private static func floor(_ value: Int64, by divisor: Int64) -> Int {
    Int(value >= 0 ? value / divisor : (value - divisor + 1) / divisor)
  }
}
