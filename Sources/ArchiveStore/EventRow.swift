import AuditModel
import GRDB

/// Reads events' rows by their place in the log. Dictionary ids come first, so that a row can be judged before its texts are read.
struct EventRow {
  private let select: RawStatement

  init(in database: Database) throws {
    select = try RawStatement(
      """
      SELECT actor, module, action, document, document_name, id, occurred_at, source_event_id, source_time, changes, extras, source_part,
             record_number, variant_of
      FROM event WHERE id = ?1
      """, on: database)
  }

  /// Moves to an event; false if there is none. To be followed by `leave`.
  func move(to id: Int64) throws -> Bool {
    try select.bind(id, at: 1)
    return try select.step()
  }

  func leave() { select.reset() }

  func isSelected(by selection: EventSelection) -> Bool {
    selection.selects(
      actor: Int32(select.int(0)), module: Int32(select.int(1)), action: Int32(select.int(2)), target: target,
      at: select.int(6))
  }

  /// Whether the dictionaries have been read since the event was archived.
  func isKnown(to dictionaries: ReaderDictionaries) -> Bool {
    dictionaries.actors[Int32(select.int(0))] != nil && dictionaries.modules[Int32(select.int(1))] != nil
      && dictionaries.actions[Int32(select.int(2))] != nil
  }

  private var target: TargetID { Self.target(document: select.int(3), name: select.int(4)) }

  static func target(document: Int64, name: Int64) -> TargetID { TargetID(document: Int32(document), name: Int32(name)) }

  var event: ArchivedEvent {
    var event = ArchivedEvent()
    event.actor = Int32(select.int(0))
    event.module = Int32(select.int(1))
    event.action = Int32(select.int(2))
    event.target = target
    event.id = select.int(5)
    event.occurredAt = select.int(6)
    event.sourceEventID = select.optionalText(7)
    event.sourceTime = select.optionalText(8)
    event.changes = select.bytes(9)
    event.extras = select.bytes(10)
    event.sourcePart = Int32(select.int(11))
    event.recordNumber = select.int(12)
    event.variantOf = select.int(13)
    return event
  }
}
