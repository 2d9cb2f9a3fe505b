import AuditModel
import CArchive
import Glibc

/// Where packed bytes go. A failure is kept until the call into libarchive that caused it has returned.
@safe final class PackedSink {
  private let write: (UnsafeRawBufferPointer) throws(Failure) -> Void
  private(set) var failure: Failure?

  init(_ write: @escaping (UnsafeRawBufferPointer) throws(Failure) -> Void) { unsafe self.write = unsafe write }

  fileprivate func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    do throws(Failure) {
      try unsafe write(bytes)
      return bytes.count
    } catch {
      failure = error
      return -1
    }
  }
}

/// One archive being written by libarchive, into memory or a file.
final class ArchiveWriter {
  private let handle = WriteHandle()
  private let sink: PackedSink
  private let place: String

  /// - Parameter enable: switches the format and the filters on.
  init(to sink: PackedSink, at place: String, enable: (OpaquePointer) -> CInt) throws(Failure) {
    self.sink = sink
    self.place = place
    try unsafe check(enable)
    // No padding: the archive ends where its content ends.
    try unsafe check { unsafe archive_write_set_bytes_per_block($0, 0) }
    try unsafe check { unsafe archive_write_set_bytes_in_last_block($0, 1) }
    let client = unsafe Unmanaged.passUnretained(sink).toOpaque()
    try unsafe check { unsafe archive_write_open($0, client, nil, { unsafe ArchiveWriter.write($1, $2, $3) }, nil) }
  }

  /// Called by libarchive while `self`, and so the sink, is alive.
  fileprivate static func write(_ client: UnsafeMutableRawPointer?, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    guard let client = unsafe client else { return -1 }
    return unsafe Unmanaged<PackedSink>.fromOpaque(client).takeUnretainedValue().take(.init(start: bytes, count: count))
  }

  /// Begins a member: a regular file of a known size, with mode 0644 and without an owner, so that no trace of the machine gets in.
  func begin(_ name: String, size: Int64?, modified: Int64?) throws(Failure) {
    let entry = EntryHandle()
    unsafe archive_entry_set_pathname(entry.pointer, name)
    unsafe archive_entry_set_filetype(entry.pointer, UInt32(Glibc.S_IFREG))
    unsafe archive_entry_set_perm(entry.pointer, 0o644)
    unsafe archive_entry_set_uid(entry.pointer, 0)
    unsafe archive_entry_set_gid(entry.pointer, 0)
    if let size { unsafe archive_entry_set_size(entry.pointer, size) }
    if let modified { unsafe archive_entry_set_mtime(entry.pointer, time_t(modified), 0) }
    try unsafe check { unsafe archive_write_header($0, entry.pointer) }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    guard bytes.count > 0 else { return }
    try unsafe check {
      let written = unsafe archive_write_data($0, bytes.baseAddress, bytes.count)
      return written < 0 ? CInt(written) : written == bytes.count ? ARCHIVE_OK : ARCHIVE_FATAL
    }
  }

  func endMember() throws(Failure) { try unsafe check { unsafe archive_write_finish_entry($0) } }

  /// Writes what stands at the end of an archive.
  func close() throws(Failure) { try unsafe check { unsafe archive_write_close($0) } }

  private func check(_ call: (OpaquePointer) -> CInt) throws(Failure) {
    do throws(Failure) {
      try unsafe Gateway.check(handle.pointer, at: place, call)
    } catch {
      throw sink.failure ?? Failure(.inputOutput, error.message)
    }
  }
}
