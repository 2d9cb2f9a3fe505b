import AuditModel
import Coverage
import Testing

/// Calendars worked out by hand. One letter a day: c covered, = twice and equal, ! twice and different, q quiet, p partly, f filtered only,
/// x perhaps cut, ? not covered, L lost.
@Suite struct CalendarTests {
  @Test func withoutADeclarationAFileCoversFromItsFirstToItsLastEvent() throws {
    var history = try History()
    history.file(
      events: ("03-01 09:00", "03-04 17:00"), "03-01 Contacts 2 2", "03-02 Users 1 1", "03-04 Contacts 3 3")
    // The edges are covered only for some hours: whether the morning of the 1st was quiet nobody knows.
    #expect(history.letters(now: "03-05 12:00", since: "03-01") == "pcqp?")
    #expect(history.letters("Contacts", now: "03-05 12:00", since: "03-01") == "pqqp?")
    #expect(history.letters("Users", now: "03-05 12:00", since: "03-01") == "pcqp?")
    #expect(history.gaps(now: "03-05 12:00", since: "03-01") == ["all 03-01 00:00 to 03-01 09:00", "all 03-04 17:00 to 03-05 12:00 open"])
  }

  @Test func aDeclarationProvesQuietEdges() throws {
    var history = try History()
    history.file(events: ("03-02 09:00", "03-02 10:00"), covers: ("03-01", "03-05"), "03-02 Contacts 2 2")
    #expect(history.letters(now: "03-05 12:00", since: "03-01") == "qcqq?")
    #expect(history.gaps(now: "03-05 12:00", since: "03-01") == ["all 03-05 00:00 to 03-05 12:00 open"])
  }

  @Test func aDeclarationMayBeginAtNoon() throws {
    var history = try History()
    history.file(events: ("03-01 13:00", "03-02 10:00"), covers: ("03-01 12:00", "03-03"), "03-01 Contacts 1 1", "03-02 Contacts 1 1")
    #expect(history.letters(now: "03-03", since: "03-01") == "pc")
    // Two halves make a whole.
    history.file(events: ("03-01 08:00", "03-01 08:00"), covers: ("03-01", "03-01 12:00"), "03-01 Contacts 1 1")
    #expect(history.letters(now: "03-03", since: "03-01") == "cc")
  }

  @Test func overlappingFilesConfirmEachOther() throws {
    var history = try History()
    history.file(
      events: ("03-01 09:00", "03-04 17:00"), covers: ("03-01", "03-05"), "03-01 Contacts 2 2", "03-02 Contacts 4 4",
      "03-03 Contacts 5 5", "03-04 Users 1 1")
    history.file(
      events: ("03-02 09:00", "03-05 17:00"), covers: ("03-02", "03-06"), "03-02 Contacts 4 0", "03-03 Contacts 6 1",
      "03-04 Users 1 0", "03-05 Users 1 1")
    // On the 3rd the second file has an event that the first lacks, though both claim the whole day.
    #expect(history.letters(now: "03-06", since: "03-01") == "c=!=c")
    #expect(history.letters("Users", now: "03-06", since: "03-01") == "qqq=c")
  }

  @Test func aFileThatLacksAnEventOfAnotherDiffers() throws {
    var history = try History()
    history.file(events: ("03-01 09:00", "03-01 17:00"), covers: ("03-01", "03-02"), "03-01 Contacts 5 5")
    history.file(events: ("03-01 09:00", "03-01 17:00"), covers: ("03-01", "03-02"), "03-01 Contacts 4 0")
    #expect(history.letters(now: "03-02", since: "03-01") == "!")
  }

  @Test func aConflictMakesADayDifferent() throws {
    var history = try History()
    history.file(events: ("03-01 09:00", "03-01 17:00"), covers: ("03-01", "03-02"), "03-01 Contacts 5 5")
    history.file(events: ("03-01 09:00", "03-01 17:00"), covers: ("03-01", "03-02"), "03-01 Contacts 5 0 1")
    #expect(history.letters(now: "03-02", since: "03-01") == "!")
  }

  @Test func aFileThatHoldsHalfADayMayStillContradictOneThatHoldsAll() throws {
    var history = try History()
    history.file(events: ("03-01 09:00", "03-01 17:00"), covers: ("03-01", "03-02"), "03-01 Contacts 2 2")
    history.file(events: ("03-01 15:00", "03-01 16:00"), covers: ("03-01 12:00", "03-02"), "03-01 Contacts 2 1")
    #expect(history.letters(now: "03-02", since: "03-01") == "!")
  }

  @Test func repeatsInsideOneFileAreNoDifference() throws {
    var history = try History()
    history.file(events: ("03-01 09:00", "03-01 17:00"), covers: ("03-01", "03-02"), "03-01 Contacts 6 5")
    #expect(history.letters(now: "03-02", since: "03-01") == "c")
  }

