import AuditModel
import GRDB

/// The selected events' places, found in one pass over the rows as they lie, for a selection that few events may pass: the index of time would
/// lead to every row, one after the other all over the file.
struct GatheredEvents {
  /// More places than these are not gathered: the index then leads to hardly more rows than are wanted.
  private static let limit = 1 << 20

  private struct Place {
    var occurredAt: Int64
    var event: Int64
  }

  /// Latest first; events of one instant in the order in which they were archived.
  let events: [Int64]

  /// Nil if the selection is better read along the index: by its stretch of time, because nothing else is asked, or because too many pass.
  init?(_ selection: EventSelection, in database: Database) throws {
    guard let condition = selection.condition else { return nil }
    let rows = try RawStatement(
      "SELECT id, occurred_at, actor, module, action, document, document_name FROM event WHERE \(condition)", on: database)
    defer { rows.reset() }
    var places: [Place] = []
    while try rows.step() {
      let target = TargetID(document: try rows.id(5), name: try rows.id(6))
      let isSelected = selection.selects(
        actor: try rows.id(2), module: try rows.id(3), action: try rows.id(4), target: target, at: rows.int(1))
      guard isSelected else { continue }
      if places.count == Self.limit { return nil }
      places.append(Place(occurredAt: rows.int(1), event: rows.int(0)))
    }
    places.sort { $0.occurredAt != $1.occurredAt ? $0.occurredAt > $1.occurredAt : $0.event < $1.event }
    events = places.map(\.event)
  }
}
