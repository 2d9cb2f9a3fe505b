import Foundation
public import AuditModel

/// The account's time zone: dates that people write and read are days in it.
public struct AccountZone: Sendable {
  private let zone: TimeZone

  /// Throws if the tz database does not know the name.
  public init(_ name: String) throws(Failure) {
    guard name.contains("/") || name == "UTC", let zone = TimeZone(identifier: name) else {
      throw Failure(.usage, "no such time zone: \(name)", hint: "use a name of the tz database, such as America/Chicago or UTC")
    }
    self.zone = zone
  }

  /// The first instant of a day that is given as if it were UTC midnight. Where the clock skips midnight, the first instant after it.
  public func startOfDay(_ utcMidnight: Int64) -> Int64 {
    var instant = utcMidnight - offset(at: utcMidnight)
    for _ in 0..<2 { instant = utcMidnight - offset(at: instant) }
    return instant
  }

  /// Milliseconds east of UTC.
  public func offset(at instant: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant) / 1000))) * 1000
  }

  /// `YYYY-MM-DD HH:MM:SS` on the account's clock.
  public func text(_ instant: Int64) -> String {
    String(Timestamp.canonicalText(instant + offset(at: instant)).prefix(19).replacing("T", with: " "))
  }

  public func day(_ instant: Int64) -> String { String(text(instant).prefix(10)) }
}
