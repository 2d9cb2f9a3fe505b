public import AuditModel

/// What a log says of itself at one moment: C2SP tlog-checkpoint, a text of three lines in a signed note.
///
/// ```
/// counterroll/6f1c…             the log's origin
/// 4285                          leaves in the tree
/// CsUYapGGPo4dkMgIAUqom…=       the root, in Base64
///
/// — audit.example.com Az3grl…   one line for each signature; none if no key was configured
/// ```
public struct Checkpoint: Equatable, Sendable {
  public var origin: String
  public var treeSize: Int64
  public var root: TreeHash

  public init(origin: String, treeSize: Int64, root: TreeHash) {
    self.origin = origin
    self.treeSize = treeSize
    self.root = root
  }

  /// The text under the signature.
  var text: String { "\(origin)\n\(treeSize)\n\(String(decoding: base64(root.bytes), as: UTF8.self))\n" }

  /// The whole note: the text, an empty line, and the signature if there is a key.
  public func note(signedBy key: SigningKey?) throws(Failure) -> String {
    guard let key else { return text + "\n" }
    let signature = try key.sign(Array(text.utf8))
    return "\(text)\n— \(key.verifier.name) \(String(decoding: base64(key.verifier.hash + signature), as: UTF8.self))\n"
  }
}

/// A checkpoint as it was read, with its signatures.
public struct CheckpointNote: Sendable {
  public let checkpoint: Checkpoint
  private let signed: [UInt8]
  private let signatures: [(name: String, bytes: [UInt8])]

  /// Names of the keys that are said to have signed it.
  public var signers: [String] { signatures.map(\.name) }

  /// Reads a note. nil if it is no checkpoint, written exactly as C2SP says.
  public init?(_ note: String) {
    // By bytes: a Swift Character may hold a line break and what follows it.
    let lines = Array(note.utf8).split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    guard lines.count >= 5, lines.last == "", lines[3].isEmpty, !lines[0].isEmpty else { return nil }
    guard let size = Int64(lines[1]), String(size) == lines[1], size >= 0 else { return nil }
    guard let bytes = fromBase64(Array(lines[2].utf8)), let root = TreeHash(bytes) else { return nil }
    checkpoint = Checkpoint(origin: lines[0], treeSize: size, root: root)
    signed = Array(checkpoint.text.utf8)
    var signatures: [(String, [UInt8])] = []
    for line in lines[4..<(lines.count - 1)] {
      guard let signature = Self.signature(line) else { return nil }
      signatures.append(signature)
    }
    self.signatures = signatures
  }

  private static func signature(_ line: String) -> (name: String, bytes: [UInt8])? {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[0] == "—", KeyName.isValid(parts[1]), let bytes = fromBase64(Array(parts[2].utf8)), bytes.count >= 5
    else { return nil }
    return (parts[1], bytes)
  }

  /// Whether this key has signed it.
  public func isSigned(by key: VerifierKey) -> Bool {
    signatures.contains { signature in
      signature.name == key.name && signature.bytes[..<4].elementsEqual(key.hash)
        && key.verifies(Array(signature.bytes[4...]), of: signed)
    }
  }
}
