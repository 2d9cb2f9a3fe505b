public import AuditModel

/// A source file as an archive keeps it, and any record's bytes in it, exactly as they were received.
public struct KeptSource {
  private let path: String
  private let name: String
  private let spoolFolder: String

  private struct Enough: Error {}

  /// - Parameters:
  ///   - path: of the kept file, in zstd frames.
  ///   - name: of the source, for messages.
  ///   - spoolFolder: where a packed source is unpacked to meanwhile, without a name.
  public init(path: String, named name: String, spoolFolder: String) {
    self.path = path
    self.name = name
    self.spoolFolder = spoolFolder
  }

  /// The bytes of a record.
  ///
  /// - Parameters:
  ///   - member: its part's name inside a packed source; nil for the file itself.
  ///   - offset: in the unpacked part. In a part in UTF-16 it counts, as `count` does, bytes of the UTF-8 that the part was read as.
  /// - Throws: `badData` when the kept file is damaged or has no such place.
  public func bytes(ofMember member: String?, at offset: Int64, count: Int64) throws -> [UInt8] {
    let kept = try FramedFile(path: path)
    let head = try kept.bytes(at: 0, count: Int64(Packing.headSize))
    var bytes: [UInt8]?
    if Packing(head: head) != nil {
      bytes = try unpack(kept, member, offset, count)
    } else if member == nil, let encoding = UTF16Encoding(head: head) {
      kept.rewind()
      bytes = try encoding.bytes(of: ByteStream(kept), at: offset, count: count)
    } else if member == nil {
      bytes = try kept.bytes(at: offset, count: count)
      if let found = bytes, found.count < count { bytes = nil }
    }
    guard let bytes else {
      let place = member.map { "\(name) › \($0)" } ?? name
      throw Failure(.badData, "\(path): is damaged: \(place) has no byte \(offset)", hint: "restore it from a copy of the archive")
    }
    return bytes
  }

  /// Everything that was received, piece by piece.
  public func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    try unsafe FramedFile(path: path).forEachPiece(body)
  }

  /// Hands each part of the source to `body`, as when it was taken in: the file itself without a member name, or each member.
  public func forEachPart(_ body: (_ member: String?, _ stream: ByteStream) throws -> Void) throws {
    let kept = try FramedFile(path: path)
    guard Packing(head: try kept.bytes(at: 0, count: Int64(Packing.headSize))) != nil else {
      kept.rewind()
      return try body(nil, ByteStream(kept))
    }
    let spool = try UnnamedFile(in: spoolFolder)
    try unsafe kept.forEachPiece { bytes throws(Failure) in try unsafe spool.write(bytes) }
    try PackedFile.forEachPart(of: spool.path, named: name, body)
  }

  private func unpack(_ kept: FramedFile, _ member: String?, _ offset: Int64, _ count: Int64) throws -> [UInt8]? {
    let spool = try UnnamedFile(in: spoolFolder)
    try unsafe kept.forEachPiece { bytes throws(Failure) in try unsafe spool.write(bytes) }
    var found: [UInt8]?
    do {
      try PackedFile.forEachPart(of: spool.path, named: name, where: { $0 == member }) { part, stream in
        guard part == member else { return }
        found = try Self.bytes(of: stream, at: offset, count: count)
        throw Enough()
      }
    } catch is Enough {}
    return found
  }

  private static func bytes(of stream: ByteStream, at offset: Int64, count: Int64) throws(Failure) -> [UInt8]? {
    if let encoding = UTF16Encoding(head: try stream.lookAhead(Packing.headSize)) {
      return try encoding.bytes(of: stream, at: offset, count: count)
    }
    var bytes: [UInt8] = []
    var position: Int64 = 0
    while position < offset + count {
      let piece = try stream.next(1 << 18)
      if piece.isEmpty { return nil }
      bytes.append(contentsOf: piece.prefix(Int(clamping: offset + count - position)).dropFirst(Int(clamping: offset - position)))
      position += Int64(piece.count)
    }
    return bytes
  }
}

/// Text in UTF-16 with a byte order mark, in which places are told in bytes of the UTF-8 that it was read as.
struct UTF16Encoding {
  private let isBigEndian: Bool

  /// Nil for bytes that do not begin with the mark.
  init?(head: [UInt8]) {
    guard head.count >= 2, (head[0] == 0xFE && head[1] == 0xFF) || (head[0] == 0xFF && head[1] == 0xFE) else { return nil }
    isBigEndian = head[0] == 0xFE
  }

  /// The bytes as they are, two or four for each character, that stand between two places; nil if the text ends before.
  func bytes(of stream: ByteStream, at offset: Int64, count: Int64) throws(Failure) -> [UInt8]? {
    var bytes: [UInt8] = []
    var position: Int64 = 0
    var rest: [UInt8] = []
    while position < offset + count {
      let piece = rest + (try stream.next(1 << 18))
      if piece.count == rest.count { return nil }
      var index = 0
      while position < offset + count, let (width, length) = character(in: piece, at: index) {
        if position >= offset { bytes.append(contentsOf: piece[index..<index + width]) }
        index += width
        position += length
      }
      rest = Array(piece[index...])
    }
    return bytes
  }

  /// How many bytes a character takes here and in UTF-8; nil if it is not all there yet.
  private func character(in bytes: [UInt8], at index: Int) -> (width: Int, length: Int64)? {
    guard let first = unit(in: bytes, at: index) else { return nil }
    switch first {
    case ..<0x80: return (2, 1)
    case ..<0x800: return (2, 2)
    case 0xD800..<0xDC00:
      guard let second = unit(in: bytes, at: index + 2) else { return nil }
      return 0xDC00..<0xE000 ~= second ? (4, 4) : (2, 3)
    default: return (2, 3)
    }
  }

  private func unit(in bytes: [UInt8], at index: Int) -> UInt16? {
    guard index + 1 < bytes.count else { return nil }
    let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
    return isBigEndian ? first << 8 | second : second << 8 | first
  }
}
