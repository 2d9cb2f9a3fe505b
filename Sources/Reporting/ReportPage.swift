public import AuditModel
import Coverage
import Templating

/// A report as one HTML file that needs no script and no network.
public struct ReportPage {
  /// Where it lies: by itself, with the newest events behind each number in lists at its end; or beside the page of the period's events.
  public enum Place: Sendable { case itself, bundle }

  public let bytes: [UInt8]

  /// - Parameter clock: the account's.
  public init(of report: Report, templates: ReportTemplates, in place: Place, clock: ZoneRules) {
    let content = ReportContent(report: report, words: templates.words, clock: clock, links: Links(in: place, zone: report.otherZone))
    var values = content.values
    values["heading"] = .text(Phrases.shown(templates.branding.title ?? report.facts.account))
    values["logo"] = .markup(templates.branding.logo)
    values["policy"] = .markup(templates.policy)
    values["style"] = .markup(String(decoding: templates.style, as: UTF8.self))
    bytes = Array(templates.template.render(values).utf8)
  }
}

/// What the tags of the report's template stand for.
struct ReportContent {
  typealias Values = [String: TemplateValue]

  let report: Report
  let words: ReportWords
  let clock: ZoneRules
  let links: Links

  private var phrases: Phrases { Phrases(report: report, words: words, clock: clock) }
  private var charts: Charts { Charts(report: report, words: words, links: links) }

  /// STYLE.md lists them.
  static func tags(_ words: ReportWords) -> TemplateTags {
    TemplateTags(
      texts: Set([
        "language", "title", "heading", "account", "period", "dates", "scope", "state", "generator", "zone", "zoneText", "before", "after", "label", "text", "name", "detail",
        "mark", "count", "change", "day", "weekday", "time", "who", "module", "action", "record", "event", "id", "rule", "result", "otherName", "noteText",
      ]).union(words.keys.map { "word-\($0.replacing(".", with: "-"))" }),
      markup: ["policy", "style", "logo", "number", "moment", "bar", "dayChart", "hourChart", "coverageChart", "created", "updated", "deleted", "others"],
      sections: [
        "headline", "tiles", "notes", "isCompared", "coverage", "hasCoverage", "findings", "hasFindings", "days", "hours", "cells", "groups", "rows", "hasUsers",
        "vanished", "hasVanished", "modules", "actions", "records", "hasRecords", "deletions", "hasDeletions", "moreDeletions", "rules", "lists", "hasLists",
        "isScoped", "isOtherZone",
      ])
  }

  var values: Values {
    var values: Values = [:]
    for key in words.keys { values["word-\(key.replacing(".", with: "-"))"] = .text(words.say(key)) }
    head(&values)
    look(&values)
    time(&values)
    whoAndWhat(&values)
    deletions(&values)
    lists(&values)
    return values
  }

  private func head(_ values: inout Values) {
    let facts = report.facts
    values["language"] = .text(words.language)
    values["account"] = .text(Phrases.shown(facts.account))
    values["period"] = .text(words.name(report.period))
    values["dates"] = .text(report.period.kind == .days ? "" : words.days(report.period.days))
    values["title"] = .text(words.say("title", ["account": Phrases.shown(facts.account), "period": words.name(report.period)]))
    let scope = ScopePhrases(extent: report.extent, words: words, clock: clock).sentences()
    values["isScoped"] = .flag(!scope.isEmpty)
    values["scope"] = .text(scope.joined(separator: " "))
    values["state"] = .text(words.say("state", ["time": words.moment(facts.archivedAt, clock), "zone": report.timeZone]))
    values["zone"] = .text(report.timeZone)
    values["isOtherZone"] = .flag(report.otherZone != nil)
    values["zoneText"] = .text(words.say("zone.other", ["zone": report.timeZone, "own": facts.timeZone]))
    values["generator"] = .text(facts.generator)
    values["headline"] = .list(phrases.headline().map(sentence))
    let shown = report.classes.filter { [.create, .update, .delete].contains($0.kind) }
    let tiles = [("total", report.total)] + shown.map { ("class.\($0.kind.rawValue)", $0.figure) }
    values["tiles"] = .list(tiles.map { key, figure in
      [
        "label": .text(words.say(key)), "number": .markup(number(figure, words.say(key))),
        "notes": .list(phrases.comparison(of: figure).map { ["noteText": .text($0)] }),
      ]
    })
    let reasons = [(report.comparison, report.previous as Period?), (report.yearComparison, report.yearBefore)].compactMap { comparison, other in
      phrases.reason(comparison, other).map { reason in
        words.say("notCompared", ["other": other.map(words.name) ?? words.say("theYearBefore"), "reason": reason])
      }
    }
    values["notes"] = .list(reasons.map { ["noteText": .text($0)] })
    values["isCompared"] = .flag(report.comparison.hasNumbers)
    values["otherName"] = .text(words.name(report.previous))
  }

