import Coverage

/// How many events of each day and module a part has, and of these how many it added.
///
/// One event costs a comparison and a few additions: the day that the last event lay in is kept with its bounds, and with the counts of its
/// modules. Batches are counted in order of time, so the day seldom changes.
struct DayTally {
  struct Count {
    let day: Int
    let module: Int32
    var read: Int64 = 0
    var added: Int64 = 0
    var conflicts: Int64 = 0
    var firstAt = Int64.max
    var lastAt = Int64.min
  }

  private struct Key: Hashable {
    var day: Int
    var module: Int32
  }

  private(set) var counts: [Count] = []
  private let days: AccountDays
  private var places: [Key: Int] = [:]
  private var day = 0
  private var dayStart = Int64.max
  private var dayEnd = Int64.min
  /// By module id: the place of this day's count, or -1.
  private var placeOfModule: [Int] = []

  init(days: AccountDays) { self.days = days }

  mutating func count(_ time: Int64, module: Int32, _ kind: Decision.Kind) {
    if time < dayStart || time >= dayEnd { enterDay(of: time) }
    let module = Int(module)
    if module >= placeOfModule.count { placeOfModule += Array(repeating: -1, count: module + 1 - placeOfModule.count) }
    if placeOfModule[module] < 0 { placeOfModule[module] = place(of: Int32(module)) }
    let place = placeOfModule[module]
    counts[place].read += 1
    switch kind {
    case .stored: counts[place].added += 1
    case .conflict: counts[place].conflicts += 1
    case .duplicate: break
    }
    if time < counts[place].firstAt { counts[place].firstAt = time }
    if time > counts[place].lastAt { counts[place].lastAt = time }
  }

  private mutating func enterDay(of time: Int64) {
    let (day, span) = days.bounds(at: time)
    (self.day, dayStart, dayEnd) = (day, span.from, span.to)
    for index in placeOfModule.indices { placeOfModule[index] = -1 }
  }

  private mutating func place(of module: Int32) -> Int {
    let key = Key(day: day, module: module)
    if let place = places[key] { return place }
    places[key] = counts.count
    counts.append(Count(day: day, module: module))
    return counts.count - 1
  }
}
