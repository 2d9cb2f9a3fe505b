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
    let short = unsafe bytes.withUnsafeBytes { unsafe digest16($0) }
    #expect(short.high == UInt64(expected.prefix(16), radix: 16))
    #expect(short.low == UInt64(expected.dropFirst(16).prefix(16), radix: 16))
  }

  @Test(
    "Base64 agrees with RFC 4648 section 10",
    arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")])
  func base64(_ text: String, _ expected: String) {
    #expect(String(decoding: EvidenceLog.base64(Array(text.utf8)), as: UTF8.self) == expected)
    #expect(EvidenceLog.base64([0xFB, 0xFF, 0xFE]) == Array("+//+".utf8))
  }
}

@Suite("Two hashes at once")
struct HashPairTests {
  /// Lengths around every border of a block, each with each: the same digests as one by one.
  @Test func pairsAgreeWithSingleHashes() {
    let lengths = [1, 2, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 500, 4095, 70_000]
    for first in lengths {
      for second in lengths {
        let texts = [first, second].map { length in (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) } }
        var one = message(texts[0])
        var two = message(texts[1])
        var digests = HashMessage()
        digests.clear()
        HashMessage.finish(&one, &two, onto: &digests)
        #expect(digests.bytes == texts.flatMap { sha256($0) }, "\(first) and \(second) bytes")
      }
    }
  }

  private func message(_ text: [UInt8]) -> HashMessage {
    var message = HashMessage()
    message.begin(text[0])
    unsafe text.dropFirst().withUnsafeBytes { unsafe message.append($0) }
    return message
  }
}
