import AuditModel
import EvidenceLog
import GRDB

/// The evidence log by itself: its blocks, its tree, its checkpoints, and the entries that are no events.
extension ArchiveCheck {
  func checkLog() throws {
    var (roots, tail): ([TreeHash], [TreeHash]) = ([], [])
    var expected: Int64 = 0
    try forEachRow("SELECT id, kinds, seed, leaves, root FROM leaf_block ORDER BY id") { row in
      let block = LeafBlock(row)
      guard block.id == expected else { return report(.log, "block \(expected) of the log is not where it should be") }
      expected += 1
      guard block.isWhole, let leaves = block.hashes else { return report(.log, "block \(block.id) of the log is not as long as it should be") }
      if leaves.count < LeafLog.blockSize {
        (tail, expected) = (leaves, .max)
        if block.root != nil { report(.log, "block \(block.id) of the log has a root, but is not full") }
        return
      }
      let root = unsafe block.leaves.withUnsafeBytes { unsafe TreeHash.ofBlock($0) }
      if block.root != root.bytes { report(.log, "the root of block \(block.id) of the log is not the root over its leaves") }
      roots.append(root)
    }
    let size = Int64(roots.count * LeafLog.blockSize + tail.count)
    if size != facts.leaves { report(.log, "the log has \(size) leaves for \(facts.leaves) events and entries") }
    try checkKinds()
    let tree = EvidenceTree(blocks: roots, of: LeafLog.blockSize, tail: tail) { [self] block in try leaves(ofBlock: Int64(block)) }
    facts.root = try tree.root().bytes
    try checkCheckpoints(of: tree)
    try checkKeptCheckpoint(against: tree)
  }

  private func leaves(ofBlock id: Int64) throws -> [TreeHash] { try block(id)?.hashes ?? [] }

  func block(_ id: Int64) throws -> LeafBlock? {
    let select = try RawStatement("SELECT id, kinds, seed, leaves, root FROM leaf_block WHERE id = ?1", on: database)
    try select.bind(id, at: 1)
    defer { select.reset() }
    guard try select.step() else { return nil }
    let block = LeafBlock(select)
    return block.isWhole ? block : nil
  }

  /// Every leaf is of the kind of what stands at its place: an event, or an entry of a kind of its own.
  private func checkKinds() throws {
    var entries: [Int64: UInt8] = [:]
    try forEachRow("SELECT id, kind FROM log_entry") { row in entries[row.int(0)] = UInt8(truncatingIfNeeded: row.int(1)) }
    try forEachRow("SELECT id, kinds FROM leaf_block ORDER BY id") { row in
      let first = row.int(0) &* Int64(LeafLog.blockSize) &+ 1
      for (index, kind) in row.bytes(1).enumerated() where kind != entries[first &+ Int64(index)] ?? LeafKind.event.rawValue {
        report(.log, "the leaf at place \(first &+ Int64(index)) is of another kind than what stands there")
      }
    }
  }

  // MARK: Checkpoints

  private func checkCheckpoints(of tree: EvidenceTree) throws {
    var last: Int64 = 0
    var signature = (signers: [String](), isChecked: false)
    try forEachRow("SELECT id, run, tree_size, root, note, verifier FROM checkpoint ORDER BY id") { row in
      facts.checkpoints += 1
      let (id, size) = (row.int(0), row.int(2))
      guard size > last, size <= tree.size else { return report(.checkpoint(id), "it is about \(size) leaves, the log has \(tree.size)") }
      last = size
      let root = try tree.root(of: Int(size))
      if root.bytes != row.bytes(3) { report(.checkpoint(id), "its root is not the root over the first \(size) leaves") }
      guard let note = CheckpointNote(row.text(4)) else { return report(.checkpoint(id), "its note is no checkpoint") }
      if note.checkpoint != Checkpoint(origin: try origin(), treeSize: size, root: root) {
        report(.checkpoint(id), "its note says something else than the log")
      }
      signature = (note.signers, try check(note, id, hint: row.optionalText(5)))
    }
    (facts.signers, facts.signatureIsChecked) = signature
    if last != Int64(tree.size) { report(.log, "the last checkpoint is about \(last) leaves, the log has \(tree.size)") }
    try forEachRow("SELECT id FROM ingest_run WHERE id NOT IN (SELECT run FROM checkpoint)") { row in
      report(.run(row.int(0)), "it has no checkpoint")
    }
  }

  /// Checks who signed. The key that is stored beside is only a hint: whoever can change the archive can change it, too.
  private func check(_ note: CheckpointNote, _ id: Int64, hint: String?) throws -> Bool {
    if let hint {
      guard let key = try? VerifierKey(hint), note.isSigned(by: key) else {
        report(.checkpoint(id), "its signature is not that of the key that is stored beside it")
        return false
      }
    } else if !note.signers.isEmpty {
      report(.checkpoint(id), "it is signed, but names no key")
    }
    guard let verifier = request.verifier else { return false }
    guard note.isSigned(by: verifier) else {
      report(.checkpoint(id), note.signers.isEmpty ? "it is not signed" : "it is not signed by the key “\(verifier.name)” that was given",
        advice: "find out which key was in use when run \(id) was made, and verify with that")
      return false
    }
    return true
  }

