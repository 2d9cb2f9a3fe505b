public import AccessPolicy
public import AuditModel
import Coverage

/// What a report is to be about.
public struct ReportRequest: Sendable {
  public var period: Period
  public var rules: Rules
  public var clock: ZoneRules
  /// Nil where coverage must not be told.
  public var coverage: CoverageLens?
  public var facts: ArchiveFacts

  public init(period: Period, rules: Rules, clock: ZoneRules, coverage: CoverageLens?, facts: ArchiveFacts) {
    self.period = period
    self.rules = rules
    self.clock = clock
    self.coverage = coverage
    self.facts = facts
  }

  /// From the first instant of all that is read to the last: the period and those that it is compared with.
  public static func span(of period: Period, in clock: ZoneRules) -> Range<Int64> {
    let earliest = min(period.yearBefore?.days.lowerBound ?? .max, period.previous.days.lowerBound)
    return clock.startOfDay(Int64(earliest))..<period.span(in: clock).upperBound
  }
}

extension Report {
  /// Counts permitted events: each period is read once, and nothing else is asked of the archive.
  public init(_ request: ReportRequest, of events: PermittedEvents) throws {
    var builder = try ReportBuilder(request, of: events)
    self = try builder.report()
  }
}

/// Reads and counts.
struct ReportBuilder {
  let request: ReportRequest
  let events: PermittedEvents
  let span: Range<Int64>
  let activity: Activity
  let cast: Cast
  let before: Totals?
  let yearBefore: Totals?
  let history: History
  let addresses: AddressBook
  private(set) var lines: [Int: Report.Line] = [:]

  var acts: [Act] { activity.acts }
  var knowsActors: Bool { history.knowsActors }

  init(_ request: ReportRequest, of events: PermittedEvents) throws {
    self.request = request
    self.events = events
    let clock = request.clock
    span = request.period.span(in: clock)
    let knowsActors = !events.redaction.hides(.actorName), knowsRecords = !events.redaction.hides(.documentID)
    var cast = Cast()
    var activity = try Activity.read(events, span, cast: &cast, withBreaks: knowsRecords && request.rules.continuityBreaks != nil)
    if !activity.breaks.isEmpty { activity.breaks = try Self.ofRecords(activity.breaks, activity.acts, events) }
    addresses = AddressBook(activity.acts, cast: cast, clock: clock, zone: clock.name == request.facts.timeZone ? nil : clock.name)
    let reaches = { (period: Period?) in period.map { request.coverage?.reaches($0.days) ?? true } ?? false }
    func totals(_ period: Period?) throws -> Totals? {
      guard let period, reaches(period) else { return nil }
      return try Totals.read(events, period.span(in: clock), cast: &cast)
    }
    before = try totals(request.period.previous)
    yearBefore = try totals(request.period.yearBefore)
    var history = History(activity: activity, cast: cast, clock: clock, span: span)
    history.actorsBefore = before?.actors ?? [:]
    history.firstInstants = knowsActors ? try events.firstInstants() : [:]
    (history.knowsActors, history.knowsRecords) = (knowsActors, knowsRecords)
    (self.activity, self.cast, self.history) = (activity, cast, history)
  }

  /// Without those of events whose record has no id: nobody can tell that they are of one record.
  private static func ofRecords(_ places: [Int], _ acts: [Act], _ events: PermittedEvents) throws -> [Int] {
    try places.filter { try !(events.target(acts[$0].target).documentID ?? "").isEmpty }
  }

  mutating func report() throws -> Report {
    let groups = ActGroups(acts, cast: cast, clock: request.clock)
    var report = Report(
      facts: events.facts(request.facts), timeZone: request.clock.name, period: request.period, previous: request.period.previous, yearBefore: request.period.yearBefore, span: span,
      extent: extent, total: figure(groups.all, before: before?.all, year: yearBefore?.all, PageFilter()),
      rules: request.rules)
    report.coverage = request.coverage?.states(of: request.period.days)
    report.deadline = request.coverage?.deadline
    report.comparison = comparison(with: request.period.previous, report.missingDays)
    report.yearComparison = comparison(with: request.period.yearBefore, report.missingDays)
    addClasses(groups, to: &report)
    addDays(groups, to: &report)
    if knowsActors { addActors(groups, to: &report) }
    if history.knowsRecords { try addRecords(to: &report) }
    addFindings(to: &report)
    try addLines(to: &report)
    return report
  }

  private var extent: Extent {
    var filter = events.filter
    (filter.from, filter.to) = (nil, nil)
    return Extent(filter: filter, within: events.decision.within, redaction: events.redaction)
  }

  private func comparison(with period: Period?, _ missingHere: Int) -> Comparison {
    guard let period else { return .noSuchPeriod }
    guard let coverage = request.coverage else { return .untold }
    guard coverage.reaches(period.days) else { return .notInArchive }
    let missing = coverage.states(of: period.days).count { $0.map { !$0.isCovered } ?? false }
    return missing + missingHere == 0 ? .fair : .notCovered(here: missingHere, there: missing)
  }

  /// - Parameter filter: leads to the group's events.
  private func figure(_ group: ActGroups.Group, before: Int? = nil, year: Int? = nil, _ filter: PageFilter) -> Report.Figure {
    Report.Figure(
      count: group.count, before: before, yearBefore: year, address: group.count > 0 ? addresses.address(filter) : nil, newest: group.newest)
  }

  /// The same of certain events.
  private func figure(_ places: [Int], _ address: String?) -> Report.Figure {
    Report.Figure(
      count: places.count, address: address, newest: Array(places.prefix(Report.listedActs)),
      events: address == nil ? places.map { acts[$0].event } : nil)
  }

  // MARK: Sections

