import AuditModel
internal import Foundation
import StrictYAML

/// The words of reports in one language, in the same form as the page's: by key a text, or one for each plural form, with `{names}` for values.
struct ReportWords {
  private enum Entry { case text(String), forms([String: String]) }

  let language: String
  private let entries: [String: Entry]
  private let english: [String: Entry]

  /// - Parameter english: the words that say what the other file does not.
  init(_ file: ReportFiles.File, instead english: ReportFiles.File, language: String) throws(Failure) {
    self.language = language
    entries = try Self.read(file)
    self.english = try Self.read(english)
  }

  private static func read(_ file: ReportFiles.File) throws(Failure) -> [String: Entry] {
    try StrictYAML(file: file.file, kind: "file of words").readJSON(file.bytes) { (root) throws(Failure) in
      var entries: [String: Entry] = [:]
      for (key, value) in try root.table("the words", "write \"key\": \"text\"").members {
        let name = try key.text("a key")
        if value.isTable {
          var forms: [String: String] = [:]
          for (form, text) in try value.table("the words \(name)", "").members { forms[try form.text("a form")] = try text.anyText("a form of \(name)") }
          guard forms["other"] != nil else { throw value.failure("the words \(name) have no form “other”", "add it") }
          entries[name] = .forms(forms)
        } else {
          entries[name] = .text(try value.anyText("the words \(name)"))
        }
      }
      return entries
    }
  }

  var keys: [String] { english.keys.sorted() }

  /// The words of a key. A number `n` among the values chooses the plural form.
  func say(_ key: String, _ values: [String: String] = [:], n: Int? = nil) -> String {
    var values = values
    if let n { values["n"] = number(n) }
    return Self.filled(text(key, n), values)
  }

  /// The words around a number `n`, which is to be a link.
  func around(_ key: String, _ values: [String: String], n: Int) -> (before: String, number: String, after: String) {
    let text = text(key, n)
    guard let place = text.range(of: "{n}") else { return (Self.filled(text, values), "", "") }
    return (Self.filled(String(text[..<place.lowerBound]), values), number(n), Self.filled(String(text[place.upperBound...]), values))
  }

  private func text(_ key: String, _ n: Int?) -> String {
    switch entries[key] ?? english[key] {
    case .text(let text): text
    case .forms(let forms): forms[Self.form(of: n ?? 0, in: language)] ?? forms["other"]!
    case nil: key
    }
  }

  /// One pass, so that a value with braces in it stays as it is.
  private static func filled(_ text: String, _ values: [String: String]) -> String {
    var out = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      out += rest[..<open] + (values[name] ?? "{\(name)}")
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  /// By the rules of CLDR for whole numbers.
  private static func form(of n: Int, in language: String) -> String {
    if n == 1 { return "one" }
    return language == "es" && n != 0 && n % 1_000_000 == 0 ? "many" : "other"
  }

  func number(_ n: Int) -> String {
    let separator = text("number.group", nil)
    // Spanish groups from five digits on.
    return language == "es" && n.magnitude < 10_000 ? String(n) : grouped(n).replacingOccurrences(of: ",", with: separator)
  }
}

/// Dates and periods.
extension ReportWords {
  private func parts(of day: Int) -> [String: String] {
    let (year, month, dayOfMonth) = Timestamp.civil(fromDays: Int64(day))
    let name = say("month.\(month)")
    return ["day": String(dayOfMonth), "month": name, "brief": String(name.prefix(3)), "year": String(year)]
  }

  func date(_ day: Int) -> String { say("date.day", parts(of: day)) }
  func axisDate(_ day: Int) -> String { say("date.axis", parts(of: day)) }
  func shortDate(_ day: Int) -> String { say("date.short", parts(of: day)) }

  /// Day and time on an account's clock, in a sentence.
  func moment(_ instant: Int64, _ clock: ZoneRules) -> String { "\(date(Int(clock.day(of: instant)))), \(time(instant, clock).suffix(5))" }

  /// The same for lists, where digits stand below digits.
  func time(_ instant: Int64, _ clock: ZoneRules) -> String {
    let text = Timestamp.canonicalText(clock.clockTime(at: instant))
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }

  func days(_ days: Range<Int>) -> String {
    days.count == 1 ? date(days.lowerBound) : say("date.range", ["from": date(days.lowerBound), "until": date(days.upperBound - 1)])
  }

  func name(_ period: Period) -> String {
    let first = period.days.lowerBound
    switch period.kind {
    case .week:
      let (year, week) = Period.isoWeek(of: first)
      return say("date.week", ["week": String(week), "year": String(year)])
    case .month: return say("date.month", parts(of: first))
    case .quarter: return say("date.quarter", ["quarter": String((Timestamp.civil(fromDays: Int64(first)).month + 2) / 3), "year": parts(of: first)["year"]!])
    case .days: return days(period.days)
    }
  }
}
