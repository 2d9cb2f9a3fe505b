import Archiving
import AuditModel
public import EvidenceLog
import GRDB

/// What an archive's events can be proved with.
extension ArchiveReader: EvidenceSource {
  public func checkpoint() throws -> (note: String, verifier: String?)? {
    try reading { database in
      let select = try RawStatement("SELECT note, verifier FROM checkpoint ORDER BY id DESC LIMIT 1", on: database)
      defer { select.reset() }
      return try select.step() ? (select.text(0), select.optionalText(1)) : nil
    }
  }

  public func forEachOpenLeaf(of events: [Int64], _ body: (OpenLeaf) throws -> Void) throws {
    try reading { database in
      let places = try RecordPlaces(of: events, in: database)
      let (rows, blocks) = (try UnitRows(in: database), LeafBlocks(in: database))
      var hasher = LeafHasher()
      for file in places.files {
        let kept = KeptSource(path: place.source(sha256: file.sha256), named: file.name, spoolFolder: spoolFolder)
        var missing = file.parts
        try kept.forEachPart { member, stream in
          guard let part = missing.removeValue(forKey: member) else { return }
          let records = RecordBytes(stream)
          for record in places.records(ofPart: part) {
            guard let bytes = try records.bytes(at: record.offset, count: record.length) else { throw Self.damaged(file.name) }
            guard let key = try blocks.key(at: record.event) else { throw Self.damaged("the evidence log") }
            try body(rows.openLeaf(of: record.event, original: bytes, key: key, by: &hasher))
          }
        }
        if !missing.isEmpty { throw Self.damaged(file.name) }
      }
    }
  }

  private static func damaged(_ what: String) -> Failure {
    Failure(.badData, "\(what) is damaged in the archive: its events cannot be proved", hint: "verify the archive, restore it from a copy")
  }

  public func withTree<T>(ofFirst size: Int, _ body: (EvidenceTree) throws -> T) throws -> T {
    try reading { database in
      let select = try RawStatement("SELECT root FROM leaf_block WHERE root IS NOT NULL AND id < ?1 ORDER BY id", on: database)
      try select.bind(Int64(size / LeafLog.blockSize), at: 1)
      var roots: [TreeHash] = []
      while try select.step() { roots.append(TreeHash(select.bytes(0)) ?? .ofNothing) }
      let blocks = LeafBlocks(in: database)
      let tail = size % LeafLog.blockSize == 0 ? [] : try blocks.hashes(Int64(size / LeafLog.blockSize)).prefix(size % LeafLog.blockSize)
      let tree = EvidenceTree(blocks: roots, of: LeafLog.blockSize, tail: Array(tail)) { block in try blocks.hashes(Int64(block)) }
      guard tree.size == size else { throw Self.damaged("the evidence log") }
      return try body(tree)
    }
  }
}

/// Where the records of certain events lie, by the kept file and the part of it.
private struct RecordPlaces {
  struct File {
    let name: String
    let sha256: String
    /// The part of each member.
    var parts: [String?: Int32] = [:]
  }

  typealias Record = (event: Int64, offset: Int64, length: Int64)

  /// In the order in which they were received.
  private(set) var files: [File] = []
  private var byPart: [Int32: [Record]] = [:]

  init(of events: [Int64], in database: Database) throws {
    let select = try RawStatement("SELECT source_part, source_offset, source_length FROM event WHERE id = ?1", on: database)
    for event in events {
      try select.bind(event, at: 1)
      if try select.step() { byPart[try select.id(0), default: []].append((event, select.int(1), select.int(2))) }
      select.reset()
    }
    let parts = try RawStatement(
      "SELECT source_part.id, member, name, sha256, file FROM source_part JOIN source_file ON source_file.id = file ORDER BY file, source_part.id",
      on: database)
    var last: Int64?
    while try parts.step() {
      let part = try parts.id(0)
      guard byPart[part] != nil else { continue }
      if parts.int(4) != last { files.append(File(name: parts.text(2), sha256: parts.text(3))) }
      last = parts.int(4)
      files[files.count - 1].parts[parts.optionalText(1)] = part
    }
  }

  /// In the order in which they lie there.
  func records(ofPart part: Int32) -> [Record] {
    byPart[part, default: []].sorted { ($0.offset, $0.event) < ($1.offset, $1.event) }
  }
}

/// Blocks of the log, the last few of them held.
private final class LeafBlocks {
  private let database: Database
  private var held: [Int64: (block: LeafBlock, hashes: [TreeHash])] = [:]
  private static let limit = 64

  init(in database: Database) { self.database = database }

  func key(at position: Int64) throws -> [UInt8]? {
    let (id, index) = LeafBlock.place(of: position)
    return try block(id)?.block.key(index)
  }

  func hashes(_ id: Int64) throws -> [TreeHash] { try block(id)?.hashes ?? [] }

  private func block(_ id: Int64) throws -> (block: LeafBlock, hashes: [TreeHash])? {
    if let block = held[id] { return block }
    let select = try RawStatement("SELECT id, kinds, seed, leaves, root FROM leaf_block WHERE id = ?1", on: database)
    try select.bind(id, at: 1)
    defer { select.reset() }
    guard try select.step(), case let block = LeafBlock(select), let hashes = block.hashes else { return nil }
    if held.count >= Self.limit { held.removeAll() }
    held[id] = (block, hashes)
    return held[id]
  }
}
