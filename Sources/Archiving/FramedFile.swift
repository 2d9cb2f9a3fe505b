public import AuditModel
import Glibc

/// A file of independent zstd frames (RFC 8878), each of as many unpacked bytes as the first, save the last: how sources are kept.
///
/// Where frames begin stands in their headers, so that any place is reached without unpacking what stands before it.
public final class FramedFile: ByteSource {
  private struct Frame {
    var start: Int64
    var end: Int64
  }

  private let input: InputFile
  private let frames: [Frame]
  /// Unpacked bytes of every frame but the last.
  private let frameSize: Int64
  /// Unpacked bytes in all.
  public let count: Int64
  /// Where `read(into:)` goes on, and the frame that was unpacked last.
  private var position: Int64 = 0
  private var unpacked: (frame: Int, bytes: [UInt8])?

  /// - Throws: `noInput` when there is no such file, `badData` when it is not made of such frames.
  public init(path: String, named name: String? = nil) throws(Failure) {
    input = try InputFile(path: path, named: name)
    frames = try Self.frames(of: input)
    frameSize = Int64(try Self.unpack(frames[0], of: input).count)
    guard frames.count == 1 || frameSize > 0 else { throw Self.damage(input) }
    let last = try frames.count == 1 ? Int(frameSize) : Self.unpack(frames[frames.count - 1], of: input).count
    count = Int64(frames.count - 1) * frameSize + Int64(last)
  }

  public var inputBytesRead: Int64 { position }

  /// The bytes at a place; fewer where the file ends before.
  public func bytes(at offset: Int64, count wanted: Int64) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    position = min(max(offset, 0), count)
    while Int64(bytes.count) < wanted, let piece = try nextPiece() {
      let length = min(piece.count, Int(wanted) - bytes.count)
      bytes.append(contentsOf: piece.prefix(length))
      position += Int64(length)
    }
    return bytes
  }

  /// Everything from the beginning, piece by piece.
  public func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    position = 0
    while let piece = try nextPiece() {
      try unsafe piece.withUnsafeBufferPointer { bytes throws(Failure) in try unsafe body(UnsafeRawBufferPointer(bytes)) }
      position += Int64(piece.count)
    }
  }

  func rewind() { position = 0 }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    guard let piece = try nextPiece() else { return 0 }
    let length = min(piece.count, buffer.count)
    unsafe piece.withUnsafeBytes { unsafe buffer.copyMemory(from: .init(rebasing: $0[..<length])) }
    position += Int64(length)
    return length
  }

  /// What is left of the frame at the current position; nil at the end.
  private func nextPiece() throws(Failure) -> ArraySlice<UInt8>? {
    guard position < count else { return nil }
    let number = Int(position / frameSize)
    if unpacked?.frame != number { unpacked = (number, try Self.unpack(frames[number], of: input)) }
    guard let bytes = unpacked?.bytes, number == frames.count - 1 || Int64(bytes.count) == frameSize else { throw Self.damage(input) }
    return bytes[Int(position % frameSize)...]
  }

  private static func unpack(_ frame: Frame, of input: InputFile) throws(Failure) -> [UInt8] {
    let stream = ByteStream(bytes: try input.bytes(Int(frame.end - frame.start), from: frame.start) + EndedZstd.end)
    let reader = try ArchiveReader(zstdFrame: stream, path: input.path)
    return try reader.openSingleStream() ? ByteStream(reader).all() : []
  }

  // MARK: Headers

  private static func frames(of input: InputFile) throws(Failure) -> [Frame] {
    var frames: [Frame] = []
    var start: Int64 = 0
    while start < input.size {
      let end = try end(ofFrameAt: start, of: input)
      guard end <= input.size else { throw damage(input) }
      frames.append(Frame(start: start, end: end))
      start = end
    }
    guard !frames.isEmpty else { throw damage(input) }
    return frames
  }

  /// Walks over a frame's blocks (section 3.1.1): each says how long it is.
  private static func end(ofFrameAt start: Int64, of input: InputFile) throws(Failure) -> Int64 {
    let header = try input.bytes(5, from: start)
    guard header.count == 5, header.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else { throw damage(input) }
    let descriptor = Int(header[4])
    let isSingleSegment = descriptor & 0x20 != 0
    let contentSizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]
    var place = start + 5 + (isSingleSegment ? 0 : 1) + Int64([0, 1, 2, 4][descriptor & 3] + contentSizeBytes)
    while true {
      let block = try input.bytes(3, from: place)
      guard block.count == 3 else { throw damage(input) }
      let word = Int64(block[0]) | Int64(block[1]) << 8 | Int64(block[2]) << 16
      guard word >> 1 & 3 != 3 else { throw damage(input) }
      // A block of one repeated byte says how often, and holds that byte.
      place += 3 + (word >> 1 & 3 == 1 ? 1 : word >> 3)
      if word & 1 == 1 { return place + (descriptor & 4 != 0 ? 4 : 0) }
    }
  }

  private static func damage(_ input: InputFile) -> Failure {
    Failure(
      .badData, "\(input.path): is damaged: it is not made of the zstd frames that it was kept in",
      hint: "restore it from a copy of the archive")
  }
}
