import AuditModel

/// How many events a period has, and of whom and what: all that is kept of the periods that a report compares with.
struct Totals: Equatable {
  var all = 0
  var actors: [Int32: Int] = [:]
  var modules: [Int32: Int] = [:]
  var actions: [Int32: Int] = [:]

  init(_ acts: [Act] = []) {
    all = acts.count
    actors = Self.counted(acts) { $0.actor }
    modules = Self.counted(acts) { $0.module }
    actions = Self.counted(acts) { $0.action }
  }

  private static func counted(_ acts: [Act], _ id: (Act) -> Int32) -> [Int32: Int] {
    var counts: [Int] = []
    for act in acts {
      let place = Int(id(act))
      if place >= counts.count { counts += Array(repeating: 0, count: place + 1 - counts.count) }
      counts[place] += 1
    }
    return Dictionary(uniqueKeysWithValues: counts.indices.filter { counts[$0] > 0 }.map { (Int32($0), counts[$0]) })
  }

  func count(of wanted: ActionClass, _ cast: Cast) -> Int { actions.reduce(0) { cast.classes[$1.key] == wanted ? $0 + $1.value : $0 } }
}

/// How many events each actor has in each clock hour in which it acts at all: what is usual for it.
struct ActiveHours {
  struct Hour: Hashable {
    var actor: Int32
    /// Hours since 1970 on the account's clock.
    var hour: Int64
  }

  private(set) var counts: [Hour: Int] = [:]

  init(_ acts: [Act] = [], clock: ZoneRules) {
    // Neighbours mostly are of one hour.
    var last: (hour: Int64, from: Int64, to: Int64) = (0, 0, 0)
    for act in acts {
      if act.at < last.from || act.at >= last.to {
        let time = clock.clockTime(at: act.at)
        let hour = (time - (time % 3_600_000 + 3_600_000) % 3_600_000) / 3_600_000
        let start = act.at - (time - hour * 3_600_000)
        // The clock may change within an hour: such hours are looked up for each event.
        last = clock.offset(at: start) == clock.offset(at: start + 3_599_999) ? (hour, start, start + 3_600_000) : (hour, act.at, act.at + 1)
      }
      counts[Hour(actor: act.actor, hour: last.hour), default: 0] += 1
    }
  }

  mutating func add(_ other: ActiveHours) { counts.merge(other.counts, uniquingKeysWith: +) }

  /// The middle one of each actor's counts, and of how many hours it is the middle.
  func usual() -> [Int32: (count: Int, hours: Int)] {
    Dictionary(grouping: counts, by: \.key.actor).mapValues { hours in
      let sorted = hours.map(\.value).sorted()
      return (sorted[sorted.count / 2], sorted.count)
    }
  }
}
