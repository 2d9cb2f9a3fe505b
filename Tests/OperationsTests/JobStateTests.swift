import Coverage
import Testing

@testable import Operations

/// Random numbers that a seed repeats.
private struct Congruential: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 32 | state << 32
  }
}

/// The states of an export job, and where an export is cut into parts.
struct JobStateTests {
  /// Written down here once more, as a table: from, to.
  static let allowed: Set<String> = [
    "queued running", "queued denied", "queued failed", "queued cancelled", "running completed", "running empty", "running over-limit",
    "running failed", "running denied", "running cancelled", "failed queued", "completed expired",
  ]

  @Test func onlyTheseTransitionsAreAllowed() {
    for from in JobState.allCases {
      for to in JobState.allCases {
        #expect(from.next.contains(to) == Self.allowed.contains("\(from.rawValue) \(to.rawValue)"), "\(from) to \(to)")
      }
    }
  }

  /// From every state an end can be reached, and no walk leaves an end but by resuming what failed.
  @Test(arguments: [UInt64(1), 2, 3])
  func randomWalksEnd(seed: UInt64) {
    var random = Congruential(state: seed)
    for _ in 0..<1_000 {
      var (state, walk) = (JobState.queued, [JobState.queued])
      while walk.count < 60, let next = state.next.sorted(by: { $0.rawValue < $1.rawValue }).randomElement(using: &random) {
        #expect(state.isOpen || state == .failed && next == .queued || state == .completed && next == .expired, "\(walk)")
        state = next
        walk.append(next)
      }
      #expect(walk.count == 60 || [.empty, .overLimit, .denied, .cancelled, .expired].contains(state), "\(walk)")
      #expect(walk.filter { $0 == .completed }.count <= 1, "\(walk)")
    }
  }

  /// Whatever the instants are: parts hold every event once, none is larger than it may be, save where one instant alone is.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5])
  func partsHoldEveryEventOnce(seed: UInt64) throws {
    var random = Congruential(state: seed)
    func next(_ bound: Int64) -> Int64 { Int64.random(in: 0..<bound, using: &random) }
    for _ in 0..<40 {
      let limit = 1 + next(9)
      let base: Int64 = 1_780_000_000_000
      let instants = (0..<Int(next(120))).map { _ in base + next(4) * 2_592_000_000 + next(7) }.sorted(by: >)
      var tally = PartTally(limit: limit, days: .utc)
      instants.forEach { tally.count($0) }
      let months = tally.months()
      for ranges in [months, tally.pieces()] {
        #expect(ranges.reduce(0) { $0 + $1.count } == Int64(instants.count), "seed \(seed)")
        for range in ranges {
          let inside = instants.filter { range.from <= $0 && $0 < range.to }
          #expect(Int64(inside.count) == range.count, "seed \(seed): \(range)")
        }
        for (earlier, later) in zip(ranges, ranges.dropFirst()) { #expect(earlier.to <= later.from, "seed \(seed)") }
      }
      for piece in tally.pieces() where piece.count > limit {
        #expect(Set(instants.filter { piece.from <= $0 && $0 < piece.to }).count == 1, "seed \(seed): \(piece)")
      }
      for month in months { #expect(Set(instants.filter { month.from <= $0 && $0 < month.to }.map { AccountDays.date(AccountDays.utc.day(at: $0)).prefix(7) }) == [month.name[...]]) }
    }
  }
}
