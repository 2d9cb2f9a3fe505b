import AccessPolicy
import ArgumentParser
import AuditModel
import Operations

struct EventsCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, jsonl }

  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Print events, newest first. Needs the right audit-logs.readonly.",
    discussion: """
      EXAMPLES
        counterroll events --archive acme --module Contacts --action Deleted --last 7d
        counterroll events --archive acme --document 66f0c1 --format jsonl
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var filter: FilterOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "table, csv or jsonl.") var format: Format = .table
  @Option(help: "Print at most so many events.") var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1") }
  }

  func run() throws {
    let context = try Surroundings.context(output)
    let folder = try archive.folder()
    let access = try Access(to: archive.open(), roles: roles.path(in: folder), context: context)
    let listing = Listing(events: try access.events(filter.request, right: .view), limit: limit ?? .max)
    switch output.json ? .jsonl : format {
    case .csv: try unsafe listing.writeCSV { unsafe Console.result(bytes: $0) }
    case .jsonl: try unsafe listing.writeJSONLines { unsafe Console.result(bytes: $0) }
    case .table: try printTable(listing, access.zone)
    }
  }

  /// Rows are aligned a page at a time, so that any number of events prints in constant memory.
  private func printTable(_ listing: Listing, _ zone: AccountZone) throws {
    var table = Self.emptyTable
    var count = 0
    try listing.forEachLine { line in
      table.add([
        zone.text(line.occurredAt), Console.visible(line.module, limit: 20), Console.visible(line.action, limit: 22),
        Console.visible(line.actor ?? "not recorded", limit: 24), Console.visible(line.document ?? "not recorded", limit: 40),
        line.isVariant ? "conflict" : "",
      ])
      count += 1
      if count % 200 == 0 {
        table.lines.forEach(Console.result)
        table = Self.emptyTable
      }
    }
    if count % 200 > 0 { table.lines.forEach(Console.result) }
    if !output.quiet { Console.message("\(grouped(Int64(count))) \(count == 1 ? "event" : "events")") }
  }

  private static var emptyTable: TextTable {
    TextTable(header: ["DATE & TIME", "MODULE", "ACTION", "DONE BY", "NAME", ""])
  }
}
