/// Spreads a number of events over the hours of some days: busy office hours, quiet nights and weekends, a burst here and there.
struct Timetable {
  let events: Int
  let days: Int
  private var random: Randomness

  private static let hourWeights = [1, 1, 1, 1, 1, 2, 4, 12, 40, 90, 110, 100, 60, 80, 105, 105, 90, 60, 25, 12, 8, 5, 3, 2]

  init(events: Int, days: Int, seed: UInt64) {
    self.events = events
    self.days = days
    random = Randomness(seed: seed ^ 0x7469_6d65)
  }

  /// Calls `tell` with each time, the newest first, and whether it lies in a burst.
  mutating func newestFirst(_ tell: (Instant, Bool) throws -> Void) rethrows {
    var weightSoFar = 0
    var told = 0
    let total = (0..<days).reduce(0) { $0 + dayWeight(back: $1) * Self.hourWeights.reduce(0, +) }
    for back in 0..<days {
      for hour in (0..<24).reversed() {
        weightSoFar += Self.hourWeights[hour] * dayWeight(back: back)
        let target = events / total * weightSoFar + events % total * weightSoFar / total
        try tellHour(hour, of: Company.lastDay - back, count: target - told, tell)
        told = target
      }
    }
  }

  private func dayWeight(back: Int) -> Int { Day.isWeekend(Company.lastDay - back) ? 1 : 12 }

  /// One hour in forty has half of its events within two minutes.
  private mutating func tellHour(_ hour: Int, of day: Int, count: Int, _ tell: (Instant, Bool) throws -> Void) rethrows {
    guard count > 0 else { return }
    let hasBurst = random.below(40) == 0
    let burst = random.below(3_480_000)
    var offsets: [Int] = []
    for index in 0..<count {
      offsets.append(hasBurst && index % 2 == 0 ? burst + random.below(120_000) : random.below(3_600_000))
    }
    offsets.sort(by: >)
    let start = Chicago.instant(day: day, milliseconds: Int64(hour) * 3_600_000)
    for offset in offsets {
      try tell(start + Int64(offset), hasBurst && burst <= offset && offset < burst + 120_000)
    }
  }
}
