internal import Foundation
public import AuditModel

extension ZoneRules {
  /// The years whose changes of the clock are looked up; after them the last offset stays.
  private static let years = 1900..<2200

  /// The rules of a zone of the tz database, looked up once through Foundation and kept as a table.
  ///
  /// - Throws: `usage` if the database does not know the name. Abbreviations such as `CST` are no names: they mean different zones.
  public init(named name: String) throws(Failure) {
    guard name.contains("/") || name == "UTC", let zone = TimeZone(identifier: name) else {
      throw Failure(.usage, "no such time zone: \(name)", hint: "use a name of the tz database, such as America/Chicago or UTC")
    }
    let first = Timestamp.days(year: Int64(Self.years.lowerBound), month: 1, day: 1) * Timestamp.millisecondsPerDay
    let end = Timestamp.days(year: Int64(Self.years.upperBound), month: 1, day: 1) * Timestamp.millisecondsPerDay
    var transitions: [Transition] = []
    var offset = zone.milliseconds(at: first)
    let initialOffset = offset
    var instant = first
    while let next = zone.change(after: instant), next < end {
      instant = next
      let changed = zone.milliseconds(at: next)
      if changed != offset { transitions.append(Transition(instant: next, offset: changed)) }
      offset = changed
    }
    self.init(name: name, initialOffset: initialOffset, transitions: transitions)
  }
}

extension TimeZone {
  /// Milliseconds east of UTC.
  fileprivate func milliseconds(at instant: Int64) -> Int64 {
    Int64(secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant) / 1000))) * 1000
  }

  /// The next instant at which anything about the zone's clock changes.
  fileprivate func change(after instant: Int64) -> Int64? {
    nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(instant) / 1000))
      .map { Int64(($0.timeIntervalSince1970 * 1000).rounded()) }
  }
}
