import ArchiveStore
import AuditModel
import EvidenceLog
import Foundation
import Testing

/// A run is wholly in the archive or not at all.
@Suite struct RunTests {
  struct Interruption: Error {}

  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func aFailedRunLeavesNothing() throws {
    let source = try sourceFile("time,who\n1,maria\n")
    #expect(throws: Interruption.self) {
      try scratch.archive.run(startedAt: 5, by: "maria") { run in
        let sum = try run.keeper(of: source).keep().sha256
        _ = try run.addFile(name: "kept.csv", bytes: 17, sha256: sum)
        try scratch.addFile([[Sample(), Sample(says: "b")]], to: run)
        throw Interruption()
      }
    }
    for table in [
      "event", "actor", "document", "document_name", "source_file", "source_part", "ingest_run", "claim", "day_count", "actor_count", "export_note",
    ] {
      #expect(try scratch.number("SELECT count(*) FROM \(table)") == 0)
    }
    #expect(try sources() == [])
    #expect(try scratch.archive.lastArchivedAt == nil)
    #expect(try scratch.archiveFile([Sample()]) == balance(1, 1, 0))
  }

  @Test func aSecondRunIsRefusedWhileOneIsOpen() throws {
    let second = try Archive.open(at: scratch.folder)
    try scratch.archive.run(startedAt: 5, by: "maria") { _ in
      let failure = #expect(throws: Failure.self) { try second.run(startedAt: 6, by: "mia") { _ in } }
      #expect(failure?.kind == .locked)
      #expect(failure?.hint != nil)
    }
    try second.run(startedAt: 7, by: "mia") { _ in }
    #expect(try scratch.archive.summary().runs.map(\.login) == ["maria", "mia"])
  }

  @Test func sourcesAreKeptUnderTheirSum() throws {
    let text = String(repeating: "a line of an export\n", count: 200_000)
    let source = try sourceFile(text)
    try scratch.archive.run(startedAt: 5, by: "maria") { run in
      let kept = try run.keeper(of: source).keep()
      #expect(kept.bytes == Int64(text.utf8.count))
      let file = try run.addFile(name: "june.csv", bytes: kept.bytes, sha256: nil)
      try run.completeFile(file, sha256: kept.sha256)
      #expect(try run.knownFile(sha256: kept.sha256) == "june.csv")
      #expect(try run.sizeIsKnown(kept.bytes))
      #expect(try !run.sizeIsKnown(1))
      // A copy that no file of the run has the sum of is not kept.
      _ = try run.keeper(of: "/etc/hostname").keep()
    }
    #expect(try sources() == [hex(sha256(Array(text.utf8))) + ".zst"])
  }

  @Test func whatAKilledRunLeftIsRemovedByTheNext() throws {
    for name in [".partial-1", String(repeating: "0", count: 64) + ".zst"] {
      try Data([1]).write(to: URL(filePath: scratch.folder + "/sources/" + name))
    }
    try scratch.archiveFile([Sample()])
    #expect(try sources() == [])
  }

  @Test func rejectsKeepTheirPlaceAndTheirBytes() throws {
    let reject = Reject(recordNumber: 4, line: 9, offset: 120, reason: "no time", original: [0, 255, 10])
    let result = try scratch.archive.run(startedAt: 5, by: "maria") { run in
      let file = try run.addFile(name: "a.csv", bytes: 3, sha256: "s")
      let part = try run.addPart(file: file, member: "inner.csv", profile: "people", shape: "csv")
      var batch = EventBatch()
      batch.rejects = [reject, Reject(recordNumber: 5, line: 10, offset: 123, reason: "empty", original: [])]
      try run.store(batch, part: part)
      return try run.finishPart(part, read: 2)
    }
    #expect(result == balance(2, 0, 0, rejected: 2))
    let row = try scratch.query("SELECT line, source_offset, reason, hex(original) AS bytes FROM reject ORDER BY id")[0]
    #expect([row["line"], row["source_offset"], row["reason"], row["bytes"]] == ["9", "120", "no time", "00FF0A"])
  }

  @Test func theSummaryAddsUp() throws {
    try scratch.archiveFile([Sample(time: 1, says: "a"), Sample(time: 9, says: "b", module: "Tags")])
    try scratch.archiveFile([Sample(time: 1, says: "a"), Sample(time: 20, says: "c")])
    let summary = try scratch.archive.summary()
    #expect(summary.events == 3 && summary.firstAt == 1 && summary.lastAt == 20)
    #expect(summary.balance == balance(4, 3, 1))
    #expect(summary.modules.map(\.name) == ["Contacts", "Tags"])
    #expect(summary.modules.map(\.events) == [2, 1])
    #expect(summary.parts.map(\.balance) == [balance(2, 2, 0), balance(2, 1, 1)])
    #expect(summary.parts.map(\.firstAt) == [1, 1])
    #expect(summary.runs.map(\.balance) == [balance(2, 2, 0), balance(2, 1, 1)])
    #expect(try scratch.archive.lastArchivedAt == summary.runs[1].endedAt)
  }

  private func sources() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/sources") }

  private func sourceFile(_ text: String) throws -> String {
    let path = scratch.folder + "/received.csv"
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }
}
