import AccessPolicy
public import AuditModel
import Coverage

/// The numbers of a report for programs. ReportFormat.md says what each member is.
extension Report {
  public var json: JSONText {
    .object([
      ("format", .string("counterroll-report")), ("version", .number(1)), ("generator", .string(facts.generator)), ("account", .string(facts.account)),
      ("timeZone", .string(timeZone)), ("archiveTimeZone", .string(facts.timeZone)), ("archivedAt", .string(Timestamp.canonicalText(facts.archivedAt))),
      ("period", .object(Self.members(of: period) + [("fromInstant", Self.time(span.lowerBound)), ("untilInstant", Self.time(span.upperBound))])),
      ("before", .object(Self.members(of: previous) + Self.members(of: comparison))),
      ("yearBefore", .object((yearBefore.map(Self.members) ?? []) + Self.members(of: yearComparison))),
      ("filter", extent.filter.canonicalJSON), ("scope", .string(scope)), ("coverage", coverageJSON), ("total", Self.json(total)),
      ("classes", .array(classes.map { .object([("class", .string($0.kind.rawValue))] + Self.members(of: $0.figure)) })),
      ("actions", .array(actions.map { .object([("name", .string($0.name)), ("class", .string($0.kind.rawValue))] + Self.members(of: $0.figure)) })),
      ("modules", .array(modules.map { .object([("name", .string($0.name))] + Self.members(of: $0.figure)) })),
      ("actors", actors.map { .array($0.map(Self.json)) } ?? .null),
      ("vanished", .array(vanished.map { .object(Self.members(of: $0.actor) + [("before", .number($0.before))]) })),
      ("days", .array(days.map(Self.json))), ("hours", .array(hours.map { .array($0.map { .number($0.count) }) })),
      ("records", records.map { .array($0.map(Self.json)) } ?? .null), ("deletions", .array(deletions.map(json))),
      ("findings", .array(findings.map(json))),
      ("rules", .array(Remark.Rule.allCases.map { rule in .object([("rule", .string(rule.rawValue)), ("isOn", .bool(rules.isOn(rule)))]) })),
    ])
  }

  private static func time(_ instant: Int64) -> JSONText { .string(Timestamp.canonicalText(instant)) }
  private static func optional(_ number: Int?) -> JSONText { number.map { .number($0) } ?? .null }

  private static func members(of period: Period) -> [(String, JSONText)] {
    [
      ("name", .string(period.name)), ("kind", .string(period.kind.rawValue)), ("from", .string(Period.date(period.days.lowerBound))),
      ("until", .string(Period.date(period.days.upperBound))),
    ]
  }

  private static func members(of comparison: Comparison) -> [(String, JSONText)] {
    switch comparison {
    case .fair: [("comparison", .string("fair"))]
    case .notCovered(let here, let there):
      [("comparison", .string("not-covered")), ("daysNotCoveredHere", .number(here)), ("daysNotCoveredThere", .number(there))]
    case .notInArchive: [("comparison", .string("not-in-archive"))]
    case .noSuchPeriod: [("comparison", .string("no-such-period"))]
    case .untold: [("comparison", .string("untold"))]
    }
  }

  private static func members(of figure: Figure) -> [(String, JSONText)] {
    [
      ("count", .number(figure.count)), ("before", optional(figure.before)), ("yearBefore", optional(figure.yearBefore)),
      ("address", .optional(figure.address)),
    ] + (figure.events.map { [("events", .array($0.map { .number($0) }))] } ?? [])
  }

  private static func json(_ figure: Figure) -> JSONText { .object(members(of: figure)) }

  private static func members(of actor: Actor) -> [(String, JSONText)] {
    [("name", .optional(actor.name)), ("id", .optional(actor.id)), ("kind", .string(actor.kind.rawValue))]
  }

  private static func json(_ row: ActorRow) -> JSONText {
    .object(members(of: row.actor) + [("isNew", .bool(row.isNew)), ("isFirstTime", .bool(row.isFirstTime))] + members(of: row.figure))
  }

  private static func json(_ row: RecordRow) -> JSONText {
    .object(
      [("id", .string(row.id)), ("name", .optional(row.name)), ("module", .string(row.module)), ("actors", .number(row.actors))]
        + members(of: row.figure))
  }

  private static func json(_ day: Day) -> JSONText {
    let classes = ActionClass.allCases.map { ($0.rawValue, JSONText.number(day.classes[$0]?.count ?? 0)) }
    return .object(
      [("from", .string(Period.date(day.days.lowerBound))), ("until", .string(Period.date(day.days.upperBound)))] + members(of: day.all) + classes)
  }

  private func json(_ line: Line) -> JSONText {
    .object([
      ("event", .number(line.event)), ("at", Self.time(line.at)), ("actor", .object(Self.members(of: line.actor))), ("module", .string(line.module)),
      ("action", .string(line.action)), ("recordName", .optional(line.recordName)), ("recordID", .optional(line.recordID)),
    ])
  }

  private func json(_ finding: Finding) -> JSONText {
    let remark = finding.remark
    return .object([
      ("rule", .string(remark.rule.rawValue)), ("variant", .optional(remark.variant.isEmpty ? nil : remark.variant)),
      ("actor", finding.actor.map { .object(Self.members(of: $0)) } ?? .null), ("at", remark.at.map(Self.time) ?? .null),
      ("other", Self.optional(remark.other)),
    ] + Self.members(of: finding.figure))
  }

  private var coverageJSON: JSONText {
    guard let coverage else { return .null }
    let states = zip(period.days, coverage).compactMap { day, state in
      state.map { JSONText.object([("day", .string(Period.date(day))), ("state", .string("\($0)")), ("isCovered", .bool($0.isCovered))]) }
    }
    return .object([
      ("days", .array(states)), ("daysNotCovered", .number(missingDays)),
      ("purge", deadline.map { .object([("uncoveredFrom", Self.time($0.uncoveredFrom)), ("purgedFrom", Self.time($0.purgedFrom))]) } ?? .null),
    ])
  }
}
