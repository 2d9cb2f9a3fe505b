internal import AccessPolicy
internal import AuditModel
internal import EvidenceLog

/// `evidence.jsonl`: what proves that the bundle's events are in the archive's log, as far as they are shown. BundleFormat.md describes it.
struct EvidenceFile {
  private static let hashesInLine = 1000

  let events: PermittedEvents
  let tally: EventTally

  /// False, and nothing is written, where there is no log behind the events.
  func write(to spool: Spool) throws -> Bool {
    guard let checkpoint = try events.checkpoint(), let size = CheckpointNote(checkpoint.note)?.checkpoint.treeSize else { return false }
    try write(
      .object([
        ("format", .string("counterroll-evidence")), ("version", .number(1)), ("events", .number(tally.count)),
        ("checkpoint", .string(checkpoint.note)), ("verifier", .optional(checkpoint.verifier)),
      ]), to: spool)
    try events.forEachEvidence(of: tally.events) { try write(Self.line($0), to: spool) }
    let proof = try events.proof(of: tally.events, inFirst: Int(size))
    for start in stride(from: 0, to: proof.count, by: Self.hashesInLine) {
      let hashes = proof[start..<min(start + Self.hashesInLine, proof.count)]
      try write(.object([("hashes", .array(hashes.map { Self.base64Text($0.bytes) }))]), to: spool)
    }
    return true
  }

  private func write(_ line: JSONText, to spool: Spool) throws {
    try unsafe (line.bytes + [UInt8(ascii: "\n")]).withUnsafeBytes { unsafe try spool.write($0) }
  }

  private static func line(_ evidence: EventEvidence) -> JSONText {
    var members: [(String, JSONText)] = [
      ("event", .number(evidence.event)), ("system", .string(evidence.system)), ("class", .string(evidence.actionClass)),
    ]
    if let place = evidence.place { members.append(("where", .array(place.map { .number($0) }))) }
    if !evidence.fields.isEmpty { members.append(("fields", .array(evidence.fields))) }
    if let key = evidence.key, let original = evidence.units.last {
      members += [("key", base64Text(key)), ("original", text(of: original))]
    } else {
      members.append(("units", .array(evidence.units.map(text))))
    }
    return .object(members)
  }

  private static func text(of opening: UnitOpening) -> JSONText {
    switch opening {
    case .salt(let bytes), .commitment(let bytes): base64Text(bytes)
    }
  }

  private static func base64Text(_ bytes: [UInt8]) -> JSONText { .string(String(decoding: base64(bytes), as: UTF8.self)) }
}
