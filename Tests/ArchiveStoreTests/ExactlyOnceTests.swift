import ArchiveStore
import AuditModel
import Testing

/// Each event is archived exactly once, however often and in whatever pieces it is exported.
@Suite struct ExactlyOnceTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func rowsOfOneInstantAreToldApartByContent() throws {
    #expect(try scratch.archiveFile([Sample(says: "a"), Sample(says: "b"), Sample(time: 101, says: "c")]) == balance(3, 3, 0))
  }

  @Test func theSameExportAgainAddsNothing() throws {
    let rows = [Sample(says: "a", id: "1"), Sample(says: "b"), Sample(time: 50, says: "c", id: "2")]
    try scratch.archiveFile(rows)
    #expect(try scratch.archiveFile(rows.reversed()) == balance(3, 0, 3))
    #expect(try scratch.number("SELECT count(*) FROM readable_sighting WHERE source_part = 2") == 3)
  }

  /// Neighbours repeated by neighbours are one row, upwards and downwards; a run ends after 4,096.
  @Test func sightingsAreKeptAsRuns() throws {
    try scratch.archiveFile((0..<5000).map { Sample(time: $0, says: "\($0)") })
    try scratch.archiveFile((100..<4700).map { Sample(time: $0, says: "\($0)") })
    try scratch.archiveFile((100..<140).reversed().map { Sample(time: $0, says: "\($0)") } + [Sample(time: 7, says: "7")])
    let runs = try scratch.query("SELECT group_concat(concat, ' ') AS runs FROM (SELECT first_event || ':' || source_part || ':' || first_record "
      + "|| ':' || count || ':' || step AS concat FROM sighting ORDER BY source_part, first_record)")
    #expect(runs == [["runs": "101:2:1:4096:1 4197:2:4097:504:1 101:3:40:40:-1 8:3:41:1:1"]])
    let sightings = try scratch.query("SELECT source_part AS part, record_number AS record FROM readable_sighting WHERE event = 120")
    #expect(sightings == [["part": "2", "record": "20"], ["part": "3", "record": "21"]])
    #expect(try scratch.number("SELECT duplicates FROM readable_event WHERE id = 120") == 2)
  }

  @Test func anOverlapAddsOnlyWhatIsNew() throws {
    try scratch.archiveFile((0..<200).map { Sample(time: $0 * 7, says: "\($0)") })
    #expect(try scratch.archiveFile((150..<400).map { Sample(time: $0 * 7, says: "\($0)") }) == balance(250, 200, 50))
    #expect(try scratch.archiveFile((0..<400).map { Sample(time: $0 * 7, says: "\($0)") }) == balance(400, 0, 400))
    #expect(try scratch.archiveFile((0..<400).map { Sample(time: $0 * 7 + 1, says: "\($0)") }) == balance(400, 400, 0))
  }

  @Test func theArchiveHoldsTheMostRepeatsOfAnyFile() throws {
    let repeated = { (count: Int) in Array(repeating: Sample(), count: count) }
    #expect(try scratch.archiveFile(repeated(2)) == balance(2, 2, 0))
    #expect(try scratch.archiveFile(repeated(3)) == balance(3, 1, 2))
    #expect(try scratch.archiveFile(repeated(1)) == balance(1, 0, 1))
    #expect(try scratch.archiveFile(repeated(3)) == balance(3, 0, 3))
    #expect(try scratch.archive.eventCount == 3)
  }

  @Test func repeatsAreCountedOverTheBatchesOfAFile() throws {
    #expect(try scratch.archiveFile([Sample()], [Sample(), Sample()], [Sample()]) == balance(4, 4, 0))
    #expect(try scratch.archiveFile([Sample(), Sample()], [Sample()], [Sample(), Sample()]) == balance(5, 1, 4))
    #expect(try scratch.archiveFile([Sample()], [Sample()]) == balance(2, 0, 2))
  }

  @Test func repeatsAreCountedForEachFileOfARun() throws {
    let vocabulary = Vocabulary()
    let balances = try scratch.archive.run(startedAt: 5, by: "maria") { run in
      try [[[Sample(), Sample()]], [[Sample()], [Sample(), Sample()]]].map { try scratch.addFile($0, to: run, vocabulary: vocabulary) }
    }
    #expect(balances == [balance(2, 2, 0), balance(3, 1, 2)])
  }

  @Test func twoPartsReadInTurnsAreKeptApart() throws {
    let vocabulary = Vocabulary()
    var records: [Int64] = [0, 0]
    try scratch.archive.run(startedAt: 5, by: "maria") { run in
      let file = try run.addFile(name: "two.zip", bytes: 9, sha256: "two")
      let parts = try ["a", "b"].map { try run.addPart(file: file, member: $0, profile: "people", shape: "csv") }
      for turn in [0, 1, 0, 1, 1] { try run.store(vocabulary.batch(of: [Sample()], after: &records[turn]), part: parts[turn]) }
      let balances = try parts.map { try run.finishPart($0) }
      #expect(balances == [balance(2, 2, 0), balance(3, 1, 2)])
    }
    #expect(try scratch.archive.eventCount == 3)
  }

  @Test func theSameIDTwiceInAFileIsADuplicate() throws {
    #expect(try scratch.archiveFile([Sample(id: "1"), Sample(id: "1")], [Sample(id: "1")]) == balance(3, 1, 2))
  }

  @Test func otherIDsWithEqualContentAreOtherEvents() throws {
    #expect(try scratch.archiveFile([Sample(id: "1"), Sample(id: "2")]) == balance(2, 2, 0))
  }

  @Test func theSameIDWithOtherContentIsAConflictAndBothAreKept() throws {
    try scratch.archiveFile([Sample(says: "a", id: "1")])
    #expect(try scratch.archiveFile([Sample(says: "b", id: "1")]) == balance(1, 0, 0, 1))
    #expect(try scratch.archiveFile([Sample(says: "b", id: "1"), Sample(says: "a", id: "1")]) == balance(2, 0, 2))
    #expect(try scratch.archiveFile([Sample(says: "c", id: "1")]) == balance(1, 0, 0, 1))
    #expect(try scratch.events().map(\.variantOf) == [0, 1, 1])
    #expect(try scratch.archive.summary().conflicts == 2)
  }

  @Test func aConflictWithinABatchNamesTheFirstRecord() throws {
    #expect(try scratch.archiveFile([Sample(says: "z", id: "1"), Sample(says: "a", id: "1")]) == balance(2, 1, 0, 1))
    let events = try scratch.events()
    #expect(events.map(\.recordNumber) == [1, 2])
    #expect(events.map(\.variantOf) == [0, 1])
  }

  @Test func anEventIsTheSameWithAndWithoutItsID() throws {
    try scratch.archiveFile([Sample(), Sample()])
    #expect(try scratch.archiveFile([Sample(id: "1"), Sample(id: "2"), Sample(id: "3")]) == balance(3, 1, 2))
    #expect(try scratch.archiveFile([Sample(), Sample()], [Sample()]) == balance(3, 0, 3))
    #expect(try scratch.archiveFile([Sample(id: "1"), Sample(id: "2"), Sample(id: "3")]) == balance(3, 0, 3))
  }

  @Test func anEventWithoutIDIsNotTakenTwiceByOneID() throws {
    try scratch.archiveFile([Sample()])
    #expect(try scratch.archiveFile([Sample(id: "1"), Sample(id: "1")]) == balance(2, 0, 2))
  }

  @Test func manyEqualRowsTakeLinearTime() throws {
    let rows = Array(repeating: Sample(), count: 20_000)
    #expect(try scratch.archiveFile(rows, rows) == balance(40_000, 40_000, 0))
    #expect(try scratch.archiveFile(rows, rows) == balance(40_000, 0, 40_000))
  }

  @Test func identitiesOfRepeatsFollowTheContentEvenOverACarry() throws {
    try scratch.archiveFile([Sample(), Sample()])
    let rows = try scratch.query("SELECT hex(identity) AS i, hex(content) AS c FROM event_in_time ORDER BY event")
    #expect(rows[0]["i"] == rows[0]["c"])
    let (first, second) = (try #require(rows[0]["i"]), try #require(rows[1]["i"]))
    #expect(first.hasSuffix("FFFFFFFFFFFFFFFF") && second.hasSuffix("0000000000000000"))
    #expect(UInt64(second.prefix(16), radix: 16) == UInt64(first.prefix(16), radix: 16).map { $0 + 1 })
  }
}

