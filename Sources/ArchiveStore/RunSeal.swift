import AuditModel
import EvidenceLog
import GRDB

/// Seals a run in the evidence log: its receipt becomes the last leaf, and a checkpoint says what the log then is.
struct RunSeal {
  var run: Int64
  var endedAt: Int64
  var start: IngestRun.Start
  /// The first line of the checkpoint.
  var origin: String

  /// Everything else of the run must be in its tables already.
  func seal(_ log: LeafLog, in database: Database) throws {
    let position = log.nextPosition
    try append(try Receipt.body(ofRun: run, in: database), to: log, in: database)
    try log.flush()
    let checkpoint = Checkpoint(origin: origin, treeSize: position, root: try log.root(in: database))
    let insert = try RawStatement("INSERT INTO checkpoint (run, tree_size, root, note, verifier) VALUES (?1, ?2, ?3, ?4, ?5)", on: database)
    try insert.bind(run, at: 1)
    try insert.bind(checkpoint.treeSize, at: 2)
    try insert.bind(checkpoint.root.bytes, at: 3)
    try insert.bind(try checkpoint.note(signedBy: start.key), at: 4)
    try insert.bind(start.key?.verifier.text, at: 5)
    _ = try insert.run()
  }

  private func append(_ body: JSONText, to log: LeafLog, in database: Database) throws {
    let insert = try RawStatement("INSERT INTO log_entry (id, kind, run, recorded_at, login, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", on: database)
    for (value, parameter) in [(log.nextPosition, Int32(1)), (Int64(LeafKind.receipt.rawValue), 2), (run, 3), (endedAt, 4)] {
      try insert.bind(value, at: parameter)
    }
    try insert.bind(start.login, at: 5)
    try insert.bind(body.text, at: 6)
    _ = try insert.run()
    let (seed, place) = try log.seeds(ofNext: 1)[0]
    var keys = LeafKeys()
    let key = keys.keys(of: place, seed: seed)
    let leaf = LogEntryLeaf(kind: .receipt, recordedAt: endedAt, login: Array(start.login.utf8), body: body.bytes).hash(key: key)
    try log.append(.receipt, leaves: leaf)
  }
}

/// What the leaf of an entry that is no event is computed from.
struct LogEntryLeaf {
  var kind: LeafKind
  var recordedAt: Int64
  var login: [UInt8]
  var body: [UInt8]

  /// - Parameter key: 16 bytes.
  func hash(key: [UInt8]) -> [UInt8] {
    var hasher = LeafHasher()
    var leaf = [UInt8](repeating: 0, count: LeafHasher.leafLength)
    unsafe leaf.withUnsafeMutableBytes { leaf in
      unsafe key.withUnsafeBytes { key in
        unsafe hasher.add(kind, recordedAt: recordedAt, login: login, body: body, key: key.baseAddress!)
        unsafe hasher.finish(into: leaf.baseAddress!)
      }
    }
    return leaf
  }
}
