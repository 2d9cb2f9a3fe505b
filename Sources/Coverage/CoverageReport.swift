/// How well an archive covers its sources at one moment: a calendar of states by day and module, the gaps, and what is purged next.
///
/// The source numbers nothing in sequence. So the report says what the files claim and what their overlaps confirm; completeness beyond that
/// cannot be proved.
public struct CoverageReport: Equatable, Sendable {
  /// The same words wherever coverage is shown.
  public static let limit =
    "The source numbers nothing in sequence, so completeness beyond what files claim and what their overlap confirms cannot be proved."

  /// The moment of the report. Nothing after it is spoken of.
  public let now: Int64
  /// In alphabetical order.
  public let sources: [SourceCalendar]

  /// - Parameters:
  ///   - since: Nothing before it is spoken of, and no gap before it is counted.
  public init(of ledger: Ledger, days: AccountDays, now: Int64, since: Int64? = nil) {
    self.now = now
    let names = Set(ledger.parts.map(\.source)).sorted()
    sources = names.map { SourceCalendar(of: $0, in: ledger, days: days, now: now, since: since) }
  }

  public var gaps: [Gap] { sources.flatMap(\.gaps) }

  /// The stretch that the source purges next of what no file holds.
  public var deadline: PurgeDeadline? { sources.compactMap(\.deadline).min { $0.purgedFrom < $1.purgedFrom } }

  /// Whether somebody must act: a hole between files, or a purge within so many days.
  public func needsAction(within warnDays: Int) -> Bool {
    if gaps.contains(where: { !$0.isOpenEnd }) { return true }
    guard let deadline else { return false }
    return deadline.purgedFrom - now <= Int64(warnDays) * 86_400_000
  }
}

/// The days of one module, or of all modules of a source together.
public struct ModuleCalendar: Equatable, Sendable {
  /// Days with one state.
  public struct Run: Equatable, Sendable {
    public var state: DayState
    public var days: ClosedRange<Int>
  }

  /// Nil for every module together, those included that the archive has no event of.
  public let module: String?
  public let firstDay: Int
  /// From the first day on; nil for a date that never was.
  public let states: [DayState?]
  /// What no file holds for sure.
  public let uncovered: [Span]

  public var runs: [Run] {
    var runs: [Run] = []
    for (index, state) in states.enumerated() {
      guard let state else { continue }
      let day = firstDay + index
      if let last = runs.last, last.state == state {
        runs[runs.count - 1].days = last.days.lowerBound...day
      } else {
        runs.append(Run(state: state, days: day...day))
      }
    }
    return runs
  }

  /// The state of a day; nil outside the calendar.
  public func state(of day: Int) -> DayState? {
    states.indices.contains(day - firstDay) ? states[day - firstDay] : nil
  }
}

/// The calendar of one source system.
public struct SourceCalendar: Equatable, Sendable {
  public let name: String
  public let retentionDays: Int
  /// The stretch that is spoken of.
  public let span: Span
  /// Every module together.
  public let all: ModuleCalendar
  /// The modules that the archive has events of, or a filter names; by name.
  public let modules: [ModuleCalendar]
  public let gaps: [Gap]
  public let deadline: PurgeDeadline?

  init(of name: String, in ledger: Ledger, days: AccountDays, now: Int64, since: Int64?) {
    let parts = ledger.parts.filter { $0.source == name }
    let retention = ledger.retention(of: name)
    let span = Self.span(of: parts, retention: retention, days: days, now: now, since: since)
    let counts = CountTable(ledger, of: parts)
    let dayList = DayList(span, days)
    let calendars = ([nil] + counts.modules.map(Optional.some)).map { module in
      CalendarDraft(module: module, parts: parts, counts: counts, days: dayList, purgedBefore: now - retention).calendar
    }
    self.name = name
    retentionDays = Int(retention / 86_400_000)
    self.span = span
    all = calendars[0]
    modules = Array(calendars.dropFirst())
    gaps = Gap.gaps(of: modules.isEmpty ? [all] : modules, parts: parts, now: now, purgedBefore: now - retention)
    deadline = PurgeDeadline.next(of: gaps, retention: retention)
  }

  /// From the first claim on; from the oldest whole day that the source still has, if that is earlier.
  private static func span(of parts: [Ledger.Part], retention: Int64, days: AccountDays, now: Int64, since: Int64?) -> Span {
    let first = parts.map(\.held.surely).filter { !$0.isEmpty }.map(\.from).min()
    let oldest = days.bounds(at: now - retention).span.to
    return Span(max(min(first ?? oldest, oldest), since ?? .min), now)
  }
}
