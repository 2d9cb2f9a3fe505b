import Archiving
import AuditModel
import EvidenceLog
import GRDB

/// Every leaf, computed again from the event's row, the dictionaries, and the record's bytes in the kept source.
extension ArchiveCheck {
  func checkLeaves() throws {
    let rows = try UnitRows(in: database)
    var hasher = LeafHasher()
    try forEachPart(checkingFiles: true) { part, stream in
      let records = RecordBytes(stream)
      var blocks = BlockCache()
      // In the order of the records, so that the part is read once; the log has them in order of time.
      try forEachRow(
        "SELECT id, source_offset, source_length FROM event WHERE id BETWEEN ?1 AND ?2 AND source_part = ?3 ORDER BY source_offset",
        { select in
          for (value, parameter) in [(part.places.lowerBound, Int32(1)), (part.places.upperBound - 1, 2), (part.id, 3)] {
            try select.bind(value, at: parameter)
          }
        }
      ) { row in
        guard request.share.includes(position: row.int(0)) else { return }
        if request.isInterrupted() { throw Failure(.interrupted, "interrupted: not all was verified", hint: "run the same command again") }
        facts.leavesChecked += 1
        let (offset, length) = (row.int(1), row.int(2))
        guard let bytes = try records.bytes(at: offset, count: length) else {
          return report(.event(row.int(0), file: part.name, record: nil), "its record is not in the kept source: it has no byte \(offset)")
        }
        try checkLeaf(of: row.int(0), part, bytes, rows, &blocks, &hasher)
      }
    }
  }

  private func checkLeaf(
    of event: Int64, _ part: KeptPart, _ original: ArraySlice<UInt8>, _ rows: UnitRows, _ blocks: inout BlockCache, _ hasher: inout LeafHasher
  ) throws {
    let (id, index) = LeafBlock.place(of: event)
    guard let block = try blocks.block(id, { try self.block($0) }), let stored = block.leaf(index), let key = block.key(index) else {
      return report(.event(event, file: part.name, record: nil), "its leaf is missing from the log")
    }
    var leaf = [UInt8](repeating: 0, count: LeafHasher.leafLength)
    do {
      let record = try unsafe leaf.withUnsafeMutableBytes { leaf in
        try unsafe key.withUnsafeBytes { key in
          try unsafe rows.leaf(of: event, original: original, key: key.baseAddress!, by: &hasher, into: leaf.baseAddress!)
        }
      }
      if leaf != stored {
        report(
          .event(event, file: part.name, record: record), "what the archive says of it, or its record, is not what was logged",
          advice: "verify with --level records to see what differs; restore the archive from a copy")
      }
    } catch let failure as Failure {
      report(.event(event, file: part.name, record: nil), failure.message)
    }
  }
}

/// A part's bytes, read forward once.
final class RecordBytes {
  private let stream: ByteStream
  private var held: [UInt8] = []
  private var heldStart: Int64 = 0
  private var encoding: UTF16Transcoder?
  private var isAtStart = true
  private static let longestRecord: Int64 = 1 << 30

  init(_ stream: ByteStream) { self.stream = stream }

  /// The bytes at a place that is not before the last one; nil if the part does not have them.
  func bytes(at offset: Int64, count: Int64) throws -> ArraySlice<UInt8>? {
    guard offset >= heldStart, 0...Self.longestRecord ~= count, offset < .max - count else { return nil }
    while offset + count > heldStart + Int64(held.count) {
      let useless = Int(min(offset - heldStart, Int64(held.count)))
      if useless > 0 {
        held.removeFirst(useless)
        heldStart += Int64(useless)
      }
      guard try readOn() else { return nil }
    }
    let start = Int(offset - heldStart)
    return held[start..<start + Int(count)]
  }

  private func readOn() throws -> Bool {
    var piece = try stream.next(1 << 18)
    if isAtStart {
      isAtStart = false
      while piece.count < 2, case let more = try stream.next(1 << 18), !more.isEmpty { piece += more }
      encoding = UTF16Transcoder(head: piece)
    }
    guard !piece.isEmpty else { return false }
    held.append(contentsOf: encoding?.utf8(of: piece) ?? piece)
    return true
  }
}

/// Blocks of the log that were used lately: events of a part are near one another in the log, but not in order.
private struct BlockCache {
  private var blocks: [Int64: LeafBlock] = [:]
  private static let limit = 256

  mutating func block(_ id: Int64, _ read: (Int64) throws -> LeafBlock?) throws -> LeafBlock? {
    if let block = blocks[id] { return block }
    if blocks.count >= Self.limit { blocks.removeAll() }
    let block = try read(id)
    blocks[id] = block
    return block
  }
}
