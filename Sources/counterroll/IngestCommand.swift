import ArgumentParser
import AuditModel
import EvidenceLog
import Foundation
import Operations

struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Take CSV exports and JSON dumps into the archive: files, folders, standard input, plain or packed (.zip, .tar, .gz, .zst).",
    discussion: """
      One run is one unit: if anything stops it, nothing of it is archived. Overlapping exports are welcome: an event that is
      there already is counted as a duplicate; the same event with other content is kept beside the first as a conflict.

      A folder is read with all below it, sorted by name. Passed over, and said so: names that begin with a dot, links, coverage files,
      and endings that no export has (documents, pictures, check sums, settings). Anything else that is no export stops the run.

      EXAMPLES
        counterroll ingest --archive acme exports/*.csv dump.json october.zip
        counterroll ingest --archive acme exports/
        counterroll ingest --archive acme --dry-run exports/
        counterroll ingest --archive acme --covers 2026-06-01..2026-07-01 --filter module=Contacts june-contacts.csv
        fetch-audit-log | counterroll ingest --archive acme --stdin-name october.ndjson -

      Say what an export was asked for, and `status` can tell a quiet day from a missing one: with --covers and --filter, or in a
      file beside june.csv called june.csv.coverage.yaml (or .json) with the keys version: 1, from, to, filter. A file that is
      archived already takes a new declaration too. Without one, an export counts from its first to its last event.
      """)

  @Argument(help: "Exports to take in: files, folders, or - for standard input.") var files: [String]
  @Option(help: "The range that the exports were asked for, half-open: 2026-06-01..2026-07-01 is the whole of June.") var covers: String?
  @Option(help: "The filter that they were asked for: user=, module=, action= or document= (repeatable).") var filter: [String] = []
  @Flag(help: "Read and decide everything, say what would be archived, and write nothing.") var dryRun = false
  @Option(help: "The name that standard input is archived under.") var stdinName = "standard input"
  @OptionGroup var signing: SigningOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var network: NetworkOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    let isPlain = stdinName.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard !stdinName.isEmpty, stdinName.utf8.count <= 255, isPlain else {
      throw ValidationError("--stdin-name takes a name of at most 255 bytes, without control characters")
    }
  }

  func run() throws {
    let context = try Surroundings.context(output, archive: archive.folder())
    var bar = ProgressBar(isShown: Console.messagesAreOnTerminal && !output.quiet && !output.json, now: context.now)
    let ingestion = Ingestion(into: try archive.open(), settings: try settings(), context: context) { event in
      switch event {
      case .progress(let file, let bytes, let total, let records):
        bar.update(name: file, bytes: bytes, totalBytes: total, records: records)
      case .passedOver(let file):
        if !output.quiet { Console.message("passed over: \(Console.visible(file.name)): \(file.reason.words)") }
      case .part, .knownFile: break
      }
    }
    defer { bar.clear() }
    let report = try ingestion.run(files)
    bar.clear()
    output.json ? printJSON(report) : printText(report)
    if report.balance.rejected > 0 { throw ExitCode(ExitCodes.rejects) }
  }

  private func settings() throws -> Ingestion.Settings {
    var settings = Ingestion.Settings()
    (settings.declaration.covers, settings.declaration.filters) = (covers, filter)
    settings.reading = try reading.settings()
    settings.standardInputName = stdinName
    settings.key = try signing.key(for: archive.folder())
    settings.roles = RoleOptions.usualPath(in: try archive.folder())
    (settings.rehearsal, settings.onNetwork) = (dryRun, network.allowNetworkFolder)
    return settings
  }

  private func printText(_ report: Ingestion.Report) {
    var table = TextTable(header: ["SOURCE", "READ", "STORED", "DUPLICATE", "CONFLICT", "REJECTED"], rightAligned: [1, 2, 3, 4, 5])
    for part in report.parts { table.add([Console.visible(part.name, limit: 60)] + columns(part.balance)) }
    if report.parts.count > 1 { table.add(["in all"] + columns(report.balance)) }
    if !report.parts.isEmpty { table.lines.forEach(Console.result) }
    for file in report.knownFiles {
      let other = file.archivedAs == file.name ? "" : " as \(Console.visible(file.archivedAs))"
      Console.result("\(Console.visible(file.name)): the same bytes are in the archive already\(other): not read again")
    }
    for part in report.parts { part.rejects.forEach { printReject($0, part) } }
    for finding in report.findings { Console.message("warning: \(Console.visible(finding))") }
    if dryRun { return Console.result("A dry run: nothing was written.") }
    if report.balance.rejected > 0 {
      Console.message("rejected records are kept in the archive with their place, bytes and reason: table reject")
    }
  }

  private func printReject(_ reject: Reject, _ part: Ingestion.PartReport) {
    Console.message("\(Console.visible(part.name)):\(reject.line): record \(reject.recordNumber) rejected: \(reject.reason)")
  }

  private func columns(_ balance: Balance) -> [String] {
    [balance.read, balance.stored, balance.duplicate, balance.conflict, balance.rejected].map(grouped)
  }

  private func printJSON(_ report: Ingestion.Report) {
    for part in report.parts {
      Console.result(jsonLine("ingested-part", [("name", .string(part.name)), ("shape", .string(part.shape)), ("balance", json(part.balance))]))
    }
    for file in report.knownFiles {
      Console.result(jsonLine("known-file", [("name", .string(file.name)), ("archivedAs", .string(file.archivedAs))]))
    }
    for file in report.passedOver {
      Console.result(jsonLine("passed-over", [("name", .string(file.name)), ("reason", .string(file.reason.rawValue))]))
    }
    for finding in report.findings { Console.result(jsonLine("finding", [("words", .string(finding))])) }
    Console.result(jsonLine("ingested", [("balance", json(report.balance)), ("dryRun", .bool(dryRun))]))
  }
}
