import ArgumentParser
import AuditModel
import Ingest
import Operations

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say how a file would be read: shape, columns, times, first records. Writes nothing.",
    discussion: """
      EXAMPLES
        counterroll inspect export.csv
        counterroll inspect --json dump.json
      """)

  @Argument(help: "Exports to look at.") var files: [String]
  @OptionGroup var output: OutputOptions

  func run() throws {
    for file in files {
      for part in try Inspection.parts(of: file) { output.json ? printJSON(part) : printText(part) }
    }
  }

  private func printText(_ part: Inspection.Part) {
    Console.result("\(Console.visible(part.name)): \(part.reading.shape), \(part.reading.encoding), profile \(part.reading.profile)")
    for (index, line) in part.reading.preamble.enumerated() {
      Console.result("  line \(index + 1), before the header: \(Console.visible(line, limit: 80))")
    }
    var mapping = TextTable(header: ["  COLUMN OR KEY", "READ AS"])
    for entry in part.reading.mapping {
      mapping.add(["  " + Console.visible(entry.name, limit: 40), entry.unit?.title ?? "further field, kept with the event"])
    }
    mapping.lines.forEach(Console.result)
    var events = TextTable(header: ["  TIME READ (UTC)", "AS WRITTEN", "MODULE", "ACTION", "ACTOR", "DOCUMENT"])
    for event in part.events {
      events.add([
        "  " + Timestamp.canonicalText(event.occurredAt), event.sourceTime.map { Console.visible($0, limit: 36) } ?? "the same",
        Console.visible(event.module, limit: 24), Console.visible(event.action, limit: 24),
        Console.visible(event.actor.name ?? "not recorded", limit: 24),
        Console.visible(event.target.name ?? event.target.documentID ?? "not recorded", limit: 32),
      ])
    }
    if !part.events.isEmpty { events.lines.forEach(Console.result) }
    for reject in part.rejects { Console.result("  record \(reject.recordNumber), line \(reject.line): rejected: \(reject.reason)") }
  }

  private func printJSON(_ part: Inspection.Part) {
    let mapping = part.reading.mapping.map { entry in
      JSONText.object([("name", .string(entry.name)), ("unit", .optional(entry.unit?.title))])
    }
    Console.result(
      jsonLine(
        "inspection",
        [
          ("file", .string(part.name)), ("shape", .string(part.reading.shape)), ("encoding", .string(part.reading.encoding)),
          ("profile", .string(part.reading.profile)), ("preamble", .array(part.reading.preamble.map(JSONText.string))),
          ("mapping", .array(mapping)), ("events", .array(part.events.map(json(of:)))),
          ("rejects", .array(part.rejects.map(json(of:)))),
        ]))
  }

  private func json(of event: Inspection.Sample) -> JSONText {
    .object([
      ("occurredAt", .string(Timestamp.canonicalText(event.occurredAt))), ("sourceTime", .optional(event.sourceTime)),
      ("module", .string(event.module)), ("action", .string(event.action)), ("actor", .optional(event.actor.name)),
      ("documentId", .optional(event.target.documentID)), ("documentName", .optional(event.target.name)),
      ("changes", JSONText(source: Array(event.changes.utf8))),
    ])
  }

  private func json(of reject: Reject) -> JSONText {
    .object([("record", .number(reject.recordNumber)), ("line", .number(reject.line)), ("reason", .string(reject.reason))])
  }
}
