import Testing

import AuditModel

/// The clock as a table, with a zone made up for the purpose: an hour forward at 1,000 h, an hour back at 2,000 h, a whole day forward at
/// 3,000 h.
struct ZoneRulesTests {
  static let hour: Int64 = 3_600_000
  static let zone = ZoneRules(
    name: "Test/Island", initialOffset: -hour,
    transitions: [
      .init(instant: 1000 * hour, offset: 0), .init(instant: 2000 * hour, offset: -hour), .init(instant: 3000 * hour, offset: 23 * hour),
    ])

  @Test(arguments: [(Int64.min / 2, -1), (1000 * hour - 1, -1), (1000 * hour, 0), (2000 * hour, -1), (3000 * hour, 23), (.max / 2, 23)] as [(Int64, Int64)])
  func offsets(_ instant: Int64, _ hours: Int64) { #expect(Self.zone.offset(at: instant) == hours * Self.hour) }

  /// Clock times in hours, and the instants in hours that they stand for.
  @Test(arguments: [
    (998, .once(999)), (999, .never(skippedAt: 1000)), (1000, .once(1000)),
    (1998, .once(1998)), (1999, .twice(earlier: 1999, later: 2000)), (2000, .once(2001)),
    (2998, .once(2999)), (2999, .never(skippedAt: 3000)), (3022, .never(skippedAt: 3000)), (3023, .once(3000)),
  ] as [(Int64, ZoneRules.LocalReading)])
  func clockTimes(_ time: Int64, _ wanted: ZoneRules.LocalReading) {
    let inHours: ZoneRules.LocalReading =
      switch Self.zone.reading(ofClockTime: time * Self.hour) {
      case .once(let instant): .once(instant / Self.hour)
      case .twice(let earlier, let later): .twice(earlier: earlier / Self.hour, later: later / Self.hour)
      case .never(let instant): .never(skippedAt: instant / Self.hour)
      }
    #expect(inHours == wanted)
  }

  @Test func theLastMillisecondOfAGapAndOfAFold() {
    #expect(Self.zone.reading(ofClockTime: 999 * Self.hour - 1) == .once(1000 * Self.hour - 1))
    #expect(Self.zone.reading(ofClockTime: 1000 * Self.hour - 1) == .never(skippedAt: 1000 * Self.hour))
    let last = 2000 * Self.hour - 1
    #expect(Self.zone.reading(ofClockTime: last) == .twice(earlier: last, later: last + Self.hour))
  }

  @Test func days() {
    #expect(ZoneRules.utc.day(of: -1) == -1)
    #expect(ZoneRules.utc.day(of: 0) == 0)
    #expect(Self.zone.day(of: 0) == -1)
    #expect(Self.zone.day(of: Self.hour) == 0)
    #expect(Self.zone.startOfDay(0) == Self.hour)
  }

  /// Whatever the clock shows at an instant reads back as that instant, or as the other one of a fold.
  @Test func everyInstantComesBack() {
    for half in Int64(-100)...6200 {
      let instant = half * Self.hour / 2
      switch Self.zone.reading(ofClockTime: Self.zone.clockTime(at: instant)) {
      case .once(let read): #expect(read == instant)
      case .twice(let earlier, let later): #expect(instant == earlier || instant == later)
      case .never: Issue.record("the clock shows a time that it skips, at \(instant)")
      }
    }
  }
}
