import ArchiveStore
import AuditModel
import Coverage
import Operations

/// `status` for people: what is there, what to do next, the calendar, and what is behind it.
struct StatusText {
  let status: Status
  let warnDays: Int
  let everyModule: Bool
  let width: Int

  private var words: CoverageWords { CoverageWords(status.days) }
  private var report: CoverageReport { status.report }
  private var summary: ArchiveSummaryText { ArchiveSummaryText(status: status) }

  var lines: [String] {
    guard !status.ledger.parts.isEmpty else { return [summary.headline, "The archive is empty. Next: counterroll ingest FILE…"] }
    return [summary.headline] + summary.counts + section("NEXT", next) + calendars + section("NOT COVERED", gaps) + section("FILES", files)
      + section("TO LOOK INTO", concerns) + [""] + summary.modules + [""] + summary.sources + ["", CoverageReport.limit]
  }

  /// For cron: only what somebody must do.
  var brief: [String] { report.needsAction(within: warnDays) ? [summary.headline] + next : [] }

  private func section(_ title: String, _ lines: [String]) -> [String] { lines.isEmpty ? [] : ["", title] + lines }

  // MARK: What to do

  private var next: [String] {
    let holes = report.gaps.filter { !$0.isOpenEnd && !$0.isLost }
    var lines = holes.prefix(5).map { gap in "  Export \(words.range(gap.span)) again (\(words.modules(gap.modules)))\(purge(of: gap))." }
    if holes.count > 5 { lines.append("  … and \(holes.count - 5) more holes, listed below.") }
    let open = report.gaps.filter { $0.isOpenEnd && !$0.isLost }.min { $0.span.from < $1.span.from }
    if let open { lines.append(sentence(of: open)) }
    return lines.isEmpty ? ["  Nothing: all that the source has is covered."] : lines
  }

  private func purgedFrom(_ gap: Gap) -> Int64? {
    let source = report.sources.first { $0.gaps.contains(gap) }
    return source.map { gap.span.from + Int64($0.retentionDays) * Timestamp.millisecondsPerDay }
  }

  private func purge(of gap: Gap) -> String {
    purgedFrom(gap).map { " before \(status.days.text($0)), when the source begins to purge it (\(left(until: $0)))" } ?? ""
  }

  private func sentence(of open: Gap) -> String {
    let since = status.days.text(open.span.from)
    guard let purged = purgedFrom(open) else { return "" }
    let isNear = purged - report.now <= Int64(warnDays) * Timestamp.millisecondsPerDay
    let modules = open.modules.isEmpty ? "" : " (\(words.modules(open.modules)))"
    return "  \(isNear ? "Soon: export" : "Export") again before \(status.days.text(purged)) (\(left(until: purged))). "
      + "What happened since \(since)\(modules) is only in the source, and is purged there from then on."
  }

  private func left(until instant: Int64) -> String {
    let days = CoverageWords.daysLeft(until: instant, from: report.now)
    return days == 0 ? "now" : "\(days) \(days == 1 ? "day" : "days") left"
  }

  // MARK: The calendar

  private var calendars: [String] {
    let text = CalendarText(width: width)
    return report.sources.flatMap { source in
      let shown = shownCalendars(of: source)
      let name = report.sources.count > 1 ? " of \(Console.visible(source.name))" : ""
      return ["", "COVERAGE\(name) by day in \(status.settings.timeZone); the source keeps \(source.retentionDays) days"]
        + shown.flatMap { title, calendar in ["  \(title)"] + text.lines(of: calendar) } + text.legend(of: shown.map(\.1))
    }
  }

  /// Every module together, then those that are covered on other days; each by itself if asked for.
  private func shownCalendars(of source: SourceCalendar) -> [(String, ModuleCalendar)] {
    let all = ("every module", source.all)
    if everyModule { return [all] + source.modules.map { (Console.visible($0.module ?? ""), $0) } }
    var groups: [(states: [DayState?], modules: [ModuleCalendar])] = []
    for module in source.modules {
      let states = module.states.map { $0?.withoutCounts }
      if let place = groups.firstIndex(where: { $0.states == states }) {
        groups[place].modules.append(module)
      } else {
        groups.append((states, [module]))
      }
    }
    guard groups.count > 1 else { return [all] }
    return [all] + groups.map { (Console.visible(words.modules($0.modules.compactMap(\.module))), $0.modules[0]) }
  }

  // MARK: What is behind it

  private var gaps: [String] {
    let gaps = report.gaps
    let more = gaps.count > 20 ? ["  … and \(gaps.count - 20) more: --json has them"] : []
    return gaps.prefix(20).map { "  " + Console.visible(words.gap($0)) } + more
  }

  private var files: [String] {
    zip(status.ledger.parts, status.trail.matches).flatMap { part, match in
      [
        "  \(Console.visible(part.name, limit: 60))", "    covers \(words.claim(part.claim)); \(Console.visible(words.filter(part.claim)))",
        "    trail: \(words.match(match.result, newest: part.lastAt))",
      ]
    }
  }

  private var concerns: [String] {
    var lines = status.findings.map { "  " + Console.visible($0.inWords(of: status.ledger, status.days)) }
    let requests = status.trail.unusedRequests
    if !requests.isEmpty {
      let times = requests.suffix(3).map { status.days.text($0.at) }.joined(separator: ", ")
      let exports = "\(grouped(requests.count)) \(requests.count == 1 ? "export was" : "exports were")"
      lines.append("  \(exports) requested in the source that no file here goes with, the last \(times).")
    }
    return lines
  }
}
