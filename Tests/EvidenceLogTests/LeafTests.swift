import AuditModel
import EvidenceLog
import Testing

/// The expected leaves are printed by `Tests/SecondReader/vectors.py`, which knows the format's description and no Swift.
@Suite("Leaves")
struct LeafTests {
  static let key = Array(UInt8(0)..<16)

  static let plain = InventedUnits(
    occurredAt: 1_780_000_000_123, actor: ("Maria Keller", "u-17", "person"), target: ("doc-9", "Elk Hollow", nil), sourceEventID: "id-1",
    changes: #"[["email","a@example.com","b@example.com"]]"#, place: (3, 42, 1_000_000, 12),
    original: "one,two,3\r\n ")

  static let bare = InventedUnits(
    occurredAt: -1, actor: (nil, "", "unknown"), target: (nil, nil, nil), changes: "[]", place: (1, 1, 0, 0), original: "")

  static let odd = InventedUnits(
    occurredAt: 1_780_000_000_123, sourceTime: "2026-05-28 20:26:40.123 UTC", actor: ("Maria Keller", "u-17", "person"),
    target: ("doc-9", "Elk Hollow", "Grünes Tal"), sourceEventID: "id-1",
    changes: #"[["when",null,""],["n",1.0,12345678901234567890],["tab\tquote\"",true,false],["nested",{"a":[1,"]"]},[]],"#
      + #"["half\ud800","x\udfff","\u0000"],["only",{"before":"x"}],["only",{"after":"y"}],["none"]]"#,
    extras: #"{"ip":"192.0.2.1"}"#, place: (3, 42, 1_000_000, 12), original: String(repeating: "x", count: 3000))

  @Test("An event's leaf is the one of the description, one hasher after another event or fresh")
  func events() throws {
    let expected = [
      (Self.plain, "296caa6dab0dbc90ddbc4dd45dd634ee0c647d77b0026502f380166a1e034473"),
      (Self.bare, "f766f46a7afcc017334a8973116e40484b1b9e9c645f71932d08b92327ddd6e2"),
      (Self.odd, "adfb17279a7317eec5a0532e5e8576d7aef13afbab687b09027d21ea411b97ee"),
    ]
    var reused = LeafHasher()
    for (event, leaf) in expected + expected.reversed() {
      #expect(hex(try event.leaf(by: &reused, key: Self.key)) == leaf)
      #expect(hex(try event.freshLeaf(key: Self.key)) == leaf)
    }
  }

  @Test(
    "Every length of a last block is padded as FIPS 180-4 says",
    arguments: [
      (98, "9a0510ba121ddde09cdc56155d51268a802a7249d1283753e5282c008bb03e6f"),
      (99, "b1e1324f2de37f979d03104bcf21a37b70830b20a15031e9f7f263dc96f3c7fd"),
      (100, "bf6b1f9cea6d7e234d7cecf2517b6d47d8e7b376fcbae9e0c4f92616ff926058"),
      (101, "29b2917f27439906976e20407f1eedd0e9484d9582dc5c6ad0bc38e452cd46b3"),
      (127, "5d26b9ebac413fe2d10f0c776c0bfcaa15f178a0d2de122fc0c45e1d4284ceeb"),
      (128, "7038285a411da197d71c42125b375a515607d38fcab093e7e5834392aba0ed65"),
      (161, "599274de5e6f6d94cb062cdac0db14582b0ca838e7305380e57b45a7eec108e0"),
      (162, "5a698434f25157ac47b17f312d13a50e8343050aeb81f68b29da81239ac77ee8"),
      (163, "06aa60bb2dca6fadca4492c0f3a66c0cde1529f043a66b211ac8a6b9975c50e5"),
      (164, "bafd11cc4621f5d802f146a6907eebd465a1005c3db51c967891b0f5b88eb5f6"),
      (16_384, "7e0b8ee2acf18b4b7c2f8aecc55ced0fa4dd3152379808891da7c56527cba3f0"),
    ])
  func padding(_ length: Int, _ expected: String) throws {
    var event = Self.bare
    event.original = String(repeating: "r", count: length)
    #expect(hex(try event.freshLeaf(key: Self.key)) == expected)
  }

  @Test("An event may have any number of changes")
  func manyChanges() throws {
    var event = Self.bare
    event.changes = "[" + (0..<3000).map { #"["field \#($0)",\#($0),"\#($0)"]"# }.joined(separator: ",") + "]"
    #expect(hex(try event.freshLeaf(key: Self.key)) == "1a6b658b55bfe029d6f9582264b5a1c065ca2e4234319df925bcb2a413ce08c9")
  }

  @Test("A receipt's leaf is the one of the description")
  func receipt() {
    var hasher = LeafHasher()
    var leaf = [UInt8](repeating: 0, count: 32)
    unsafe leaf.withUnsafeMutableBytes { leaf in
      unsafe Self.key.withUnsafeBytes { key in
        unsafe hasher.add(
          .receipt, recordedAt: 1_780_000_000_123, login: Array("maria".utf8), body: Array(#"{"read":12}"#.utf8), key: key.baseAddress!)
        unsafe hasher.finish(into: leaf.baseAddress!)
      }
    }
    #expect(hex(leaf) == "d30debf1e3f05a6bcc2b2f6053f2a84024f8fabc0374a36c6bfd04d70b4cde27")
  }

  @Test("Whatever differs between two events, their leaves differ")
  func everythingIsBound() throws {
    var seen: [[UInt8]: Int] = [:]
    for (index, event) in InventedUnits.variations(of: Self.plain).enumerated() {
      let leaf = try event.freshLeaf(key: Self.key)
      #expect(seen.updateValue(index, forKey: leaf) == nil, "variation \(index)")
    }
    #expect(seen.count > 25)
    let otherKey = try Self.plain.freshLeaf(key: Array(UInt8(1)..<17))
    #expect(seen[otherKey] == nil)
  }

  @Test("Changes that the archive never writes are an error, not a trap", arguments: ["[", "{}", #"["x]"#, #"[{"field":"a\"}]"#, "\u{0}"])
  func damagedChanges(_ changes: String) {
    var event = Self.plain
    event.changes = changes
    #expect(throws: Failure.self) { try event.freshLeaf(key: Self.key) }
  }
}
