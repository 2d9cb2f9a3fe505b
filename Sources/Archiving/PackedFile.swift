import AuditModel

/// A file as people send it: plain, or packed as zip, tar, gzip or zstd, told by its first bytes and not by its name.
public enum PackedFile {
  /// Hands each readable part of a file to `body`, in order: a plain file, or the content of a `.gz` or `.zst`, as one part without a member
  /// name; of a zip or a tar (also inside gzip or zstd) each regular member.
  ///
  /// - Parameters:
  ///   - name: what messages call the file, where that is not its path.
  ///   - isWanted: tells which members are handed over, by their names; others are stepped over.
  /// - Throws: `noInput` when the file cannot be opened; `badData`, naming file and member, for damage, links, encryption, no
  ///   files at all, packed files in packed files, names that deceive and sizes beyond `MemberRules`; and what `body` throws.
  public static func forEachPart(
    of path: String, named name: String? = nil, where isWanted: (String) -> Bool = { _ in true },
    _ body: (_ member: String?, _ stream: ByteStream) throws -> Void
  ) throws {
    let input = try InputFile(path: path, named: name)
    let head = try input.head(Packing.headSize)
    switch Packing(head: head) {
    case nil: try body(nil, ByteStream(input))
    // libarchive does not know a ZIP that is nothing but the end of its directory.
    case .zip where head.starts(with: [0x50, 0x4B, 5, 6]): throw empty(input.path)
    case .zip: try forEachMember(of: ArchiveReader(input, format: .zip), isWanted, body)
    case .tar: try forEachMember(of: ArchiveReader(input, format: .tar), isWanted, body)
    case .gzip: try unwrap(input, .gzip, isWanted, body)
    case .zstd: try unwrap(input, .zstd, isWanted, body)
    }
  }

  /// A compressed file is one part, unless it is a compressed tar.
  private static func unwrap(
    _ input: InputFile, _ filter: Packing, _ isWanted: (String) -> Bool, _ body: (String?, ByteStream) throws -> Void
  ) throws {
    let reader =
      try filter == .zstd
      ? ArchiveReader(ByteStream(EndedZstd(input)), format: nil, filter: .zstd, path: input.path)
      : ArchiveReader(input, format: nil, filter: filter)
    let content: any ByteSource = try reader.openSingleStream() ? reader : NoBytes()
    let stream = ByteStream(filter == .gzip ? GzipContent(content, in: input) : content)
    switch Packing(head: try stream.lookAhead(Packing.headSize)) {
    case nil:
      try hand(stream, nil, to: body)
    case .tar:
      reader.rules.memberLimit = nil
      try forEachMember(of: ArchiveReader(stream, format: .tar, path: input.path), isWanted, body)
      try stream.drain()
    default:
      throw reader.rules.refusal("is packed twice", at: input.path)
    }
  }

  private static func forEachMember(
    of reader: ArchiveReader, _ isWanted: (String) -> Bool, _ body: (String?, ByteStream) throws -> Void
  ) throws {
    var isEmpty = true
    while let name = try reader.nextMember() {
      isEmpty = false
      guard isWanted(name) else { continue }
      let stream = ByteStream(reader)
      if Packing(head: try stream.lookAhead(Packing.headSize)) != nil {
        throw reader.rules.refusal("is a packed file inside a packed file", at: reader.rules.place(name))
      }
      try hand(stream, name, to: body)
    }
    if isEmpty { throw empty(reader.path) }
  }

  private static func empty(_ path: String) -> Failure {
    Failure(.badData, "\(path): is packed, but has no files in it", hint: "check that it is the file that you meant")
  }

  /// What `body` leaves unread is read here, so that damage behind it is noticed.
  private static func hand(_ stream: ByteStream, _ name: String?, to body: (String?, ByteStream) throws -> Void) throws {
    defer { stream.close() }
    try body(name, stream)
    try stream.drain()
  }
}

/// The content of an empty file that was compressed.
private final class NoBytes: ByteSource {
  let inputBytesRead: Int64 = 0

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int { 0 }
}
