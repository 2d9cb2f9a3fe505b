public import AuditModel

/// A filter as it was typed: times still as text.
public struct FilterRequest: Sendable {
  public var users: [String] = []
  public var modules: [String] = []
  public var actions: [String] = []
  public var from: String?
  public var until: String?
  public var last: String?
  public var document: String?

  public init() {}

  /// What the filter means: days are days of the account's zone, `last` counts back from now.
  public func resolved(in zone: AccountZone, now: Int64) throws(Failure) -> EventFilter {
    var filter = EventFilter()
    (filter.users, filter.modules, filter.actions) = (users, modules, actions)
    filter.document = document
    if let from { filter.from = try Self.instant(from, flag: "--from", in: zone) }
    if let until { filter.to = try Self.instant(until, flag: "--until", in: zone) }
    if let last { (filter.from, filter.to) = (now - (try Self.duration(last)), now) }
    if let from = filter.from, let to = filter.to, from >= to {
      throw Failure(.usage, "the time range is empty: it ends before it begins", hint: "--from is the first instant, --until the first one after")
    }
    return filter
  }

  private static func instant(_ text: String, flag: String, in zone: AccountZone) throws(Failure) -> Int64 {
    do {
      return try zone.rules.instant(ofDayOrTime: text)
    } catch {
      throw Failure(.usage, "\(flag) \(text): \(error.rawValue)", hint: "write 2026-06-01, or 2026-06-01T09:30:00-05:00")
    }
  }

  private static func duration(_ text: String) throws(Failure) -> Int64 {
    let units: [Character: Int64] = ["h": 3_600_000, "d": Timestamp.millisecondsPerDay, "w": 7 * Timestamp.millisecondsPerDay]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), 1...100_000 ~= count else {
      throw Failure(.usage, "--last \(text): not a length of time", hint: "write 12h, 7d or 4w")
    }
    return count * unit
  }
}
