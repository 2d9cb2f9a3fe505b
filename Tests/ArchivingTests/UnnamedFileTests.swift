import AuditModel
import Glibc
import Testing

@testable import Archiving

@Suite("A file without a name holds bytes for a while")
struct UnnamedFileTests {
  let folder = TestFolder()

  @Test("what was written comes back, by path and in pieces, and nobody sees a file")
  func roundTrip() throws {
    let file = try UnnamedFile(in: folder.path)
    let bytes = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for start in stride(from: 0, to: bytes.count, by: 300_000) {
      try unsafe Array(bytes[start...].prefix(300_000)).withUnsafeBytes { unsafe try file.write($0) }
    }
    for _ in 1...2 {
      var read: [UInt8] = []
      try unsafe file.forEachPiece { unsafe read.append(contentsOf: $0) }
      #expect(read == bytes && file.count == 700_001)
    }
    #expect(try ByteStream(file: file.path, named: "x").next(4) == [0, 7, 14, 21])
    #expect(folder.names == [])
  }

  @Test("a file system without unnamed files gets one whose name is gone at once")
  func unlinked() {
    let descriptor = UnnamedFile.openUnlinked(in: folder.path)
    #expect(descriptor >= 0 && folder.names == [])
    close(descriptor)
  }

  @Test("where nothing can be written there is a reason")
  func refused() {
    let failure = #expect(throws: Failure.self) { try UnnamedFile(in: folder.path + "/missing") }
    #expect(failure?.kind == .inputOutput && failure?.message.hasSuffix("No such file or directory") == true)
  }
}
