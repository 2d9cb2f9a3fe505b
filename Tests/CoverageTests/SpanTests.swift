import Coverage
import Testing

/// Sets of stretches against the plainest model: a set of numbers.
@Suite struct SpanTests {
  @Test func setsOfSpansAgreeWithSetsOfNumbers() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(state: seed)
    for _ in 0..<500 {
      let spans = (0..<Int.random(in: 0...5, using: &random)).map { _ in Self.span(&random) }
      let set = SpanSet(spans)
      let numbers = Set(spans.flatMap { Array($0.from..<max($0.from, $0.to)) })
      let probe = Self.span(&random)
      let inside = Set(probe.from..<max(probe.from, probe.to))
      #expect(set.covers(probe) == inside.isSubset(of: numbers), "seed \(seed)")
      #expect(set.meets(probe) == !inside.isDisjoint(with: numbers), "seed \(seed)")
      #expect(Set(set.holes(in: probe).flatMap { $0.from..<$0.to }) == inside.subtracting(numbers), "seed \(seed)")
      #expect(set.spans.count == numbers.filter { !numbers.contains($0 - 1) }.count, "seed \(seed)")
    }
  }

  private static func span(_ random: inout Seeded) -> Span { Span(Int64.random(in: 0...20, using: &random), Int64.random(in: 0...20, using: &random)) }

  /// SplitMix64.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }
}