  private func addClasses(_ groups: ActGroups, to report: inout Report) {
    report.classes = ActionClass.allCases.map { kind in
      let filter = PageFilter(actions: actions(of: [kind], in: groups))
      return (kind, figure(groups.classes[kind]!, before: before?.count(of: kind, cast), year: yearBefore?.count(of: kind, cast), filter))
    }
    report.actions = cast.actions.map { id, name in
      let figure = figure(
        groups.actions[id], before: before.map { $0.actions[id, default: 0] }, year: yearBefore.map { $0.actions[id, default: 0] },
        PageFilter(actions: [id]))
      return Report.ActionRow(name: name, kind: cast.classes[id]!, figure: figure)
    }.sorted { ($1.figure.count, $0.name) < ($0.figure.count, $1.name) }
    report.modules = cast.modules.map { id, name in
      let figure = figure(
        groups.modules[id], before: before.map { $0.modules[id, default: 0] }, year: yearBefore.map { $0.modules[id, default: 0] },
        PageFilter(modules: [id]))
      return Report.ModuleRow(name: name, figure: figure)
    }.sorted { ($1.figure.count, $0.name) < ($0.figure.count, $1.name) }
  }

  /// The actions of some classes that the period has events of.
  private func actions(of kinds: [ActionClass], in groups: ActGroups) -> Set<Int32> {
    Set(cast.classes.filter { kinds.contains($0.value) && groups.actions[$0.key].count > 0 }.keys)
  }

  private func addDays(_ groups: ActGroups, to report: inout Report) {
    let days = request.period.days
    let width = days.count <= 100 ? 1 : days.count <= 750 ? 7 : 28
    report.days = stride(from: days.lowerBound, to: days.upperBound, by: width).map { first in
      let bin = first..<min(first + width, days.upperBound)
      func figure(_ kinds: [ActionClass]) -> Report.Figure {
        self.figure(groups.sum(bin, kinds), PageFilter(actions: actions(of: kinds, in: groups), days: bin))
      }
      return Report.Day(
        days: bin, all: self.figure(groups.sum(bin), PageFilter(days: bin)),
        classes: Dictionary(uniqueKeysWithValues: ActionClass.allCases.map { ($0, figure([$0])) }), others: figure(Report.Day.otherKinds))
    }
    report.hours = groups.hours.enumerated().map { weekday, hours in
      hours.enumerated().map { hour, group in figure(group, PageFilter(hours: [weekday * 24 + hour])) }
    }
  }

  private func addActors(_ groups: ActGroups, to report: inout Report) {
    report.actors = cast.actors.filter { groups.actors[$0.key].count > 0 }.map { id, actor in
      Report.ActorRow(
        actor: actor, isNew: before.map { $0.actors[id] == nil } ?? false,
        isFirstTime: history.firstInstants[id].map { $0 >= span.lowerBound } ?? false, figure: figure(ofActor: id, groups.actors[id]))
    }.sorted { ($1.figure.count, $0.actor.name ?? "", $0.actor.id ?? "") < ($0.figure.count, $1.actor.name ?? "", $1.actor.id ?? "") }
    report.vanished = (before?.actors ?? [:]).filter { groups.actors[$0.key].count == 0 }.map { (cast.actors[$0.key]!, $0.value) }
      .sorted { ($1.1, $0.0.name ?? "", $0.0.id ?? "") < ($0.1, $1.0.name ?? "", $1.0.id ?? "") }
  }

  /// Two actors of one name and id have no address.
  private func figure(ofActor id: Int32, _ group: ActGroups.Group) -> Report.Figure {
    var figure = figure(
      group, before: before.map { $0.actors[id, default: 0] }, year: yearBefore.map { $0.actors[id, default: 0] }, PageFilter(users: [id]))
    if figure.address == nil { figure.events = addresses.placesOf[id, default: []].map { acts[Int($0)].event } }
    return figure
  }

  private func addRecords(to report: inout Report) throws {
    let records = try RecordRanking(acts, cast: cast, events: events).records
    let ambiguous = try events.idsInNames(of: records.map(\.id))
    report.records = try records.map { record in
      let newest = acts[record.changes[0]]
      return Report.RecordRow(
        id: record.id, name: try events.target(newest.target).name, module: cast.modules[newest.module]!,
        actors: Set(record.changes.map { acts[$0].actor }).count,
        figure: figure(record.changes, ambiguous.contains(record.id) ? nil : address(of: record)))
    }
  }

  private func address(of record: RecordRanking.Record) -> String? {
    let actions = record.reads.isEmpty ? [] : Set(record.changes.map { acts[$0].action })
    return addresses.address(PageFilter(actions: actions, record: record.id))
  }

  private func addFindings(to report: inout Report) {
    report.findings = request.rules.remarks(on: history).map { remark in
      Report.Finding(remark: remark, actor: remark.actor.flatMap { cast.actors[$0] }, figure: figure(remark.acts, addresses.address(ofExactly: remark.acts)))
    }
  }

  // MARK: Lists

  private mutating func addLines(to report: inout Report) throws {
    let deleted = acts.indices.filter { cast.kindOfAction(acts[$0]) == .delete }
    report.deletions = try deleted.prefix(Report.shownDeletions).map { try line(acts[$0]) }
    var wanted: Set<Int> = []
    for figure in report.figures { wanted.formUnion(figure.newest) }
    for place in wanted { report.lines[place] = try line(acts[place]) }
  }

  private func line(_ act: Act) throws -> Report.Line {
    let target = try events.target(act.target)
    return Report.Line(
      event: act.event, at: act.at, actor: cast.actors[act.actor]!, module: cast.modules[act.module]!, action: cast.actions[act.action]!,
      recordName: target.name, recordID: target.documentID)
  }
}
