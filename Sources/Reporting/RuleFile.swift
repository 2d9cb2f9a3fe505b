public import AuditModel
import StrictYAML

/// Reads the rules of reports from a file: what it does not say stays as it is shipped.
public struct RuleFile {
  private let path: String

  /// - Parameter path: for messages.
  public init(path: String) { self.path = path }

  private static let shape = "a file of report rules has the keys version, working_hours and rules"

  public func rules(_ bytes: [UInt8]) throws(Failure) -> Rules {
    try StrictYAML(file: path, kind: "file of report rules").read(bytes, shape: Self.shape) { (root) throws(Failure) in
      let members = try root.table("the file of report rules", Self.shape)
      try members.checkVersion(key: "version")
      try members.check("the file of report rules", required: ["version"], optional: ["working_hours", "rules"])
      var rules = Rules()
      if let item = members["working_hours"] { rules.workingHours = try Self.workingHours(item) }
      if let item = members["rules"] { try Self.read(item, into: &rules) }
      return rules
    }
  }

  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  private static func workingHours(_ item: StrictYAML.Item) throws(Failure) -> Rules.WorkingHours {
    let hint = "write for example: { days: [mon, tue, wed, thu, fri], from: 7, until: 20, holidays: [2026-12-25] }"
    let table = try item.table("working_hours", hint)
    try table.check("working_hours", required: [], optional: ["days", "from", "until", "holidays"])
    var hours = Rules.WorkingHours()
    if let list = table["days"] {
      hours.weekdays = []
      for (day, item) in try list.uniqueTexts("a day", "days") {
        guard let place = days.firstIndex(of: day) else { throw item.failure("“\(day)” is no day of the week", "the days are \(days.joined(separator: ", "))") }
        hours.weekdays.insert(place)
      }
    }
    let from = try table["from"].map { (item) throws(Failure) in try hour(item, 0...23) } ?? hours.hours.lowerBound
    let until = try table["until"].map { (item) throws(Failure) in try hour(item, 1...24) } ?? hours.hours.upperBound
    guard from < until else { throw item.failure("working_hours: they end before they begin", hint) }
    hours.hours = from..<until
    for item in try table["holidays"].map({ (item) throws(Failure) in try item.list("holidays", hint) }) ?? [] {
      let text = try item.timeText("a holiday")
      guard let day = try? Timestamp.parseDate(Array(text.utf8).span) else { throw item.failure("“\(text)” is no day", "write it like 2026-12-25") }
      hours.holidays.insert(Int(day / Timestamp.millisecondsPerDay))
    }
    return hours
  }

  /// An hour of the day: the reader of numbers knows none below 1.
  private static func hour(_ item: StrictYAML.Item, _ range: ClosedRange<Int>) throws(Failure) -> Int {
    guard let hour = try? item.minutes("an hour"), range.contains(hour) else {
      throw item.failure("an hour is not a whole number from \(range.lowerBound) to \(range.upperBound)", "write it in digits")
    }
    return hour
  }

  private static func read(_ item: StrictYAML.Item, into rules: inout Rules) throws(Failure) {
    let table = try item.table("rules", "write each rule as: name: { … }, or name: false to switch it off")
    try table.check("rules", required: [], optional: Remark.Rule.allCases.map(\.rawValue))
    func settings(_ rule: Remark.Rule, _ keys: [String]) throws(Failure) -> Settings { try Settings(table[rule.rawValue], rule.rawValue, keys) }

    try settings(.bulkDeletions, ["deletions", "minutes"]).apply(to: &rules.bulkDeletions) { (rule, value) throws(Failure) in
      try value.count("deletions", &rule.deletions)
      try value.count("minutes", &rule.minutes)
    }
    try settings(.bursts, ["events", "times_usual", "known_hours", "kinds"]).apply(to: &rules.bursts) { (rule, value) throws(Failure) in
      try value.count("events", &rule.events)
      try value.count("times_usual", &rule.timesUsual)
      try value.count("known_hours", &rule.knownHours)
      try value.kinds(&rule.kinds)
    }
    try settings(.outsideHours, ["events", "kinds"]).apply(to: &rules.outsideHours) { (rule, value) throws(Failure) in
      try value.count("events", &rule.events)
      try value.kinds(&rule.kinds)
    }
    try settings(.rightsChanges, ["events", "modules", "actions"]).apply(to: &rules.rightsChanges) { (rule, value) throws(Failure) in
      try value.count("events", &rule.events)
      try value.texts("modules", &rule.modules)
      try value.texts("actions", &rule.actions)
    }
    try settings(.exports, ["events"]).apply(to: &rules.exports) { (rule, value) throws(Failure) in try value.count("events", &rule.events) }
    try settings(.firstTimeActors, ["history_days", "kinds"]).apply(to: &rules.firstTimeActors) { (rule, value) throws(Failure) in
      try value.count("history_days", &rule.historyDays)
      try value.kinds(&rule.kinds)
    }
    try settings(.integrationChanges, ["events", "times_before", "kinds"]).apply(to: &rules.integrationChanges) { (rule, value) throws(Failure) in
      try value.count("events", &rule.events)
      try value.count("times_before", &rule.timesBefore)
      try value.kinds(&rule.kinds)
    }
    try settings(.continuityBreaks, ["events"]).apply(to: &rules.continuityBreaks) { (rule, value) throws(Failure) in
      try value.count("events", &rule.events)
    }
    try settings(.conflicts, ["events"]).apply(to: &rules.conflicts) { (rule, value) throws(Failure) in try value.count("events", &rule.events) }
  }
}

/// What a file says of one rule.
private struct Settings {
  private enum Said { case nothing, off, table(StrictYAML.Table) }
  private let said: Said

  init(_ item: StrictYAML.Item?, _ name: String, _ keys: [String]) throws(Failure) {
    guard let item else {
      said = .nothing
      return
    }
    if !item.isTable {
      let hint = "write \(name): { … }, or \(name): false to switch it off"
      guard let flag = try? item.flag("the rule \(name)"), !flag else { throw item.failure("the rule \(name) is neither a table nor false", hint) }
      said = .off
      return
    }
    let table = try item.table("the rule \(name)", "")
    try table.check("the rule \(name)", required: [], optional: keys)
    said = .table(table)
  }

  func apply<Rule>(to rule: inout Rule?, _ body: (inout Rule, Settings) throws(Failure) -> Void) throws(Failure) {
    switch said {
    case .nothing: return
    case .off: rule = nil
    case .table:
      guard var changed = rule else { return }
      try body(&changed, self)
      rule = changed
    }
  }

  private subscript(key: String) -> StrictYAML.Item? { if case .table(let table) = said { table[key] } else { nil } }

  func count(_ key: String, _ value: inout Int) throws(Failure) { if let item = self[key] { value = try item.count(key) } }

  func texts(_ key: String, _ value: inout [String]) throws(Failure) {
    if let item = self[key] { value = try item.uniqueTexts("one of \(key)", key).map(\.text) }
  }

  func kinds(_ value: inout Set<Actor.Kind>) throws(Failure) {
    guard let item = self["kinds"] else { return }
    value = []
    for (text, item) in try item.uniqueTexts("a kind", "kinds") {
      guard let kind = Actor.Kind(rawValue: text) else {
        throw item.failure("“\(text)” is no kind of actor", "the kinds are \(Actor.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      value.insert(kind)
    }
  }
}
