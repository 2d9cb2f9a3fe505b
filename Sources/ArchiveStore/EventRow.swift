import AuditModel
import GRDB

/// Reads events' rows by their place in the log. Dictionary ids come first, so that a row can be judged before its texts are read.
struct EventRow {
  private let select: RawStatement
  private let texts: EventTexts

  /// - Parameter condition: chooses the rows, with ?1 and ?2.
  init(in database: Database, reading texts: EventTexts = .all, where condition: String = "id = ?1") throws {
    self.texts = texts
    select = try RawStatement(
      """
      SELECT actor, module, action, document, document_name, id, occurred_at, source_event_id, source_time, changes, extras, source_part,
             record_number, variant_of
      FROM event WHERE \(condition)
      """, on: database)
  }

  /// Moves to an event; false if there is none. To be followed by `leave`.
  func move(to id: Int64) throws -> Bool {
    try select.bind(id, at: 1)
    return try select.step()
  }

  func leave() { select.reset() }

  /// Begins with rows from one place to another; to be followed by `next`, and by `leave` where that is not called to the end.
  func begin(_ places: ClosedRange<Int64>) throws {
    try select.bind(places.lowerBound, at: 1)
    try select.bind(places.upperBound, at: 2)
  }

  func next() throws -> Bool { try select.step() }

  var id: Int64 { select.int(5) }

  var occurredAt: Int64 { select.int(6) }

  func isSelected(by selection: EventSelection) throws -> Bool {
    selection.selects(actor: try select.id(0), module: try select.id(1), action: try select.id(2), target: try target, at: select.int(6))
  }

  /// Whether the dictionaries have been read since the event was archived.
  func isKnown(to dictionaries: ReaderDictionaries) throws -> Bool {
    let (actor, module, action) = (try select.id(0), try select.id(1), try select.id(2))
    return dictionaries.actors[actor] != nil && dictionaries.modules[module] != nil && dictionaries.actions[action] != nil
  }

  private var target: TargetID {
    get throws { TargetID(document: try select.id(3), name: try select.id(4)) }
  }

  /// - Throws: SQLite's error of a damaged file, where a number is none that was archived.
  func event() throws -> ArchivedEvent {
    var event = ArchivedEvent()
    event.actor = try select.id(0)
    event.module = try select.id(1)
    event.action = try select.id(2)
    event.target = try target
    event.id = try select.place(5)
    event.occurredAt = try StoredRange.instant.checked(select.int(6))
    switch texts {
    case .none: break
    case .changes: event.changes = select.bytes(9)
    case .all:
      event.sourceEventID = select.optionalText(7)
      event.sourceTime = select.optionalText(8)
      event.changes = select.bytes(9)
      event.extras = select.bytes(10)
    }
    event.sourcePart = try select.id(11)
    event.recordNumber = try select.place(12)
    event.variantOf = try select.place(13)
    return event
  }
}
