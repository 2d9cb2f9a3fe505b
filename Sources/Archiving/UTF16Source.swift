internal import AuditModel

/// UTF-16 turned into UTF-8 while it is read.
///
/// Nothing is replaced: half of a surrogate pair that stands alone becomes the three bytes that encode it, which are no UTF-8, so that the
/// record that holds it is rejected, with its place, and no other.
private final class UTF16Source: ByteSource {
  private let stream: ByteStream
  private let isBigEndian: Bool
  private let file: String
  private var input = [UInt8](repeating: 0, count: 1 << 16)
  /// Bytes of the stream that have been decoded.
  private var consumed: Int64 = 0
  /// The first byte of a unit, or a first half of a pair, that waits for what comes next.
  private var firstByte: UInt8?
  private var firstHalf: UInt16?
  private var output: [UInt8] = []
  private var taken = 0

  init(_ stream: ByteStream, isBigEndian: Bool, file: String) {
    self.stream = stream
    self.isBigEndian = isBigEndian
    self.file = file
  }

  var inputBytesRead: Int64 { stream.inputBytesRead }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    while taken == output.count {
      guard try decodeMore() else { return 0 }
    }
    let count = min(buffer.count, output.count - taken)
    unsafe output.withUnsafeBytes { unsafe buffer.copyMemory(from: .init(rebasing: $0[taken..<(taken + count)])) }
    taken += count
    return count
  }

  /// Decodes the next bytes of the stream. False when there are none and nothing waits.
  private func decodeMore() throws(Failure) -> Bool {
    output.removeAll(keepingCapacity: true)
    taken = 0
    let count = try unsafe input.withUnsafeMutableBufferPointer { bytes throws(Failure) in
      try unsafe stream.read(into: UnsafeMutableRawBufferPointer(bytes))
    }
    guard count > 0 else { return try finish() }
    for index in 0..<count { add(input[index]) }
    consumed += Int64(count)
    return true
  }

  private func finish() throws(Failure) -> Bool {
    guard firstByte == nil else {
      throw Failure(
        .badData, "\(file): the text in UTF-16 ends in half a unit, at byte \(consumed - 1)",
        hint: "the file is cut off or damaged: export it again")
    }
    guard let half = firstHalf else { return false }
    firstHalf = nil
    appendThreeBytes(UInt32(half))
    return true
  }

  private func add(_ byte: UInt8) {
    guard let first = firstByte else { return firstByte = byte }
    firstByte = nil
    add(unit: isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first))
  }

  private func add(unit: UInt16) {
    if let high = firstHalf {
      firstHalf = nil
      if 0xDC00...0xDFFF ~= unit { return appendPair(high, unit) }
      appendThreeBytes(UInt32(high))
    }
    switch unit {
    case ..<0x80: output.append(UInt8(unit))
    case ..<0x800:
      output.append(0xC0 | UInt8(unit >> 6))
      output.append(0x80 | UInt8(unit & 0x3F))
    case 0xD800...0xDBFF: firstHalf = unit
    default: appendThreeBytes(UInt32(unit))
    }
  }

  private func appendThreeBytes(_ scalar: UInt32) {
    output.append(0xE0 | UInt8(scalar >> 12))
    output.append(0x80 | UInt8(scalar >> 6 & 0x3F))
    output.append(0x80 | UInt8(scalar & 0x3F))
  }

  private func appendPair(_ high: UInt16, _ low: UInt16) {
    let scalar = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
    output.append(0xF0 | UInt8(scalar >> 18))
    output.append(0x80 | UInt8(scalar >> 12 & 0x3F))
    output.append(0x80 | UInt8(scalar >> 6 & 0x3F))
    output.append(0x80 | UInt8(scalar & 0x3F))
  }
}

extension ByteStream {
  /// The bytes of another stream, decoded from UTF-16 to UTF-8; a byte order mark stays, as three bytes.
  ///
  /// - Throws: reading throws `badData`, naming `file`, when the last byte is half a unit.
  public convenience init(decodingUTF16 stream: ByteStream, isBigEndian: Bool, file: String) {
    self.init(UTF16Source(stream, isBigEndian: isBigEndian, file: file))
  }
}
