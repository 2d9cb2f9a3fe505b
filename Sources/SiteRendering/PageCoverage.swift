public import Coverage
internal import AuditModel

/// What a page's Coverage tab shows.
///
/// A page of the whole archive shows everything. A page of a part of it must not tell of events that it does not hold: it shows whether days
/// are covered, and the claims of the files that its own events come from, but neither whether anything happened on a day, nor the source's
/// notes of exports, nor the names of other modules, files, or people in filters.
public struct PageCoverage {
  private let ledger: Ledger
  private let days: AccountDays
  private let report: CoverageReport

  /// - Parameter asOf: The moment that is spoken of: when the archive last took something in, so that equal archives give equal pages.
  public init(of ledger: Ledger, days: AccountDays, asOf: Int64) {
    self.ledger = ledger
    self.days = days
    report = CoverageReport(of: ledger, days: days, now: asOf)
  }

  private var words: CoverageWords { CoverageWords(days) }

  /// The member `coverage` of the page's meta.
  /// - Parameters:
  ///   - isWhole: Whether the page holds every event of the archive.
  ///   - modules: Of the page's events.
  ///   - sources: The same, by their names.
  func json(isWhole: Bool, modules: Set<String>, sources: Set<String>) -> JSONText {
    let scope = Scope(isWhole: isWhole, modules: modules, sources: sources)
    return .object([
      ("asOf", .number(report.now)), ("isWhole", .bool(isWhole)), ("limit", .string(CoverageReport.limit)),
      ("states", .array(DayState.allCases.map(Self.state))), ("systems", .array(report.sources.map { system($0, scope) })),
      ("files", .array(files(scope))), ("notes", .array(isWhole ? notes : [])),
    ])
  }

  private struct Scope {
    var isWhole: Bool
    var modules: Set<String>
    var sources: Set<String>

    func shows(module: String) -> Bool { isWhole || modules.contains(module) }
  }

  private static func state(_ state: DayState) -> JSONText {
    .object([("key", .string("\(state)")), ("words", .string(state.inWords))])
  }

  private func system(_ source: SourceCalendar, _ scope: Scope) -> JSONText {
    let calendars = [source.all] + source.modules.filter { scope.shows(module: $0.module ?? "") }
    return .object([
      ("name", .string(source.name)), ("retentionDays", .number(source.retentionDays)), ("firstDay", .string(AccountDays.date(source.all.firstDay))),
      ("calendars", .array(calendars.map { calendar($0, scope) })), ("gaps", .array(gaps(of: source, scope).map { .string(words.gap($0)) })),
      ("purge", .optional(purge(of: source, scope))),
    ])
  }

  /// Runs of days with one state, each as the state's place in `states`, or -1 for a date that never was, and the number of days.
  private func calendar(_ calendar: ModuleCalendar, _ scope: Scope) -> JSONText {
    var runs: [(state: Int, days: Int)] = []
    for state in calendar.states {
      let shown = scope.isWhole ? state : state?.withoutCounts
      let place = shown.flatMap { DayState.allCases.firstIndex(of: $0) } ?? -1
      if runs.last?.state == place { runs[runs.count - 1].days += 1 } else { runs.append((place, 1)) }
    }
    return .object([
      ("module", .optional(calendar.module)), ("runs", .array(runs.map { .array([.number($0.state), .number($0.days)]) })),
    ])
  }

  /// The gaps of shown modules.
  private func gaps(of source: SourceCalendar, _ scope: Scope) -> [Gap] {
    source.gaps.compactMap { gap in
      guard !scope.isWhole, !gap.modules.isEmpty else { return gap }
      var shown = gap
      shown.modules = gap.modules.filter(scope.shows)
      return shown.modules.isEmpty ? nil : shown
    }
  }

  private func purge(of source: SourceCalendar, _ scope: Scope) -> String? {
    guard let next = gaps(of: source, scope).filter({ !$0.isLost }).min(by: { $0.span.from < $1.span.from }) else { return nil }
    let purged = next.span.from + Int64(source.retentionDays) * Timestamp.millisecondsPerDay
    let left = CoverageWords.daysLeft(until: purged, from: report.now)
    return "What happened from \(days.text(next.span.from)) on (\(words.modules(next.modules))) was not archived when this archive last took "
      + "something in, \(days.text(report.now)). The source keeps \(source.retentionDays) days and begins to purge it \(days.text(purged)), "
      + "\(left) \(left == 1 ? "day" : "days") after that."
  }

  private func files(_ scope: Scope) -> [JSONText] {
    let matches = TrailMatching(of: ledger).matches
    return zip(ledger.parts, matches).filter { scope.isWhole || scope.sources.contains($0.0.name) }.map { part, match in
      .object([
        ("name", .string(part.name)), ("from", .optionalNumber(part.claim?.span.from)), ("to", .optionalNumber(part.claim?.span.to)),
        ("covers", .string(words.claim(part.claim))), ("filter", .string(filter(of: part, scope))),
        ("trail", .optional(scope.isWhole ? words.match(match.result, newest: part.lastAt) : nil)),
      ])
    }
  }

  private func filter(of part: Ledger.Part, _ scope: Scope) -> String {
    scope.isWhole || part.claim?.filter.isNone ?? true ? words.filter(part.claim) : "under a filter"
  }

  private var notes: [JSONText] {
    var notes = Finding.findings(in: ledger).map { $0.inWords(of: ledger, days) }
    let requests = TrailMatching(of: ledger).unusedRequests.count
    if requests > 0 {
      notes.append("\(grouped(requests)) \(requests == 1 ? "export was" : "exports were") requested in the source that no file here goes with.")
    }
    return notes.map { .string($0) }
  }
}

extension JSONText {
  fileprivate static func optionalNumber(_ number: Int64?) -> JSONText { number.map { .number($0) } ?? .null }
}
