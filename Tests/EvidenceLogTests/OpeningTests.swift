import AuditModel
import EvidenceLog
import Testing

@Suite("Leaves of which not all is shown")
struct OpeningTests {
  /// The units of `LeafTests.odd`: six fixed ones, eight changes, further fields, the record.
  private static let count = 16

  private func units(of event: InventedUnits) throws -> [(salt: [UInt8], commitment: [UInt8])] {
    var hasher = LeafHasher()
    return try unsafe event.withUnits { units in
      try unsafe LeafTests.key.withUnsafeBytes { key in try unsafe hasher.units(of: units, key: key.baseAddress!) }
    }
  }

  private func leaf(_ event: InventedUnits, _ openings: [UnitOpening], by hasher: inout LeafHasher) throws -> [UInt8] {
    try unsafe event.withUnits { units in try unsafe hasher.leaf(of: units, openings: openings) }
  }

  @Test("whatever is withheld, what is shown and the commitments make the same leaf")
  func anyUnits() throws {
    let (event, units) = (LeafTests.odd, try units(of: LeafTests.odd))
    #expect(units.count == Self.count)
    let expected = try event.freshLeaf(key: LeafTests.key)
    var hasher = LeafHasher()
    var random = SystemRandomNumberGenerator()
    for withheld in [UInt16(0), .max] + (0..<200).map({ _ in UInt16.random(in: 0...(.max), using: &random) }) {
      let openings = units.enumerated().map { index, unit in
        withheld & 1 << UInt16(index) == 0 ? UnitOpening.salt(unit.salt) : .commitment(unit.commitment)
      }
      #expect(try leaf(event, openings, by: &hasher) == expected, "withheld: \(withheld)")
    }
    #expect(hasher.salts(Self.count, key: LeafTests.key) == units.map(\.salt))
  }

  @Test("what is withheld does not matter, and what is shown does")
  func values() throws {
    let units = try units(of: LeafTests.odd)
    let expected = try LeafTests.odd.freshLeaf(key: LeafTests.key)
    var other = LeafTests.odd
    other.actor = (nil, nil, "person")
    other.changes = other.changes.replacing(#"["n",1.0,12345678901234567890]"#, with: #"["n",~,~]"#)
    var hasher = LeafHasher()
    var openings = units.map { UnitOpening.salt($0.salt) }
    #expect(try leaf(other, openings, by: &hasher) != expected)
    openings[1] = .commitment(units[1].commitment)
    #expect(try leaf(other, openings, by: &hasher) != expected)
    openings[7] = .commitment(units[7].commitment)
    #expect(try leaf(other, openings, by: &hasher) == expected)
  }

  @Test("another number of units is refused, and the hasher goes on")
  func wrongCount() throws {
    let units = try units(of: LeafTests.odd).map { UnitOpening.salt($0.salt) }
    var hasher = LeafHasher()
    #expect(throws: Failure.self) { try leaf(LeafTests.odd, Array(units.dropLast()), by: &hasher) }
    #expect(try leaf(LeafTests.odd, units, by: &hasher) == LeafTests.odd.freshLeaf(key: LeafTests.key))
  }
}
