import ArchiveStore
import AuditModel
import Testing

/// The quick passes against the usual one: the same events, and the first of each actor.
@Suite struct CountingTests {
  private static let actors = (0..<5).map { Actor(name: "Actor \($0)", id: $0 == 3 ? nil : "u\($0)", kind: .person) }
  private static let modules = ["Contacts", "Tasks", "Notes"]

  /// Files that lie in order of time, and one whose events lie between those of all others.
  private func scratch(_ random: inout SplitMix) throws -> Scratch {
    let scratch = try Scratch()
    var number = 0
    for range in [0..<100, 100..<200, 200..<300, 0..<300] as [Range<Int64>] {
      try scratch.archiveFile((0..<150).map { _ in
        number += 1
        return Sample(
          time: Int64.random(in: range, using: &random), says: "event \(number)", actor: Self.actors.randomElement(using: &random)!,
          module: Self.modules.randomElement(using: &random)!, action: Bool.random(using: &random) ? "Created" : "Deleted",
          target: Target(documentID: "d\(number % 7)", name: "Name \(number % 5)", parentID: nil))
      })
    }
    return scratch
  }

  private func filter(_ random: inout SplitMix) -> EventFilter {
    var filter = EventFilter()
    if Bool.random(using: &random) { filter.modules = ["tasks"] }
    if Bool.random(using: &random) { filter.users = ["Actor 1", "u2"] }
    if Int.random(in: 0..<3, using: &random) == 0 { filter.actions = ["Deleted"] }
    if Int.random(in: 0..<4, using: &random) == 0 { filter.document = "d3" }
    return filter
  }

  @Test func anyOrderGivesTheSameEvents() throws {
    let seed = UInt64.random(in: 1...UInt64.max)
    var random = SplitMix(state: seed)
    let scratch = try scratch(&random)
    let reader = try scratch.archive.reader()
    for _ in 0..<60 {
      var filter = filter(&random)
      filter.from = Int64.random(in: 0..<300, using: &random)
      filter.to = filter.from! + Int64.random(in: 1..<200, using: &random)
      let within = Bool.random(using: &random) ? [] : [self.filter(&random), self.filter(&random)]
      for texts in [EventTexts.none, .changes, .all] {
        var (usual, quick): ([Int64: ArchivedEvent], [Int64: ArchivedEvent]) = ([:], [:])
        try reader.forEachEvent(matching: filter, within: within) { usual[$0.id] = $0 }
        try reader.forEachEventInAnyOrder(matching: filter, within: within, reading: texts) { event in
          #expect(quick.updateValue(event, forKey: event.id) == nil, "given twice (seed \(seed))")
        }
        #expect(Set(usual.keys) == Set(quick.keys), "seed \(seed)")
        for (id, event) in usual {
          let other = try #require(quick[id])
          #expect(
            [event.occurredAt, Int64(event.actor), Int64(event.module), Int64(event.action), event.variantOf]
              == [other.occurredAt, Int64(other.actor), Int64(other.module), Int64(other.action), other.variantOf])
          #expect(event.target == other.target && (texts == .none || event.changes == other.changes))
        }
      }
    }
  }

  /// By the books, or by a pass where a filter asks for what they do not tell.
  @Test func theFirstEventOfEachActor() throws {
    let seed = UInt64.random(in: 1...UInt64.max)
    var random = SplitMix(state: seed)
    let scratch = try scratch(&random)
    // The same events again, and one in another version: only what was added counts.
    try scratch.archiveFile([Sample(time: 1, says: "a", id: "x"), Sample(time: 1, says: "b", id: "x")])
    try scratch.archiveFile([Sample(time: 1, says: "a", id: "x")])
    let reader = try scratch.archive.reader()
    for _ in 0..<60 {
      let filter = filter(&random), within = Bool.random(using: &random) ? [] : [self.filter(&random), self.filter(&random)]
      var wanted: [Int32: Int64] = [:]
      try reader.forEachEvent(matching: filter, within: within) { wanted[$0.actor] = min($0.occurredAt, wanted[$0.actor] ?? .max) }
      #expect(try reader.firstInstants(matching: filter, within: within) == wanted, "seed \(seed)")
    }
    #expect(try scratch.number("SELECT sum(added) FROM actor_count") == scratch.number("SELECT count(*) FROM event"))
  }
}
