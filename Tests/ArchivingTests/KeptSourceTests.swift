import AuditModel
import Testing

@testable import Archiving

@Suite("Any record is found in a kept source")
struct KeptSourceTests {
  let folder = TestFolder()

  /// The file as an archive keeps it: one zstd frame for so many bytes.
  private func keep(_ bytes: [UInt8], frame: Int) throws -> KeptSource {
    var frames: [UInt8] = []
    for start in stride(from: 0, through: max(bytes.count - 1, 0), by: frame) {
      frames += try unsafe bytes[start..<min(start + frame, bytes.count)].withUnsafeBytes { try unsafe zstdFrame($0, level: 1) }
    }
    return KeptSource(path: folder.write("kept.zst", frames), named: "export", spoolFolder: folder.path)
  }

  @Test("at any place and of any length, whatever the frames' size")
  func places() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = Seeded(state: seed)
    for _ in 0..<40 {
      let text = (0..<Int.random(in: 1...60_000, using: &random)).map { _ in UInt8.random(in: 0x20...0x2F, using: &random) }
      let kept = try keep(text, frame: Int.random(in: 700...40_000, using: &random))
      for _ in 0..<20 {
        let start = Int.random(in: 0..<text.count, using: &random)
        let end = Int.random(in: start...text.count, using: &random)
        let found = try kept.bytes(ofMember: nil, at: Int64(start), count: Int64(end - start))
        #expect(found == Array(text[start..<end]), "seed \(seed), \(start)..<\(end)")
      }
      #expect(throws: Failure.self, "seed \(seed)") { try kept.bytes(ofMember: nil, at: Int64(text.count), count: 1) }
      #expect(throws: Failure.self, "seed \(seed)") { try kept.bytes(ofMember: "a.csv", at: 0, count: 1) }
    }
  }

  @Test("also where nothing could be packed tighter")
  func incompressible() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = Seeded(state: seed)
    let bytes = (0..<1_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    for size in [131_072, 131_073, 300_000, 1 << 20] {
      let kept = try keep(bytes, frame: size)
      for start in [0, 131_071, 400_000, 999_990] {
        #expect(try kept.bytes(ofMember: nil, at: Int64(start), count: 10) == Array(bytes[start..<start + 10]), "seed \(seed)")
      }
      #expect(try parts(of: folder.path + "/kept.zst") == [Part(nil, bytes)], "seed \(seed), frames of \(size)")
      _ = folder.write("cut.zst", Array(folder.read("kept.zst").dropLast(1)))
      #expect(refusal(of: folder.path + "/cut.zst")?.kind == .badData)
    }
  }

  @Test("in a member of a packed source, and in a packed stream")
  func packed() throws {
    let first = Array("first,file\n".utf8)
    let second = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11) }
    let tar = HostileTar.bytes([("d/first.csv", "0", first), ("second.bin", "0", second)])
    let zstd = try unsafe tar.withUnsafeBytes { try unsafe zstdFrame($0, level: 3) }
    for source in [try zip([("d/first.csv", first), ("second.bin", second)]), tar, try gzip(tar), zstd] {
      let kept = try keep(source, frame: 9_000)
      #expect(try kept.bytes(ofMember: "d/first.csv", at: 6, count: 4) == Array("file".utf8))
      #expect(try kept.bytes(ofMember: "second.bin", at: 33_333, count: 5_000) == Array(second[33_333..<38_333]))
      #expect(throws: Failure.self) { try kept.bytes(ofMember: "second.bin", at: 49_999, count: 2) }
      #expect(throws: Failure.self) { try kept.bytes(ofMember: "third.csv", at: 0, count: 1) }
    }
    #expect(try keep(gzip(second), frame: 9_000).bytes(ofMember: nil, at: 49_990, count: 10) == Array(second[49_990...]))
    #expect(folder.names == ["kept.zst"])
  }

  @Test("in UTF-16, where places are those of the UTF-8 that was read")
  func utf16() throws {
    let records = ["id,name\r\n", "1,Zoë\r\n", "2,日本\r\n", "3,🏡 sold\r\n", String(repeating: "4,🏡é\r\n", count: 40_000)]
    for isBigEndian in [true, false] {
      func units(_ text: String) -> [UInt8] {
        text.utf16.flatMap { isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      }
      let kept = try keep(units("\u{FEFF}" + records.joined()), frame: 5_001)
      var offset = Int64("\u{FEFF}".utf8.count)
      for record in records {
        #expect(try kept.bytes(ofMember: nil, at: offset, count: Int64(record.utf8.count)) == units(record))
        offset += Int64(record.utf8.count)
      }
      #expect(throws: Failure.self) { try kept.bytes(ofMember: nil, at: offset, count: 1) }
    }
  }

  @Test("damage is an error and no other bytes")
  func damage() throws {
    let text = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 9) }
    _ = try keep(text, frame: 6_000)
    let frames = folder.read("kept.zst")
    for cut in [0, 1, 4, 5, 7, frames.count / 2, frames.count - 1] {
      _ = folder.write("kept.zst", Array(frames[..<cut]))
      let kept = KeptSource(path: folder.path + "/kept.zst", named: "export", spoolFolder: folder.path)
      #expect(throws: Failure.self, "cut at \(cut)") { try kept.bytes(ofMember: nil, at: 0, count: 10) }
    }
    for index in 0..<5 {
      var bytes = frames
      bytes[index] ^= 0x80
      let kept = KeptSource(path: folder.write("kept.zst", bytes), named: "export", spoolFolder: folder.path)
      let found = try? kept.bytes(ofMember: nil, at: 0, count: 10)
      #expect(found == nil || found == Array(text[..<10]), "byte \(index)")
    }
  }
}

/// SplitMix64, so that a failure can be repeated by its seed.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