  private func origin() throws -> String {
    let select = try RawStatement("SELECT archive_id FROM settings", on: database)
    defer { select.reset() }
    return try select.step() ? "counterroll/\(select.text(0))" : ""
  }

  /// The archive must have grown from what was kept elsewhere.
  private func checkKeptCheckpoint(against tree: EvidenceTree) throws {
    guard let note = request.checkpoint else { return }
    let kept = note.checkpoint
    if kept.origin != (try origin()) { return report(.log, "the checkpoint that was given is of another archive: \(kept.origin)", advice: "give the archive's own") }
    guard kept.treeSize <= tree.size else {
      return report(.log, "the checkpoint that was given is about \(kept.treeSize) leaves, the log has only \(tree.size): its end is lost")
    }
    let (first, root) = (Int(kept.treeSize), try tree.root())
    let proof = try tree.proveConsistency(with: first)
    if !EvidenceTree.checkConsistency(of: first, root: kept.root, proof, with: tree.size, root: root) {
      report(.log, "the log did not grow from the checkpoint that was given: its first \(first) leaves are others now")
    }
    if let verifier = request.verifier, !note.isSigned(by: verifier) {
      report(.log, "the checkpoint that was given is not signed by the key “\(verifier.name)”", advice: "find out where that checkpoint comes from")
    }
  }

  // MARK: Receipts

  /// Each run's receipt says what its tables say, and its leaf says what the receipt says.
  func checkReceipts() throws {
    var runs: Set<Int64> = []
    try forEachRow("SELECT id, kind, run, recorded_at, login, body FROM log_entry ORDER BY id") { row in
      let (position, run) = (row.int(0), row.int(2))
      guard row.int(1) == Int64(LeafKind.receipt.rawValue) else {
        return report(.log, "the entry at place \(position) is of a kind that this program does not know", advice: "use a newer counterroll")
      }
      if !runs.insert(run).inserted { report(.run(run), "it has two receipts") }
      try checkLeaf(at: position, of: LogEntryLeaf(kind: .receipt, recordedAt: row.int(3), login: row.bytes(4), body: row.bytes(5)), run)
      if try Receipt.body(ofRun: run, in: database).bytes != row.bytes(5) {
        report(.run(run), "its receipt and its rows (files, parts, counts, rejects, sightings, settings) do not say the same")
      }
    }
    try forEachRow("SELECT id, ended_at, login FROM ingest_run") { row in
      if !runs.contains(row.int(0)) { report(.run(row.int(0)), "it has no receipt") }
    }
  }

  private func checkLeaf(at position: Int64, of entry: LogEntryLeaf, _ run: Int64) throws {
    let (id, index) = LeafBlock.place(of: position)
    guard let block = try self.block(id), let stored = block.leaf(index), let key = block.key(index) else {
      return report(.run(run), "the leaf of its receipt is missing")
    }
    if entry.hash(key: key) != stored { report(.run(run), "its receipt is not the one that was logged") }
  }
}

/// A row of leaf_block.
struct LeafBlock {
  let id: Int64
  let kinds: [UInt8]
  let seed: [UInt8]
  private let keys: [UInt8]
  let leaves: [UInt8]
  let root: [UInt8]?

  /// Columns id, kinds, seed, leaves, root.
  init(_ row: RawStatement) {
    id = row.int(0)
    kinds = row.bytes(1)
    seed = row.bytes(2)
    leaves = row.bytes(3)
    root = row.isNull(4) ? nil : row.bytes(4)
    var keys = LeafKeys()
    self.keys = seed.count == LeafKeys.seedLength && kinds.count <= LeafLog.blockSize ? keys.keys(of: kinds.indices, seed: seed) : []
  }

  var isWhole: Bool { 1...LeafLog.blockSize ~= kinds.count && seed.count == LeafKeys.seedLength && leaves.count == 32 * kinds.count }

  var hashes: [TreeHash]? { isWhole ? kinds.indices.compactMap { TreeHash(leaves[32 * $0..<32 * $0 + 32]) } : nil }

  func leaf(_ index: Int) -> [UInt8]? { kinds.indices.contains(index) ? Array(leaves[32 * index..<32 * index + 32]) : nil }

  func key(_ index: Int) -> [UInt8]? { keys.count >= 16 * (index + 1) ? Array(keys[16 * index..<16 * index + 16]) : nil }

  /// Block and place in it of a position in the log, from 1.
  static func place(of position: Int64) -> (block: Int64, index: Int) {
    let index = max(0, position &- 1)
    return (index / Int64(LeafLog.blockSize), Int(index % Int64(LeafLog.blockSize)))
  }
}
