import Archiving
import AuditModel
import Testing

@testable import Ingest

/// Times of a profile from the file to the event: order of day and month, skipped times and times shown twice.
struct TimeProfileTests {
  static func read(_ times: [String], formats: String = "[iso-8601, day-order-proven]") throws -> EventBatch {
    let text = """
      profile: 1
      name: test
      title: Test
      format: csv
      detect: { have: [When, What] }
      units:
        time: { from: When, formats: \(formats), zone: America/Chicago }
        action: What
      """
    let profile = try ProfileFile(file: "test.yaml").read(Array(text.utf8))
    let table = "When,What\n" + times.map { "\"\($0)\",x\n" }.joined()
    let reader = try PartReader(
      ByteStream(bytes: Array(table.utf8)), file: "test.csv", assembler: EventAssembler(), settings: ReadingSettings(profile: profile))
    return try #require(try reader.nextBatch())
  }

  static func instants(_ batch: EventBatch) -> [String] { batch.rows.map { Timestamp.canonicalText($0.occurredAt) } }

  @Test func aLaterDateProvesTheOrderOfTheFirst() throws {
    let dayFirst = try Self.read(["9/10/2026 10:00", "13/9/2026 10:00", "2026-09-14T10:00:00Z"])
    #expect(Self.instants(dayFirst) == ["2026-10-09T15:00:00.000Z", "2026-09-13T15:00:00.000Z", "2026-09-14T10:00:00.000Z"])
    let monthFirst = try Self.read(["9/10/2026 10:00", "9/13/2026 10:00 AM"])
    #expect(Self.instants(monthFirst) == ["2026-09-10T15:00:00.000Z", "2026-09-13T15:00:00.000Z"])
  }

  @Test(arguments: [
    (["9/10/2026 10:00"], "test.csv: the dates at the beginning of the file do not prove whether the day or the month comes first"),
    (["9/13/2026 10:00", "13/9/2026 10:00"], "test.csv: the dates at the beginning of the file prove both orders of day and month"),
  ])
  func anOrderThatIsNotProvedIsRefused(_ times: [String], _ message: String) {
    let failure = #expect(throws: Failure.self) { try Self.read(times) }
    #expect(failure?.message == message)
  }

  @Test func aDeclaredOrderIsNotTurnedRound() throws {
    let batch = try Self.read(["9/10/2026 10:00", "13/9/2026 10:00"], formats: "[month-day-year]")
    #expect(Self.instants(batch) == ["2026-09-10T15:00:00.000Z"])
    #expect(batch.rejects.map(\.reason) == ["the time “13/9/2026 10:00”: day and month are the other way round than in this source"])
  }

  @Test func whatTheClockSkippedAndWhatItShowedTwice() throws {
    let batch = try Self.read(["2026-03-08 02:30:00", "2026-11-01 01:30:00", "2026-11-01 03:30:00"], formats: "[iso-8601]")
    #expect(batch.rejects.map(\.reason) == ["the time “2026-03-08 02:30:00”: a time that the clock skipped in the source's zone"])
    #expect(Self.instants(batch) == ["2026-11-01T06:30:00.000Z", "2026-11-01T09:30:00.000Z"])
    #expect(batch.rows.map { batch.text($0.extras) } == [#"{"counterroll:ambiguous-time":["2026-11-01T06:30:00.000Z","2026-11-01T07:30:00.000Z"]}"#, nil])
  }
}
