import AuditModel
import Testing

import Ingest

/// The rules of real zones around changes of their clocks. Expected instants are from Python's zoneinfo and from the tz database's own text.
struct TimeZoneDatabaseTests {
  /// A clock time as milliseconds, from its ISO text.
  static func clock(_ text: String) throws -> Int64 { try Timestamp.parse(Array((text + "Z").utf8).span) }

  @Test(arguments: [
    ("America/Chicago", "2026-03-08T01:59:59", "2026-03-08T07:59:59.000Z"),
    ("America/Chicago", "2026-03-08T03:00:00", "2026-03-08T08:00:00.000Z"),
    ("Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00.000Z"),
    ("Europe/Berlin", "2026-07-01T12:00:00", "2026-07-01T10:00:00.000Z"),
    ("Australia/Lord_Howe", "2026-01-15T12:00:00", "2026-01-15T01:00:00.000Z"),
    ("Australia/Lord_Howe", "2026-07-15T12:00:00", "2026-07-15T01:30:00.000Z"),
    ("Pacific/Apia", "2011-12-29T23:59:59", "2011-12-30T09:59:59.000Z"),
    ("Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00.000Z"),
    ("America/Sao_Paulo", "2018-11-04T01:00:00", "2018-11-04T03:00:00.000Z"),
    ("Asia/Kolkata", "2026-07-15T12:00:00", "2026-07-15T06:30:00.000Z"),
    ("Asia/Kathmandu", "2026-07-15T12:00:00", "2026-07-15T06:15:00.000Z"),
    ("America/Chicago", "2099-07-15T12:00:00", "2099-07-15T17:00:00.000Z"),
  ])
  func ordinaryTimes(_ zone: String, _ time: String, _ instant: String) throws {
    guard case .once(let read) = try ZoneRules(named: zone).reading(ofClockTime: Self.clock(time)) else {
      Issue.record("\(time) is read as a gap or a fold")
      return
    }
    #expect(Timestamp.canonicalText(read) == instant)
  }

  @Test(arguments: [
    ("America/Chicago", "2026-03-08T02:00:00"), ("America/Chicago", "2026-03-08T02:59:59.999"), ("Europe/Berlin", "2026-03-29T02:30:00"),
    ("Australia/Lord_Howe", "2026-10-04T02:15:00"), ("Pacific/Apia", "2011-12-30T00:00:00"), ("Pacific/Apia", "2011-12-30T23:59:59"),
    ("America/Sao_Paulo", "2018-11-04T00:00:00"), ("America/Sao_Paulo", "2018-11-04T00:59:59"),
  ])
  func skippedTimes(_ zone: String, _ time: String) throws {
    guard case .never = try ZoneRules(named: zone).reading(ofClockTime: Self.clock(time)) else {
      Issue.record("\(time) is read, though the clock never showed it")
      return
    }
  }

  @Test(arguments: [
    ("America/Chicago", "2026-11-01T01:30:00", "2026-11-01T06:30:00.000Z", 60), ("Europe/Berlin", "2026-10-25T02:00:00", "2026-10-25T00:00:00.000Z", 60),
    ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00.000Z", 30),
    ("America/Sao_Paulo", "2018-02-17T23:30:00", "2018-02-18T01:30:00.000Z", 60),
  ])
  func repeatedTimes(_ zone: String, _ time: String, _ instant: String, _ minutes: Int64) throws {
    guard case .twice(let earlier, let later) = try ZoneRules(named: zone).reading(ofClockTime: Self.clock(time)) else {
      Issue.record("\(time) is not read as one of two instants")
      return
    }
    #expect(Timestamp.canonicalText(earlier) == instant)
    #expect(later - earlier == minutes * 60_000)
  }

  @Test func daysAroundAMissingMidnight() throws {
    let zone = try ZoneRules(named: "America/Sao_Paulo")
    let day = Timestamp.days(year: 2018, month: 11, day: 4)
    #expect(Timestamp.canonicalText(zone.startOfDay(day)) == "2018-11-04T03:00:00.000Z")
    #expect(zone.day(of: zone.startOfDay(day)) == day)
    #expect(zone.day(of: zone.startOfDay(day) - 1) == day - 1)
  }

  @Test(arguments: ["CST", "IST", "EST5EDT", "Europe/Atlantis", "", "utc", "GMT+2"])
  func whatIsNoZoneOfTheDatabase(_ name: String) {
    #expect(throws: Failure.self) { try ZoneRules(named: name) }
  }
}
