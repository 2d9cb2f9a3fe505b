internal import AccessPolicy
internal import ArchiveStore
internal import Archiving
internal import AuditModel
internal import Bundling
internal import Coverage
internal import Reporting
internal import SiteRendering

/// Making a report from permitted events: the file of a job.
struct ReportWork {
  private let archive: Archive
  private let zone: AccountZone
  private let order: ReportOrder
  private let events: PermittedEvents

  /// - Parameter account: the zone that the archive has.
  init(archive: Archive, zone account: AccountZone, order: ReportOrder, events: PermittedEvents) throws(Failure) {
    (self.archive, self.order, self.events) = (archive, order, events)
    zone = try order.zone(of: account)
  }

  /// Counts.
  func report() throws -> Report {
    guard let period = Period(order.period, today: 0) else { throw Failure(.badData, "\(order.period) is not a period") }
    let facts = try Extraction.facts(of: archive)
    let days = try AccountDays(zone: zone.rules.name)
    // Nothing about the archive as a whole is told to somebody who sees a part of it.
    let coverage = events.isRestricted
      ? nil
      : CoverageLens(
        of: try archive.ledger(), days: days, countsAreOfDays: zone.rules.name == facts.timeZone, asOf: facts.archivedAt,
        modules: events.filter.modules)
    return try Report(
      ReportRequest(period: period, rules: try order.readRules(), clock: zone.rules, coverage: coverage, facts: facts), of: events)
  }

  /// Writes the file that a job is to have. On any failure nothing is left under the name.
  func write(_ report: Report, as format: Extraction.Format, path: String, spoolingIn folder: String) throws -> Int64 {
    let file = try NewFile(path: path)
    switch format {
    case .html: try file.write(page(of: report, in: .itself))
    case .json: try file.write(report.json.bytes + [UInt8(ascii: "\n")])
    case .csv: try file.write(report.csv)
    case .bundle: try writeBundle(report, to: file, spoolingIn: folder)
    case .jsonl, .spreadsheet: throw Failure(.usage, "a report cannot be \(format.rawValue)", hint: "write html, csv, json or bundle")
    }
    try file.publish()
    return file.count
  }

  func summary(of report: Report, file: String) throws -> Job.Summary {
    let summary = ReportSummary(of: report, file: file, templates: try order.readTemplates(), clock: zone.rules)
    return Job.Summary(subject: summary.subject, text: summary.text)
  }

  private func page(of report: Report, in place: ReportPage.Place) throws -> [UInt8] {
    ReportPage(of: report, templates: try order.readTemplates(), in: place, clock: zone.rules).bytes
  }

  private func writeBundle(_ report: Report, to file: NewFile, spoolingIn folder: String) throws {
    let facts = try Extraction.facts(of: archive)
    let part = events.part(from: report.span.lowerBound, to: report.span.upperBound)
    var bundle = Bundle(name: "\(facts.account) report \(order.period)", events: part, facts: facts)
    bundle.report = [
      ("report.html", try page(of: report, in: .bundle)), ("report.csv", report.csv), ("report.json", report.json.bytes + [UInt8(ascii: "\n")]),
    ]
    let coverage = try Extraction.coverage(of: archive)
    _ = try unsafe bundle.write(to: file, spoolingIn: folder) { sink, sibling in
      let page = try Page(events: part, facts: facts, coverage: coverage, oneFileLimit: Extraction.usualOneFileLimit)
      return (page.count, try unsafe page.write(to: sink, sibling: sibling))
    }
  }
}
