import AuditModel
import Coverage

/// The numbers of a report as one table for spreadsheets: RFC 4180, one number a row.
extension Report {
  public var csv: [UInt8] {
    var out = Array("section,name,detail,count,before,year_before,address\r\n".utf8)
    for row in rows { out += Array(row.map(Self.cell).joined(separator: ",").utf8) + Array("\r\n".utf8) }
    return out
  }

  private var rows: [[String]] {
    var rows = [row("total", "", "", total)]
    rows += classes.map { row("class", $0.kind.rawValue, "", $0.figure) }
    rows += actions.map { row("action", $0.name, $0.kind.rawValue, $0.figure) }
    rows += modules.map { row("module", $0.name, "", $0.figure) }
    rows += (actors ?? []).map { row("actor", $0.actor.name ?? $0.actor.id ?? "", $0.actor.kind.rawValue, $0.figure) }
    rows += vanished.map { ["vanished", $0.actor.name ?? $0.actor.id ?? "", $0.actor.kind.rawValue, "0", String($0.before), "", ""] }
    for day in days {
      rows.append(row("day", Period.date(day.days.lowerBound), state(of: day), day.all))
      rows += ActionClass.allCases.map { row("day and class", Period.date(day.days.lowerBound), $0.rawValue, day.classes[$0]!) }
    }
    for (weekday, hours) in hours.enumerated() {
      rows += hours.enumerated().map { row("weekday and hour", Self.weekdays[weekday], String($0), $1) }
    }
    rows += (records ?? []).map { row("record", $0.id, $0.name ?? "", $0.figure) }
    rows += findings.map { row("finding", $0.remark.rule.rawValue, $0.actor?.name ?? $0.remark.variant, $0.figure) }
    return rows
  }

  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  private func row(_ section: String, _ name: String, _ detail: String, _ figure: Figure) -> [String] {
    let optional = { (number: Int?) in number.map(String.init) ?? "" }
    return [section, name, detail, String(figure.count), optional(figure.before), optional(figure.yearBefore), figure.address ?? ""]
  }

  private func state(of day: Day) -> String {
    guard let coverage, day.days.count == 1 else { return "" }
    return coverage[day.days.lowerBound - period.days.lowerBound].map { "\($0)" } ?? ""
  }

  /// Names come from events: one that a spreadsheet could take for a formula gets an apostrophe before it. The lossless form is the JSON.
  private static func cell(_ text: String) -> String {
    let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
