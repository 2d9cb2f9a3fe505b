import AccessPolicy
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
        counterroll export --archive acme --format jsonl --last 7d --to - | gzip > week.jsonl.gz
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var requester: RequesterOptions
  @OptionGroup var filter: FilterOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "html, bundle, csv, jsonl or spreadsheet.") var format: Extraction.Format
  @Option(help: "The file to make; it must not exist. With csv, jsonl and spreadsheet, - is standard output.") var to: String
  @Flag(help: "With --format bundle: add a table that is altered for viewing in a spreadsheet.") var spreadsheet = false

  func validate() throws {
    if spreadsheet, format != .bundle { throw ValidationError("--spreadsheet goes with --format bundle; alone it is --format spreadsheet") }
    if to == "-", output.json { throw ValidationError("--json prints a report to standard output, where --to - sends the events") }
  }

  func run() throws {
    let folder = try archive.folder()
    let context = try Surroundings.context(output, archive: folder, as: requester.actingAs)
    let access = try Access(to: archive.open(), roles: roles.path(in: folder), context: context)
    let permitted = try access.events(filter.request, right: .export)
    let extraction = Extraction(format: format, path: to, withSpreadsheet: spreadsheet)
    if to == "-" { return unsafe report(altered: try extraction.stream(permitted) { unsafe Console.result(bytes: $0) }.alteredCells) }
    let made = try extraction.make(from: permitted, of: access.archive)
    report(altered: made.alteredCells)
    if output.json {
      Console.result(
        jsonLine(
          "export",
          [
            ("path", .string(to)), ("format", .string(format.rawValue)), ("events", .number(made.events)), ("bytes", .number(made.bytes)),
            ("filter", permitted.filter.canonicalJSON),
          ]))
    } else if !output.quiet {
      Console.result("\(to): \(grouped(made.events)) events (\(permitted.filter.inWords)), \(grouped(made.bytes)) bytes")
    }
  }

  private func report(altered cells: Int64) {
    guard cells > 0 else { return }
    let words = cells == 1 ? "1 cell that a spreadsheet could take for a formula was" : "\(grouped(cells)) cells were"
    Console.message("warning: \(words) altered for spreadsheets: that table is for viewing, not for evidence")
  }
}

extension Extraction.Format: ExpressibleByArgument {}
