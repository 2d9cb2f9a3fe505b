import AuditModel
import Coverage
import Testing

/// Days as the account's clock shows them, worked out from the zones' rules.
@Suite struct AccountDaysTests {
  private func instant(_ text: String) throws -> Int64 { try Timestamp.parse(Array(text.utf8).span) }

  private func day(_ text: String) throws -> Int {
    Int(try Timestamp.parseDate(Array(text.utf8).span) / Timestamp.millisecondsPerDay)
  }

  @Test(arguments: [
    // zone, day, its first instant, its last millisecond's next
    ("UTC", "2026-03-01", "2026-03-01T00:00:00Z", 24.0),
    ("America/Chicago", "2026-03-08", "2026-03-08T06:00:00Z", 23),  // clocks go from 2 to 3
    ("America/Chicago", "2026-11-01", "2026-11-01T05:00:00Z", 25),  // clocks go from 2 back to 1
    ("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z", 24),
    ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24.5),  // half an hour of summer time
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23),  // there was no midnight: the day began at 1
    ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z", 25),  // midnight was put back to 23
    ("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z", 23),  // no midnight
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0),  // a date that never was
    ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24),
    ("Europe/Berlin", "2024-02-29", "2024-02-28T23:00:00Z", 24),  // a leap day
  ] as [(String, String, String, Double)])
  func aDayHasItsLength(zone: String, date: String, start: String, hours: Double) throws {
    let days = try AccountDays(zone: zone)
    let span = days.span(of: try day(date))
    #expect(span.from == (try instant(start)))
    #expect(Double(span.to - span.from) == hours * 3_600_000)
  }

  /// The days of a zone with many changes of clocks follow each other without a hole, and each instant lies in exactly one.
  @Test(arguments: ["America/St_Johns", "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca", "Antarctica/Troll"])
  func daysFollowEachOther(zone: String) throws {
    let days = try AccountDays(zone: zone)
    for number in stride(from: try day("2006-01-01"), to: try day("2012-01-05"), by: 1) {
      let span = days.span(of: number)
      #expect(span.from <= span.to)
      guard !span.isEmpty else { continue }
      for instant in [span.from, (span.from + span.to) / 2, span.to - 1] {
        let found = days.bounds(at: instant)
        #expect(found.day == number && found.span == span)
      }
    }
  }

  @Test func anUnknownZoneIsASetting() {
    let failure = #expect(throws: Failure.self) { try AccountDays(zone: "Mars/Olympus") }
    #expect(failure?.kind == .settings)
  }

  @Test func datesAndTimesAreThoseOfTheAccount() throws {
    let days = try AccountDays(zone: "America/Chicago")
    #expect(days.text(try instant("2026-07-01T04:59:59.999Z")) == "2026-06-30 23:59")
    #expect(AccountDays.date(try day("2024-02-29")) == "2024-02-29")
  }

  @Test func aCalendarKnowsLeapDaysAndChangesOfClocks() throws {
    var leap = try History(zone: "America/Chicago")
    leap.file(
      events: ("2024-02-28 09:00", "2024-03-01 10:00"), covers: ("2024-02-28", "2024-03-02"), ingested: "2024-03-02", "2024-02-28 A 1 1",
      "2024-02-29 B 1 1", "2024-03-01 A 1 1")
    #expect(leap.letters(now: "2024-03-03", since: "2024-02-27") == "?ccc?")
    // 8 March has 23 hours: a file to its end in Chicago leaves no hour open, one to the end of the UTC day does.
    var change = try History(zone: "America/Chicago")
    change.file(events: ("03-08 09:00", "03-08 23:30"), covers: ("03-08", "03-09"), "03-08 A 1 1", "03-08 B 1 1")
    #expect(change.letters(now: "03-10", since: "03-07") == "?c?")
    change.ledger.parts[0].claim!.span = Span(try instant("2026-03-08T00:00:00Z"), try instant("2026-03-09T00:00:00Z"))
    #expect(change.letters(now: "03-10", since: "03-07") == "pp?")
  }

  @Test func aDateThatNeverWasHasNoState() throws {
    var history = try History(zone: "Pacific/Apia")
    history.file(
      events: ("2011-12-29 09:00", "2011-12-31 10:00"), covers: ("2011-12-29", "2012-01-01"), ingested: "2012-01-02", "2011-12-29 A 1 1",
      "2011-12-31 B 1 1")
    #expect(history.letters(now: "2012-01-01", since: "2011-12-29") == "c-c")
    #expect(history.report(now: "2012-01-01", since: "2011-12-29").gaps.isEmpty)
  }
}
