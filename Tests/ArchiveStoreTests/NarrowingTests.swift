import ArchiveStore
import AuditModel
import Testing

/// What a narrowing leaves, against the same question asked of each event by itself.
@Suite struct NarrowingTests {
  private struct Fact {
    var time: Int64
    var module: String
    var action: String
    var actor: Actor
  }

  private static let modules = ["Contacts", "Tasks", "Notes"]
  private static let actions = ["Created", "Deleted"]
  private static let actors = [
    Actor(name: "Ann", id: "u1", kind: .person), Actor(name: "u1", id: "u2", kind: .person), Actor(name: nil, id: nil, kind: .system),
  ]

  /// The selection in other words, on purpose: on texts, one event at a time.
  private static func selects(_ filter: EventFilter, _ fact: Fact) -> Bool {
    func names(_ wanted: [String], _ texts: [String?]) -> Bool {
      wanted.isEmpty || wanted.contains { text in texts.contains { $0?.lowercased() == text.lowercased() } }
    }
    return names(filter.modules, [fact.module]) && names(filter.actions, [fact.action]) && names(filter.users, [fact.actor.name, fact.actor.id])
      && (filter.from.map { fact.time >= $0 } ?? true) && (filter.to.map { fact.time < $0 } ?? true)
  }

  private static func filter(_ random: inout some RandomNumberGenerator) -> EventFilter {
    var filter = EventFilter()
    if Int.random(in: 0..<3, using: &random) == 0 { filter.modules = [["contacts", "TASKS", "Nothing"].randomElement(using: &random)!] }
    if Int.random(in: 0..<3, using: &random) == 0 { filter.actions = ["created"] }
    if Int.random(in: 0..<3, using: &random) == 0 { filter.users = [["ann", "u1", "u2"].randomElement(using: &random)!] }
    if Bool.random(using: &random) { filter.from = Int64.random(in: 0..<100, using: &random) }
    if Bool.random(using: &random) { filter.to = Int64.random(in: 0..<100, using: &random) }
    return filter
  }

  @Test func whatIsGivenFitsTheFilterAndOneOfTheAlternatives() throws {
    let seed = UInt64.random(in: 1...UInt64.max)
    var random = SplitMix(state: seed)
    let facts = (0..<200).map { _ in
      Fact(
        time: Int64.random(in: 0..<100, using: &random), module: Self.modules.randomElement(using: &random)!,
        action: Self.actions.randomElement(using: &random)!, actor: Self.actors.randomElement(using: &random)!)
    }
    let scratch = try Scratch()
    try scratch.archiveFile(facts.enumerated().map { index, fact in
      Sample(time: fact.time, says: "event \(index)", actor: fact.actor, module: fact.module, action: fact.action)
    })
    let reader = try scratch.archive.reader()
    // Record numbers are places in `facts`, from 1; ids are places in the log.
    var recordOf: [Int64: Int] = [:]
    try reader.forEachEvent(matching: .all) { recordOf[$0.id] = Int($0.recordNumber) - 1 }
    #expect(recordOf.count == facts.count)
    for _ in 0..<60 {
      let filter = Self.filter(&random)
      let within = (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.filter(&random) }
      var given: [ArchivedEvent] = []
      try reader.forEachEvent(matching: filter, within: within) { given.append($0) }
      let wanted = facts.indices.filter { index in
        Self.selects(filter, facts[index]) && within.contains { Self.selects($0, facts[index]) }
      }
      #expect(given.compactMap { recordOf[$0.id] }.sorted() == wanted, "seed \(seed), filter \(filter), within \(within)")
      #expect(zip(given, given.dropFirst()).allSatisfy { ($0.occurredAt, -$0.id) > ($1.occurredAt, -$1.id) }, "seed \(seed)")
      for (id, index) in recordOf {
        let isThere = try reader.event(id, within: within) != nil
        #expect(isThere == within.contains { Self.selects($0, facts[index]) }, "seed \(seed), event \(id), within \(within)")
      }
    }
  }

  @Test func anEventThatCameLaterIsJudgedByWhatItNames() throws {
    let scratch = try Scratch()
    try scratch.archiveFile([Sample(time: 1, says: "a")])
    let reader = try scratch.archive.reader()
    var tags = EventFilter()
    tags.modules = ["Tags"]
    #expect(try reader.event(1, within: [tags]) == nil)
    try scratch.archiveFile([Sample(time: 2, says: "b", module: "Tags")])
    let id = try #require(try scratch.events().first?.id)
    #expect(try reader.event(id, within: [tags])?.occurredAt == 2)
    #expect(try reader.event(1, within: [tags]) == nil && reader.event(1)?.occurredAt == 1)
  }

}
