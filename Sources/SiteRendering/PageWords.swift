internal import AuditModel
internal import Foundation

/// Numbers and periods as the page's frame says them: in English, whatever the locale.
enum PageWords {
  /// How many events: `12,345 events`.
  static func events(_ number: Int) -> String { "\(grouped(number)) \(number == 1 ? "event" : "events")" }

  /// The days of the oldest and the newest event in the account's zone: `3 May 2026 to 30 Sep 2026`.
  ///
  /// - Parameter times: UTC milliseconds, newest first.
  /// - Throws: `settings` when the zone is not in the tz database.
  static func period(of times: [Int64], in zone: String) throws(Failure) -> String {
    guard let zone = TimeZone(identifier: zone) else {
      throw Failure(.settings, "the time zone “\(zone)” is not known on this computer", hint: "install the package tzdata")
    }
    guard let newest = times.first, let oldest = times.last else { return "no period" }
    let (first, last) = (day(oldest, in: zone), day(newest, in: zone))
    return first == last ? first : "\(first) to \(last)"
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func day(_ time: Int64, in zone: TimeZone) -> String {
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time) / 1000))
    let local = time + Int64(offset) * 1000
    let perDay = Timestamp.millisecondsPerDay
    let (year, month, day) = Timestamp.civil(fromDays: (local - (local % perDay + perDay) % perDay) / perDay)
    return "\(day) \(months[Int(month) - 1]) \(year)"
  }
}
