import AuditModel
import GRDB

/// Writes decided rows: the hot loop of an ingest run. Texts and digests are bound from where they lie; nothing is copied on the way to
/// SQLite.
struct EventWriter {
  private let insert: RawStatement
  private let place: RawStatement
  private let reject: RawStatement

  init(in database: Database) throws {
    insert = try RawStatement(
      """
      INSERT INTO event (id, occurred_at, source_time, source_event_id, actor, module, action, document, document_name, changes, extras,
                         record_number, source_offset, source_length, variant_of, source_part)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
      """, on: database)
    place = try RawStatement("INSERT INTO event_in_time (occurred_at, identity, content, event) VALUES (?1, ?2, ?3, ?4)", on: database)
    reject = try RawStatement(
      "INSERT INTO reject (source_part, record_number, line, source_offset, reason, original) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      on: database)
  }

  /// Writes the rows that are new, one table after the other: each table's pages are then touched in one go.
  func write(_ decisions: [Decision], of batch: EventBatch, part: Int32, through dictionaries: RunDictionaries) throws {
    try insert.bind(Int64(part), at: 16)
    try unsafe batch.bytes.withUnsafeBytes { arena in
      for decision in decisions where decision.kind != .duplicate { try unsafe write(batch.rows[decision.row], decision, arena, dictionaries) }
    }
    for decision in decisions where decision.kind != .duplicate { try write(placeOf: batch.rows[decision.row], decision) }
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
  private func write(
    _ row: EventBatch.Row, _ decision: Decision, _ arena: UnsafeRawBufferPointer, _ dictionaries: RunDictionaries
  ) throws {
    try insert.bind(decision.event, at: 1)
    try insert.bind(row.occurredAt, at: 2)
    try unsafe insert.bind(row.sourceTime, in: arena, at: 3)
    try unsafe insert.bind(row.sourceEventID, in: arena, at: 4)
    try insert.bind(Int64(dictionaries.actors[Int(row.actor)]), at: 5)
    try insert.bind(Int64(dictionaries.modules[Int(row.module)]), at: 6)
    try insert.bind(Int64(dictionaries.actions[Int(row.action)]), at: 7)
    try insert.bind(Int64(dictionaries.documents[Int(row.document)]), at: 8)
    try insert.bind(row.documentName < 0 ? nil : Int64(dictionaries.documentNames[Int(row.documentName)]), at: 9)
    try unsafe insert.bind(row.changes, in: arena, at: 10)
    try unsafe insert.bind(row.extras, in: arena, at: 11)
    try insert.bind(row.recordNumber, at: 12)
    try insert.bind(row.offset, at: 13)
    try insert.bind(row.length, at: 14)
    if decision.variantOf == 0 { try insert.bindNull(at: 15) } else { try insert.bind(decision.variantOf, at: 15) }
    _ = try insert.step()
  }

  /// The digests live on the stack until the row is written.
  @inline(__always)
  private func write(placeOf row: EventBatch.Row, _ decision: Decision) throws {
    let (identity, content) = (decision.identity, row.content)
    let words = (identity.high.bigEndian, identity.low.bigEndian, content.high.bigEndian, content.low.bigEndian)
    try place.bind(row.occurredAt, at: 1)
    try place.bind(decision.event, at: 4)
    try unsafe withUnsafeBytes(of: words) { bytes in
      try unsafe place.bind(borrowing: UnsafeRawBufferPointer(rebasing: bytes[0..<16]), asText: false, at: 2)
      try unsafe place.bind(borrowing: UnsafeRawBufferPointer(rebasing: bytes[16..<32]), asText: false, at: 3)
      _ = try place.step()
    }
  }
}
