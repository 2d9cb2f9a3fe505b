import AuditModel
import GRDB

/// Writes decided rows: the hot loop of an ingest run. Texts and digests are bound from where they lie; nothing is copied on the way to
/// SQLite.
struct EventWriter {
  private let insert: RawStatement
  private let sight: RawStatement
  private let reject: RawStatement

  init(in database: Database) throws {
    insert = try RawStatement(
      """
      INSERT INTO event (id, occurred_at, source_time, identity, content, source_event_id, actor, module, action, target, changes, extras,
                         source_part, record_number, source_offset, source_length, variant_of)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
      """, on: database)
    sight = try RawStatement("INSERT INTO sighting (event, source_part, record_number) VALUES (?1, ?2, ?3)", on: database)
    reject = try RawStatement(
      "INSERT INTO reject (source_part, record_number, line, source_offset, reason, original) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      on: database)
  }

  func write(_ decisions: [Decision], of batch: EventBatch, part: Int32, through dictionaries: RunDictionaries) throws {
    try insert.bind(Int64(part), at: 13)
    try sight.bind(Int64(part), at: 2)
    try unsafe batch.bytes.withUnsafeBytes { arena in
      for decision in decisions {
        let row = batch.rows[decision.row]
        if decision.kind == .duplicate {
          try write(sightingOf: decision.event, record: row.recordNumber)
        } else {
          try unsafe write(row, decision, arena, dictionaries)
        }
      }
    }
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

  private func write(sightingOf event: Int64, record: Int64) throws {
    try sight.bind(event, at: 1)
    try sight.bind(record, at: 3)
    _ = try sight.step()
  }

  @inline(__always)
  private func write(
    _ row: EventBatch.Row, _ decision: Decision, _ arena: UnsafeRawBufferPointer, _ dictionaries: RunDictionaries
  ) throws {
    try insert.bind(decision.event, at: 1)
    try insert.bind(row.occurredAt, at: 2)
    try unsafe bind(row.sourceTime, in: arena, at: 3)
    try unsafe bind(row.sourceEventID, in: arena, at: 6)
    try insert.bind(Int64(dictionaries.actors[Int(row.actor)]), at: 7)
    try insert.bind(Int64(dictionaries.modules[Int(row.module)]), at: 8)
    try insert.bind(Int64(dictionaries.actions[Int(row.action)]), at: 9)
    try insert.bind(Int64(dictionaries.targets[Int(row.target)]), at: 10)
    try unsafe bind(row.changes, in: arena, at: 11)
    try unsafe bind(row.extras, in: arena, at: 12)
    try insert.bind(row.recordNumber, at: 14)
    try insert.bind(row.offset, at: 15)
    try insert.bind(row.length, at: 16)
    if decision.variantOf == 0 { try insert.bindNull(at: 17) } else { try insert.bind(decision.variantOf, at: 17) }
    try step(identity: decision.identity, content: row.content)
  }

  /// The digests live on the stack until the row is written.
  @inline(__always)
  private func step(identity: EventBatch.Digest16, content: EventBatch.Digest16) throws {
    let words = (identity.high.bigEndian, identity.low.bigEndian, content.high.bigEndian, content.low.bigEndian)
    try unsafe withUnsafeBytes(of: words) { bytes in
      try unsafe insert.bind(borrowing: UnsafeRawBufferPointer(rebasing: bytes[0..<16]), asText: false, at: 4)
      try unsafe insert.bind(borrowing: UnsafeRawBufferPointer(rebasing: bytes[16..<32]), asText: false, at: 5)
      _ = try insert.step()
    }
  }

  @inline(__always)
  private func bind(_ text: EventBatch.Text, in arena: UnsafeRawBufferPointer, at parameter: Int32) throws {
    guard text.length >= 0 else { return try insert.bindNull(at: parameter) }
    let start = Int(text.offset)
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: arena[start..<start + Int(text.length)])
    try unsafe insert.bind(borrowing: bytes, asText: true, at: parameter)
  }
}
