import EvidenceLog
import Testing

@Suite("One proof for many leaves")
struct SharedProofTests {
  private static func leaf(_ index: Int) -> TreeHash { TreeHash(sha256(Array("leaf \(index)".utf8)))! }

  /// Every subset of the leaves of every tree up to nine, and random subsets of larger ones.
  private static var cases: [(size: Int, chosen: [Int])] {
    var cases = (0...9).flatMap { size in (0..<1 << size).map { bits in (size: size, chosen: (0..<size).filter { bits >> $0 & 1 == 1 }) } }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let (size, share) = (Int.random(in: 10...300, using: &random), Int.random(in: 1...20, using: &random))
      cases.append((size, (0..<size).filter { _ in Int.random(in: 0..<20, using: &random) < share }))
    }
    return cases
  }

  @Test("leads from any of the leaves to the root, and has no hash too many")
  func roundTrip() throws {
    for (size, chosen) in Self.cases {
      let tree = EvidenceTree(leaves: (0..<size).map(Self.leaf))
      let proof = try tree.proveInclusion(ofAll: chosen)
      let leaves = chosen.map { (index: $0, hash: Self.leaf($0)) }
      #expect(EvidenceTree.root(of: size, leaves: leaves, proof: proof) == (try tree.root()), "\(size): \(chosen)")
      if chosen.count == 1 { #expect(Set(proof) == Set(try tree.proveInclusion(of: chosen[0]))) }
      if chosen.count == size { #expect(proof.isEmpty) }
    }
  }

  @Test("another leaf, another place, a hash more or fewer lead elsewhere")
  func damage() throws {
    for (size, chosen) in Self.cases where !chosen.isEmpty && size > 1 {
      let tree = EvidenceTree(leaves: (0..<size).map(Self.leaf))
      let (proof, root) = (try tree.proveInclusion(ofAll: chosen), try tree.root())
      var leaves = chosen.map { (index: $0, hash: Self.leaf($0)) }
      #expect(EvidenceTree.root(of: size, leaves: leaves, proof: proof + [root]) == nil)
      if !proof.isEmpty { #expect(EvidenceTree.root(of: size, leaves: leaves, proof: Array(proof.dropLast())) != root) }
      leaves[leaves.count - 1].hash = Self.leaf(size)
      #expect(EvidenceTree.root(of: size, leaves: leaves, proof: proof) != root)
    }
  }
}
