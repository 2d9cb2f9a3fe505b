import AuditModel
import GRDB

/// Writes decided rows: the hot loop of an ingest run. Texts and digests are bound from where they lie; nothing is copied on the way to
/// SQLite.
struct EventWriter {
  /// Rows of one statement: starting and ending a statement costs more than a row.
  private static let rowsAtOnce = 16

  private let events: RowInsert
  private let places: RowInsert
  private let reject: RawStatement

  init(in database: Database) throws {
    events = try RowInsert(
      """
      INTO event (id, occurred_at, source_time, source_event_id, actor, module, action, document, document_name, changes, extras,
                  record_number, source_offset, source_length, variant_of, source_part)
      """, columns: 16, rowsAtOnce: Self.rowsAtOnce, on: database)
    places = try RowInsert(
      "INTO event_in_time (occurred_at, identity, content, event)", columns: 4, rowsAtOnce: Self.rowsAtOnce, on: database)
    reject = try RawStatement(
      "INSERT INTO reject (source_part, record_number, line, source_offset, reason, original) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      on: database)
  }

  /// Writes the rows that are new, one table after the other: each table's pages are then touched in one go.
  func write(_ decisions: [Decision], of batch: EventBatch, part: Int32, through dictionaries: RunDictionaries) throws {
    let new = decisions.filter { $0.kind != .duplicate }
    try unsafe batch.bytes.withUnsafeBytes { arena in
      try events.insert(new.count) { row, statement, parameter in
        try unsafe bind(batch.rows[new[row].row], new[row], arena, part, dictionaries, to: statement, after: parameter)
      }
    }
    let digests = Self.digests(of: new, in: batch)
    try unsafe digests.withUnsafeBytes { digests in
      try places.insert(new.count) { row, statement, parameter in
        try statement.bind(batch.rows[new[row].row].occurredAt, at: parameter + 1)
        let start = 32 * row
        try unsafe statement.bind(borrowing: UnsafeRawBufferPointer(rebasing: digests[start..<start + 16]), asText: false, at: parameter + 2)
        try unsafe statement.bind(borrowing: UnsafeRawBufferPointer(rebasing: digests[start + 16..<start + 32]), asText: false, at: parameter + 3)
        try statement.bind(new[row].event, at: parameter + 4)
      }
    }
  }

  /// Identity and content of each row, as their bytes.
  private static func digests(of new: [Decision], in batch: EventBatch) -> [UInt64] {
    var words: [UInt64] = []
    words.reserveCapacity(4 * new.count)
    for decision in new {
      let content = batch.rows[decision.row].content
      words.append(decision.identity.high.bigEndian)
      words.append(decision.identity.low.bigEndian)
      words.append(content.high.bigEndian)
      words.append(content.low.bigEndian)
    }
    return words
  }

  func write(_ rejects: [Reject], part: Int32) throws {
    try reject.bind(Int64(part), at: 1)
    for record in rejects {
      try reject.bind(record.recordNumber, at: 2)
      try reject.bind(record.line, at: 3)
      try reject.bind(record.offset, at: 4)
      try reject.bind(record.reason, at: 5)
      try reject.bind(record.original, at: 6)
      _ = try reject.step()
    }
  }

  @inline(__always)
  private func bind(
    _ row: EventBatch.Row, _ decision: Decision, _ arena: UnsafeRawBufferPointer, _ part: Int32, _ dictionaries: RunDictionaries,
    to insert: RawStatement, after parameter: Int32
  ) throws {
    try insert.bind(decision.event, at: parameter + 1)
    try insert.bind(row.occurredAt, at: parameter + 2)
    try unsafe insert.bind(row.sourceTime, in: arena, at: parameter + 3)
    try unsafe insert.bind(row.sourceEventID, in: arena, at: parameter + 4)
    try insert.bind(Int64(dictionaries.actors[Int(row.actor)]), at: parameter + 5)
    try insert.bind(Int64(dictionaries.modules[Int(row.module)]), at: parameter + 6)
    try insert.bind(Int64(dictionaries.actions[Int(row.action)]), at: parameter + 7)
    try insert.bind(Int64(dictionaries.documents[Int(row.document)]), at: parameter + 8)
    try insert.bind(row.documentName < 0 ? nil : Int64(dictionaries.documentNames[Int(row.documentName)]), at: parameter + 9)
    try unsafe insert.bind(row.changes, in: arena, at: parameter + 10)
    try unsafe insert.bind(row.extras, in: arena, at: parameter + 11)
    try insert.bind(row.recordNumber, at: parameter + 12)
    try insert.bind(row.offset, at: parameter + 13)
    try insert.bind(row.length, at: parameter + 14)
    try insert.bind(decision.variantOf == 0 ? nil : decision.variantOf, at: parameter + 15)
    try insert.bind(Int64(part), at: parameter + 16)
  }
}
