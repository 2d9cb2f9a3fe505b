import Foundation
import Testing

/// One bit is flipped somewhere in an archive, again and again: `verify` notices each time, and never crashes.
///
/// Any bit: of rows and indexes, of SQLite's own numbers, and of the bytes of a page that belong to nothing.
/// `COUNTERROLL_FLIPS=1000` flips more bits, `COUNTERROLL_SEED` repeats a test.
@Suite("Flipped bits")
struct FlipTests {
  static let settings = ProcessInfo.processInfo.environment
  static let flips = settings["COUNTERROLL_FLIPS"].flatMap { Int($0) } ?? 120

  /// An archive with everything in it: two runs, a packed file, duplicates, conflicts, rejects, hostile values.
  private func archive() throws -> Workplace {
    let workplace = try Workplace()
    for command in [
      "counterroll init -q --archive a --account X --time-zone America/Chicago", "counterroll key make --to key > key.pub",
      "counterroll ingest -q --archive a --key key $SAMPLES/hostile/hostile-values.csv $SAMPLES/highlevel/audit-logs-2026-08.csv.gz",
      "counterroll ingest -q --archive a --key key $SAMPLES/hostile/hostile-values.ndjson $SAMPLES/hostile/bad-times.csv; test $? = 3",
    ] {
      let outcome = try workplace.run(command)
      try #require(outcome.code == 0, "\(outcome)")
    }
    return workplace
  }

  @Test func everyFlippedBitIsNoticed() throws {
    let workplace = try archive()
    let seed = Self.settings["COUNTERROLL_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
    var random = SeededNumbers(seed: seed)
    let sources = try FileManager.default.contentsOfDirectory(atPath: workplace.folder.appending(path: "a/sources").path).sorted()
    let database = workplace.folder.appending(path: "a/archive.sqlite")
    #expect(try verify(workplace).code == 0)
    for _ in 0..<Self.flips {
      let isSource = random.next() % 4 == 0
      let file = isSource ? workplace.folder.appending(path: "a/sources/\(sources[Int(random.next() % UInt64(sources.count))])") : database
      let bit = Int(random.next() % UInt64(try size(of: file) * 8))
      try flip(bit, in: file)
      let outcome = try verify(workplace)
      #expect(outcome.code == 5, "bit \(bit) of \(file.lastPathComponent), seed \(seed): \(outcome)")
      try flip(bit, in: file)
    }
    print("\(Self.flips) flipped bits, seed \(seed)")
    #expect(try verify(workplace).code == 0)
  }

  private func verify(_ workplace: Workplace) throws -> Outcome {
    try workplace.run("counterroll verify a --level records --verifier \"$(cat key.pub)\"")
  }

  private func size(of file: URL) throws -> Int { try #require(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize) }

  private func flip(_ bit: Int, in file: URL) throws {
    let handle = try FileHandle(forUpdating: file)
    defer { try? handle.close() }
    try handle.seek(toOffset: UInt64(bit / 8))
    let byte = try #require(try handle.read(upToCount: 1)?.first)
    try handle.seek(toOffset: UInt64(bit / 8))
    try handle.write(contentsOf: Data([byte ^ 1 << (bit % 8)]))
  }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
private struct SeededNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
