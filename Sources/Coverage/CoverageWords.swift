internal import AuditModel

/// Sentences about coverage, the same on terminals and in pages.
public struct CoverageWords {
  private let days: AccountDays

  public init(_ days: AccountDays) { self.days = days }

  /// `2026-06-01 to 2026-06-30` where the ends are midnights, else with the hours.
  public func range(_ span: Span) -> String {
    let (first, last) = (days.bounds(at: span.from), days.bounds(at: span.to - 1))
    guard first.span.from == span.from, last.span.to == span.to else { return "\(days.text(span.from)) to \(days.text(span.to))" }
    return first.day == last.day ? AccountDays.date(first.day) : "\(AccountDays.date(first.day)) to \(AccountDays.date(last.day))"
  }

  public func modules(_ names: [String]) -> String {
    if names.isEmpty { return "every module" }
    let shown = names.prefix(4).joined(separator: ", ")
    return names.count > 4 ? "\(shown) and \(names.count - 4) more" : shown
  }

  public func claim(_ claim: Claim?) -> String {
    guard let claim else { return "nothing: no events, and no range declared" }
    return "\(range(claim.span)), \(claim.spanIsDeclared ? "declared" : "inferred from its events")"
  }

  public func filter(_ claim: Claim?) -> String {
    guard let claim else { return "" }
    if claim.filter.isNone { return claim.filterIsDeclared ? "everything" : "taken for everything" }
    return claim.filterIsDeclared ? claim.filter.inWords : "taken for \(claim.filter.inWords)"
  }

  public func gap(_ gap: Gap) -> String {
    let why =
      switch gap.reason {
      case .noFile: gap.isOpenEnd ? "since the last export" : "no file covers it"
      case .filteredOnly: "covered only under a filter"
      case .perhapsCut: "a file is perhaps cut there"
      }
    return "\(range(gap.span)), \(modules(gap.modules)): \(why)\(gap.isLost ? "; the source has purged it" : "")"
  }

  public func match(_ result: TrailMatch.Result, newest: Int64?) -> String {
    switch result {
    case .matched(let request, let download):
      let wait = newest.map { request.at - $0 } ?? 0
      let distance = ", \(duration(wait)) after its newest event"
      let degree = wait < 2 * Timestamp.millisecondsPerDay ? "likely" : "perhaps"
      return "\(degree) the export requested \(days.text(request.at))\(distance)"
        + (download.map { ", downloaded \(days.text($0.at))" } ?? "")
    case .notExpected: return "not expected: the source logs no such files"
    case .trailEndsBefore: return "not yet: the request is logged after its newest event, and comes with the next export"
    case .noRequest: return "not matched: the trail goes on, and notes no request that fits"
    case .nothingToGoBy: return "not matched: it has no events to go by"
    }
  }

  private func duration(_ milliseconds: Int64) -> String {
    let minutes = milliseconds / 60_000
    if minutes < 120 { return "\(minutes) min" }
    return minutes < 2 * 1440 ? "\(minutes / 60) h" : "\(minutes / 1440) days"
  }

  /// Whole days until an instant; `0` on the last one.
  public static func daysLeft(until instant: Int64, from now: Int64) -> Int64 { max(0, (instant - now) / Timestamp.millisecondsPerDay) }
}
