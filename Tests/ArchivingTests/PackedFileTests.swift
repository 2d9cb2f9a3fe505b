import Archiving
import AuditModel
import Testing

@Suite("Packed files come apart")
struct PackedFileTests {
  let folder = TestFolder()
  let content = Array("id,name\n1,Zoë\n".utf8)

  @Test("a plain file is one part, byte for byte")
  func plain() throws {
    #expect(try parts(of: folder.write("a.zip", content)) == [Part(nil, content)])
    #expect(try parts(of: folder.write("empty.csv", [])) == [Part(nil, [])])
  }

  @Test("gzip and zstd are told by their first bytes, not by the name")
  func singleStreams() throws {
    let zstd = try unsafe content.withUnsafeBytes { try unsafe zstdFrame($0, level: 1) }
    #expect(try parts(of: folder.write("a.csv", gzip(content))) == [Part(nil, content)])
    #expect(try parts(of: folder.write("b.csv", zstd)) == [Part(nil, content)])
    #expect(try parts(of: folder.write("c.gz", gzip([]))) == [Part(nil, [])])
    #expect(try parts(of: folder.write("d.zst", zstd + zstd)) == [Part(nil, content + content)])
  }

  @Test("zip, tar and compressed tar give each regular member in order")
  func members() throws {
    let expected = [Part("b/x.csv", content), Part("a.json", []), Part("ünïcode.csv", content)]
    let tar = HostileTar.bytes([("b/", "5", []), ("b/x.csv", "0", content), ("a.json", "0", []), ("ünïcode.csv", "0", content)])
    let zstd = try unsafe tar.withUnsafeBytes { try unsafe zstdFrame($0, level: 3) }
    #expect(try parts(of: folder.write("t.tar", tar)) == expected)
    #expect(try parts(of: folder.write("t.tgz", gzip(tar))) == expected)
    #expect(try parts(of: folder.write("t.tar.zst", zstd)) == expected)
    #expect(try parts(of: folder.write("t.zip", zip([("b/x.csv", content), ("a.json", [])]))) == Array(expected[..<2]))
  }

  @Test("what macOS adds is skipped; a name that is not UTF-8 stays readable")
  func oddNames() throws {
    var latin = HostileZip.Member("caf.csv")
    latin.name.insert(0xE9, at: 3)
    latin.flags = 0
    let bytes = HostileZip.bytes([.init("__MACOSX/._a.csv"), .init("a.csv"), latin])
    #expect(try parts(of: folder.write("a.zip", bytes)).map(\.member) == ["a.csv", "caf\\xe9.csv"])
  }

  @Test("a packed file with nothing in it is refused, not passed over")
  func nothing() throws {
    for bytes in try [zip([]), HostileZip.bytes([.init("__MACOSX/a")]), HostileTar.bytes([("a/", "5", [])])] {
      #expect(refusal(of: folder.write("a", bytes))?.message == "\(folder.path)/a: is packed, but has no files in it")
    }
  }

  @Test("a large member comes in pieces, and progress counts the packed bytes")
  func large() throws {
    let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    let packed = try zip([("large.bin", large)])
    let path = folder.write("large.zip", packed)
    var consumed: Int64 = 0
    try PackedFile.forEachPart(of: path) { _, stream in
      let unpacked = try all(of: stream)
      #expect(unpacked == large)
      consumed = stream.inputBytesRead
    }
    #expect(consumed > Int64(packed.count / 2) && consumed <= packed.count)
  }

  @Test("damage is noticed even when nobody reads the bytes")
  func damage() throws {
    var member = HostileZip.Member("a.csv")
    member.checksumError = 1
    let path = folder.write("a.zip", HostileZip.bytes([member]))
    #expect(throws: Failure.self) { try PackedFile.forEachPart(of: path) { _, _ in } }
    let cut = try folder.write("cut.gz", Array(gzip(content).dropLast(10)))
    #expect(refusal(of: cut)?.kind == .badData)
    let cutZip = try folder.write("cut.zip", Array(zip([("a.csv", content)]).dropLast(30)))
    #expect(refusal(of: cutZip)?.kind == .badData)
  }

  @Test("damage in a gzip file is noticed by its checksum, although libarchive looks at none")
  func gzipDamage() throws {
    let tar = HostileTar.bytes([("a.csv", "0", (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) })])
    for packed in try [gzip(tar), gzip(Array(tar[512..<20_512]))] {
      for index in stride(from: 12, to: packed.count, by: packed.count / 50) {
        var bytes = packed
        bytes[index] ^= 0x10
        #expect(refusal(of: folder.write("a.gz", bytes))?.kind == .badData, "byte \(index)")
      }
      for wrong in [packed + Array("more".utf8), packed + packed] {
        #expect(refusal(of: folder.write("a.gz", wrong))?.message == "\(folder.path)/a.gz: the checksum at its end is not that of its content")
      }
    }
  }

  @Test("a file that cannot be read is named with the reason")
  func noInput() {
    let none = folder.path + "/none.csv"
    #expect(refusal(of: none) == Failure(.noInput, none + ": no such file", hint: "check the spelling of the path"))
    #expect(refusal(of: folder.path) == Failure(.noInput, folder.path + ": is a folder", hint: "give the files in it"))
    #expect(refusal(of: "/dev/zero")?.message == "/dev/zero: is not a regular file")
  }
}

/// One part of a packed file, with its bytes.
struct Part: Equatable {
  var member: String?
  var bytes: [UInt8]

  init(_ member: String?, _ bytes: [UInt8]) {
    self.member = member
    self.bytes = bytes
  }
}

func parts(of path: String) throws -> [Part] {
  var parts: [Part] = []
  try PackedFile.forEachPart(of: path) { member, stream in parts.append(Part(member, try all(of: stream))) }
  return parts
}

func all(of stream: ByteStream) throws -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 5000)
  while true {
    let got = try unsafe buffer.withUnsafeMutableBytes { try unsafe stream.read(into: $0) }
    guard got > 0 else { return bytes }
    bytes.append(contentsOf: buffer[..<got])
  }
}

/// The sentence with which a file is refused; nil if it is not.
func refusal(of path: String) -> Failure? {
  do {
    _ = try parts(of: path)
    return nil
  } catch {
    return error as? Failure
  }
}
