import AuditModel
import CArchive

/// Hands the bytes of a stream to libarchive, which asks for them by a callback.
@safe final class Feed {
  private let stream: ByteStream
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// Why the stream ended before its end; libarchive itself only learns that it did.
  private(set) var failure: Failure?

  init(_ stream: ByteStream) { self.stream = stream }

  deinit { unsafe buffer.deallocate() }

  var inputBytesRead: Int64 { stream.inputBytesRead }

  /// The feed must live as long as the handle.
  func open(_ handle: OpaquePointer) -> CInt {
    let client = unsafe Unmanaged.passUnretained(self).toOpaque()
    return unsafe archive_read_open(handle, client, nil, { unsafe Feed.read($1, $2) }, nil)
  }

  private static func read(_ client: UnsafeMutableRawPointer?, _ start: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
    guard let client = unsafe client, let start = unsafe start else { return -1 }
    let feed = unsafe Unmanaged<Feed>.fromOpaque(client).takeUnretainedValue()
    unsafe start.pointee = unsafe UnsafeRawPointer(feed.buffer.baseAddress)
    do throws(Failure) {
      return try unsafe feed.stream.read(into: feed.buffer)
    } catch {
      feed.failure = error
      return -1
    }
  }
}
