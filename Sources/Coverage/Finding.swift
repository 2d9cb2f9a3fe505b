internal import AuditModel

/// Something about a source file that does not fit what is claimed of it.
public enum Finding: Equatable, Sendable {
  /// It has events before or after the stretch that it was declared to hold.
  case eventsOutsideSpan(part: Int32, first: Int64, last: Int64)
  /// It has events of modules that its declared filter leaves out.
  case modulesOutsideFilter(part: Int32, modules: [String], events: Int64)
  /// It has events that its declared filter leaves out by user, action or document.
  case eventsOutsideFilter(part: Int32, events: Int64)
  /// It has as many records as the source puts into one file.
  case perhapsCut(part: Int32, records: Int64)

  public var part: Int32 {
    switch self {
    case .eventsOutsideSpan(let part, _, _), .modulesOutsideFilter(let part, _, _), .eventsOutsideFilter(let part, _), .perhapsCut(let part, _): part
    }
  }

  /// The findings of all parts, in their order.
  public static func findings(in ledger: Ledger) -> [Finding] {
    let counts = Dictionary(grouping: ledger.counts, by: \.part)
    return ledger.parts.flatMap { findings(of: $0, counts[$0.id] ?? []) }
  }

  private static func findings(of part: Ledger.Part, _ counts: [Ledger.Count]) -> [Finding] {
    var findings: [Finding] = []
    if let claim = part.claim, let first = part.firstAt, let last = part.lastAt {
      if claim.spanIsDeclared, !(claim.span.contains(first) && claim.span.contains(last)) {
        findings.append(.eventsOutsideSpan(part: part.id, first: first, last: last))
      }
      let outside = claim.filterIsDeclared ? counts.filter { claim.filter.reach($0.module) == .none } : []
      if !outside.isEmpty {
        let modules = Set(outside.map(\.module)).sorted()
        findings.append(.modulesOutsideFilter(part: part.id, modules: modules, events: outside.reduce(0) { $0 + $1.read }))
      }
    }
    if part.eventsOutside > 0 { findings.append(.eventsOutsideFilter(part: part.id, events: part.eventsOutside)) }
    if part.isPerhapsCut { findings.append(.perhapsCut(part: part.id, records: part.read)) }
    return findings
  }
}

extension Finding {
  /// A sentence that names the file.
  public func inWords(of ledger: Ledger, _ days: AccountDays) -> String {
    let part = ledger.parts.first { $0.id == self.part }
    let name = part?.name ?? "part \(self.part)"
    switch self {
    case .eventsOutsideSpan(_, let first, let last):
      let claimed = part?.claim.map { "\(days.text($0.span.from)) to \(days.text($0.span.to))" } ?? "nothing"
      return "\(name) was declared to cover \(claimed), and has events from \(days.text(first)) to \(days.text(last))"
    case .modulesOutsideFilter(_, let modules, let events):
      return "\(name) was declared to be filtered (\(part?.claim?.filter.inWords ?? "")), and has \(grouped(events)) "
        + "\(events == 1 ? "event" : "events") of other modules: \(modules.joined(separator: ", "))"
    case .eventsOutsideFilter(_, let events):
      return "\(name) was declared to be filtered (\(part?.claim?.filter.inWords ?? "")), and has \(grouped(events)) "
        + "\(events == 1 ? "event" : "events") that this filter leaves out"
    case .perhapsCut(_, let records):
      return "\(name) has \(grouped(records)) records, as many as the source puts into one export: it is perhaps cut. "
        + "Export again under narrower filters"
    }
  }
}
