import AuditModel
import EvidenceLog
import GRDB

/// What an event's leaf is computed from, out of the tables.
final class UnitRows {
  private let row: RawStatement

  init(in database: Database) throws {
    row = try RawStatement(
      """
      SELECT occurred_at, source_time, actor.name, actor.source_id, actor.kind, module.name, action.name, action.class,
             document.document_id, document_name.name, document.parent_id, source_part.system, source_event_id, changes, extras,
             event.source_part, record_number, source_offset, source_length
        FROM event
        LEFT JOIN actor ON actor.id = event.actor
        LEFT JOIN module ON module.id = event.module
        LEFT JOIN action ON action.id = event.action
        LEFT JOIN document ON document.id = event.document
        LEFT JOIN document_name ON document_name.id = event.document_name
        LEFT JOIN source_part ON source_part.id = event.source_part
       WHERE event.id = ?1
      """, on: database)
  }

  /// Writes the leaf of an event, and tells the number of its record.
  func leaf(
    of event: Int64, original: ArraySlice<UInt8>, key: UnsafeRawPointer, by hasher: inout LeafHasher, into leaf: UnsafeMutableRawPointer
  ) throws -> Int64 {
    try unsafe withUnits(of: event, original: original) { units in
      try unsafe hasher.leaf(of: units, key: key, into: leaf)
      return unsafe units.recordNumber
    }
  }

  /// The event's leaf with all that opens it.
  func openLeaf(of event: Int64, original: ArraySlice<UInt8>, key: [UInt8], by hasher: inout LeafHasher) throws -> OpenLeaf {
    try unsafe withUnits(of: event, original: original) { units in
      let opened = try unsafe key.withUnsafeBytes { key in try unsafe hasher.units(of: units, key: key.baseAddress!) }
      return OpenLeaf(
        event: event, key: key, units: opened, system: row.text(11), actionClass: row.text(7), place: (15...18).map { row.int($0) },
        changes: row.bytes(13))
    }
  }

  private func withUnits<T>(of event: Int64, original: ArraySlice<UInt8>, _ body: (EventUnits) throws -> T) throws -> T {
    try row.bind(event, at: 1)
    defer { row.reset() }
    guard try row.step() else { throw Failure(.badData, "its row is not there") }
    return try unsafe original.withUnsafeBytes { original in
      var units = unsafe EventUnits(occurredAt: row.int(0))
      unsafe (units.sourceTime, units.actorName, units.actorID) = unsafe (row.borrow(1), row.borrow(2), row.borrow(3))
      unsafe units.actorKind = unsafe row.borrow(4) ?? units.actorKind
      unsafe units.module = unsafe row.borrow(5) ?? units.module
      unsafe units.action = unsafe row.borrow(6) ?? units.action
      unsafe units.actionClass = unsafe row.borrow(7) ?? units.actionClass
      unsafe (units.documentID, units.documentName, units.parentID) = unsafe (row.borrow(8), row.borrow(9), row.borrow(10))
      unsafe units.sourceSystem = unsafe row.borrow(11) ?? units.sourceSystem
      unsafe units.sourceEventID = unsafe row.borrow(12)
      unsafe units.changes = unsafe row.borrow(13) ?? units.changes
      unsafe units.extras = unsafe row.borrow(14)
      unsafe (units.sourcePart, units.recordNumber, units.sourceOffset, units.sourceLength) = (row.int(15), row.int(16), row.int(17), row.int(18))
      unsafe units.original = unsafe original
      return try unsafe body(units)
    }
  }
}
