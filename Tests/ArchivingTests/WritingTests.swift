import Archiving
import AuditModel
import Glibc
import Testing

@Suite("Packing is repeatable", .serialized)
struct WritingTests {
  let folder = TestFolder()
  let files = [("index.html", Array("<p>".utf8)), ("data/events.csv", [UInt8](repeating: 65, count: 300_000)), ("empty", [])]

  @Test("a zip has the same bytes in any time zone")
  func zones() throws {
    var written: [[UInt8]] = []
    for zone in ["UTC", "America/New_York", "Asia/Kolkata"] {
      unsafe setenv("TZ", zone, 1)
      tzset()
      written.append(try writeZip("\(written.count).zip"))
      unsafe setenv("TZ", zone, 1)
      tzset()
      #expect(try zip(files) == zip(files))
    }
    #expect(written[0] == written[1] && written[0] == written[2])
    // DOS date and time of 2026-11-24T01:41:44Z, at offset 10 of the first header.
    #expect(Array(written[0][10..<14]) == [0x36, 0x0D, 0x78, 0x5D])
    #expect(try parts(of: folder.path + "/0.zip").map(\.bytes) == files.map(\.1))
  }

  private func writeZip(_ name: String) throws -> [UInt8] {
    let file = try NewFile(path: "\(folder.path)/\(name)")
    let writer = try ZipWriter(to: file, modified: 1_795_484_504)
    try writer.add(files[0].0, files[0].1)
    try unsafe writer.add(files[1].0, size: 300_000) { write in
      for start in stride(from: 0, to: 300_000, by: 50_000) {
        try unsafe files[1].1[start..<(start + 50_000)].withUnsafeBytes { try unsafe write($0) }
      }
    }
    try writer.add(files[2].0, [])
    try writer.close()
    try file.publish()
    return folder.read(name)
  }

  @Test("a member that is not as long as it was said to be is an error", arguments: [2, 4])
  func wrongSize(_ count: Int) throws {
    let file = try NewFile(path: folder.path + "/wrong.zip")
    let writer = try ZipWriter(to: file, modified: 0)
    #expect(throws: Failure.self) {
      try unsafe writer.add("a", size: 3) { write in try unsafe [UInt8](repeating: 0, count: count).withUnsafeBytes { try unsafe write($0) } }
    }
  }

  @Test("compression is undone exactly")
  func roundTrips() throws {
    for bytes in [[], Array("a".utf8), (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0) }] as [[UInt8]] {
      let deflated = RawDeflater(level: 9).compress(bytes)
      #expect(try inflateRaw(deflated, size: bytes.count) == bytes)
      #expect(throws: Failure.self) { try inflateRaw(deflated, size: bytes.count + 1) }
      #expect(try gzip(bytes) == gzip(bytes))
      #expect(Array(try gzip(bytes)[4..<8]) == [0, 0, 0, 0])
      let frame = try unsafe bytes.withUnsafeBytes { try unsafe zstdFrame($0, level: 1) }
      #expect(try parts(of: folder.write("frame", frame)) == [Part(nil, bytes)])
    }
    #expect(throws: Failure.self) { try inflateRaw([0xFF, 0xFF], size: 10) }
  }
}
