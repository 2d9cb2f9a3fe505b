import AuditModel
@testable import EvidenceLog
import Testing

@Suite("Hashes and their texts")
struct EvidenceLogTests {
  /// FIPS 180-4 examples (NIST, "SHA-256 Example"): one block, two blocks, and the empty message.
  static let vectors = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
  ]

  @Test("SHA-256 agrees with the standard's vectors, whole and in pieces", arguments: vectors)
  func sha256(_ text: String, _ expected: String) {
    let bytes = Array(text.utf8)
    #expect(hex(EvidenceLog.sha256(bytes)) == expected)
    var hasher = SHA256Hasher()
    for byte in bytes { hasher.update([byte]) }
    #expect(hex(hasher.finalize()) == expected)
    var batch = DigestBatch()
    unsafe bytes.withUnsafeBufferPointer { unsafe batch.add($0) }
    batch.finish { _, short in
      #expect(short.high == UInt64(expected.prefix(16), radix: 16))
      #expect(short.low == UInt64(expected.dropFirst(16).prefix(16), radix: 16))
    }
    #expect(batch.count == 0)
  }

  @Test(
    "HMAC-SHA-256 agrees with RFC 4231, cases 1 and 2",
    arguments: [
      ([UInt8](repeating: 0x0b, count: 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
      (Array("Jefe".utf8), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    ])
  func messageCode(_ key: [UInt8], _ message: String, _ expected: String) {
    #expect(hex(EvidenceLog.messageCode(of: Array(message.utf8), key: key)) == expected)
  }

  @Test(
    "Base64 agrees with RFC 4648 section 10",
    arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")])
  func base64(_ text: String, _ expected: String) {
    #expect(String(decoding: EvidenceLog.base64(Array(text.utf8)), as: UTF8.self) == expected)
    #expect(EvidenceLog.base64([0xFB, 0xFF, 0xFE]) == Array("+//+".utf8))
  }
}

@Suite("Many hashes at once")
struct HashMessagesTests {
  /// Lengths around every border of a block, in many orders and numbers: the same digests as one by one.
  @Test func manyAgreeWithSingleHashes() {
    let lengths = [1, 2, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 500, 4095, 200_000]
    var generator = SystemRandomNumberGenerator()
    for round in 0..<60 {
      let chosen = round == 0 ? [] : (0..<Int.random(in: 1...20, using: &generator)).map { _ in lengths.randomElement(using: &generator)! }
      let texts = chosen.map { length in (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) } }
      #expect(digests(of: texts) == texts.flatMap { sha256($0) }, "lengths \(chosen)")
    }
  }

  private func digests(of texts: [[UInt8]]) -> [UInt8] {
    var messages = HashMessages()
    for text in texts {
      messages.begin(text[0], room: text.count)
      unsafe text.dropFirst().withUnsafeBytes { unsafe messages.append($0) }
      messages.end()
    }
    var digests = [UInt8](repeating: 0, count: 32 * texts.count + 1)
    unsafe digests.withUnsafeMutableBytes { unsafe messages.hash(into: $0.baseAddress!) }
    return digests.dropLast()
  }
}
