import ArchiveStore
import AuditModel
import Coverage
import Foundation
import Testing

/// What an archive keeps about its coverage: counts by day and module, claims, the source's notes of exports. The account is in Berlin.
@Suite struct LedgerTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func at(_ text: String) throws -> Int64 { try Timestamp.parse(Array(text.utf8).span) }

  /// `day module read added conflicts` of a part.
  private func counts(_ part: Int32) throws -> [String] {
    try scratch.archive.ledger().counts.filter { $0.part == part }.map { count in
      "\(AccountDays.date(count.day)) \(count.module) \(count.read) \(count.added) \(count.conflicts)"
    }
  }

  @Test func eventsAreCountedByTheAccountsDay() throws {
    // In June midnight in Berlin is 22:00 UTC.
    try scratch.archiveFile([
      Sample(time: try at("2026-06-01T21:59:59.999Z"), says: "a"), Sample(time: try at("2026-06-01T22:00:00Z"), says: "b"),
      Sample(time: try at("2026-06-01T22:00:01Z"), says: "c", module: "Users"), Sample(time: try at("2026-06-02T21:00:00Z"), says: "d"),
    ])
    #expect(try counts(1) == ["2026-06-01 Contacts 1 1 0", "2026-06-02 Contacts 2 2 0", "2026-06-02 Users 1 1 0"])
  }

  @Test func duplicatesAndConflictsAreCountedWhereTheyAreRead() throws {
    let time = try at("2026-06-01T12:00:00Z")
    try scratch.archiveFile([Sample(time: time, says: "a", id: "1"), Sample(time: time, says: "b", id: "2")])
    try scratch.archiveFile(
      [Sample(time: time, says: "a", id: "1")],
      [Sample(time: time, says: "other", id: "2"), Sample(time: time, says: "c", id: "3")])
    #expect(try counts(1) == ["2026-06-01 Contacts 2 2 0"])
    #expect(try counts(2) == ["2026-06-01 Contacts 3 1 1"])
    #expect(try scratch.archive.summary().modules.map(\.events) == [4])
  }

  /// A file in no order at all, against counting each event by itself.
  @Test func countsDoNotDependOnTheOrderOfEvents() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(state: seed)
    let start = try at("2026-03-20T00:00:00Z"), modules = ["A", "B", "C"]
    let samples = (0..<2000).map { number in
      Sample(
        time: start + Int64.random(in: 0..<20 * 86_400_000, using: &random), says: "\(number)", module: modules.randomElement(using: &random)!)
    }
    try scratch.archiveFile(Array(samples[..<700]), Array(samples[700...]))
    var berlin = Calendar(identifier: .gregorian)
    berlin.timeZone = TimeZone(identifier: "Europe/Berlin")!
    var expected: [String: Int] = [:]
    for sample in samples {
      let day = berlin.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(sample.time) / 1000))
      expected[String(format: "%04d-%02d-%02d ", day.year!, day.month!, day.day!) + sample.module, default: 0] += 1
    }
    let found = try counts(1)
    #expect(found.sorted() == expected.map { "\($0) \($1) \($1) 0" }.sorted(), "seed \(seed)")
  }

  private func archive(_ samples: [Sample], _ declaration: Declaration, source: SourceFacts? = nil) throws {
    let vocabulary = Vocabulary()
    try scratch.archive.run(startedAt: 5_000_000_000_000, by: "maria") { run in
      let file = try run.addFile(name: "a.csv", bytes: 1, sha256: "sum")
      let part = try run.addPart(file: file, member: nil, profile: "crm", shape: "CSV", source: source)
      var record: Int64 = 0
      try run.store(vocabulary.batch(of: samples, after: &record), part: part)
      _ = try run.finishPart(part, declaration: declaration)
    }
  }

  @Test func aClaimIsInferredFromTheEvents() throws {
    try archive([Sample(time: 100), Sample(time: 300, says: "b")], Declaration())
    let part = try #require(scratch.archive.ledger().parts.first)
    #expect(
      part.claim
        == Claim(span: Span(100, 301), spanIsDeclared: false, filter: ClaimedFilter(modules: ["Contacts"]), filterIsDeclared: false))
    #expect(part.isExport && part.firstAt == 100 && part.lastAt == 300 && part.source == "crm" && part.rowCap == nil)
  }

  @Test func aClaimIsDeclared() throws {
    var filter = ClaimedFilter(modules: ["Contacts", "\"quoted\""])
    filter.users = ["Maria"]
    let facts = SourceFacts(system: "okta", rowCap: 2, retentionDays: 90)
    try archive([Sample(time: 100), Sample(time: 300, says: "b")], Declaration(span: Span(0, 1000), filter: filter), source: facts)
    let ledger = try scratch.archive.ledger()
    filter.modules.sort()
    #expect(ledger.parts[0].claim == Claim(span: Span(0, 1000), spanIsDeclared: true, filter: filter, filterIsDeclared: true))
    #expect(ledger.parts[0].isPerhapsCut && ledger.parts[0].source == "okta")
    #expect(ledger.retention(of: "okta") == 90 * 86_400_000 && ledger.retention(of: "crm") == 365 * 86_400_000)
  }

  @Test func aLaterDeclarationReplacesTheClaimAndKeepsTheOld() throws {
    try archive([Sample(time: 100)], Declaration())
    try scratch.archive.run(startedAt: 6, by: "mia") { run in try run.declare(Declaration(span: Span(0, 500)), file: "sum") }
    #expect(try scratch.archive.ledger().parts[0].claim?.span == Span(0, 500))
    #expect(try scratch.number("SELECT count(*) FROM claim") == 2)
  }

  @Test func aFileWithoutEventsClaimsWhatIsDeclaredAndNothingElse() throws {
    try archive([], Declaration())
    #expect(try scratch.archive.ledger().parts[0].claim == nil)
    try scratch.archive.run(startedAt: 6, by: "mia") { run in try run.declare(Declaration(span: Span(0, 500)), file: "sum") }
    #expect(try scratch.archive.ledger().parts[0].claim?.span == Span(0, 500))
  }

  @Test func theSourcesOwnNotesOfExportsAreFound() throws {
    let export = Target(documentID: "x1", name: "Export 1", parentID: nil)
    try archive(
      [
        Sample(time: 100, says: "a"), Sample(time: 200, says: "b", module: "Audit Logs", action: "Export Requested", target: export),
        Sample(time: 300, says: "c", module: "AUDIT_LOGS", action: "Export Downloaded", target: export),
        Sample(time: 400, says: "d", module: "Audit Logs", action: "Viewed"),
      ], Declaration())
    #expect(
      try scratch.archive.ledger().trail == [
        TrailEvent(event: 2, kind: .requested, at: 200, export: "x1"), TrailEvent(event: 3, kind: .downloaded, at: 300, export: "x1"),
      ])
  }
}
