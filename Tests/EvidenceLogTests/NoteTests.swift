import AuditModel
import EvidenceLog
import Testing

@Suite("Keys and checkpoints")
struct NoteTests {
  @Test("The public key of RFC 8032's first test, and back through its text")
  func rfcKey() throws {
    let secret = "PRIVATE+KEY+example.com+\(Self.hash)+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"
    let key = try SigningKey(secret, place: "test")
    #expect(key.verifier.text == "example.com+\(Self.hash)+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea")
    #expect(key.text == secret)
    #expect(try VerifierKey(key.verifier.text) == key.verifier)
  }

  /// Of the key of RFC 8032, section 7.1, test 1, under the name example.com. This hash was computed in Python, the signature below by the
  /// command openssl.
  static let hash = "ec47bd05"

  static let checkpoint = Checkpoint(origin: "counterroll/0011", treeSize: 7, root: TreeHash([UInt8](0..<32))!)

  @Test("A note is what C2SP says, to the byte; the same key signs it in the same way")
  func note() throws {
    let key = try SigningKey("PRIVATE+KEY+example.com+\(Self.hash)+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g", place: "test")
    #expect(try Self.checkpoint.note(signedBy: nil) == "counterroll/0011\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n")
    #expect(
      try Self.checkpoint.note(signedBy: key)
        == "counterroll/0011\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n— example.com 7Ee9BQsFIsnhB3XA0qZnZ3ZNoGIr/dOAwMtjwMkZWOs6FsSF2lo+01oVQ1WCra6EfY5WjYiCURDBEASuVXPUqfezeQY=\n")
  }

  @Test("Whoever signed is told from whoever did not")
  func signatures() throws {
    let (one, other) = (try SigningKey(name: "example.com"), try SigningKey(name: "example.com"))
    let note = try #require(CheckpointNote(Self.checkpoint.note(signedBy: one)))
    #expect(note.checkpoint == Self.checkpoint && note.signers == ["example.com"])
    #expect(note.isSigned(by: one.verifier) && !note.isSigned(by: other.verifier))
    let unsigned = try #require(CheckpointNote(Self.checkpoint.note(signedBy: nil)))
    #expect(unsigned.signers.isEmpty && !unsigned.isSigned(by: one.verifier))
  }

  @Test("A note of which one byte differs is not signed, or no note")
  func flips() throws {
    let key = try SigningKey(name: "example.com")
    let note = Array(try Self.checkpoint.note(signedBy: key).utf8)
    for index in note.indices {
      for bit in 0..<8 {
        var flipped = note
        flipped[index] ^= 1 << bit
        let read = CheckpointNote(String(decoding: flipped, as: UTF8.self))
        #expect(read?.isSigned(by: key.verifier) != true, "byte \(index), bit \(bit)")
      }
    }
  }

  @Test("What is no key is refused", arguments: ["", "a", "a+b+c", "example.com+00000000+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"])
  func malformedKeys(_ text: String) {
    #expect(throws: Failure.self) { try VerifierKey(text) }
    #expect(throws: Failure.self) { try SigningKey("PRIVATE+KEY+" + text, place: "test") }
    #expect(throws: Failure.self) { try SigningKey(name: text + " x") }
  }

  @Test("Base64 is read back as it is written, and in no other spelling")
  func base64() {
    for count in 0..<50 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
      #expect(fromBase64(EvidenceLog.base64(bytes)) == bytes)
    }
    for text in ["A", "AA", "AA=", "AB==", "A===", "AAA", "AA==\n", "A-A=", "====", "AA==AA=="] { #expect(fromBase64(Array(text.utf8)) == nil) }
  }
}
