internal import Archiving
internal import AuditModel
internal import EvidenceLog

/// A member of a bundle until its size and its SHA-256 are known: in a file without a name, which goes away with the object.
final class Spool {
  private let file: UnnamedFile
  private var hasher = SHA256Hasher()

  /// - Parameter folder: where the bytes go meanwhile; there must be room for them.
  init(in folder: String) throws(Failure) { file = try UnnamedFile(in: folder) }

  /// Bytes written so far.
  var count: Int64 { file.count }

  /// Of all bytes so far.
  var sha256: [UInt8] { hasher.finalize() }

  /// - Throws: `inputOutput` with the reason, such as a full disk.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    unsafe hasher.update(bytes)
    try unsafe file.write(bytes)
  }

  /// Hands over the bytes from the beginning, piece by piece.
  func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws { try unsafe file.forEachPiece(body) }
}