  private func sentence(_ sentence: Phrases.Sentence) -> Values {
    let (before, number, after) = words.around(sentence.key, sentence.values, n: sentence.n)
    var markup = TemplateValue.escaped(number)
    if let figure = sentence.figure {
      markup = links.anchor(figure, number, before + number + after)
    } else if !sentence.anchor.isEmpty {
      markup = "<a href=\"\(sentence.anchor)\">\(markup)</a>"
    }
    return ["before": .text(before), "number": .markup(markup), "after": .text(after)]
  }

  private func number(_ figure: Report.Figure, _ title: String) -> String { links.anchor(figure, words.number(figure.count), title) }

  // MARK: Worth a look

  private func look(_ values: inout Values) {
    values["hasCoverage"] = .flag(report.coverage != nil)
    values["coverageChart"] = .markup(charts.coverage)
    values["coverage"] = .list(phrases.coverageNotes().map { ["text": .text($0)] })
    values["hasFindings"] = .flag(!report.findings.isEmpty)
    values["findings"] = .list(Remark.Rule.allCases.flatMap(findings))
    values["rules"] = .list(Remark.Rule.allCases.map { rule in
      let found = report.findings.count { $0.remark.rule == rule }
      return [
        "name": .text(words.say("name.\(rule.rawValue)")), "rule": .text(phrases.rule(rule)),
        "result": .text(report.rules.isOn(rule) ? words.say(found == 0 ? "rule.silent" : "rule.found", n: found) : ""),
      ]
    })
  }

  private func findings(of rule: Remark.Rule) -> [Values] {
    let all = report.findings.filter { $0.remark.rule == rule }
    var shown = all.prefix(Report.shownFindings).map { finding -> Values in
      let (key, said) = phrases.finding(finding)
      let (before, number, after) = words.around(key, said, n: finding.figure.count)
      return ["before": .text(before), "number": .markup(links.anchor(finding.figure, number, before + number + after)), "after": .text(after)]
    }
    if all.count > shown.count {
      shown.append(["before": .text(words.say("look.more", n: all.count - shown.count)), "number": .markup(""), "after": .text("")])
    }
    // The rule is named once.
    return shown.enumerated().map { place, values in
      values.merging(["label": .text(place == 0 ? words.say("name.\(rule.rawValue)") : "")]) { $1 }
    }
  }

  // MARK: When

  private func time(_ values: inout Values) {
    values["dayChart"] = .markup(charts.byDay)
    values["hourChart"] = .markup(charts.byHour)
    values["days"] = .list(report.days.map { day in
      let name = charts.day(day)
      var row: Values = ["day": .text(name), "number": .markup(number(day.all, name))]
      for (stack, tag) in [("create", "created"), ("update", "updated"), ("delete", "deleted"), ("other", "others")] {
        row[tag] = .markup(number(Charts.figure(stack, of: day), "\(name), \(words.say("stack.\(stack)"))"))
      }
      return row
    })
    values["hours"] = .list(report.hours.enumerated().map { weekday, hours in
      [
        "weekday": .text(words.say("weekday.\(weekday + 1)")),
        "cells": .list(hours.enumerated().map { hour, figure in ["number": .markup(number(figure, charts.hourTitle(weekday, hour)))] }),
      ]
    })
  }

  // MARK: Who and what

