import AuditModel
import Coverage
import Testing

/// The source's clock: what it purges, and when.
@Suite struct RetentionTests {
  /// Covered 1 to 4 March, the source keeps ten days.
  private func history() throws -> History {
    var history = try History(retention: 10)
    history.file(events: ("03-01 09:00", "03-03 17:00"), covers: ("03-01", "03-04"), "03-01 Contacts 1 1", "03-02 Users 1 1", "03-03 Users 1 1")
    return history
  }

  @Test func theFirstDayNotCoveredIsPurgedNext() throws {
    let history = try history()
    let deadline = try #require(history.report(now: "03-05 12:00", since: "03-01").deadline)
    // The 4th is not covered. The source keeps it for ten days.
    #expect(deadline.uncoveredFrom == history.at("03-04") && deadline.purgedFrom == history.at("03-14"))
    #expect(deadline.modules == [])
  }

  @Test func aDayIsLostWhenTheSourceHasPurgedAllOfIt() throws {
    let history = try history()
    #expect(history.letters(now: "03-13 12:00", since: "03-01").prefix(5) == "ccc??")
    // At noon of the 14th half of the 4th is gone.
    #expect(history.letters(now: "03-14 12:00", since: "03-01").prefix(5) == "ccc??")
    #expect(history.letters(now: "03-15 00:00", since: "03-01").prefix(5) == "cccL?")
    #expect(
      history.gaps(now: "03-14 12:00", since: "03-01")
        == ["all 03-04 00:00 to 03-04 12:00 lost open", "all 03-04 12:00 to 03-14 12:00 open"])
  }

  @Test func aPurgeThatIsNearNeedsAction() throws {
    let history = try history()
    #expect(!history.report(now: "03-11 00:00").needsAction(within: 2))
    #expect(history.report(now: "03-12 00:00").needsAction(within: 2))
    #expect(!history.report(now: "03-12 00:00").needsAction(within: 1))
    #expect(history.report(now: "03-20 00:00").needsAction(within: 0))
  }

  @Test func aHoleBetweenFilesNeedsActionAtOnce() throws {
    var history = try history()
    history.file(events: ("03-06 09:00", "03-07 17:00"), covers: ("03-05", "03-08"), "03-06 Contacts 1 1", "03-07 Users 1 1")
    #expect(history.gaps(now: "03-08", since: "03-01") == ["all 03-04 00:00 to 03-05 00:00"])
    #expect(history.report(now: "03-08").needsAction(within: 0))
    // Once it is lost, only looking away helps.
    #expect(history.letters(now: "03-16") == "cccLqcc????????")
    #expect(history.report(now: "03-16").needsAction(within: 0))
    #expect(!history.report(now: "03-16", since: "03-05").needsAction(within: 0))
  }

  @Test func whatTheSourceStillHasFromBeforeTheFirstFileIsSpokenOf() throws {
    let history = try history()
    // At noon of 5 March the source has everything since noon of 23 February; the 24th is the first whole day.
    #expect(history.letters(now: "03-05 12:00") == "?????ccc??")
    #expect(history.gaps(now: "03-05 12:00").first == "all 02-24 00:00 to 03-01 00:00")
    // When all that is purged, the archive begins with its first file, and what came before is nobody's gap.
    #expect(history.letters(now: "03-11 12:00") == "ccc????????")
  }

  @Test func theNextPurgeMayBeOfOneModule() throws {
    var history = try history()
    history.file(
      events: ("03-04 09:00", "03-05 17:00"), covers: ("03-04", "03-06"), filter: ClaimedFilter(modules: ["Users"]), "03-04 Users 1 1")
    let deadline = try #require(history.report(now: "03-06", since: "03-01").deadline)
    #expect(deadline.modules == ["Contacts"] && deadline.uncoveredFrom == history.at("03-04"))
  }
}
