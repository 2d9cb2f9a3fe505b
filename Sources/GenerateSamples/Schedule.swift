/// When something happens, and what.
struct Moment: Sendable {
  let time: Instant
  let scene: Scene
}

/// What can happen in the story.
enum Scene: Sendable {
  case officeWork, automatic
  case importContact, bulkDelete, bulkRestore
  case favouriteListing, brokenUpdate, unknownSource
  case longNote, userJoins, userLeaves, rightsChange, exportGranted, exportRevoked
  case exportRequested, exportDownloaded
}

/// All moments of the story in order of time.
struct Schedule {
  private var random: Randomness
  private var moments: [Moment] = []

  static func moments(seed: UInt64) -> [Moment] {
    var schedule = Schedule(random: Randomness(seed: seed ^ 0x7363_6865))
    schedule.addDays()
    schedule.addImport()
    schedule.addBulkDelete()
    schedule.addListingHistory()
    schedule.addExports()
    schedule.addSingles()
    return schedule.sorted()
  }

  /// By time, and by order of adding where the time is the same.
  private func sorted() -> [Moment] {
    moments.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  private mutating func add(_ scene: Scene, _ time: Instant) { moments.append(Moment(time: time, scene: scene)) }

  /// Work in office hours, quiet weekends, and machinery at any hour.
  private mutating func addDays() {
    for day in Company.firstDay...Company.lastDay {
      let weekend = Day.isWeekend(day)
      for _ in 0..<(weekend ? random.below(5) : 24 + random.below(13)) { add(.officeWork, officeTime(on: day)) }
      for _ in 0..<(weekend ? 3 : 4 + random.below(4)) {
        add(.automatic, Chicago.instant(day: day, milliseconds: Int64(random.below(Int(millisecondsOfDay)))))
      }
    }
  }

  private mutating func officeTime(on day: Int) -> Instant {
    let hour = 8 + random.weighted([4, 9, 12, 11, 6, 8, 11, 11, 9, 5, 2])
    return Chicago.instant(day: day, milliseconds: Int64(hour * 3_600_000 + random.below(3_600_000)))
  }

  /// 200 contacts within minutes; some share a second, a few the millisecond.
  private mutating func addImport() {
    var time = Chicago.instant(Day(2026, 7, 14), 9, 12, 30)
    for _ in 0..<200 {
      time += random.chance(4) ? 0 : Int64(random.below(2200))
      add(.importContact, time)
    }
  }

  private mutating func addBulkDelete() {
    var time = Chicago.instant(Day(2026, 9, 9), 15, 41, 5)
    for index in 0..<60 {
      time += Int64(random.below(1400))
      add(.bulkDelete, time)
      if index % 5 == 0 { add(.bulkRestore, time + 3_900_000) }
    }
  }

  private mutating func addListingHistory() {
    for step in 0..<66 {
      let day = Company.firstDay + 3 + step * 5 / 2
      if !Day.isWeekend(day) { add(.favouriteListing, officeTime(on: day)) }
      if step % 3 == 0, !Day.isWeekend(day) { add(.favouriteListing, officeTime(on: day)) }
    }
  }

  /// Every second Monday an export is asked for, and fetched a few minutes later.
  private mutating func addExports() {
    for day in stride(from: Day(2026, 5, 18).number, through: Company.lastDay, by: 14) {
      let time = Chicago.instant(day: day, milliseconds: 33_000_000 + Int64(random.below(600_000)))
      add(.exportRequested, time)
      add(.exportDownloaded, time + 200_000 + Int64(random.below(400_000)))
    }
  }

  private mutating func addSingles() {
    add(.userJoins, Company.arrival)
    add(.userLeaves, Company.departure)
    add(.exportGranted, Chicago.instant(Day(2026, 6, 2), 10, 15, 40))
    add(.exportRevoked, Chicago.instant(Day(2026, 10, 5), 11, 2, 9))
    for (month, day) in [(5, 27), (6, 16), (7, 8), (7, 22), (8, 12), (9, 2), (9, 23), (10, 14)] {
      add(.rightsChange, officeTime(on: Day(2026, month, day).number))
    }
    for (month, day) in [(6, 24), (8, 5), (9, 22), (10, 20)] { add(.brokenUpdate, officeTime(on: Day(2026, month, day).number)) }
    for (month, day) in [(5, 20), (5, 26), (5, 28), (9, 21), (9, 23)] { add(.unknownSource, officeTime(on: Day(2026, month, day).number)) }
    for (month, day) in [(5, 29), (8, 18), (9, 16)] { add(.longNote, officeTime(on: Day(2026, month, day).number)) }
  }
}
