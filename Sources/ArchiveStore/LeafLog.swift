import AuditModel
import EvidenceLog
import GRDB

/// The evidence log's own table: appends leaves in their order, 1,024 to a row.
///
/// Rows of 1,024 leaves instead of one for each event: a leaf costs 33 bytes and no insert of its own, the root of the log and every proof come
/// from the blocks without a pass over the events.
final class LeafLog {
  /// Leaves in a block.
  static let blockSize = 1024

  private let insert, update: RawStatement
  private var block: Int64 = 0
  private var kinds: [UInt8] = []
  private var leaves: [UInt8] = []
  /// Of the block, and of those that come next, as far as they were asked for.
  private var seeds: [[UInt8]] = []
  private let random: RandomBytes
  /// Whether the block has a row already.
  private var isStored = false

  /// - Parameter random: Where the seeds come from.
  init(in database: Database, random: RandomBytes) throws {
    self.random = random
    insert = try RawStatement("INSERT INTO leaf_block (kinds, seed, leaves, root, id) VALUES (?1, ?2, ?3, ?4, ?5)", on: database)
    update = try RawStatement("UPDATE leaf_block SET kinds = ?1, seed = ?2, leaves = ?3, root = ?4 WHERE id = ?5", on: database)
    let last = try RawStatement("SELECT id, kinds, seed, leaves FROM leaf_block ORDER BY id DESC LIMIT 1", on: database)
    defer { last.reset() }
    guard try last.step() else { return }
    block = last.int(0)
    (kinds, seeds, leaves) = (last.bytes(1), [last.bytes(2)], last.bytes(3))
    isStored = true
    guard 1...Self.blockSize ~= kinds.count, seeds[0].count == LeafKeys.seedLength, leaves.count == 32 * kinds.count else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "block \(block) of the evidence log is damaged")
    }
    if kinds.count == Self.blockSize { startBlock() }
  }

  /// The position that the next leaf gets, from 1.
  var nextPosition: Int64 { block * Int64(Self.blockSize) + Int64(kinds.count) + 1 }

  /// What the keys of the next leaves follow from: the seed of each block that they fall into, and their places in it.
  func seeds(ofNext count: Int) throws -> [(seed: [UInt8], places: Range<Int>)] {
    var (runs, left, place) = ([(seed: [UInt8], places: Range<Int>)](), count, kinds.count)
    while left > 0 {
      if seeds.count == runs.count { seeds.append(try random.bytes(LeafKeys.seedLength)) }
      let end = min(place + left, Self.blockSize)
      runs.append((seeds[runs.count], place..<end))
      (left, place) = (left - (end - place), 0)
    }
    return runs
  }

  /// Appends leaves of one kind, whose keys follow from `seeds(ofNext:)`.
  /// - Parameter leaves: 32 bytes for each leaf.
  func append(_ kind: LeafKind, leaves: [UInt8]) throws {
    let count = leaves.count / 32
    precondition(leaves.count == 32 * count, "a leaf has 32 bytes")
    var done = 0
    while done < count {
      let step = min(count - done, Self.blockSize - kinds.count)
      kinds.append(contentsOf: repeatElement(kind.rawValue, count: step))
      self.leaves.append(contentsOf: leaves[32 * done..<32 * (done + step)])
      done += step
      if kinds.count == Self.blockSize { try endBlock() }
    }
  }

  /// The root over all leaves, from the roots of the full blocks and the leaves of the last one.
  func root(in database: Database) throws -> TreeHash {
    let select = try RawStatement("SELECT root FROM leaf_block WHERE root IS NOT NULL ORDER BY id", on: database)
    var roots: [TreeHash] = []
    while try select.step() {
      guard let root = TreeHash(select.bytes(0)) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a root is not 32 bytes long") }
      roots.append(root)
    }
    let tail = stride(from: 0, to: leaves.count, by: 32).map { TreeHash(leaves[$0..<$0 + 32])! }
    return try EvidenceTree(blocks: roots, of: Self.blockSize, tail: tail).root()
  }

  /// Writes the block that is not full yet: at the end of a run.
  func flush() throws { if !kinds.isEmpty { try write(root: nil) } }

  private func endBlock() throws {
    let root = unsafe leaves.withUnsafeBytes { unsafe TreeHash.ofBlock($0) }
    try write(root: root.bytes)
    startBlock()
  }

  private func startBlock() {
    block += 1
    kinds.removeAll(keepingCapacity: true)
    seeds.removeFirst()
    leaves.removeAll(keepingCapacity: true)
    isStored = false
  }

  private func write(root: [UInt8]?) throws {
    let statement = isStored ? update : insert
    try statement.bind(kinds, at: 1)
    try statement.bind(seeds[0], at: 2)
    try statement.bind(leaves, at: 3)
    if let root { try statement.bind(root, at: 4) } else { try statement.bindNull(at: 4) }
    try statement.bind(block, at: 5)
    _ = try statement.run()
    isStored = true
  }
}
