import AccessPolicy
import ArgumentParser
import AuditModel
import Foundation
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
        counterroll events --archive acme --conflicts
        counterroll events --archive acme --id 4711 --original > record.csv
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var requester: RequesterOptions
  @OptionGroup var filter: FilterOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "table, csv or jsonl.") var format: Format = .table
  @Option(help: "Print at most so many events.") var limit: Int?
  @Option(help: "Only the event with this number (column EVENT).") var id: Int64?
  @Flag(help: "With --id: print the exact bytes of the event's record, as they were received.") var original = false
  @Flag(help: "Only conflicts: the event that came first, behind it those with the same identity and other content.") var conflicts = false

  func validate() throws {
    if original, id == nil { throw ValidationError("--original needs --id") }
    if conflicts, id != nil { throw ValidationError("--conflicts and --id cannot be combined") }
    if original, format != .table { throw ValidationError("--original cannot be combined with --format") }
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1") }
  }

  func run() throws {
    let folder = try archive.folder()
    let context = try Surroundings.context(output, archive: folder, as: requester.actingAs)
    let access = try Access(to: archive.open(), roles: roles.path(in: folder), context: context)
    let permitted = try chosen(from: access.events(filter.request, right: .view))
    if let id, original { return try printOriginal(permitted.original(of: id)) }
    let listing = Listing(events: permitted, limit: limit ?? .max)
    switch output.json ? .jsonl : format {
    case .csv: try unsafe listing.writeCSV { unsafe Console.result(bytes: $0) }
    case .jsonl: try unsafe listing.writeJSONLines { unsafe Console.result(bytes: $0) }
    case .table: try printTable(listing, access.zone)
    }
  }

  private func chosen(from permitted: PermittedEvents) throws -> PermittedEvents {
    if conflicts { return try permitted.conflicts() }
    guard let id else { return permitted }
    guard permitted.filter.isAll else {
      throw Failure(.usage, "--id names one event: it cannot be combined with filters", hint: "leave them out")
    }
    return permitted.only([id])
  }

  /// A terminal would obey control characters in a record, so there it shows them as marks.
  private func printOriginal(_ record: OriginalRecord) throws {
    let text = String(validating: record.bytes, as: UTF8.self)
    if output.json { return Console.result(json(record, text)) }
    guard Console.resultsAreOnTerminal else { return unsafe record.bytes.withUnsafeBytes { unsafe Console.result(bytes: $0) } }
    let lines = String(decoding: record.bytes, as: UTF8.self).split(separator: /\r\n|\n/, omittingEmptySubsequences: false)
    Console.result(lines.map { Console.visible(String($0)) }.joined(separator: "\n"))
    if !output.quiet { Console.message("for the exact bytes, send the output to a file") }
  }

  private func json(_ record: OriginalRecord, _ text: String?) -> String {
    jsonLine(
      "original",
      [
        ("event", .number(record.event)), ("file", .string(record.part.file)), ("member", .optional(record.part.member)),
        ("fileSHA256", .string(record.part.sha256)), ("recordNumber", .number(record.recordNumber)), ("offset", .number(record.offset)),
        ("length", .number(record.bytes.count)), ("sha256", .string(record.sha256)), ("text", .optional(text)),
        ("base64", .string(Data(record.bytes).base64EncodedString())),
      ])
  }

  /// Rows are aligned a page at a time, so that any number of events prints in constant memory.
  private func printTable(_ listing: Listing, _ zone: AccountZone) throws {
    var table = Self.emptyTable
    var count = 0
    try listing.forEachLine { line in
      table.add([
        zone.text(line.occurredAt), Console.visible(line.module, limit: 20), Console.visible(line.action, limit: 22),
        Console.visible(line.actor ?? "not recorded", limit: 24), Console.visible(line.document ?? "not recorded", limit: 40),
        String(line.event), line.variantOf.map { conflict(with: $0, line.differences) } ?? "",
      ])
      count += 1
      if count % 200 == 0 {
        table.lines.forEach(Console.result)
        table = Self.emptyTable
      }
    }
    if count % 200 > 0 { table.lines.forEach(Console.result) }
    if !output.quiet { Console.message(counted(count, "event")) }
  }

  private func conflict(with first: Int64, _ differences: [String]) -> String {
    "conflict with \(first == ArchivedEvent.withheldVariant ? "an event that is withheld" : String(first))" + (differences.isEmpty ? "" : ", other " + differences.joined(separator: ", "))
  }

  private static var emptyTable: TextTable {
    TextTable(header: ["DATE & TIME", "MODULE", "ACTION", "DONE BY", "NAME", "EVENT", ""], rightAligned: [5])
  }
}
