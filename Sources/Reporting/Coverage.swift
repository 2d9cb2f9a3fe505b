public import Coverage
import AuditModel

/// How well the archive covers periods, for the events that a report is about.
public struct CoverageLens: Sendable {
  /// By source: those of the modules that are asked for, else the one of every module.
  private let calendars: [[ModuleCalendar]]
  private let firstDay: Int?
  private let countsAreOfDays: Bool
  /// When the archive last took something in.
  let asOf: Int64
  let deadline: PurgeDeadline?

  /// - Parameters:
  ///   - countsAreOfDays: Whether the ledger's counts are of these days, and not of those of another zone.
  ///   - asOf: The moment that is spoken of: the clock on the wall has no say in what a report holds.
  ///   - modules: The modules that are asked for; empty for all.
  public init(of ledger: Ledger, days: AccountDays, countsAreOfDays: Bool = true, asOf: Int64, modules: [String]) {
    let report = CoverageReport(of: ledger, days: days, now: asOf)
    let wanted = Set(modules.map { $0.lowercased() })
    calendars = report.sources.map { source in
      let named = source.modules.filter { wanted.contains(($0.module ?? "").lowercased()) }
      return named.count == wanted.count && !wanted.isEmpty ? named : [source.all]
    }
    self.asOf = asOf
    self.countsAreOfDays = countsAreOfDays
    firstDay = ledger.parts.compactMap { $0.claim?.span.from }.min().map { days.day(at: $0) }
    deadline = report.deadline
  }

  /// Whether the archive claims to hold anything of these days or of days before them.
  func reaches(_ days: Range<Int>) -> Bool { firstDay.map { $0 < days.upperBound } ?? false }

  /// The state of each day: the worst of its sources and modules. Nil for a date that never was.
  func states(of days: Range<Int>) -> [DayState?] { days.map(state) }

  private func state(of day: Int) -> DayState? {
    let states = calendars.joined().compactMap { calendar -> DayState? in
      let (first, end) = (calendar.firstDay, calendar.firstDay + calendar.states.count)
      if day < first || day >= end { return .unknown }
      return countsAreOfDays ? calendar.state(of: day) : calendar.state(of: day)?.withoutCounts
    }
    if states.isEmpty { return calendars.isEmpty ? .unknown : nil }
    return states.max { Self.order($0) < Self.order($1) }
  }

  private static func order(_ state: DayState) -> Int {
    [.quiet, .covered, .coveredTwice, .different, .partly, .filteredOnly, .perhapsCut, .unknown, .lost].firstIndex(of: state) ?? 0
  }
}

/// Whether the numbers of two periods may be held against each other.
public enum Comparison: Sendable, Equatable {
  case fair
  /// So many days of this period, and so many of the other one, are not covered.
  case notCovered(here: Int, there: Int)
  /// The archive begins later.
  case notInArchive
  /// The year before has no such week or day.
  case noSuchPeriod
  /// What is covered is not told to somebody who sees a part of the archive only.
  case untold

  /// Whether the other period's numbers are told at all.
  var hasNumbers: Bool { self != .notInArchive && self != .noSuchPeriod }
  /// Whether a difference means something, as far as anybody can tell.
  var isFair: Bool { self == .fair || self == .untold }
}
