public import AuditModel
import CArchive

/// A ZIP written in one pass into a new file: the same content gives the same bytes, whatever the time zone, the locale and the user.
///
/// Byte for byte that holds for one build; zlib's output may change between its versions.
public final class ZipWriter {
  private let writer: ArchiveWriter
  private let modified: Int64
  private let place: String

  /// - Parameter modified: the time that all members bear, in UTC seconds since 1970. ZIP knows even seconds from 1980 on.
  public convenience init(to file: NewFile, modified: Int64) throws(Failure) {
    try unsafe self.init(to: PackedSink { bytes throws(Failure) in try unsafe file.write(bytes) }, at: file.path, modified: modified)
  }

  init(to sink: PackedSink, at place: String, modified: Int64) throws(Failure) {
    Gateway.useUTC()
    self.modified = modified
    self.place = place
    writer = try unsafe ArchiveWriter(to: sink, at: place) { handle in
      let code = unsafe archive_write_set_format_zip(handle)
      guard code == ARCHIVE_OK else { return code }
      // Level 4: a bundle is mostly one large CSV, and zlib's default takes three times as long for a tenth fewer bytes.
      return unsafe archive_write_set_format_option(handle, "zip", "compression-level", "4")
    }
  }

  /// Adds a member. Names are printable ASCII, chosen by the program and never by event text.
  public func add(_ name: String, _ bytes: [UInt8]) throws(Failure) {
    try begin(name, size: Int64(bytes.count))
    try unsafe bytes.withUnsafeBufferPointer { bytes throws(Failure) in try unsafe writer.write(UnsafeRawBufferPointer(bytes)) }
    try writer.endMember()
  }

  /// Adds a member of `size` bytes, which `body` writes piece by piece.
  public func add(
    _ name: String, size: Int64, _ body: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    var written: Int64 = 0
    try begin(name, size: size)
    try unsafe body { bytes in
      written += Int64(bytes.count)
      guard written <= size else { throw self.wrongSize(name) }
      try unsafe self.writer.write(bytes)
    }
    guard written == size else { throw wrongSize(name) }
    try writer.endMember()
  }

  /// Writes the directory at the end. Without it the file is not a ZIP.
  public func close() throws(Failure) { try writer.close() }

  private func begin(_ name: String, size: Int64) throws(Failure) {
    precondition(!name.isEmpty && name.utf8.allSatisfy { 0x20..<0x7F ~= $0 }, "names in a ZIP are printable ASCII")
    Gateway.useUTC()
    try writer.begin(name, size: size, modified: modified)
  }

  private func wrongSize(_ name: String) -> Failure {
    Failure(.failed, "\(place) › \(name): its size changed while it was written", hint: "run it again while nothing else changes the file")
  }
}
