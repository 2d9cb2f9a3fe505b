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
      (Self.plain, "e3d170e221d9dd3717120385f8238d4a4b7f6c87c0b86b158fb31585d2fb27e1"),
      (Self.bare, "890d7396519b360e36204c8d46c71dac5ac885815c06ef68940dbea2528a72f7"),
      (Self.odd, "b1974b1b76dcd2a30b70986c1dfe79a67226bf6fc45f9798bc6fa606cec43809"),
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
      (100, "a58840fd5bebf58c02c9cb6a88218dd8c96d144ba903063265ec339f08f82944"),
      (101, "458b40d55e80f25d675eb4c4307f10f1bb74df868d932639f2179a3086dde507"),
      (102, "b55fe2394ffbfd1727c77da5331a1b3011da24dd5bbd2fa4b290646a2b838050"),
      (103, "107504c602945f7a7f7c84f5555b079656a10b1e3a5aa0ebc77e75950c249da3"),
      (130, "deb83fae9f7c5897b4cb46d048d0b107c152c0d48eeac9938adc19231aea3e8b"),
      (164, "aecdd28944e9fd384c982ee8ec7ce06ab2f2e86178a5adf95a415cdffb2e06e7"),
      (165, "a4d9dc720d6022a02905ce452d8a8db10f15c2640abdf94cfbd4af8145852d15"),
      (166, "69bb74cd0988b25d634fcea0083c2d9d6fc9e93290a0eaf7578fde7516049239"),
      (167, "7e30af2a3e2c6b272cef937309b73f75d0a4a1bf6f473f8277944d9995ec3549"),
    ])
  func padding(_ length: Int, _ expected: String) throws {
    var event = Self.bare
    event.original = String(repeating: "r", count: length)
    #expect(hex(try event.freshLeaf(key: Self.key)) == expected)
  }

  @Test("A receipt's leaf is the one of the description")
  func receipt() {
    var hasher = LeafHasher()
    var leaf = [UInt8](repeating: 0, count: 32)
    unsafe leaf.withUnsafeMutableBytes { leaf in
      unsafe Self.key.withUnsafeBytes { key in
        unsafe hasher.leaf(
          .receipt, recordedAt: 1_780_000_000_123, login: Array("maria".utf8), body: Array(#"{"read":12}"#.utf8), key: key.baseAddress!,
          into: leaf.baseAddress!)
      }
    }
    #expect(hex(leaf) == "98c048d9ff73aff554aaae454d603c7878386e387356c08a930989223f0dcf70")
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
