import ArchiveStore
import ArgumentParser
import AuditModel
import Operations

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say what is in the archive: events, modules, source files, and until when to export again.",
    discussion: """
      EXAMPLES
        counterroll status --archive acme
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let context = try Surroundings.context(output)
    let archive = try archive.open()
    let summary = try archive.summary()
    output.json ? printJSON(archive, summary) : try printText(archive, summary, now: context.now())
  }

  private func printText(_ archive: Archive, _ summary: ArchiveSummary, now: Int64) throws {
    let zone = try AccountZone(archive.settings.timeZone)
    Console.result("\(Console.visible(archive.settings.account)), \(archive.settings.timeZone): \(grouped(summary.events)) events")
    guard let first = summary.firstAt, let last = summary.lastAt else {
      return Console.result("The archive is empty. Next: counterroll ingest FILE…")
    }
    Console.result("  from \(zone.text(first)) to \(zone.text(last))")
    Console.result("  \(grouped(summary.conflicts)) conflicts, \(grouped(summary.rejects)) rejected records, \(grouped(summary.balance.duplicate)) duplicates seen")
    Console.result(purgeSentence(archive.settings, last: last, now: now, zone))
    printModules(summary, zone)
    printSources(summary)
  }

  /// The source's clock: what happened after the newest event is only there, and not for ever.
  private func purgeSentence(_ settings: ArchiveSettings, last: Int64, now: Int64, _ zone: AccountZone) -> String {
    let deadline = last + Int64(settings.retentionDays) * Timestamp.millisecondsPerDay
    if now >= deadline {
      return "  the source keeps \(settings.retentionDays) days: what followed the newest event has begun to be purged there on \(zone.day(deadline))"
    }
    return "  the source keeps \(settings.retentionDays) days: export again before \(zone.day(deadline)), when what followed is purged there"
  }

  private func printModules(_ summary: ArchiveSummary, _ zone: AccountZone) {
    var table = TextTable(header: ["", "MODULE", "EVENTS", "FIRST", "LAST"], rightAligned: [2])
    for module in summary.modules {
      table.add(["", Console.visible(module.name, limit: 30), grouped(module.events), zone.day(module.firstAt), zone.day(module.lastAt)])
    }
    Console.result("")
    table.lines.forEach(Console.result)
  }

  private func printSources(_ summary: ArchiveSummary) {
    var table = TextTable(
      header: ["", "SOURCE", "READ", "STORED", "DUPLICATE", "CONFLICT", "REJECTED", "SHA-256"], rightAligned: [2, 3, 4, 5, 6])
    for part in summary.parts {
      let balance = part.balance
      table.add(
        ["", Console.visible(part.source.displayName, limit: 60)]
          + [balance.read, balance.stored, balance.duplicate, balance.conflict, balance.rejected].map(grouped)
          + [String(part.source.sha256.prefix(12)) + "…"])
    }
    Console.result("")
    table.lines.forEach(Console.result)
  }

  private func printJSON(_ archive: Archive, _ summary: ArchiveSummary) {
    func instant(_ value: Int64?) -> JSONText { .optional(value.map(Timestamp.canonicalText)) }
    let modules = summary.modules.map { module in
      JSONText.object([
        ("module", .string(module.name)), ("events", .number(module.events)), ("first", instant(module.firstAt)),
        ("last", instant(module.lastAt)),
      ])
    }
    let sources = summary.parts.map { part in
      JSONText.object([
        ("file", .string(part.source.file)), ("member", .optional(part.source.member)), ("bytes", .number(part.source.bytes)),
        ("sha256", .string(part.source.sha256)), ("shape", .string(part.shape)), ("profile", .string(part.profile)),
        ("balance", json(part.balance)),
      ])
    }
    Console.result(
      jsonLine(
        "status",
        [
          ("account", .string(archive.settings.account)), ("timeZone", .string(archive.settings.timeZone)),
          ("retentionDays", .number(archive.settings.retentionDays)), ("events", .number(summary.events)),
          ("first", instant(summary.firstAt)), ("last", instant(summary.lastAt)), ("balance", json(summary.balance)),
          ("modules", .array(modules)), ("sources", .array(sources)),
        ]))
  }
}
