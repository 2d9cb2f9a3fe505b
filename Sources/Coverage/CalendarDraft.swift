/// The days that a calendar speaks of. The first is whole, even where the stretch that is spoken of begins in its middle: a day of which only
/// the end is covered is partly covered. The last ends now.
struct DayList {
  let whole: Span
  let first: Int
  let spans: [Span]

  init(_ whole: Span, _ days: AccountDays) {
    self.whole = whole
    first = days.day(at: min(whole.from, whole.to))
    var starts = [days.start(of: first)]
    while starts.last! < whole.to { starts.append(days.start(of: first + starts.count)) }
    spans = whole.isEmpty ? [] : zip(starts, starts.dropFirst()).map { Span($0, min($1, whole.to)) }
  }

  /// The place of the day that an instant lies in, or would.
  func place(of instant: Int64) -> Int {
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].to <= instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The counts of one source's parts, by module and day.
struct CountTable {
  struct Day {
    var read: [Int32: Int64] = [:]
    var added: Int64 = 0
    var conflicts: Int64 = 0
  }

  /// Modules with events, or named by a declared filter; by name.
  let modules: [String]
  private var byModule: [String?: [Int: Day]] = [:]

  init(_ ledger: Ledger, of parts: [Ledger.Part]) {
    let ids = Set(parts.map(\.id))
    for count in ledger.counts where ids.contains(count.part) {
      for module in [count.module, nil] {
        byModule[module, default: [:]][count.day, default: Day()].read[count.part, default: 0] += count.read
        byModule[module]![count.day]!.added += count.added
        byModule[module]![count.day]!.conflicts += count.conflicts
      }
    }
    var names = Set(byModule.keys.compactMap(\.self))
    for part in parts {
      for module in part.claim?.filter.modules ?? [] where !names.contains(where: { $0.lowercased() == module.lowercased() }) {
        names.insert(module)
      }
    }
    modules = names.sorted()
  }

  func day(_ day: Int, of module: String?) -> Day { byModule[module]?[day] ?? Day() }
}

/// Works out the states of one module's days.
struct CalendarDraft {
  let module: String?
  private let counts: CountTable
  private let days: DayList
  private let purgedBefore: Int64
  private var held = SpanSet()
  private var inDoubt = SpanSet()
  private var filtered = SpanSet()
  /// By the day's place: the parts that hold the whole of it.
  private var wholeDay: [[Int32]]

  init(module: String?, parts: [Ledger.Part], counts: CountTable, days: DayList, purgedBefore: Int64) {
    self.module = module
    self.counts = counts
    self.days = days
    self.purgedBefore = purgedBefore
    wholeDay = Array(repeating: [], count: days.spans.count)
    var spans: (held: [Span], inDoubt: [Span], filtered: [Span]) = ([], [], [])
    for part in parts {
      let (surely, perhaps) = part.held
      switch part.claim?.filter.reach(module) ?? .none {
      case .whole:
        spans.held.append(surely)
        spans.inDoubt += perhaps
        note(part.id, surely)
      case .part: spans.filtered += perhaps + [surely]
      case .none: break
      }
    }
    (held, inDoubt, filtered) = (SpanSet(spans.held), SpanSet(spans.inDoubt), SpanSet(spans.filtered))
  }

  private mutating func note(_ part: Int32, _ span: Span) {
    var place = days.place(of: span.from)
    while place < days.spans.count, days.spans[place].from < span.to {
      let day = days.spans[place]
      if span.from <= day.from, day.to <= span.to { wholeDay[place].append(part) }
      place += 1
    }
  }

  var calendar: ModuleCalendar {
    ModuleCalendar(
      module: module, firstDay: days.first, states: days.spans.indices.map(state(at:)), uncovered: held.holes(in: days.whole))
  }

  private func state(at place: Int) -> DayState? {
    let day = days.spans[place]
    if day.isEmpty { return nil }
    if held.covers(day) { return coveredState(at: place) }
    if inDoubt.meets(day) { return .perhapsCut }
    if held.meets(day) { return .partly }
    if filtered.meets(day) { return .filteredOnly }
    return day.to <= purgedBefore ? .lost : .unknown
  }

  /// Files that hold the whole day must agree: each has as many records of it as the archive has events.
  private func coveredState(at place: Int) -> DayState {
    let count = counts.day(days.first + place, of: module)
    let files = wholeDay[place]
    if count.conflicts > 0 { return .different }
    if count.added == 0, count.read.values.allSatisfy({ $0 == 0 }) { return .quiet }
    let reads = files.map { count.read[$0] ?? 0 }
    if reads.contains(where: { $0 < count.added }) { return .different }
    if files.count < 2 { return .covered }
    return reads.allSatisfy { $0 == count.added } ? .coveredTwice : .different
  }
}
