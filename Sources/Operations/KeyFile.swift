internal import Archiving
internal import AuditModel
public import EvidenceLog
internal import Glibc

/// The file of a signing key: outside the archive, and for its owner's eyes only.
public enum KeyFile {
  /// Makes a new key in a new file of mode 0600.
  /// - Returns: the public half, which verifiers need.
  public static func make(at path: String, name: String) throws -> VerifierKey {
    let key = try SigningKey(name: name)
    let file = try NewFile(path: path, mode: 0o600)
    try file.write(Array((key.text + "\n").utf8))
    try file.publish()
    return key.verifier
  }

  /// Reads a key that is to sign the checkpoints of an archive.
  ///
  /// - Throws: `settings` where others can read or change the file, or whoever takes the archive takes the key with it.
  public static func read(_ path: String, for archive: String) throws -> SigningKey {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw refusal(path, unsafe String(cString: strerror(errno)), "check the path") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw refusal(path, "not a file", "check the path") }
    guard status.st_uid == geteuid() else { throw refusal(path, "it belongs to another user", "use a key of your own") }
    guard [0o600, 0o400].contains(status.st_mode & 0o7777) else { throw refusal(path, "others may use it", "chmod 0600 \(path)") }
    guard let real = realPath(path), let folder = realPath(archive), !real.hasPrefix(folder + "/") else {
      throw refusal(path, "it lies in the archive, where whoever changes the archive could sign the change", "move it elsewhere")
    }
    return try SigningKey(try text(of: path), place: path)
  }

  private static func refusal(_ path: String, _ reason: String, _ hint: String) -> Failure {
    Failure(.settings, "the signing key \(path) is refused: \(reason)", hint: hint)
  }

  private static func realPath(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// The file's one line.
  static func text(of path: String, limit: Int = 1 << 16) throws -> String {
    var bytes: [UInt8] = []
    try PackedFile.forEachPart(of: path) { _, stream in
      while case let piece = try stream.next(4096), !piece.isEmpty, bytes.count < limit { bytes += piece }
    }
    return String(decoding: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }
}

/// Checkpoints that were kept outside the archive.
public enum CheckpointFile {
  public static func read(_ path: String) throws -> CheckpointNote {
    // The file's last line break belongs to the note.
    guard let note = CheckpointNote(try KeyFile.text(of: path) + "\n") else {
      throw Failure(.badData, "\(path): not a checkpoint", hint: "give a file with the note that `counterroll status` or verify printed")
    }
    return note
  }
}
