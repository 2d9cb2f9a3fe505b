public import AuditModel
internal import Coverage
internal import Reporting

/// What report is asked for, beside its filter and its format.
public struct ReportOrder: Sendable, Equatable, Codable {
  /// `2026-10` and so on, as `Period.name` writes it; or `week`, `month`, `quarter` for the last whole one, as long as nobody has asked what day it is.
  public var period: String
  /// The zone whose clock its days and hours are of, a name of the tz database; nil for the account's as the archive has it.
  public var timeZone: String?
  /// The language of its words, as a code.
  public var language = "en"
  /// A file of rules; nil for those that are shipped.
  public var rules: String?
  /// A folder whose templates replace the shipped ones.
  public var templates: String?
  /// Stands in place of the account's name.
  public var title: String?
  /// Path of a PNG or JPEG file.
  public var logo: String?
  /// `#rrggbb`
  public var accent: String?

  public init(period: String) { self.period = period }

  /// - Parameter account: the zone that the archive has.
  /// - Throws: `usage` if the tz database does not know the name.
  func zone(of account: AccountZone) throws(Failure) -> AccountZone {
    guard let timeZone else { return account }
    return try AccountZone(timeZone)
  }

  /// The period that is meant.
  ///
  /// - Throws: `usage` if it is none.
  public func resolved(in zone: AccountZone, now: Int64) throws(Failure) -> Period {
    guard let found = Period(period, today: Int(zone.rules.day(of: now))) else {
      throw Failure(
        .usage, "--period \(period): not a period",
        hint: "write week, month or quarter for the last whole one, or 2026-10, 2026-W41, 2026-Q3, 2026-06-01..2026-07-01 (the second is the first day after)")
    }
    return found
  }

  /// The order with everything said for good, and the filter of all that a report reads: its period, and those that it compares it with.
  func settled(_ filter: FilterRequest, in zone: AccountZone, now: Int64) throws(Failure) -> (order: ReportOrder, filter: EventFilter) {
    guard filter.from == nil, filter.until == nil, filter.last == nil else {
      throw Failure(.usage, "a report has a period: --from, --until and --last cannot be combined with it", hint: "write --period 2026-06-01..2026-07-01")
    }
    let zone = try self.zone(of: zone)
    let period = try resolved(in: zone, now: now)
    var order = self
    order.period = period.name
    (order.rules, order.templates, order.logo) = (rules.map(absolute), templates.map(absolute), logo.map(absolute))
    // What is wrong with its files is told before anything is noted.
    _ = try order.readRules()
    _ = try order.readTemplates()
    var asked = try filter.resolved(in: zone, now: now)
    let span = ReportRequest.span(of: period, in: zone.rules)
    (asked.from, asked.to) = (span.lowerBound, span.upperBound)
    return (order, asked)
  }

  func readRules() throws(Failure) -> Rules {
    guard let rules else { return Rules() }
    return try RuleFile(path: rules).rules(wholeFile(rules))
  }

  func readTemplates() throws(Failure) -> ReportTemplates {
    try ReportTemplates(folder: templates, language: language, branding: Branding(title: title, logo: logo, accent: accent))
  }
}