/// The rules, checked against their plain statement on random exports of a small world: few times, few contents, few ids.
@Suite struct RandomExportTests {
  struct Words: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
    }
  }

  struct Said: Hashable {
    var time: Int64
    var says: String
    var id: String?
  }

  private func export(_ words: inout Words, withIDs: Bool) -> [Sample] {
    (0..<Int.random(in: 0...14, using: &words)).map { _ in
      let id = withIDs ? "\(Int.random(in: 1...4, using: &words))" : nil
      return Sample(time: .random(in: 1...3, using: &words), says: ["a", "b", "c"].randomElement(using: &words)!, id: id)
    }
  }

  private func inBatches(_ samples: [Sample], _ words: inout Words) -> [[Sample]] {
    var batches: [[Sample]] = [[]]
    for sample in samples {
      if Int.random(in: 0..<4, using: &words) == 0 { batches.append([]) }
      batches[batches.count - 1].append(sample)
    }
    return batches
  }

  private func counts(_ samples: [Sample]) -> [Said: Int] {
    samples.reduce(into: [:]) { $0[Said(time: $1.time, says: $1.says, id: $1.id), default: 0] += 1 }
  }

  @Test(arguments: 0..<20) func withoutIDsTheMostOfAnyFileIsKept(seed: Int) throws {
    var words = Words(state: UInt64(seed) &* 7919 &+ 3)
    let scratch = try Scratch()
    var expected: [Said: Int] = [:]
    try scratch.archive.run(startedAt: 5, by: "maria") { run in
      let vocabulary = Vocabulary()
      for _ in 0..<6 {
        let samples = export(&words, withIDs: false)
        let before = expected.values.reduce(0, +)
        expected.merge(counts(samples), uniquingKeysWith: max)
        let balance = try scratch.addFile(inBatches(samples, &words), to: run, vocabulary: vocabulary)
        #expect(balance.stored == Int64(expected.values.reduce(0, +) - before))
      }
    }
    #expect(try scratch.archive.eventCount == Int64(expected.values.reduce(0, +)))
  }

  @Test(arguments: 0..<20) func withIDsEachContentOfAnIDIsKeptOnce(seed: Int) throws {
    var words = Words(state: UInt64(seed) &* 104_729 &+ 1)
    let scratch = try Scratch()
    var expected: Set<Said> = []
    for _ in 0..<6 {
      let samples = export(&words, withIDs: true)
      let new = Set(counts(samples).keys).subtracting(expected)
      expected.formUnion(new)
      let balance = try scratch.archive.run(startedAt: 5, by: "maria") { run in try scratch.addFile(inBatches(samples, &words), to: run) }
      #expect(balance.stored + balance.conflict == Int64(new.count))
    }
    let firsts = Set(expected.map { "\($0.time) \($0.id ?? "")" }).count
    #expect(try scratch.events().count { $0.variantOf == 0 } == firsts)
    #expect(try scratch.archive.eventCount == Int64(expected.count))
  }
}
