import AuditModel
import Testing

@testable import Archiving

@Suite("Hostile packed files are refused")
struct HostileFileTests {
  let folder = TestFolder()
  let content = Array("id\n1\n".utf8)

  @Test(
    "a name that deceives", arguments: [
      ("../evil.csv", "the name leads out of its folder (“..”)"),
      ("a/../../evil.csv", "the name leads out of its folder (“..”)"),
      ("..\\evil.csv", "the name leads out of its folder (“..”)"),
      ("/etc/passwd", "the name is an absolute path"),
      ("C:\\evil.csv", "the name is an absolute path"),
      ("a\u{1b}[2J.csv", "the name has control characters"),
      ("csv.\u{202e}exe", "the name has control characters"),
    ])
  func names(_ name: String, _ reason: String) throws {
    let message = try #require(refusal(of: folder.write("a.zip", HostileZip.bytes([.init("fine.csv"), .init(name)])))?.message)
    #expect(message.hasSuffix(": " + reason))
    #expect(message.hasPrefix(folder.path + "/a.zip › "))
    #expect(message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
  }

  @Test("two names that differ only in case or Unicode form, or as paths", arguments: ["DATA.csv", "./data.csv", "data.csv"])
  func duplicates(_ name: String) {
    let bytes = HostileZip.bytes([.init("data.csv"), .init(name)])
    #expect(reason(bytes) == "the name occurs twice")
    #expect(reason(HostileZip.bytes([.init("Zo\u{eb}.csv"), .init("zoe\u{308}.csv")])) == "the name occurs twice")
  }

  @Test("links, devices and encrypted members")
  func kinds() {
    var link = HostileZip.Member("a.csv")
    link.mode = 0o120777
    #expect(reason(HostileZip.bytes([link])) == "is a link")
    var secret = HostileZip.Member("a.csv")
    secret.flags |= 1
    #expect(reason(HostileZip.bytes([secret])) == "is encrypted")
    #expect(reason(HostileTar.bytes([("a.csv", "1", [])])) == "is a link")
    #expect(reason(HostileTar.bytes([("a.csv", "2", [])])) == "is a link")
    for type in ["3", "4", "6"] as [Character] {
      #expect(reason(HostileTar.bytes([("a.csv", type, [])])) == "is not a regular file", "\(type)")
    }
  }

  @Test("packed files in packed files")
  func nested() throws {
    let inner = try gzip(content)
    #expect(try reason(zip([("a.csv.gz", inner)])) == "is a packed file inside a packed file")
    #expect(try reason(zip([("a.csv", zip([("b.csv", content)]))])) == "is a packed file inside a packed file")
    #expect(reason(HostileTar.bytes([("a", "0", HostileTar.bytes([("b", "0", content)]))])) == "is a packed file inside a packed file")
    #expect(try reason(gzip(inner)) == "is packed twice")
    #expect(try reason(gzip(zip([("a.csv", content)]))) == "is packed twice")
    let frame = try unsafe inner.withUnsafeBytes { try unsafe zstdFrame($0, level: 1) }
    #expect(reason(frame) == "is packed twice")
  }

  @Test("a bomb goes off after ten mebibytes, not before")
  func bomb() throws {
    let zeros = [UInt8](repeating: 0x30, count: 12 << 20)
    #expect(try reason(gzip(zeros)) == "unpacks to more than 200 times its size")
    #expect(try reason(zip([("a.csv", zeros)])) == "unpacks to more than 200 times its size")
    #expect(try refusal(of: folder.write("small.gz", gzip(Array(zeros[..<(9 << 20)])))) == nil)
  }

  @Test("a file that takes long to unpack for the little that it holds")
  func slow() throws {
    var rules = MemberRules(file: "slow.zip")
    for _ in 0..<600 { try rules.admitTime(.seconds(1)) }
    let failure = #expect(throws: Failure.self) { try rules.admitTime(.milliseconds(1)) }
    #expect(failure?.kind == .badData && failure?.message == "slow.zip: takes more than 600 seconds to unpack")
  }

  @Test("more than sixteen gibibytes in all, and more than four in one member")
  func size() throws {
    var rules = MemberRules(file: "big.zip")
    let gibibyte = 1 << 30
    for _ in 0..<4 {
      for part in 1...4 as ClosedRange<Int64> { try rules.admitBytes(gibibyte, member: part << 30, packed: part << 30, at: "big.zip › a") }
    }
    #expect(throws: Failure(.badData, "big.zip: unpacks to more than 16 GiB", hint: "unpack it yourself if you trust it, and give the files in it")) {
      try rules.admitBytes(1, member: 1, packed: 1, at: "big.zip › b")
    }
    var others = MemberRules(file: "big.zip")
    let failure = #expect(throws: Failure.self) { try others.admitBytes(1, member: 4 << 30 + 1, packed: 4 << 30, at: "big.zip › a") }
    #expect(failure?.message == "big.zip › a: unpacks to more than 4 GiB")
  }

  @Test("more members than a person would send")
  func crowd() {
    let bytes = HostileZip.bytes((0...10_000).map { .init("\($0).csv") })
    #expect(reason(bytes) == "has more than 10000 members")
  }

  @Test("random damage never crashes and never passes as other content")
  func flips() throws {
    var generator = SystemRandomNumberGenerator()
    let original = (0..<40).map { "\($0),name \($0),Zoë\n" }.joined()
    for packed in [try zip([("a.csv", Array(original.utf8))]), HostileZip.bytes([.init("a.csv"), .init("b.csv")])] {
      for _ in 0..<300 {
        var bytes = packed
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        let path = folder.write("flipped.zip", bytes)
        guard let parts = try? parts(of: path) else { continue }
        let honest = [original, "id\n1\n"].map { Array($0.utf8) }
        #expect(parts.allSatisfy { $0.member == nil || honest.contains($0.bytes) }, "\(parts.map(\.member))")
      }
    }
  }

  private func reason(_ bytes: [UInt8]) -> String? {
    let message = refusal(of: folder.write("hostile", bytes))?.message
    return message.map { String($0[($0.range(of: ": ")!.upperBound)...]) }
  }
}

extension String {
  /// Where a text first occurs.
  func range(of text: String) -> Range<Index>? {
    indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
  }
}
