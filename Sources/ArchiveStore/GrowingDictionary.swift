import AuditModel
import GRDB

/// A dictionary that grows with the events, as documents and their names do: its index is soon larger than any cache.
///
/// Keys come in no order, so that each new one, entered by itself, would take another page of the index from the disk, into the journal, and
/// back. So entries that are new in a run get their ids at once, and are written together, in the order of the index: then a page is touched
/// once for all of them.
final class GrowingDictionary {
  /// The texts of an entry, one behind the other.
  private struct Key: Hashable {
    var bytes: [UInt8] = []
    /// Of each text; -1 is *not recorded*, as is a text that the dictionary does not have.
    var lengths = SIMD2<Int32>(-1, -1)
  }

  /// So many bytes of texts wait at most: a source may have names of megabytes.
  private static let mostBytes = 1 << 23

  private let columnCount: Int32
  private let mostWaiting: Int
  private let find, add: RawStatement
  private var waiting: [Key: Int32] = [:]
  private var waitingBytes = 0
  private var next: Int64

  /// - Parameters:
  ///   - columns: of the index, one or two.
  ///   - mostWaiting: So many entries wait at most: their memory, some hundred bytes each, against how often the index is gone through.
  init(_ table: String, _ columns: [String], mostWaiting: Int = 1 << 17, in database: Database) throws {
    self.mostWaiting = mostWaiting
    let conditions = columns.enumerated().map { "\($1) IS ?\($0 + 1)" }.joined(separator: " AND ")
    let values = columns.indices.map { ", ?\($0 + 2)" }.joined()
    columnCount = Int32(columns.count)
    find = try RawStatement("SELECT id FROM \(table) WHERE \(conditions)", on: database)
    add = try RawStatement("INSERT INTO \(table) (id, \(columns.joined(separator: ", "))) VALUES (?1\(values))", on: database)
    next = try Int64(StoredRange.id(Int64.fetchOne(database, sql: "SELECT max(id) FROM \(table)") ?? 0)) + 1
  }

  /// The id of an entry, old or new.
  /// - Parameters:
  ///   - texts: one for each column.
  ///   - arena: the bytes in which they lie.
  func id(of texts: EventBatch.Text..., in arena: UnsafeRawBufferPointer) throws -> Int32 {
    var key = Key()
    for (column, text) in texts.enumerated() where text.length >= 0 {
      let start = Int(text.offset)
      unsafe key.bytes += arena[start..<start + Int(text.length)]
      key.lengths[column] = text.length
    }
    if let id = waiting[key] { return id }
    for (column, text) in texts.enumerated() { try unsafe find.bind(text, in: arena, at: Int32(column) + 1) }
    guard try find.step() else { return try enter(key) }
    defer { find.reset() }
    return try find.id(0)
  }

  private func enter(_ key: Key) throws -> Int32 {
    if waiting.count == mostWaiting || waitingBytes + key.bytes.count > Self.mostBytes { try writeNew() }
    let id = try StoredRange.id(next)
    next += 1
    waiting[key] = id
    waitingBytes += key.bytes.count
    return id
  }

  /// Writes what waits: before anybody else reads the table, and before the run ends.
  func writeNew() throws {
    for (key, id) in waiting.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) { try write(key, id) }
    waiting.removeAll(keepingCapacity: true)
    waitingBytes = 0
  }

  private func write(_ key: Key, _ id: Int32) throws {
    try add.bind(Int64(id), at: 1)
    try unsafe key.bytes.withUnsafeBytes { bytes in
      var start: Int32 = 0
      for column in 0..<columnCount {
        let length = key.lengths[Int(column)]
        try unsafe add.bind(EventBatch.Text(offset: start, length: length), in: bytes, at: column + 2)
        start += max(length, 0)
      }
      _ = try add.run()
    }
  }
}
