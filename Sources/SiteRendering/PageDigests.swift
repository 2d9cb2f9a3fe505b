internal import AuditModel
internal import EvidenceLog

/// What tells of each part of a page whether it is the one that was written: its SHA-256, and one fingerprint over them all.
struct PageDigests {
  private(set) var parts: [(name: String, sha256: String)] = []

  mutating func add(_ name: String, _ text: [UInt8]) { parts.append((name, hex(sha256(text)))) }

  /// The SHA-256 of the list as `sha256sum` would print it.
  var fingerprint: String { hex(sha256(Array(parts.map { "\($0.sha256)  \($0.name)\n" }.joined().utf8))) }

  /// Members of the tail.
  var json: [(String, JSONText)] {
    [
      ("digests", .array(parts.map { .array([.string($0.name), .string($0.sha256)]) })), ("fingerprint", .string(fingerprint)),
    ]
  }
}
