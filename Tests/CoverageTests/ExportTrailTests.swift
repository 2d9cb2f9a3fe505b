import AuditModel
import Coverage
import Testing

/// Files beside the source's own notes of exports.
@Suite struct ExportTrailTests {
  private func history(_ trail: [(String, TrailEvent.Kind, String)]) throws -> History {
    var history = try History()
    for (index, note) in trail.enumerated() {
      history.ledger.trail.append(TrailEvent(event: Int64(index + 1), kind: note.1, at: history.at(note.0), export: note.2))
    }
    return history
  }

  private func results(_ history: History) -> [String] {
    TrailMatching(of: history.ledger).matches.map { match in
      switch match.result {
      case .matched(let request, let download): "request \(request.event)" + (download.map { ", download \($0.event)" } ?? "")
      case .notExpected: "not expected"
      case .trailEndsBefore: "trail ends"
      case .noRequest: "no request"
      case .nothingToGoBy: "nothing to go by"
      }
    }
  }

  @Test func aFileIsMatchedWithTheNearestRequestAfterItsNewestEvent() throws {
    var history = try history([
      ("03-10 08:00", .requested, "a"), ("03-10 08:05", .downloaded, "a"), ("03-20 08:00", .requested, "b"), ("03-20 09:00", .downloaded, "b"),
      ("03-21 09:00", .downloaded, "b"),
    ])
    history.file(events: ("03-01 09:00", "03-10 07:50"), "03-01 A 1 1", "03-10 B 1 1")
    history.file(events: ("03-05 09:00", "03-20 07:00"), "03-05 A 1 0", "03-20 B 1 1")
    #expect(results(history) == ["request 1, download 2", "request 3, download 4"])
    #expect(TrailMatching(of: history.ledger).unusedRequests.isEmpty)
  }

  @Test func theNewestFileWaitsForTheNextExport() throws {
    var history = try history([("03-10 08:00", .requested, "a")])
    history.file(events: ("03-01 09:00", "03-10 07:50"), "03-01 A 1 1", "03-10 B 1 1")
    history.file(events: ("03-05 09:00", "03-20 07:00"), "03-05 A 1 0", "03-20 B 1 1")
    #expect(results(history) == ["request 1", "trail ends"])
  }

  @Test func aFileThatTheTrailDoesNotKnowIsSaidToBeSo() throws {
    var history = try history([("04-20 08:00", .requested, "a")])
    history.file(events: ("03-01 09:00", "03-02 07:50"), "03-01 A 1 1", "03-02 B 1 1")
    history.file(events: ("03-01 09:00", "04-20 07:50"), "03-01 A 1 0", "04-20 B 1 1")
    #expect(results(history) == ["no request", "request 1"])
  }

  /// Asked for on 10 May, an export cannot hold what happened on 1 March: the source had purged it.
  @Test func aRequestAfterThePurgeOfTheFilesOldestEventDoesNotFit() throws {
    var history = try history([("05-10 08:00", .requested, "a")])
    history.file(events: ("03-01 09:00", "03-02 07:50"), "03-01 A 1 1", "03-02 B 1 1")
    history.file(events: ("03-02 00:00", "05-09 09:00"), isExport: false, "03-02 A 1 0", "05-09 B 1 1")
    #expect(results(history) == ["no request", "not expected"])
    #expect(TrailMatching(of: history.ledger).unusedRequests.map(\.event) == [1])
  }

  @Test func aFileWasTakenInAfterItWasAskedFor() throws {
    var history = try history([("03-10 08:00", .requested, "a")])
    history.file(events: ("03-01 09:00", "03-02 09:00"), ingested: "03-05", "03-01 A 1 1", "03-02 B 1 1")
    #expect(results(history) == ["trail ends"])
  }

  @Test func anEmptyFileHasNothingToGoBy() throws {
    var history = try history([])
    history.file(events: nil, covers: ("03-01", "03-02"))
    #expect(results(history) == ["nothing to go by"])
  }

  @Test(arguments: [
    ("Export Requested", TrailEvent.Kind.requested), ("EXPORT_REQUESTED", .requested), ("Export Downloaded", .downloaded),
    ("Download", .downloaded), ("Viewed", nil), ("Requested", nil), ("Export deleted", nil),
  ] as [(String, TrailEvent.Kind?)])
  func actionsAreRead(action: String, kind: TrailEvent.Kind?) { #expect(TrailEvent.kind(ofAction: action) == kind) }
}

/// What does not fit what is claimed.
@Suite struct FindingTests {
  @Test func eventsOutsideTheDeclarationAreFound() throws {
    var history = try History()
    history.file(
      events: ("03-01 09:00", "03-06 17:00"), covers: ("03-02", "03-07"), filter: ClaimedFilter(modules: ["Contacts"]),
      "03-01 Contacts 2 2", "03-06 Users 3 3", "03-06 Tags 4 4")
    history.file(events: ("03-01 09:00", "03-06 17:00"), cap: 9, "03-01 Contacts 9 0")
    #expect(
      Finding.findings(in: history.ledger) == [
        .eventsOutsideSpan(part: 1, first: history.at("03-01 09:00"), last: history.at("03-06 17:00")),
        .modulesOutsideFilter(part: 1, modules: ["Tags", "Users"], events: 7),
        .perhapsCut(part: 2, records: 9),
      ])
  }

  @Test func eventsThatTheFilterLeavesOutAreCounted() throws {
    var history = try History()
    var filter = ClaimedFilter()
    filter.users = ["Maria"]
    history.file("june.csv", events: ("03-02 00:00", "03-06 17:00"), filter: filter, "03-02 Contacts 2 2")
    history.ledger.parts[0].eventsOutside = 1
    let findings = Finding.findings(in: history.ledger)
    #expect(findings == [.eventsOutsideFilter(part: 1, events: 1)])
    #expect(
      findings[0].inWords(of: history.ledger, history.days)
        == "june.csv was declared to be filtered (user Maria), and has 1 event that this filter leaves out")
  }

  @Test func aFileAsDeclaredHasNoFindings() throws {
    var history = try History()
    history.file(events: ("03-02 00:00", "03-06 17:00"), covers: ("03-02", "03-07"), filter: ClaimedFilter(modules: ["contacts"]), "03-02 Contacts 2 2")
    #expect(Finding.findings(in: history.ledger).isEmpty)
  }

  @Test func aFilterSaysItselfInWordsAndInJSON() {
    var filter = ClaimedFilter(modules: ["Contacts", "Calendars"])
    filter.users = ["Maria"]
    #expect(filter.inWords == "user Maria; module Contacts or Calendars")
    #expect(filter.canonicalJSON.text == #"{"modules":["Calendars","Contacts"],"users":["Maria"]}"#)
  }
}
