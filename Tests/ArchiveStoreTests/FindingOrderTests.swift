import Testing

@testable import ArchiveStore

/// Findings of two threads come out as if one had found them.
@Suite struct FindingOrderTests {
  private final class Seen { var messages: [String] = [] }

  private let seen = Seen()
  private let order: FindingOrder

  init() { order = FindingOrder { [seen] in seen.messages.append($0.message) } }

  private func add(_ message: String, _ step: FindingOrder.Step) { order.add(ArchiveFinding(.database, message, advice: ""), of: step) }

  @Test func aStepThatIsAheadWaitsForItsTurn() {
    add("records 1", .records)
    add("leaves 1", .leaves)
    add("structure 1", .structure)
    #expect(seen.messages == ["structure 1"])
    order.end(.leaves)
    add("structure 2", .structure)
    #expect(seen.messages == ["structure 1", "structure 2"])
    order.end(.structure)
    add("records 2", .records)
    #expect(seen.messages == ["structure 1", "structure 2", "leaves 1", "records 1", "records 2"])
    #expect(order.count == 5)
  }

  @Test func theEndLetsOutAllWhateverEnded() {
    add("records", .records)
    add("leaves", .leaves)
    order.endAll()
    add("a last word", .structure)
    #expect(seen.messages == ["leaves", "records", "a last word"])
  }

  @Test func ofAWreckNothingIsHeldBack() {
    for number in 1...2000 { add("\(number)", .leaves) }
    #expect(seen.messages == (1...2000).map(String.init))
    add("structure", .structure)
    #expect(seen.messages.last == "structure" && order.count == 2001)
  }
}
