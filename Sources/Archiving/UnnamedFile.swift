public import AuditModel
import Glibc

/// Bytes that have no file of their own, such as standard input, in a file without a name: they can be read as often as needed, by `path` or
/// piece by piece; nobody else finds them, and they go away with the object or the process.
public final class UnnamedFile {
  /// `O_TMPFILE` of <fcntl.h>, which Swift does not import.
  private static let unnamed = 0o20_000_000 | O_DIRECTORY

  private let file: OpenFile
  private let folder: String
  /// Bytes written so far.
  public private(set) var count: Int64 = 0

  /// Where the bytes can be opened, by this process only.
  public var path: String { "/proc/self/fd/\(file.descriptor)" }

  /// - Parameter folder: where there is room for the bytes.
  /// - Throws: `inputOutput` with the reason when nothing can be written there.
  public init(in folder: String) throws(Failure) {
    self.folder = folder
    var descriptor = unsafe open(folder, Self.unnamed | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor < 0, [EOPNOTSUPP, EISDIR, ENOENT, EINVAL].contains(errno) { descriptor = Self.openUnlinked(in: folder) }
    guard descriptor >= 0 else { throw Self.unwritten(folder) }
    file = OpenFile(descriptor: descriptor)
    guard unsafe access(path, R_OK) == 0 else {
      throw Failure(
        .inputOutput, "/proc is not mounted: a temporary file cannot be read by its number", hint: "mount /proc, or save to a file first")
    }
  }

  /// The way for file systems that know no files without names.
  static func openUnlinked(in folder: String) -> CInt {
    var name = Array("\(folder)/.unnamed-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { return -1 }
    unsafe unlink(name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  /// Appends bytes.
  ///
  /// - Throws: `inputOutput` with the reason, such as a full disk.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var written = 0
    while written < bytes.count {
      let count = unsafe Glibc.write(file.descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Self.unwritten(folder) }
      written += count
    }
    self.count += Int64(bytes.count)
  }

  /// Hands over the bytes from the beginning, piece by piece.
  public func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var offset: Int64 = 0
    while offset < count {
      let got = unsafe pread(file.descriptor, &buffer, buffer.count, off_t(offset))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else {
        throw Failure(.inputOutput, "\(folder): a temporary file there cannot be read: \(OpenFile.lastReason)", hint: "check the disk")
      }
      try unsafe buffer.withUnsafeBytes { unsafe try body(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
      offset += Int64(got)
    }
  }

  /// Appends everything that comes out of a descriptor, such as standard input.
  ///
  /// - Parameter isInterrupted: asked again and again while nothing comes.
  /// - Returns: False if it was interrupted.
  public func append(allOf input: CInt, named name: String, isInterrupted: () -> Bool) throws(Failure) -> Bool {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { unsafe buffer.deallocate() }
    while true {
      var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&waiting, 1, 500)
      if isInterrupted() { return false }
      if ready <= 0 { continue }
      let count = unsafe Glibc.read(input, buffer.baseAddress, buffer.count)
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      guard count >= 0 else { throw Failure(.noInput, "\(name): cannot be read: \(OpenFile.lastReason)") }
      if count == 0 { return true }
      try unsafe write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  private static func unwritten(_ folder: String) -> Failure {
    Failure(
      .inputOutput, "a temporary file in \(folder) cannot be written: \(OpenFile.lastReason)",
      hint: "make room there, then repeat the command")
  }
}
