/// The append-only hash tree over the leaves of a log, as RFC 6962 (section 2.1) defines it: odd nodes split at the largest power of two below
/// their size. `EvidenceTreeTests` compares it with a Python program that spells out the RFC's recursion.
///
/// Positions count from 0 here. Hashes come from whoever holds the leaves: all of them, or the roots of complete blocks with a leaf now and
/// then, so that neither a root nor a proof needs a full pass.
///
/// ```swift
/// let tree = EvidenceTree(size: leaves.count) { range in range.count == 1 ? leaves[range.lowerBound] : nil }
/// let proof = try tree.proveInclusion(of: 5)
/// EvidenceTree.checkInclusion(of: leaves[5], at: 5, proof, in: tree.size, root: try tree.root())
/// ```
public struct EvidenceTree {
  public let size: Int
  /// The hash of a complete subtree if it is stored; nil if it is to be made from its halves. A single leaf is always stored.
  private let stored: (Range<Int>) throws -> TreeHash?

  public init(size: Int, stored: @escaping (Range<Int>) throws -> TreeHash?) {
    self.size = size
    self.stored = stored
  }

  public init(leaves: [TreeHash]) {
    self.init(size: leaves.count) { range in range.count == 1 ? leaves[range.lowerBound] : nil }
  }

  /// A tree of which the roots of complete blocks and the leaves after them are known.
  ///
  /// - Parameter leaves: gives a block's leaves where a proof needs them; a root never does.
  public init(blocks: [TreeHash], of blockSize: Int, tail: [TreeHash], leaves: @escaping (_ block: Int) throws -> [TreeHash] = { _ in [] }) {
    let full = blocks.count * blockSize
    self.init(size: full + tail.count) { range in
      if range.lowerBound >= full { return range.count == 1 ? tail[range.lowerBound - full] : nil }
      let block = range.lowerBound / blockSize
      if range.count == blockSize, range.lowerBound % blockSize == 0 { return blocks[block] }
      return range.count == 1 ? try leaves(block)[range.lowerBound % blockSize] : nil
    }
  }

  /// The root over the first leaves, all of them if no size is given.
  public func root(of first: Int? = nil) throws -> TreeHash {
    let first = first ?? size
    return first == 0 ? .ofNothing : try hash(of: 0..<first)
  }

  func hash(of range: Range<Int>) throws -> TreeHash {
    if let hash = try stored(range) { return hash }
    let middle = range.lowerBound + Self.split(range.count)
    return .node(try hash(of: range.lowerBound..<middle), try hash(of: middle..<range.upperBound))
  }

  /// The largest power of two below n, for n of at least 2.
  static func split(_ n: Int) -> Int { 1 << (Int.bitWidth - 1 - (n - 1).leadingZeroBitCount) }
}

// MARK: - Inclusion

extension EvidenceTree {
  /// Shows that a leaf is in the tree: the hashes beside its way up to the root, from below (RFC 6962, section 2.1.1).
  public func proveInclusion(of leaf: Int) throws -> [TreeHash] {
    precondition(0..<size ~= leaf, "no leaf \(leaf) in a tree of \(size)")
    return try Self.beside(leaf, in: 0..<size).map(hash(of:))
  }

  private static func beside(_ leaf: Int, in range: Range<Int>) -> [Range<Int>] {
    guard range.count > 1 else { return [] }
    let middle = range.lowerBound + split(range.count)
    let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
    return leaf < middle ? beside(leaf, in: left) + [right] : beside(leaf, in: right) + [left]
  }

  /// Whether a proof leads from the leaf to the root.
  public static func checkInclusion(of leaf: TreeHash, at index: Int, _ proof: [TreeHash], in size: Int, root: TreeHash) -> Bool {
    guard 0..<size ~= index else { return false }
    let sides = beside(index, in: 0..<size)
    guard proof.count == sides.count else { return false }
    var hash = leaf
    for (sibling, side) in zip(proof, sides) { hash = side.lowerBound > index ? .node(hash, sibling) : .node(sibling, hash) }
    return hash == root
  }
}

// MARK: - Consistency

extension EvidenceTree {
  /// Shows that the tree of the first leaves is a prefix of this one (RFC 6962, section 2.1.2).
  public func proveConsistency(with first: Int) throws -> [TreeHash] {
    precondition(0...size ~= first, "a tree of \(size) has no beginning of \(first)")
    guard first > 0, first < size else { return [] }
    return try Self.parts(of: first, in: 0..<size, isWhole: true).map(hash(of:))
  }

  private static func parts(of first: Int, in range: Range<Int>, isWhole: Bool) -> [Range<Int>] {
    if first == range.upperBound { return isWhole ? [] : [range] }
    let middle = range.lowerBound + split(range.count)
    let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
    return first <= middle ? parts(of: first, in: left, isWhole: isWhole) + [right] : parts(of: first, in: right, isWhole: false) + [left]
  }

  /// Whether a proof leads from the old root to the new one.
  ///
  /// Both roots are built from the proof along the way of the old tree's last leaf; what lies to the right of it is in the new tree only.
  public static func checkConsistency(
    of first: Int, root firstRoot: TreeHash, _ proof: [TreeHash], with size: Int, root: TreeHash
  ) -> Bool {
    guard 0...size ~= first else { return false }
    if first == 0 || first == size { return proof.isEmpty && (first == 0 ? firstRoot == .ofNothing : firstRoot == root) }
    var sides = parts(of: first, in: 0..<size, isWhole: true)
    guard proof.count == sides.count else { return false }
    var rest = proof[...]
    // Where the old tree is a complete subtree of the new one, its root is the seed and not a part of the proof.
    var seed = firstRoot
    if sides[0].upperBound == first {
      seed = rest.removeFirst()
      sides.removeFirst()
    }
    var (old, new) = (seed, seed)
    for (hash, side) in zip(rest, sides) {
      if side.lowerBound >= first {
        new = .node(new, hash)
      } else {
        (old, new) = (.node(hash, old), .node(hash, new))
      }
    }
    return old == firstRoot && new == root
  }
}
