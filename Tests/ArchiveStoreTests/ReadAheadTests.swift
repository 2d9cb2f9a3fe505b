import ArchiveStore
import Archiving
import AuditModel
import Testing

/// A large archive is read on a second thread while the caller works: nobody may notice.
@Suite struct ReadAheadTests {
  let scratch: Scratch
  /// Several at each instant, archived in no order of time.
  let times: [Int64]

  init() throws {
    scratch = try Scratch()
    var random = SplitMix(state: 7)
    times = (0..<12_000).map { _ in Int64(random.next() % 5_000) }
    try scratch.archiveFile(times.enumerated().map { Sample(time: $1, says: "\($0)") })
  }

  @Test func theOrderIsThatOfTimeThenOfTheLog() throws {
    let events = try scratch.events()
    let pairs = zip(events, events.dropFirst())
    #expect(pairs.allSatisfy { a, b in a.occurredAt > b.occurredAt || (a.occurredAt == b.occurredAt && a.id < b.id) })
    #expect(events.map(\.occurredAt).sorted() == times.sorted())
    #expect(Set(events.map(\.changes)).count == times.count, "each event once")
  }

  @Test func aBodyThatThrowsEndsThePass() throws {
    struct Enough: Error {}
    let reader = try scratch.archive.reader()
    for most in [1, 16, 17, 3_000] {
      var count = 0
      #expect(throws: Enough.self) {
        try reader.forEachEvent(matching: .all) { _ in
          count += 1
          if count == most { throw Enough() }
        }
      }
      #expect(count == most)
    }
  }

  @Test func passesWithinAPassSeeTheSame() throws {
    let reader = try scratch.archive.reader()
    var outer = 0
    try reader.forEachEvent(matching: .all) { event in
      outer += 1
      guard outer % 4_000 == 1 else { return }
      var inner = 0
      try reader.forEachEvent(matching: .all) { _ in inner += 1 }
      #expect(inner == times.count)
    }
    #expect(outer == times.count)
  }

  /// A run that waits to commit lets nobody begin to read: a pass must not wait for it.
  @Test func aRunThatWaitsForTheReaderDoesNotStopIt() throws {
    let reader = try scratch.archive.reader()
    nonisolated(unsafe) let scratch = scratch
    let writing = try reader.atOneInstant {
      let writing = BackgroundWork("write") { try unsafe scratch.archiveFile([Sample(time: 9_999, says: "later")]) }
      for _ in 0..<40 {
        var count = 0
        try reader.forEachEvent(matching: .all) { _ in count += 1 }
        #expect(count == times.count)
      }
      return writing
    }
    #expect(try writing.wait().stored == 1)
    #expect(try scratch.events().count == times.count + 1)
  }
}