  private func whoAndWhat(_ values: inout Values) {
    let actors = report.actors ?? []
    values["hasUsers"] = .flag(report.actors != nil)
    values["groups"] = .list(Actor.Kind.allCases.compactMap { kind in
      let rows = actors.filter { $0.actor.kind == kind }
      guard !rows.isEmpty else { return nil }
      return [
        "label": .text(words.say("kind.\(kind.rawValue)")), "rows": .list(rows.prefix(40).map { actor($0, most: actors[0].figure.count) }),
        "text": .text(rows.count > 40 ? words.say("more", n: rows.count - 40) : ""),
      ]
    })
    values["hasVanished"] = .flag(!report.vanished.isEmpty)
    values["vanished"] = .list(report.vanished.prefix(40).map { actor, before in
      ["name": .text(phrases.name(actor)), "detail": .text(words.say("kind.\(actor.kind.rawValue)")), "count": .text(words.number(before))]
    })
    let most = report.modules.first?.figure.count ?? 0
    values["modules"] = .list(report.modules.map { row(Phrases.shown($0.name), "", $0.figure, most: most) })
    values["actions"] = .list(report.actions.map { action in
      row(Phrases.shown(action.name), words.say("class.\(action.kind.rawValue)"), action.figure, most: report.actions[0].figure.count)
    })
    values["hasRecords"] = .flag(!(report.records ?? []).isEmpty)
    values["records"] = .list((report.records ?? []).map { record in
      let id = Phrases.shown(record.id), name = record.name.flatMap { $0.isEmpty ? nil : Phrases.shown($0) }
      return [
        "name": .text(name ?? ""), "id": .text(id), "module": .text(Phrases.shown(record.module)),
        "count": .text(words.number(record.actors)),
        "number": .markup(number(record.figure, name.map { "\($0) (\(id))" } ?? id)),
      ]
    })
  }

  private func actor(_ row: Report.ActorRow, most: Int) -> Values {
    let name = phrases.name(row.actor)
    var values = self.row(name, row.actor.name == nil ? "" : Phrases.shown(row.actor.id ?? ""), row.figure, most: most)
    let isFirst = row.isFirstTime && isTold(firstTime: row)
    values["mark"] = .text(isFirst ? words.say("mark.first") : row.isNew && report.comparison.isFair ? words.say("mark.new") : "")
    return values
  }

  /// In an account's first weeks everybody is there for the first time, which is not worth a word.
  private func isTold(firstTime row: Report.ActorRow) -> Bool {
    report.findings.contains { $0.remark.rule == .firstTimeActors && $0.actor == row.actor }
  }

  private func row(_ name: String, _ detail: String, _ figure: Report.Figure, most: Int) -> Values {
    [
      "name": .text(name), "detail": .text(detail), "mark": .text(""), "number": .markup(number(figure, name)),
      "count": .text(report.comparison.hasNumbers ? figure.before.map(words.number) ?? "" : ""),
      "change": .text(phrases.change(figure.count, figure.before, report.comparison)), "bar": .markup(Self.bar(figure.count, of: most)),
    ]
  }

  private static func bar(_ count: Int, of most: Int) -> String {
    let width = most == 0 ? 0 : max(Int((Double(count) / Double(most) * 100).rounded()), count == 0 ? 0 : 1)
    return "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"\(width)\" height=\"8\"/></svg>"
  }

  // MARK: Lists

  private func deletions(_ values: inout Values) {
    let count = report.classes.first { $0.kind == .delete }!.figure.count
    values["hasDeletions"] = .flag(!report.deletions.isEmpty)
    values["deletions"] = .list(report.deletions.map(line))
    values["moreDeletions"] = .flag(count > report.deletions.count)
    values["count"] = .text(words.say("deletions.more", ["m": words.number(report.deletions.count)], n: count))
  }

  private func line(_ line: Report.Line) -> Values {
    [
      "time": .text(words.time(line.at, clock)), "moment": .markup(links.anchor(event: line.event, words.time(line.at, clock))), "who": .text(phrases.name(line.actor)), "module": .text(Phrases.shown(line.module)),
      "action": .text(Phrases.shown(line.action)), "record": .text(phrases.record(line)), "event": .text(String(line.event)),
    ]
  }

  /// Last, when every number has said where it leads.
  private func lists(_ values: inout Values) {
    values["hasLists"] = .flag(!links.lists.isEmpty)
    values["lists"] = .list(links.lists.map { list in
      let shown = list.figure.newest.count
      let key = shown < list.figure.count ? "list.some" : "list.all"
      let said = ["m": words.number(shown), "rest": words.say("list.rest.\(links.place)")]
      return [
        "id": .text(list.id), "title": .text(list.title), "text": .text(words.say(key, said, n: list.figure.count)),
        "rows": .list(list.figure.newest.compactMap { report.lines[$0] }.map(line)),
      ]
    })
  }
}
