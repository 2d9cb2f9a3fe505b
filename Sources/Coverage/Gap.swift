/// A stretch of time that no file holds for sure, for one module or several.
public struct Gap: Equatable, Sendable {
  /// Why nothing holds it.
  public enum Reason: String, Sendable {
    /// No file speaks of it.
    case noFile
    /// A file holds some of it, under a filter.
    case filteredOnly
    /// A file may have been cut there.
    case perhapsCut
  }

  /// By name; empty if it is a gap of every module that the archive knows.
  public var modules: [String]
  public var span: Span
  public var reason: Reason
  /// The source has purged it.
  public var isLost: Bool
  /// Nothing after it is archived: it is not a hole between files but what has happened since the last one.
  public var isOpenEnd: Bool
}

/// What the source purges next of what no file holds.
public struct PurgeDeadline: Equatable, Sendable {
  /// By name; empty if every module is at stake.
  public var modules: [String]
  /// The oldest instant that the source still has and the archive has not.
  public var uncoveredFrom: Int64
  /// When the source begins to purge it.
  public var purgedFrom: Int64

  static func next(of gaps: [Gap], retention: Int64) -> PurgeDeadline? {
    let oldest = gaps.filter { !$0.isLost }.min { $0.span.from < $1.span.from }
    return oldest.map { PurgeDeadline(modules: $0.modules, uncoveredFrom: $0.span.from, purgedFrom: $0.span.from + retention) }
  }
}

extension Gap {
  /// The gaps of all calendars, equal ones of several modules together, by time.
  static func gaps(of calendars: [ModuleCalendar], parts: [Ledger.Part], now: Int64, purgedBefore: Int64) -> [Gap] {
    var modules: [Span: [String]] = [:]
    for calendar in calendars {
      for span in calendar.uncovered { modules[span, default: []].append(calendar.module ?? "") }
    }
    let gaps = modules.flatMap { span, names in
      pieces(of: span, at: purgedBefore).map { piece, isLost in
        Gap(
          modules: names.count == calendars.count ? [] : names.sorted(), span: piece,
          reason: reason(piece, module: names[0], parts: parts), isLost: isLost, isOpenEnd: span.to == now)
      }
    }
    return gaps.sorted { ($0.span.from, $0.span.to, $0.modules.first ?? "") < ($1.span.from, $1.span.to, $1.modules.first ?? "") }
  }

  /// What the source has purged of a stretch, and what it still has.
  private static func pieces(of span: Span, at horizon: Int64) -> [(Span, isLost: Bool)] {
    let lost = Span(span.from, min(span.to, horizon))
    let left = Span(max(span.from, horizon), span.to)
    return [(lost, true), (left, false)].filter { !$0.0.isEmpty }
  }

  private static func reason(_ span: Span, module: String, parts: [Ledger.Part]) -> Reason {
    let touching = parts.filter { part in
      let (surely, perhaps) = part.held
      return (perhaps + [surely]).contains { !$0.intersection(span).isEmpty }
    }
    if touching.contains(where: { $0.isPerhapsCut && $0.claim?.filter.reach(module) == .whole }) { return .perhapsCut }
    return touching.contains { $0.claim?.filter.reach(module) == .part } ? .filteredOnly : .noFile
  }
}
