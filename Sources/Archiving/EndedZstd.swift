import AuditModel

/// The bytes of a zstd file, and behind them an empty frame that readers skip (RFC 8878, section 3.1.2).
///
/// Without it libarchive (3.6.2) takes a sound file for a cut one when its last bytes are read before all that they unpack to has been
/// handed on, as happens with content that does not shrink. A file that is cut stays one: its last frame is not at its end.
final class EndedZstd: ByteSource {
  static let end: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0]

  private let source: any ByteSource
  private var isEnded = false

  init(_ source: any ByteSource) { self.source = source }

  var inputBytesRead: Int64 { source.inputBytesRead }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    let count = try unsafe source.read(into: buffer)
    guard count == 0, !isEnded, buffer.count >= Self.end.count else { return count }
    isEnded = true
    unsafe buffer.copyBytes(from: Self.end)
    return Self.end.count
  }
}
