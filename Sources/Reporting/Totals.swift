import AccessPolicy
import AuditModel

/// How many events a period has, and of whom and what: all that is kept of the periods that a report compares with.
struct Totals: Equatable {
  var all = 0
  var actors: [Int32: Int] = [:]
  var modules: [Int32: Int] = [:]
  var actions: [Int32: Int] = [:]

  /// Counts permitted events, and learns whom and what they name.
  static func read(_ events: PermittedEvents, _ span: Range<Int64>, cast: inout Cast) throws -> Totals {
    var (totals, actors, modules, actions) = (Totals(), Counts(), Counts(), Counts())
    try events.part(from: span.lowerBound, to: span.upperBound).forEachInAnyOrder(reading: .none) { event in
      totals.all += 1
      let (isNewActor, isNewModule, isNewAction) = (actors.add(event.actor), modules.add(event.module), actions.add(event.action))
      if isNewActor || isNewModule || isNewAction { try cast.meet(Act(event), in: events) }
    }
    (totals.actors, totals.modules, totals.actions) = (actors.counts, modules.counts, actions.counts)
    return totals
  }

  /// By ids, which are small numbers.
  private struct Counts {
    private var numbers: [Int] = []

    /// Whether it is the first one.
    mutating func add(_ id: Int32) -> Bool {
      if Int(id) >= numbers.count { numbers += Array(repeating: 0, count: Int(id) + 1 - numbers.count) }
      numbers[Int(id)] += 1
      return numbers[Int(id)] == 1
    }

    var counts: [Int32: Int] {
      Dictionary(uniqueKeysWithValues: numbers.indices.filter { numbers[$0] > 0 }.map { (Int32($0), numbers[$0]) })
    }
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

  init(_ acts: some Sequence<Act>, clock: ZoneRules) {
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

  /// The middle one of each actor's counts, and of how many hours it is the middle.
  func usual() -> [Int32: (count: Int, hours: Int)] {
    Dictionary(grouping: counts, by: \.key.actor).mapValues { hours in
      let sorted = hours.map(\.value).sorted()
      return (sorted[sorted.count / 2], sorted.count)
    }
  }
}
