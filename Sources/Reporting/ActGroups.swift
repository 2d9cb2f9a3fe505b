import AuditModel

/// Acts counted by everything that a report counts them by, with the newest of each group.
struct ActGroups {
  struct Group {
    var count = 0
    /// Places of the newest acts.
    var newest: [Int] = []

    @inline(__always)
    mutating func add(_ place: Int) {
      count += 1
      if newest.count < Report.shownActs { newest.append(place) }
    }
  }

  /// Groups by an id, which is a small number.
  struct Groups {
    private var groups: [Group] = []

    subscript(id: Int32) -> Group { groups.indices.contains(Int(id)) ? groups[Int(id)] : Group() }

    @inline(__always)
    mutating func add(_ place: Int, to id: Int32) {
      if Int(id) >= groups.count { groups += Array(repeating: Group(), count: Int(id) + 1 - groups.count) }
      groups[Int(id)].add(place)
    }
  }

  private(set) var all = Group()
  private(set) var classes: [ActionClass: Group]
  private(set) var actions = Groups()
  private(set) var modules = Groups()
  private(set) var actors = Groups()
  private(set) var hours = Array(repeating: Array(repeating: Group(), count: 24), count: 7)
  /// By day, then by class in their order.
  private var days: [Int: [Group]] = [:]
  static let order = ActionClass.allCases

  /// - Parameter acts: newest first.
  init(_ acts: [Act], cast: Cast, clock: ZoneRules) {
    let places = Dictionary(uniqueKeysWithValues: cast.classes.map { ($0.key, Self.order.firstIndex(of: $0.value)!) })
    let classOf = (0...(cast.classes.keys.max() ?? 0)).map { places[$0] ?? 0 }
    var classes = Array(repeating: Group(), count: Self.order.count)
    var day = (number: Int.min, groups: [] as [Group])
    for (place, act) in acts.enumerated() {
      let kind = classOf[Int(act.action)]
      all.add(place)
      classes[kind].add(place)
      actions.add(place, to: act.action)
      modules.add(place, to: act.module)
      actors.add(place, to: act.actor)
      let (number, hour) = Rules.dayAndHour(of: act.at, clock)
      hours[Period.weekday(of: number)][hour].add(place)
      if number != day.number {
        if day.number != .min { days[day.number] = day.groups }
        day = (number, days[number] ?? Array(repeating: Group(), count: Self.order.count))
      }
      day.groups[kind].add(place)
    }
    if day.number != .min { days[day.number] = day.groups }
    self.classes = Dictionary(uniqueKeysWithValues: zip(Self.order, classes))
  }

  /// The group of several days, of some classes.
  func sum(_ range: Range<Int>, _ kinds: [ActionClass] = order) -> Group {
    var sum = Group()
    for day in range {
      for (place, group) in (days[day] ?? []).enumerated() where kinds.contains(Self.order[place]) {
        sum.count += group.count
        sum.newest += group.newest
      }
    }
    // Places rise as time falls.
    sum.newest = Array(sum.newest.sorted().prefix(Report.shownActs))
    return sum
  }
}
