public import AuditModel
internal import Ingest

/// The account's time zone: dates that people write and read are days in it.
public struct AccountZone: Sendable {
  public let rules: ZoneRules

  /// Throws if the tz database does not know the name.
  public init(_ name: String) throws(Failure) { rules = try ZoneRules(named: name) }

  /// The first instant of a day that is given as if it were UTC midnight. Where the clock skips midnight, the first instant after it.
  public func startOfDay(_ utcMidnight: Int64) -> Int64 { rules.startOfDay(utcMidnight / Timestamp.millisecondsPerDay) }

  /// Milliseconds east of UTC.
  public func offset(at instant: Int64) -> Int64 { rules.offset(at: instant) }

  /// `YYYY-MM-DD HH:MM:SS` on the account's clock.
  public func text(_ instant: Int64) -> String {
    String(Timestamp.canonicalText(rules.clockTime(at: instant)).prefix(19).replacing("T", with: " "))
  }

  public func day(_ instant: Int64) -> String { String(text(instant).prefix(10)) }
}
