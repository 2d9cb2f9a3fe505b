import ArgumentParser
import AuditModel
import Operations

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Say what happened in a period, in numbers that lead to their events; once, or on a schedule.",
    discussion: """
      EXAMPLES
        counterroll report --archive acme --period month --to last-month.html
        counterroll report run-due --archive acme
      """,
    subcommands: [ReportMakeCommand.self, ReportRunDueCommand.self, ReportSettleCommand.self], defaultSubcommand: ReportMakeCommand.self)
}

struct ReportMakeCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case html, bundle, csv, json

    var ofJob: Extraction.Format {
      switch self {
      case .html: .html
      case .bundle: .bundle
      case .csv: .csv
      case .json: .json
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "make",
    abstract: "Say what happened in a period, in numbers that lead to their events. Needs the right audit-logs.export.",
    discussion: """
      html    one self-contained page, for the screen and for paper
      csv     the numbers as a table
      json    the numbers for programs
      bundle  a ZIP with all of these, the page of the period's events, events.csv and check sums

      EXAMPLES
        counterroll report --archive acme --period month --to last-month.html
        counterroll report --archive acme --period 2026-W41 --module Contacts --format bundle --to w41.zip
        counterroll report --archive acme --period 2026-06-01..2026-07-01 --language de --to juni.html
        counterroll report --archive acme --period quarter --format json --to quarter.json

      Periods are whole days of the account's zone: week, month and quarter are the last whole ones; 2026-10, 2026-W41 (ISO 8601) and 2026-Q3
      name one; of FROM..TO the second is the first day after. Each is compared with the one before and with the same a year before,
      if the archive has them and covers them. A report is a job like an export (see `exports`): noted, kept for some days, and for
      nobody who may not export.
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var requester: RequesterOptions
  @OptionGroup var signing: SigningOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "week, month, quarter, 2026-10, 2026-W41, 2026-Q3, or FROM..TO.") var period = "month"
  @Option(help: "html, bundle, csv or json.") var format: Format = .html
  @Option(help: "Only events of this user, workflow or integration: name or id (repeatable).") var user: [String] = []
  @Option(help: "Only events of this module (repeatable).") var module: [String] = []
  @Option(help: "Count days and hours by another clock than the account's: a name of the tz database.") var timeZone: String?
  @Option(help: "The language of its words: en, de or es.") var language = "en"
  @Option(help: "A file of rules for what is worth a look.") var rules: String?
  @Option(help: "A folder whose templates replace the shipped ones (Templates/STYLE.md).") var templates: String?
  @Option(help: "A title in place of the account's name.") var title: String?
  @Option(help: "A PNG or JPEG file to show beside it.") var logo: String?
  @Option(help: "The colour of links, such as #2d56b8.") var accent: String?
  @Option(help: "Put a copy here; nothing may be there yet.") var to: String?

  func run() throws {
    let folder = try archive.folder()
    let context = try Surroundings.context(output, archive: folder, as: requester.actingAs)
    let jobs = try ExportJobs(of: archive.open(), roles: roles.path(in: folder), context: context, key: signing.key(for: folder))
    try jobs.tidy()
    let job = try jobs.work(on: jobs.request(order))
    try JobText(jobs: jobs, output: output).printEnd(job)
  }

  private var order: ExportJobs.Order {
    var order = ExportJobs.Order()
    var report = ReportOrder(period: period)
    (report.timeZone, report.language, report.rules, report.templates) = (timeZone, language, rules, templates)
    (report.title, report.logo, report.accent) = (title, logo, accent)
    (order.filter.users, order.filter.modules) = (user, module)
    (order.format, order.report, order.to) = (format.ofJob, report, to)
    return order
  }
}
