import AuditModel

/// What the filters of a page can ask for; ViewerFormat.md says how its address spells them. Nothing in a set means no such filter.
struct PageFilter {
  struct Parts: OptionSet {
    let rawValue: Int
    static let user = Parts(rawValue: 1), module = Parts(rawValue: 2), action = Parts(rawValue: 4), hours = Parts(rawValue: 8)
    static let times = Parts(rawValue: 16), conflicts = Parts(rawValue: 32)
  }

  var users: Set<Int32> = []
  var modules: Set<Int32> = []
  var actions: Set<Int32> = []
  /// Of the week, from 0 for the first of Monday to 167; in order.
  var hours: [Int] = []
  var days: Range<Int>?
  var times: Range<Int64>?
  /// A record's id.
  var record: String?
  /// Only events that came in several versions.
  var conflicts = false

  init(users: Set<Int32> = [], modules: Set<Int32> = [], actions: Set<Int32> = [], hours: [Int] = [], days: Range<Int>? = nil, record: String? = nil) {
    (self.users, self.modules, self.actions, self.hours, self.days, self.record) = (users, modules, actions, hours, days, record)
  }

  /// What all of these acts pass; the hours are left open.
  ///
  /// - Parameter acts: newest first.
  init(around acts: some BidirectionalCollection<Act>) {
    conflicts = true
    for act in acts {
      users.insert(act.actor)
      modules.insert(act.module)
      actions.insert(act.action)
      conflicts = conflicts && act.isInConflict
    }
    if let first = acts.last, let last = acts.first { times = first.at..<last.at + 1 }
  }

  func only(_ parts: Parts) -> PageFilter {
    var filter = PageFilter()
    if parts.contains(.user) { filter.users = users }
    if parts.contains(.module) { filter.modules = modules }
    if parts.contains(.action) { filter.actions = actions }
    if parts.contains(.times) { filter.times = times }
    filter.conflicts = parts.contains(.conflicts) && conflicts
    return filter
  }

  func only(_ parts: Parts, hoursOf acts: some Sequence<Act>, _ clock: ZoneRules) -> PageFilter {
    var filter = only(parts)
    filter.hours = Set(acts.map { Self.hour(at: $0.at, clock) }).sorted()
    return filter
  }

  static func hour(at instant: Int64, _ clock: ZoneRules) -> Int {
    let (day, hour) = Rules.dayAndHour(of: instant, clock)
    return Period.weekday(of: day) * 24 + hour
  }

  /// `mon00` to `sun23`.
  static func name(ofHour hour: Int) -> String {
    let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    return "\(weekdays[hour / 24])\(hour % 24 < 10 ? "0" : "")\(hour % 24)"
  }
}

extension PageFilter {
  /// A filter at work; of times, days and records it knows nothing.
  struct Test {
    private let users, modules, actions, hours: Marks
    private let conflicts: Bool
    private let clock: ZoneRules

    /// Small numbers that are wanted; all if none in particular is.
    private struct Marks {
      private var isWanted: [Bool] = []

      init(_ wanted: some Collection<Int>) {
        guard let most = wanted.max() else { return }
        isWanted = Array(repeating: false, count: most + 1)
        for number in wanted { isWanted[number] = true }
      }

      @inline(__always)
      func holds(_ number: @autoclosure () -> Int) -> Bool {
        guard !isWanted.isEmpty else { return true }
        let number = number()
        return number < isWanted.count && isWanted[number]
      }
    }

    init(_ filter: PageFilter, _ clock: ZoneRules) {
      (users, modules, actions) = (Marks(filter.users.map(Int.init)), Marks(filter.modules.map(Int.init)), Marks(filter.actions.map(Int.init)))
      (hours, conflicts, self.clock) = (Marks(filter.hours), filter.conflicts, clock)
    }

    @inline(__always)
    func passes(_ act: Act) -> Bool {
      users.holds(Int(act.actor)) && modules.holds(Int(act.module)) && actions.holds(Int(act.action)) && (!conflicts || act.isInConflict)
        && hours.holds(PageFilter.hour(at: act.at, clock))
    }
  }
}
