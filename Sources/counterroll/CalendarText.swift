import AuditModel
import Coverage

/// A calendar of blocks and letters for a terminal: one row a month, or a week where the window is narrow. It needs no colour.
struct CalendarText {
  /// Months that are drawn; older ones are in `--json`.
  private static let months = 13
  private static let narrow = 42

  let width: Int

  private static func mark(_ state: DayState?) -> String {
    switch state {
    case .covered: "█"
    case .coveredTwice: "▓"
    case .quiet: "░"
    case nil: " "
    case .some(let state): state.rawValue
    }
  }

  /// What the marks mean that a calendar uses.
  func legend(of calendars: [ModuleCalendar]) -> [String] {
    let used = Set(calendars.flatMap(\.states).compactMap(\.self))
    let entries = DayState.allCases.filter(used.contains).map { "\(Self.mark($0)) \($0.inWords)" }
    var lines: [String] = []
    for entry in entries {
      if let last = lines.last, last.count + entry.count + 5 <= width { lines[lines.count - 1] += "   " + entry } else { lines.append("  " + entry) }
    }
    return lines
  }

  func lines(of calendar: ModuleCalendar) -> [String] { width < Self.narrow ? weeks(of: calendar) : months(of: calendar) }

  private func months(of calendar: ModuleCalendar) -> [String] {
    var rows: [(month: String, cells: [String])] = []
    for (index, state) in calendar.states.enumerated() {
      let date = AccountDays.date(calendar.firstDay + index)
      if rows.last?.month != String(date.prefix(7)) { rows.append((String(date.prefix(7)), Array(repeating: " ", count: 31))) }
      rows[rows.count - 1].cells[Int(date.suffix(2))! - 1] = Self.mark(state)
    }
    let ruler = "          1   5    10   15   20   25   30"
    return [ruler] + shortened(rows.map { "  \($0.month) \($0.cells.joined())" })
  }

  private func weeks(of calendar: ModuleCalendar) -> [String] {
    // 1970-01-01 was a Thursday; a row begins on Monday.
    var rows: [(monday: Int, cells: [String])] = []
    for (index, state) in calendar.states.enumerated() {
      let day = calendar.firstDay + index, weekday = ((day + 3) % 7 + 7) % 7
      if rows.last?.monday != day - weekday { rows.append((day - weekday, Array(repeating: " ", count: 7))) }
      rows[rows.count - 1].cells[weekday] = Self.mark(state)
    }
    return ["             MTWTFSS"] + shortened(rows.map { "  \(AccountDays.date($0.monday)) \($0.cells.joined())" }, by: 4)
  }

  private func shortened(_ rows: [String], by rowsAMonth: Int = 1) -> [String] {
    let left = rows.count - Self.months * rowsAMonth
    let shown = rows.suffix(Self.months * rowsAMonth).map { $0.replacing(/\s+$/, with: "") }
    return left > 0 ? ["  … \(left) earlier rows: --json has them"] + shown : shown
  }
}
