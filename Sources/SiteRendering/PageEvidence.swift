internal import AccessPolicy
internal import AuditModel

/// The evidence that a page carries: which checkpoint of the archive's log it belongs to, and what its events' leaves are made of.
struct PageEvidence {
  /// Events of a page that has the section `evidence`: it costs about 98 bytes an event, three times what the event itself takes.
  static let limit = 100_000

  /// Null where there is no log behind the events.
  let checkpoint: JSONText
  /// The lines of `evidence.jsonl`; nothing without a log, or above the limit.
  let lines: [UInt8]

  init(of data: PageData, from events: PermittedEvents) throws {
    let latest = try events.checkpoint()
    checkpoint = latest.map { .object([("note", .string($0.note)), ("verifier", .optional($0.verifier))]) } ?? .null
    var lines: [UInt8] = []
    if data.count <= Self.limit { _ = try unsafe EvidenceLines(events: events, ids: data.ids).write { unsafe lines.append(contentsOf: $0) } }
    self.lines = lines
  }
}
