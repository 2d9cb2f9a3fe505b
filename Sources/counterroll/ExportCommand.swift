public import ArgumentParser
import AuditModel
public import Operations

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Hand events out: a page that opens from disk, a bundle, CSV or JSON lines. Needs the right audit-logs.export.",
    discussion: """
      html         one self-contained page
      bundle       a ZIP with the page, events.csv, a manifest and check sums
      csv          events.csv alone, lossless
      jsonl        the same as JSON lines
      spreadsheet  CSV altered for viewing in a spreadsheet: no evidence

      EXAMPLES
        counterroll export --archive acme --format bundle --to acme-2026.zip
        counterroll export --archive acme --format html --module Contacts --from 2026-06-01 --to page.html
        counterroll export --archive acme --format bundle --background
        counterroll export --archive acme --format csv --split month --to acme-by-month
        counterroll export --archive acme --format jsonl --to - | gzip > acme.jsonl.gz

      Every export is a job (see `exports`): it is noted in the archive who asked for what, by which right, and who was refused. Its file is
      kept in the archive for some days (`init --export-days`), and --to puts a copy elsewhere. With --to - the events go to standard
      output and no file is kept. An export without events makes no file. More events than one file may hold (`init --export-limit`)
      need narrower filters, or --split: then --to names a folder, with the parts and one manifest in it.
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var requester: RequesterOptions
  @OptionGroup var filter: FilterOptions
  @OptionGroup var signing: SigningOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "html, bundle, csv, jsonl or spreadsheet.") var format: Extraction.Format
  @Option(help: "Put a copy here; nothing may be there yet. With csv, jsonl and spreadsheet, - is standard output.") var to: String?
  @Flag(help: "With --format bundle: add a table that is altered for viewing in a spreadsheet.") var spreadsheet = false
  @Option(help: "With --format bundle: of more events than this the details lie in files beside index.html (\(Extraction.usualOneFileLimit)).")
  var oneFileLimit: Int?
  @Option(help: "Make several parts: month, one for each month; size, as few as hold them all.") var split: Job.Split?
  @Flag(help: "Print the job's id at once, and go on in a process that survives the terminal.") var background = false

  private var isStreamed: Bool { to == "-" }

  func validate() throws {
    if spreadsheet, format != .bundle { throw ValidationError("--spreadsheet goes with --format bundle; alone it is --format spreadsheet") }
    if let oneFileLimit {
      guard format == .bundle else { throw ValidationError("--one-file-limit goes with --format bundle; a page alone is always one file") }
      guard oneFileLimit >= 0 else { throw ValidationError("--one-file-limit must not be negative") }
    }
    guard isStreamed else { return }
    if background { throw ValidationError("--to - cannot be combined with --background") }
    if split != nil { throw ValidationError("--to - cannot be combined with --split") }
    if output.json { throw ValidationError("--json prints a report to standard output, where --to - sends the events") }
    guard format == .html || format == .bundle else { return }
    throw ValidationError("--format \(format.rawValue) cannot go to standard output: give --to the name of a file, or --format csv or jsonl")
  }

  func run() throws {
    let folder = try archive.folder()
    let context = try Surroundings.context(output, archive: folder, as: requester.actingAs)
    let jobs = try ExportJobs(of: archive.open(), roles: roles.path(in: folder), context: context, key: signing.key(for: folder))
    try jobs.tidy()
    let request = try jobs.request(order)
    for job in request.same.suffix(1) {
      Console.message("the same export was made before, and its files are there until \(jobs.day(job.expiresAt)): counterroll exports download \(job.id)")
    }
    if background { return try goOn(request, folder) }
    let job = try jobs.work(on: request) { unsafe Console.result(bytes: $0) }
    try JobText(jobs: jobs, output: output).printEnd(job)
  }

  private var order: ExportJobs.Order {
    var order = ExportJobs.Order()
    (order.filter, order.format, order.split) = (filter.request, format, split)
    (order.to, order.isStreamed, order.withSpreadsheet) = (isStreamed ? nil : to, isStreamed, spreadsheet)
    if let oneFileLimit { order.oneFileLimit = oneFileLimit }
    return order
  }

  private func goOn(_ request: ExportJobs.Request, _ folder: String) throws {
    try request.detach(ExportsWorkCommand.arguments(request.job, archive: folder, roles: roles.path(in: folder), requester, signing))
    if output.json {
      Console.result(JobText.json(request.job))
    } else {
      Console.result(request.job.id)
      if !output.quiet { Console.message("the export goes on in the background: counterroll exports wait \(request.job.id)") }
    }
  }
}

extension Extraction.Format: ExpressibleByArgument {
  /// Those of events; `report` has its own.
  public init?(argument: String) {
    guard argument != Self.json.rawValue else { return nil }
    self.init(rawValue: argument)
  }

  public static var allValueStrings: [String] { allCases.filter { $0 != .json }.map(\.rawValue) }
}
extension Job.Split: ExpressibleByArgument {}
