internal import AccessPolicy
internal import AuditModel

/// The bundle's own account of itself: `manifest.json` for programs, `manifest-sha256.txt` for `sha256sum -c`.
struct Manifest {
  let facts: ArchiveFacts
  let events: PermittedEvents
  let tally: EventTally
  /// The source parts that the bundle's events come from.
  let sources: [SourcePart]
  /// Of the page.
  let fingerprint: String
  /// All files but the two manifests.
  let files: [BundledFile]

  /// One line for each member, source and file, so that people can read it too.
  var json: [UInt8] {
    let lines = members.map { name, value in "  \(JSONText.string(name).text): \(value)" }
    return Array("{\n\(lines.joined(separator: ",\n"))\n}\n".utf8)
  }

  private var members: [(String, String)] {
    [
      ("format", JSONText.string("counterroll-bundle").text),
      ("version", JSONText.number(1).text),
      ("generator", JSONText.string(facts.generator).text),
      ("account", JSONText.string(facts.account).text),
      ("timeZone", JSONText.string(facts.timeZone).text),
      ("archivedAt", JSONText.string(Timestamp.canonicalText(facts.archivedAt)).text),
      ("filter", events.filter.canonicalJSON.text),
      ("filterText", JSONText.string(events.inWords).text),
      ("narrowedTo", JSONText.array(events.narrowing.map(\.canonicalJSON)).text),
      ("withheld", events.redaction.json.text),
      ("count", JSONText.number(tally.count).text),
      ("archiveCount", facts.archiveCount.map { JSONText.number($0).text } ?? "null"),
      ("firstEvent", JSONText.optional(tally.firstEvent.map(Timestamp.canonicalText)).text),
      ("lastEvent", JSONText.optional(tally.lastEvent.map(Timestamp.canonicalText)).text),
      ("sources", Self.list(sources.map(Self.json))),
      ("fingerprint", JSONText.string(fingerprint).text),
      ("files", Self.list(files.map(Self.json))),
    ]
  }

  private static func list(_ entries: [JSONText]) -> String {
    entries.isEmpty ? "[]" : "[\n\(entries.map { "    \($0.text)" }.joined(separator: ",\n"))\n  ]"
  }

  private static func json(_ part: SourcePart) -> JSONText {
    .object([
      ("file", .string(part.file)), ("member", .optional(part.member)), ("bytes", .number(part.bytes)), ("sha256", .string(part.sha256)),
    ])
  }

  private static func json(_ file: BundledFile) -> JSONText {
    .object([("name", .string(file.name)), ("bytes", .number(file.bytes)), ("sha256", .string(file.sha256))])
  }

  /// Hash, two spaces, name: what `sha256sum -c` reads.
  static func sums(of files: [BundledFile]) -> [UInt8] {
    Array(files.map { "\($0.sha256)  \($0.name)\n" }.joined().utf8)
  }
}
