import AuditModel
import Testing

/// Whether events are read as they lie or one by one, a pass hands over the same in the same order.
@Suite struct PassOrderTests {
  /// How the events of an archive lie to each other in time.
  enum Arrangement: CaseIterable {
    case upwards, downwards, nearlyInOrder, twoExportsInTurn, anyhow, oneInstant, instantAmongOthers

    func time(_ place: Int, _ random: inout SplitMix) -> Int64 {
      switch self {
      case .upwards: Int64(place)
      case .downwards: Int64(10_000 - place)
      case .nearlyInOrder: Int64(place * 3) + Int64(random.next() % 40)
      case .twoExportsInTurn: Int64(place / 2 + place % 2 * 5_000)
      case .anyhow: Int64(random.next() % 4_000)
      case .oneInstant: 7
      case .instantAmongOthers: (500..<2_500).contains(place) ? 1_000 : Int64(place)
      }
    }
  }

  @Test(arguments: Arrangement.allCases, [1, 2, 15, 600, 3_000])
  func theOrderIsThatOfTimeThenOfTheLog(_ arrangement: Arrangement, count: Int) throws {
    let scratch = try Scratch()
    var random = SplitMix(state: UInt64(count))
    let samples = (0..<count).map { place in
      Sample(time: arrangement.time(place, &random), says: "\(place)", module: random.next() % 3 == 0 ? "Tags" : "Contacts")
    }
    try scratch.archiveFile(samples)
    for modules in [[], ["Tags"]] {
      var filter = EventFilter()
      filter.modules = modules
      let wanted = samples.filter { modules.isEmpty || modules.contains($0.module) }
      let events = try scratch.events(filter)
      let pairs = zip(events, events.dropFirst())
      #expect(pairs.allSatisfy { a, b in (-a.occurredAt, a.id) < (-b.occurredAt, b.id) })
      let read = events.map { "\($0.occurredAt) \(String(decoding: $0.changes.dropFirst(3).dropLast(3), as: UTF8.self))" }
      #expect(read.sorted() == wanted.map { "\($0.time) \($0.says)" }.sorted(), "each event once, with what it says")
    }
  }

  /// So large that not even a few hundred are held in memory.
  @Test func largeEventsComeInTheSameOrder() throws {
    let scratch = try Scratch()
    let text = String(repeating: "x", count: 100_000)
    try scratch.archiveFile((0..<300).map { Sample(time: Int64($0 / 3), says: "\($0) \(text)") })
    let events = try scratch.events()
    #expect(zip(events, events.dropFirst()).allSatisfy { a, b in (-a.occurredAt, a.id) < (-b.occurredAt, b.id) })
    #expect(Set(events.map(\.changes)).count == 300 && events.allSatisfy { $0.changes.count > 100_000 })
  }
}
