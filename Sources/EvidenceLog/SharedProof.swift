/// One proof for many leaves: the hashes of those parts of the tree that hold none of them.
extension EvidenceTree {
  /// The hashes from left to right, each of a subtree as large as can be. Two leaves that lie side by side need none between them.
  ///
  /// - Parameter leaves: ascending, from 0.
  public func proveInclusion(ofAll leaves: [Int]) throws -> [TreeHash] {
    precondition(leaves.allSatisfy { 0..<size ~= $0 }, "a leaf is not in the tree")
    var proof: [TreeHash] = []
    if size > 0 { try Self.walk(0..<size, leaves[...], beside: { proof.append(try hash(of: $0)) }) }
    return proof
  }

  private static func walk(_ range: Range<Int>, _ leaves: ArraySlice<Int>, beside: (Range<Int>) throws -> Void) rethrows {
    if leaves.isEmpty { return try beside(range) }
    guard range.count > 1 else { return }
    let (middle, place) = halves(of: range, leaves) { $0 }
    try walk(range.lowerBound..<middle, leaves[..<place], beside: beside)
    try walk(middle..<range.upperBound, leaves[place...], beside: beside)
  }

  /// Where a range splits, and the first of the leaves that lies to the right.
  private static func halves<Leaf>(of range: Range<Int>, _ leaves: ArraySlice<Leaf>, _ index: (Leaf) -> Int) -> (middle: Int, place: Int) {
    let middle = range.lowerBound + split(range.count)
    var (low, high) = (leaves.startIndex, leaves.endIndex)
    while low < high {
      let probe = (low + high) / 2
      if index(leaves[probe]) < middle { low = probe + 1 } else { high = probe }
    }
    return (middle, low)
  }

  /// The root that leaves and proof lead to; nil if the proof has too few hashes or too many.
  ///
  /// - Parameter leaves: with their places, ascending, each once, all below `size`.
  public static func root(of size: Int, leaves: [(index: Int, hash: TreeHash)], proof: [TreeHash]) -> TreeHash? {
    var rest = proof[...]
    guard size > 0 else { return leaves.isEmpty && proof.isEmpty ? .ofNothing : nil }
    guard let root = root(of: 0..<size, leaves[...], &rest), rest.isEmpty else { return nil }
    return root
  }

  private static func root(
    of range: Range<Int>, _ leaves: ArraySlice<(index: Int, hash: TreeHash)>, _ proof: inout ArraySlice<TreeHash>
  ) -> TreeHash? {
    if leaves.isEmpty { return proof.popFirst() }
    if range.count == 1 { return leaves.count == 1 ? leaves.first?.hash : nil }
    let (middle, place) = halves(of: range, leaves) { $0.index }
    guard let left = root(of: range.lowerBound..<middle, leaves[..<place], &proof),
      let right = root(of: middle..<range.upperBound, leaves[place...], &proof)
    else { return nil }
    return .node(left, right)
  }
}
