import EvidenceLog
import Testing

/// The expected hashes are printed by `Tests/SecondReader/vectors.py`, which spells out the recursion of RFC 6962.
@Suite("The tree of RFC 6962")
struct EvidenceTreeTests {
  static let leaves = (UInt8(0)..<70).map { TreeHash(sha256([0, $0]))! }

  func tree(_ size: Int) -> EvidenceTree { EvidenceTree(leaves: Array(Self.leaves[..<size])) }

  @Test(
    "Roots",
    arguments: [
      (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (1, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
      (2, "a20bf9a7cc2dc8a08f5f415a71b19f6ac427bab54d24eec868b5d3103449953a"),
      (3, "3b6cccd7e3e023ff393006f030315ee7ad9eb111b022b41fba7e5b7a3973f688"),
      (7, "3560191803028444b232018ac047fdb561c09c23a7a6876c85e08b5e4d48e9f3"),
      (64, "4433a69f32158463382405ec957c31b8bc89a1f08964b920f6cf53dc13098cb3"),
      (70, "353edce931ebf5791739a588c15a724846776a98366aab1e8baa428f9135c26a"),
    ])
  func roots(_ size: Int, _ expected: String) throws { #expect(hex(try tree(size).root().bytes) == expected) }

  @Test("Proofs of a tree of seven, as in the RFC's own figure")
  func proofs() throws {
    #expect(
      try tree(7).proveInclusion(of: 5).map { hex($0.bytes).prefix(8) } == ["4f35212d", "40d88127", "9bcd5124"])
    #expect(
      try tree(7).proveConsistency(with: 3).map { hex($0.bytes).prefix(8) } == ["fcf0a6c7", "583c7dfb", "a20bf9a7", "89c92983"])
  }

  @Test("Every root and every proof of every tree up to 70 leaves")
  func exhaustive() throws {
    var everything: [UInt8] = []
    for size in 0...70 {
      let tree = tree(size)
      let root = try tree.root()
      everything += root.bytes
      for leaf in 0..<size {
        let proof = try tree.proveInclusion(of: leaf)
        everything += proof.flatMap(\.bytes)
        #expect(EvidenceTree.checkInclusion(of: Self.leaves[leaf], at: leaf, proof, in: size, root: root))
      }
      for first in stride(from: 1, to: size, by: 1) {
        let proof = try tree.proveConsistency(with: first)
        everything += proof.flatMap(\.bytes)
        #expect(EvidenceTree.checkConsistency(of: first, root: try tree.root(of: first), proof, with: size, root: root))
      }
    }
    #expect(hex(sha256(everything)) == "8311334a5a932851ac510107e7436aa21e89faf604d7cca1d9168d04bfa87009")
  }

  @Test("A proof for something else is refused")
  func refusals() throws {
    let root = try tree(13).root()
    for leaf in 0..<13 {
      let proof = try tree(13).proveInclusion(of: leaf)
      for other in -1...14 where other != leaf {
        #expect(!EvidenceTree.checkInclusion(of: Self.leaves[leaf], at: other, proof, in: 13, root: root))
      }
      #expect(!EvidenceTree.checkInclusion(of: Self.leaves[leaf + 1], at: leaf, proof, in: 13, root: root))
      #expect(!EvidenceTree.checkInclusion(of: Self.leaves[leaf], at: leaf, proof + [root], in: 13, root: root))
      #expect(!EvidenceTree.checkInclusion(of: Self.leaves[leaf], at: leaf, proof.dropLast(), in: 13, root: root))
    }
    for first in 1..<13 {
      let (old, proof) = (try tree(first).root(), try tree(13).proveConsistency(with: first))
      for index in proof.indices {
        var changed = proof
        changed[index] = .node(changed[index], root)
        #expect(!EvidenceTree.checkConsistency(of: first, root: old, changed, with: 13, root: root))
      }
      #expect(!EvidenceTree.checkConsistency(of: first, root: root, proof, with: 13, root: root))
      #expect(!EvidenceTree.checkConsistency(of: first, root: old, proof, with: 13, root: old))
      #expect(!EvidenceTree.checkConsistency(of: first, root: old, proof + [old], with: 13, root: root))
    }
  }

  @Test("Roots of complete blocks stand for their leaves", arguments: [1, 4, 16, 64])
  func blocks(_ block: Int) throws {
    let roots = (0..<(70 / block)).map { index in
      let bytes = Self.leaves[(index * block)..<((index + 1) * block)].flatMap(\.bytes)
      return unsafe bytes.withUnsafeBytes { unsafe TreeHash.ofBlock($0) }
    }
    let blocked = EvidenceTree(size: 70) { range in
      if range.count == block, range.lowerBound % block == 0 { return roots[range.lowerBound / block] }
      return range.count == 1 ? Self.leaves[range.lowerBound] : nil
    }
    #expect(try blocked.root() == tree(70).root())
    for leaf in 0..<70 { #expect(try blocked.proveInclusion(of: leaf) == tree(70).proveInclusion(of: leaf)) }
    for first in 1..<70 { #expect(try blocked.proveConsistency(with: first) == tree(70).proveConsistency(with: first)) }
  }
}