  @Test func aModuleFilterCoversThatModuleAndNoOther() throws {
    var history = try History()
    history.file(events: ("03-01 09:00", "03-02 17:00"), covers: ("03-01", "03-03"), "03-01 Contacts 2 2", "03-02 Users 2 2")
    history.file(
      events: ("03-03 09:00", "03-04 17:00"), covers: ("03-03", "03-05"), filter: ClaimedFilter(modules: ["contacts"]),
      "03-03 Contacts 2 2", "03-04 Contacts 2 2")
    #expect(history.letters("Contacts", now: "03-05", since: "03-01") == "cqcc")
    #expect(history.letters("Users", now: "03-05", since: "03-01") == "qc??")
    #expect(history.letters(now: "03-05", since: "03-01") == "ccff")
    #expect(history.gaps(now: "03-05", since: "03-01") == ["Users 03-03 00:00 to 03-05 00:00 open"])
  }

  @Test func aUserFilterCoversNothingWholly() throws {
    var filter = ClaimedFilter()
    filter.users = ["Maria"]
    var history = try History()
    history.file(events: ("03-01 09:00", "03-02 17:00"), covers: ("03-01", "03-03"), filter: filter, "03-01 Contacts 2 2", "03-02 Users 2 2")
    #expect(history.letters("Contacts", now: "03-03", since: "03-01") == "ff")
    #expect(history.gaps(now: "03-03", since: "03-01") == ["all 03-01 00:00 to 03-03 00:00 open filteredOnly"])
  }

  @Test func aFileOfOneModuleClaimsNoMoreUnlessItIsSaid() throws {
    var history = try History()
    history.file(events: ("03-01 00:00", "03-03 00:00"), "03-01 Contacts 2 2", "03-02 Users 2 2", "03-03 Users 1 1")
    history.file(events: ("03-03 00:00", "03-05 00:00"), "03-03 Contacts 1 1", "03-05 Contacts 1 1")
    // Between the 3rd and the 5th, only Contacts: perhaps nobody touched a user, perhaps the export was of one module.
    #expect(history.letters("Contacts", now: "03-05", since: "03-01") == "cqcq")
    #expect(history.letters("Users", now: "03-05", since: "03-01") == "qcp?")
  }

  @Test func aFullFileMayBeCut() throws {
    var history = try History()
    history.file(
      events: ("03-03 09:00", "03-05 17:00"), covers: ("03-01", "03-06"), cap: 10, records: 10, "03-03 Contacts 5 5", "03-05 Contacts 5 5")
    // It was asked for from the 1st on, and its oldest event is of the 3rd.
    #expect(history.letters(now: "03-06", since: "03-01") == "xxxqx")
    #expect(
      history.gaps(now: "03-06", since: "03-01")
        == ["all 03-01 00:00 to 03-03 09:00 perhapsCut", "all 03-05 17:00 to 03-06 00:00 open perhapsCut"])
    // One record less, and nothing is in doubt; nor with one more, since no single export has that many.
    for read: Int64 in [9, 11] {
      history.ledger.parts[0].read = read
      #expect(history.letters(now: "03-06", since: "03-01") == "qqcqc")
    }
  }

  @Test func withoutADeclarationTheEdgesOfAFullFileAreInDoubt() throws {
    var history = try History()
    history.file(events: ("03-03 09:00", "03-05 17:00"), cap: 10, records: 10, "03-03 Contacts 5 5", "03-05 Users 5 5")
    #expect(history.letters(now: "03-07", since: "03-02") == "?xqx?")
  }

  @Test func aFileCannotHoldWhatHappenedAfterItWasTakenIn() throws {
    var history = try History()
    history.file(events: ("03-01 09:00", "03-01 17:00"), covers: ("03-01", "03-10"), ingested: "03-02 10:00", "03-01 Contacts 1 1")
    #expect(history.letters(now: "03-04", since: "03-01") == "cp?")
  }

  @Test func sourcesKeepTheirOwnModulesAndRetention() throws {
    var history = try History(retention: 60)
    history.ledger.retentionDays = ["okta": 5]
    history.file(events: ("03-01 09:00", "03-02 17:00"), covers: ("03-01", "03-03"), "03-01 Users 1 1")
    history.file(events: ("03-01 09:00", "03-01 17:00"), covers: ("03-01", "03-02"), source: "okta", "03-01 Users 1 1")
    let report = history.report(now: "03-10", since: "03-01")
    #expect(report.sources.map(\.name) == ["crm", "okta"])
    #expect(report.sources.map { $0.all.states.map { $0!.rawValue }.joined() } == ["cq???????", "cLLL?????"])
    #expect(report.sources.map(\.retentionDays) == [60, 5])
  }

  @Test func anArchiveWithoutFilesHasNoCalendar() throws {
    let report = try History().report(now: "03-10")
    #expect(report.sources.isEmpty && report.gaps.isEmpty && report.deadline == nil && !report.needsAction(within: 14))
  }

  @Test func runsJoinEqualDays() throws {
    var history = try History()
    history.file(events: ("03-01 09:00", "03-01 17:00"), covers: ("03-01", "03-04"), "03-01 Contacts 1 1")
    let all = history.report(now: "03-06", since: "03-01").sources[0].all
    let (first, third, fifth) = (history.day("03-01"), history.day("03-03"), history.day("03-05"))
    #expect(all.runs.map(\.state) == [.covered, .quiet, .unknown])
    #expect(all.runs.map(\.days) == [first...first, first + 1...third, third + 1...fifth])
    #expect(all.state(of: first - 1) == nil && all.state(of: fifth) == .unknown && all.state(of: fifth + 1) == nil)
  }
}
