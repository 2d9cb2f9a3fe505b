import AuditModel
import Coverage
import Templating

/// What a report says of its numbers, by plain rules.
struct Phrases {
  let report: Report
  let words: ReportWords
  let clock: ZoneRules

  // MARK: Names

  /// Text of an event as it may stand in a page: without controls and marks that turn the direction of writing, and not endless.
  static func shown(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(160) {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
        out.append(scalar == "\u{200D}" ? scalar : "\u{FFFD}")
      default: out.append(scalar)
      }
    }
    return text.unicodeScalars.count > 160 ? String(out) + "…" : String(out)
  }

  func name(_ actor: Actor?) -> String {
    guard let actor else { return words.say("name.withheld") }
    if let name = actor.name, !name.isEmpty { return Self.shown(name) }
    if let id = actor.id, !id.isEmpty { return Self.shown(id) }
    return words.say(report.actors == nil ? "name.withheld" : "name.none")
  }

  func record(_ line: Report.Line) -> String {
    if let name = line.recordName, !name.isEmpty { return Self.shown(name) }
    if let id = line.recordID, !id.isEmpty { return Self.shown(id) }
    return words.say(report.records == nil ? "name.withheld" : "name.none")
  }

  // MARK: Changes

  func percent(_ count: Int, _ before: Int) -> Int { Int((Double(count - before) / Double(before) * 100).rounded()) }

  /// `+12%`, `−8%`, `±0%`; `new` where there was nothing; empty where the two may not be held against each other.
  func change(_ count: Int, _ before: Int?, _ comparison: Comparison) -> String {
    guard let before, comparison.isFair else { return "" }
    guard before > 0 else { return count == 0 ? "" : words.say("change.new") }
    let percent = percent(count, before)
    let sign = percent == 0 ? "±" : percent > 0 ? "+" : "−"
    return words.say("percent", ["n": sign + words.number(abs(percent))])
  }

  /// Why a number is not held against that of another period; nil if it is.
  func reason(_ comparison: Comparison, _ other: Period?) -> String? {
    switch comparison {
    case .fair, .untold: nil
    case .noSuchPeriod: words.say("reason.noSuchPeriod")
    case .notInArchive: words.say("reason.notInArchive", ["other": other.map(words.name) ?? ""])
    case .notCovered(let here, let there):
      [(here, report.period), (there, other)].compactMap { missing, period in
        guard missing > 0, let period else { return nil }
        return words.say("reason.notCovered", ["period": words.name(period)], n: missing)
      }.joined(separator: words.say("and"))
    }
  }

  /// What a tile says below its number.
  func comparison(of figure: Report.Figure) -> [String] {
    [
      against(report.previous, figure.count, figure.before, report.comparison),
      against(report.yearBefore, figure.count, figure.yearBefore, report.yearComparison),
    ].compactMap(\.self)
  }

  private func against(_ other: Period?, _ count: Int, _ before: Int?, _ comparison: Comparison) -> String? {
    guard let other, comparison.hasNumbers, let before else { return nil }
    let values = ["other": words.name(other), "m": words.number(before), "change": change(count, before, comparison)]
    return words.say(comparison.isFair && before > 0 ? "tile.change" : "tile.before", values)
  }

  // MARK: Headline

  struct Sentence {
    var key: String
    var values: [String: String] = [:]
    var n: Int
    /// The events that the number counts; nil where it counts something else, which `anchor` names.
    var figure: Report.Figure?
    var anchor = ""
  }

  /// The first words of a report. Each has one number in it, which leads to what it counts.
  func headline() -> [Sentence] { [total(), coverage(), deletions(), people(), firstTimers(), findings()].compactMap(\.self) }

  private func total() -> Sentence {
    var sentence = Sentence(key: "head.total", values: ["period": words.name(report.period)], n: report.total.count, figure: report.total)
    sentence.values["other"] = words.name(report.previous)
    if let reason = reason(report.comparison, report.previous) {
      sentence.key = report.comparison == .notInArchive ? "head.total.first" : "head.total.unfair"
      sentence.values["reason"] = reason
      return sentence
    }
    guard let before = report.total.before else { return sentence }
    sentence.values["m"] = words.number(before)
    guard before > 0 else {
      sentence.key = "head.total.none"
      return sentence
    }
    let percent = percent(report.total.count, before)
    sentence.values["percent"] = words.number(abs(percent))
    sentence.key = percent == 0 ? "head.total.same" : percent > 0 ? "head.total.more" : "head.total.fewer"
    return sentence
  }

  private func coverage() -> Sentence {
    guard let coverage = report.coverage else { return Sentence(key: "head.untold", n: report.period.days.count, anchor: "#coverage") }
    let days = coverage.count { $0 != nil }
    guard report.missingDays > 0 else { return Sentence(key: "head.covered", n: days, anchor: "#coverage") }
    return Sentence(key: "head.missing", values: ["days": words.number(days)], n: report.missingDays, anchor: "#coverage")
  }

  private func deletions() -> Sentence {
    let figure = report.classes.first { $0.kind == .delete }!.figure
    var sentence = Sentence(key: figure.count == 0 ? "head.deleted.none" : "head.deleted", n: figure.count, figure: figure)
    if let most = mostDeleting {
      sentence.key = most.count == figure.count ? "head.deleted.all" : "head.deleted.most"
      sentence.values = ["name": name(most.actor), "m": words.number(most.count)]
    }
    return sentence
  }

  /// Who deleted most, where all deletions are listed.
  private var mostDeleting: (actor: Actor, count: Int)? {
    guard report.actors != nil, report.deletions.count == report.classes.first(where: { $0.kind == .delete })!.figure.count else { return nil }
    let counts = Dictionary(grouping: report.deletions, by: \.actor).mapValues(\.count)
    return counts.max { ($0.value, name($1.key)) < ($1.value, name($0.key)) }.map { ($0.key, $0.value) }
  }

  private func people() -> Sentence? {
    guard let actors = report.actors else { return nil }
    let people = actors.filter { $0.actor.kind == .person || $0.actor.kind == .unknown }
    let rest = actors.count - people.count
    return Sentence(key: rest > 0 ? "head.people.rest" : "head.people", values: ["m": words.number(rest)], n: people.count, anchor: "#users")
  }

  private func firstTimers() -> Sentence? {
    let new = report.findings.filter { $0.remark.rule == .firstTimeActors }
    guard let first = new.first else { return nil }
    return Sentence(key: "head.new", values: ["name": name(first.actor)], n: new.count, anchor: "#look")
  }

  private func findings() -> Sentence {
    let on = Remark.Rule.allCases.count(where: report.rules.isOn)
    if report.findings.isEmpty { return Sentence(key: "head.look.none", n: on, anchor: "#rules") }
    return Sentence(key: "head.look", n: report.findings.count, anchor: "#look")
  }

  // MARK: Rules and findings

  func finding(_ finding: Report.Finding) -> (key: String, values: [String: String]) {
    let remark = finding.remark
    var values = ["name": name(finding.actor), "other": remark.other.map(words.number) ?? ""]
    if let at = remark.at {
      let (day, hour) = Rules.dayAndHour(of: at, clock)
      values["time"] = words.moment(at, clock)
      (values["day"], values["from"], values["until"]) = (words.date(day), "\(hour):00", "\(hour + 1):00")
    }
    return ("find.\(remark.rule.rawValue)\(remark.variant.isEmpty ? "" : "." + remark.variant)", values)
  }

  /// A rule with its thresholds.
  func rule(_ rule: Remark.Rule) -> String {
    let rules = report.rules
    guard rules.isOn(rule) else { return words.say("rule.off") }
    let list = { (texts: [String]) in texts.map(Self.shown).joined(separator: ", ") }
    let kinds = { (kinds: Set<Actor.Kind>) in
      Actor.Kind.allCases.filter(kinds.contains).map { words.say("kind.\($0.rawValue)") }.joined(separator: ", ")
    }
    var values: [String: String] = [:]
    switch rule {
    case .bulkDeletions: values = ["a": words.number(rules.bulkDeletions!.deletions), "b": words.number(rules.bulkDeletions!.minutes)]
    case .bursts:
      let rule = rules.bursts!
      values = ["a": words.number(rule.events), "b": words.number(rule.timesUsual), "c": words.number(rule.knownHours), "kinds": kinds(rule.kinds)]
    case .outsideHours:
      values = ["a": words.number(rules.outsideHours!.events), "hours": workingHours, "kinds": kinds(rules.outsideHours!.kinds)]
    case .rightsChanges:
      let rule = rules.rightsChanges!
      values = ["a": words.number(rule.events), "modules": list(rule.modules), "actions": list(rule.actions)]
    case .exports: values = ["a": words.number(rules.exports!.events)]
    case .firstTimeActors: values = ["a": words.number(rules.firstTimeActors!.historyDays), "kinds": kinds(rules.firstTimeActors!.kinds)]
    case .integrationChanges:
      let rule = rules.integrationChanges!
      values = ["a": words.number(rule.events), "b": words.number(rule.timesBefore), "kinds": kinds(rule.kinds)]
    case .continuityBreaks: values = ["a": words.number(rules.continuityBreaks!.events)]
    case .conflicts: values = ["a": words.number(rules.conflicts!.events)]
    }
    return words.say("rule.\(rule.rawValue)", values)
  }

  private var workingHours: String {
    let hours = report.rules.workingHours
    let days = hours.weekdays.sorted().map { words.say("weekday.short.\($0 + 1)") }.joined(separator: " ")
    let holidays = hours.holidays.filter(report.period.days.contains).sorted().map(words.shortDate)
    return "\(days) \(hours.hours.lowerBound):00–\(hours.hours.upperBound):00"
      + (holidays.isEmpty ? "" : words.say("rule.holidays", ["days": holidays.joined(separator: ", ")]))
  }

  // MARK: Coverage

  func coverageNotes() -> [String] {
    guard let coverage = report.coverage else { return [words.say("coverage.untold")] }
    let missing = zip(report.period.days, coverage).filter { $1.map { !$0.isCovered } ?? false }
    guard !missing.isEmpty else { return [words.say("coverage.all")] + purge }
    var runs: [(state: DayState, days: Range<Int>)] = []
    for (day, state) in missing {
      if let last = runs.last, last.state == state!, last.days.upperBound == day {
        runs[runs.count - 1].days = last.days.lowerBound..<day + 1
      } else {
        runs.append((state!, day..<day + 1))
      }
    }
    return runs.prefix(20).map { "\(Self.atStart(words.days($0.days))): \(words.say("state.\($0.state)"))" } + purge
  }

  private static func atStart(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  private var purge: [String] {
    guard let deadline = report.deadline else { return [] }
    return [words.say("coverage.purge", ["from": words.moment(deadline.uncoveredFrom, clock), "purged": words.moment(deadline.purgedFrom, clock)])]
  }
}
