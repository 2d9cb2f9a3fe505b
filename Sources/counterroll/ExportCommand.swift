import AccessPolicy
public import ArgumentParser
import AuditModel
public import Operations

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Hand events out: a page that opens from disk, a bundle, or CSV. Needs the right audit-logs.export.",
    discussion: """
      html    one self-contained page
      bundle  a ZIP with the page, events.csv, a manifest and check sums
      csv     events.csv alone, lossless

      EXAMPLES
        counterroll export --archive acme --format bundle --to acme-2026.zip
        counterroll export --archive acme --format html --module Contacts --from 2026-06-01 --to page.html
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var requester: RequesterOptions
  @OptionGroup var filter: FilterOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "html, bundle or csv.") var format: Extraction.Format
  @Option(help: "The file to make; it must not exist.") var to: String

  func run() throws {
    let folder = try archive.folder()
    let context = try Surroundings.context(output, archive: folder, as: requester.actingAs)
    let access = try Access(to: archive.open(), roles: roles.path(in: folder), context: context)
    let permitted = try access.events(filter.request, right: .export)
    let made = try Extraction(format: format, path: to).make(from: permitted, of: access.archive)
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
}

extension Extraction.Format: ExpressibleByArgument {}
