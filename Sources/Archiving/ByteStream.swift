public import AuditModel

/// Where a stream's bytes come from: a plain file, or a member of a packed one.
protocol ByteSource: AnyObject {
  /// Fills a part of the buffer, which is not empty, and returns how much; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  var inputBytesRead: Int64 { get }
}

/// Readable bytes: a plain file, standard input's spool, or a member of a packed file. Valid inside the body that it was handed to.
public final class ByteStream {
  private let source: any ByteSource
  /// Bytes that were looked at already, and how many of them have been handed out.
  private var looked: [UInt8] = []
  private var lookedTaken = 0
  private var isOpen = true

  init(_ source: any ByteSource) { self.source = source }

  /// Bytes of the outer file consumed so far, for progress: of the packed file, not of what it unpacks to.
  public var inputBytesRead: Int64 { source.inputBytesRead }

  /// Fills a part of the buffer and returns how much; 0 at the end of the stream.
  ///
  /// - Throws: `badData` when the packed bytes are damaged or break a limit, `inputOutput` when the disk fails.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    precondition(isOpen, "A ByteStream is read after the body that it was handed to.")
    guard buffer.count > 0 else { return 0 }
    guard lookedTaken < looked.count else { return try unsafe source.read(into: buffer) }
    let count = min(buffer.count, looked.count - lookedTaken)
    unsafe looked.withUnsafeBytes { unsafe buffer.copyMemory(from: .init(rebasing: $0[lookedTaken..<(lookedTaken + count)])) }
    lookedTaken += count
    return count
  }

  /// The first bytes, up to `count`; they will be read again. To be called before any reading.
  public func lookAhead(_ count: Int) throws(Failure) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    while looked.count < count {
      let room = count - looked.count
      let got = try unsafe buffer.withUnsafeMutableBufferPointer { bytes throws(Failure) in
        try unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[..<room]))
      }
      guard got > 0 else { break }
      looked.append(contentsOf: buffer[..<got])
    }
    return looked
  }

  /// Reads what is left, so that its checksum and the limits are tested although nobody wants the bytes.
  func drain() throws(Failure) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = try unsafe buffer.withUnsafeMutableBufferPointer { bytes throws(Failure) in
        try unsafe read(into: UnsafeMutableRawBufferPointer(bytes))
      }
      if got == 0 { return }
    }
  }

  /// The next bytes, at most so many; none at the end.
  public func next(_ count: Int) throws(Failure) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let got = try unsafe buffer.withUnsafeMutableBufferPointer { bytes throws(Failure) in
      try unsafe read(into: UnsafeMutableRawBufferPointer(bytes))
    }
    buffer.removeSubrange(got...)
    return buffer
  }

  /// Everything that is left, of a stream that is known to be short.
  func all() throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    while case let piece = try next(1 << 18), !piece.isEmpty { bytes.append(contentsOf: piece) }
    return bytes
  }

  func close() { isOpen = false }
}
