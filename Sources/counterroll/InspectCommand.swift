import ArgumentParser
import AuditModel
import Ingest
import Operations

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say how a file would be read: source profile, columns, times, first records. Archives nothing.",
    discussion: """
      A file's source is told by its structure, never by its name. What no profile fits is shown with its columns or keys and its first
      records; --write-mapping then writes the beginnings of a profile, to be completed and given to --profile.

      EXAMPLES
        counterroll inspect export.csv
        counterroll inspect --json dump.json
        counterroll inspect exports/
        curl … | counterroll inspect -
        counterroll inspect --write-mapping ours.yaml export.csv
        counterroll inspect --profile ours.yaml export.csv
      """)

  @Argument(help: "Exports to look at: files, folders of them, or - for standard input.") var files: [String]
  @Option(help: "Write the profile that reads the (only) file to this new .yaml file, to be edited.") var writeMapping: String?
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let settings = try reading.settings()
    let context = try Surroundings.context(output)
    var refused: Failure?
    try Inspection.forEachFile(
      files, reading: settings, isAlone: writeMapping != nil, context: context,
      passedOver: { file in if !output.quiet { Console.message("passed over: \(Console.visible(file.name)): \(file.reason.words)") } }
    ) { findings in
      for finding in findings {
        switch finding {
        case .read(let part): output.json ? printJSON(part) : printText(part)
        case .unknown(let name, let look, let reason):
          refused = refused ?? reason
          if let look { output.json ? printJSON(look, name) : printText(look, name) }
        }
      }
      if let writeMapping, let finding = findings.first {
        try Inspection.writeProfile(for: finding, to: writeMapping)
        if !output.quiet { Console.message("written: \(Console.visible(writeMapping)); edit it, then give it to --profile") }
      }
    }
    if let refused { throw refused }
  }

  private func printText(_ part: Inspection.Part) {
    Console.result("\(Console.visible(part.name)): \(part.reading.shape), \(part.reading.encoding), profile \(part.reading.profile)")
    for (index, line) in part.reading.preamble.enumerated() {
      Console.result("  line \(index + 1), before the header: \(Console.visible(line, limit: 80))")
    }
    for sentence in sentences(about: part.reading) { Console.result("  " + sentence) }
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

  private func sentences(about reading: Reading) -> [String] {
    let (choice, profile) = (reading.choice, reading.choice.profile)
    var sentences = [Console.visible(profile.title)]
    let matched = choice.matched.map { Console.visible($0, limit: 40) }.joined(separator: ", ")
    sentences.append(choice.isNamed ? "chosen because you named it" : "chosen because it has \(matched)")
    if let second = choice.runnerUp {
      let missing = second.missing.map { Console.visible($0, limit: 40) }.joined(separator: ", ")
      sentences.append("next best: \(second.name), " + (missing.isEmpty ? "which asks for less" : "which lacks \(missing)"))
    }
    let zone = reading.zone.map { "without a zone: \($0)" } ?? "without a zone: refused (--assume-zone says which)"
    sentences.append("times: \(reading.timeFormats.joined(separator: ", ")); \(zone)")
    let limits = [profile.retentionDays.map { "keeps events for \($0) days" }, profile.rowCap.map { "exports at most \(grouped($0)) rows" }]
    if !limits.compactMap({ $0 }).isEmpty { sentences.append("the source " + limits.compactMap { $0 }.joined(separator: " and ")) }
    return sentences
  }

  private func printText(_ look: FirstLook, _ name: String) {
    Console.result("\(Console.visible(name)): \(look.format.rawValue.uppercased()), no profile fits")
    var table = TextTable(header: ["  COLUMN OR KEY", "FIRST RECORDS"])
    for field in look.fields {
      let values = field.values.map { $0.map { Console.visible($0, limit: 24) } ?? "–" }.joined(separator: "  ")
      table.add(["  " + Console.visible(field.name, limit: 40), values])
    }
    table.lines.forEach(Console.result)
  }

  private func printJSON(_ look: FirstLook, _ name: String) {
    let fields = look.fields.map { field in
      JSONText.object([("name", .string(field.name)), ("values", .array(field.values.map { .optional($0) }))])
    }
    Console.result(
      jsonLine("first-look", [("file", .string(name)), ("format", .string(look.format.rawValue)), ("fields", .array(fields))]))
  }

  private func json(of choice: ProfileChoice) -> JSONText {
    let second = choice.runnerUp.map { second in
      JSONText.object([("profile", .string(second.name)), ("missing", .array(second.missing.map { .string($0) }))])
    }
    return .object([
      ("title", .string(choice.profile.title)), ("source", .string(choice.profile.source)), ("named", .bool(choice.isNamed)),
      ("matched", .array(choice.matched.map { .string($0) })), ("runnerUp", second ?? .null),
      ("retentionDays", choice.profile.retentionDays.map { .number($0) } ?? .null),
      ("rowCap", choice.profile.rowCap.map { .number($0) } ?? .null),
    ])
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
          ("profile", .string(part.reading.profile)), ("choice", json(of: part.reading.choice)),
          ("preamble", .array(part.reading.preamble.map(JSONText.string))),
          ("times", .array(part.reading.timeFormats.map { .string($0) })), ("zone", .optional(part.reading.zone)),
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
