internal import AuditModel
internal import EvidenceLog
internal import Glibc

/// A file without a name that holds a member of a bundle until its size and its SHA-256 are known. It goes away with the object.
final class Spool {
  /// `O_TMPFILE` of <fcntl.h>, which Swift does not import.
  private static let unnamed = 0o20_000_000 | O_DIRECTORY

  private let descriptor: CInt
  private let folder: String
  private var hasher = SHA256Hasher()
  /// Bytes written so far.
  private(set) var count: Int64 = 0

  /// - Parameter folder: where the bytes go meanwhile; there must be room for them.
  /// - Throws: `cannotCreate` when nothing can be written there.
  init(in folder: String) throws(Failure) {
    self.folder = folder
    let unnamed = unsafe open(folder, Self.unnamed | O_RDWR | O_CLOEXEC, 0o600)
    descriptor = unnamed >= 0 ? unnamed : Self.openUnlinked(in: folder)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, "\(folder): a temporary file cannot be made there: \(Self.lastReason)",
        hint: "give a path in a folder that you may write to")
    }
  }

  deinit { close(descriptor) }

  /// The way for file systems that know no files without names.
  static func openUnlinked(in folder: String) -> CInt {
    var path = Array("\(folder)/.bundle-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&path)
    if descriptor >= 0 {
      unsafe unlink(path)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    return descriptor
  }

  /// - Throws: `inputOutput` with the reason, such as a full disk.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    unsafe hasher.update(bytes)
    count += Int64(bytes.count)
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let written = unsafe Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written >= 0 {
        unsafe rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw Failure(.inputOutput, "\(folder): cannot be written: \(Self.lastReason)", hint: "make room there, or give another path")
      }
    }
  }

  /// Of all bytes so far.
  var sha256: [UInt8] { hasher.finalize() }

  /// Hands over the bytes from the beginning, piece by piece.
  func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var offset: Int64 = 0
    while offset < count {
      let got = unsafe pread(descriptor, &buffer, buffer.count, off_t(offset))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else {
        throw Failure(.inputOutput, "\(folder): a temporary file there cannot be read: \(Self.lastReason)", hint: "check the disk")
      }
      try unsafe buffer.withUnsafeBytes { unsafe try body(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
      offset += Int64(got)
    }
  }

  private static var lastReason: String { unsafe String(cString: strerror(errno)) }
}
