internal import AuditModel
internal import EvidenceLog

/// What proves that events are in the archive's log, as far as they are shown, as JSON lines. BundleFormat.md describes them.
///
/// A bundle holds them as `evidence.jsonl`, and a page as a section.
public struct EvidenceLines {
  private static let hashesInLine = 1000
  /// So many bytes of a leaf's hash tell which event differs from what was logged.
  private static let leafPrefix = 6

  private let events: PermittedEvents
  /// Places in the log.
  private let ids: [Int64]

  public init(events: PermittedEvents, ids: [Int64]) {
    self.events = events
    self.ids = ids
  }

  /// - Returns: false, with nothing written, where there is no log behind the events.
  public func write(to sink: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
    guard let checkpoint = try events.checkpoint(), let size = CheckpointNote(checkpoint.note)?.checkpoint.treeSize else { return false }
    let header = JSONText.object([
      ("format", .string("counterroll-evidence")), ("version", .number(1)), ("events", .number(ids.count)),
      ("checkpoint", .string(checkpoint.note)), ("verifier", .optional(checkpoint.verifier)),
    ])
    try unsafe write(header, to: sink)
    try events.forEachEvidence(of: ids) { unsafe try write(Self.line($0), to: sink) }
    let proof = try events.proof(of: ids, inFirst: Int(size))
    for start in stride(from: 0, to: proof.count, by: Self.hashesInLine) {
      let hashes = proof[start..<min(start + Self.hashesInLine, proof.count)]
      try unsafe write(.object([("hashes", .array(hashes.map { Self.base64Text($0.bytes) }))]), to: sink)
    }
    return true
  }

  private func write(_ line: JSONText, to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    try unsafe (line.bytes + [UInt8(ascii: "\n")]).withUnsafeBytes { unsafe try sink($0) }
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
    members.append(("leaf", base64Text(Array(evidence.leaf.prefix(leafPrefix)))))
    return .object(members)
  }

  private static func text(of opening: UnitOpening) -> JSONText {
    switch opening {
    case .salt(let bytes), .commitment(let bytes): base64Text(bytes)
    }
  }

  private static func base64Text(_ bytes: [UInt8]) -> JSONText { .string(String(decoding: base64(bytes), as: UTF8.self)) }
}
