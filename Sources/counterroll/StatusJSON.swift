import ArchiveStore
import AuditModel
import Coverage
import Operations

/// `status --json`: everything, the calendar too.
struct StatusJSON {
  let status: Status
  let warnDays: Int

  var line: String {
    let (settings, summary) = (status.settings, status.summary)
    return jsonLine(
      "status",
      [
        ("account", .string(settings.account)), ("timeZone", .string(settings.timeZone)), ("retentionDays", .number(settings.retentionDays)),
        ("events", .number(summary.events)), ("first", instant(summary.firstAt)), ("last", instant(summary.lastAt)),
        ("balance", json(summary.balance)),
        ("signers", summary.signers.map { signers in JSONText.array(signers.map { .string($0) }) } ?? .null), ("modules", .array(modules)), ("sources", .array(sources)), ("coverage", coverage),
      ])
  }

  private func instant(_ value: Int64?) -> JSONText { .optional(value.map(Timestamp.canonicalText)) }

  private var modules: [JSONText] {
    status.summary.modules.map { module in
      .object([
        ("module", .string(module.name)), ("events", .number(module.events)), ("first", instant(module.firstAt)), ("last", instant(module.lastAt)),
      ])
    }
  }

  private var sources: [JSONText] {
    zip(status.summary.parts, zip(status.ledger.parts, status.trail.matches)).map { part, known in
      .object([
        ("file", .string(part.source.file)), ("member", .optional(part.source.member)), ("bytes", .number(part.source.bytes)),
        ("sha256", .string(part.source.sha256)), ("shape", .string(part.shape)), ("profile", .string(part.profile)),
        ("balance", json(part.balance)), ("system", .string(known.0.source)), ("claim", claim(known.0.claim)),
        ("perhapsCut", .bool(known.0.isPerhapsCut)), ("trail", trail(known.1.result)),
      ])
    }
  }

  private func claim(_ claim: Claim?) -> JSONText {
    guard let claim else { return .null }
    return .object(
      range(claim.span) + [
        ("rangeIsDeclared", .bool(claim.spanIsDeclared)), ("filter", claim.filter.canonicalJSON),
        ("filterIsDeclared", .bool(claim.filterIsDeclared)),
      ])
  }

  private func range(_ span: Span) -> [(String, JSONText)] { [("from", instant(span.from)), ("to", instant(span.to))] }

  private func trail(_ result: TrailMatch.Result) -> JSONText {
    switch result {
    case .matched(let request, let download):
      .object([
        ("result", .string("matched")), ("requestEvent", .number(request.event)), ("requestedAt", instant(request.at)),
        ("downloadedAt", instant(download?.at)),
      ])
    case .notExpected: .object([("result", .string("notExpected"))])
    case .trailEndsBefore: .object([("result", .string("trailEndsBefore"))])
    case .noRequest: .object([("result", .string("noRequest"))])
    case .nothingToGoBy: .object([("result", .string("nothingToGoBy"))])
    }
  }

  private var coverage: JSONText {
    let report = status.report
    return .object([
      ("asOf", instant(report.now)), ("needsAction", .bool(report.needsAction(within: warnDays))), ("warnDays", .number(warnDays)),
      ("nextPurge", purge(report.deadline)), ("systems", .array(report.sources.map(system))),
      ("findings", .array(status.findings.map { .string($0.inWords(of: status.ledger, status.days)) })),
      ("requestsWithoutFile", .array(status.trail.unusedRequests.map { instant($0.at) })), ("limit", .string(CoverageReport.limit)),
    ])
  }

  private func purge(_ deadline: PurgeDeadline?) -> JSONText {
    guard let deadline else { return .null }
    return .object([
      ("modules", .array(deadline.modules.map { .string($0) })), ("uncoveredFrom", instant(deadline.uncoveredFrom)),
      ("purgedFrom", instant(deadline.purgedFrom)),
      ("daysLeft", .number(CoverageWords.daysLeft(until: deadline.purgedFrom, from: status.report.now))),
    ])
  }

  private func system(_ source: SourceCalendar) -> JSONText {
    .object(
      [("system", .string(source.name)), ("retentionDays", .number(source.retentionDays))] + range(source.span) + [
        ("gaps", .array(source.gaps.map(gap))), ("everyModule", runs(source.all)),
        ("modules", .array(source.modules.map { .object([("module", .string($0.module ?? "")), ("days", runs($0))]) })),
      ])
  }

  private func gap(_ gap: Gap) -> JSONText {
    .object(
      range(gap.span) + [
        ("modules", .array(gap.modules.map { .string($0) })), ("reason", .string(gap.reason.rawValue)), ("lost", .bool(gap.isLost)),
        ("openEnd", .bool(gap.isOpenEnd)),
      ])
  }

  private func runs(_ calendar: ModuleCalendar) -> JSONText {
    .array(
      calendar.runs.map { run in
        .object([
          ("state", .string("\(run.state)")), ("first", .string(AccountDays.date(run.days.lowerBound))),
          ("last", .string(AccountDays.date(run.days.upperBound))),
        ])
      })
  }
}
