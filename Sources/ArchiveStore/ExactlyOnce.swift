import AuditModel
import GRDB

/// What becomes of one row of a batch.
struct Decision {
  enum Kind { case stored, duplicate, conflict }

  var kind: Kind
  /// The row's place in the batch.
  var row: Int
  /// The event's place in the log: the row's own one, or that of the event it repeats.
  var event: Int64
  /// The identity under which the row is stored.
  var identity: EventBatch.Digest16
  /// The first event with the same identity; 0 if there is none.
  var variantOf: Int64
}

/// Tells which rows of a batch are new, before anything of it is stored: each event is archived exactly once.
///
/// A row is looked for among the events of its instant. With an id: the same identity and content is a duplicate, the same identity with
/// other content a conflict, and an event without an id that says the same is the same event. Without an id: any event that says the same.
///
/// A part's rows with equal content are told apart by *claims*: a row that is matched by content takes an event that no other row of its
/// part has taken, so that n equal rows of one file need n events, and the archive holds the most that any one file holds. `PartAccount` knows
/// the events that the part has claimed in batches before, `Instant` those of this batch.
struct ExactlyOnce {
  private var archived: ArchivedInstants
  private var instant = Instant()

  init(in database: Database) throws {
    archived = try ArchivedInstants(in: database)
  }

  /// Decides on a batch's rows in their order in time.
  /// - Parameters:
  ///   - keepingOrder: Whether rows of one instant stand as they are to be archived.
  ///   - next: The first free place in the log; moved on by the rows that are stored.
  mutating func decide(
    _ rows: [EventBatch.Row], of part: PartAccount, keepingOrder: Bool = false, next: inout Int64
  ) throws -> [Decision] {
    let order = keepingOrder ? inTimeAsGiven(rows) : inTime(rows)
    var decisions: [Decision] = []
    decisions.reserveCapacity(rows.count)
    archived.rewind()
    var start = 0
    while start < order.count {
      let time = order[start].occurredAt
      var end = start + 1
      while end < order.count, order[end].occurredAt == time { end += 1 }
      let candidates = try archived.events(at: time)
      if end == start + 1, candidates.isEmpty {
        let place = order[start].row
        decisions.append(store(at: place, as: rows[place].identity, &next))
      } else {
        instant.begin(candidates)
        for key in order[start..<end] { decisions.append(decide(rows[key.row], at: key.row, of: part, &next)) }
      }
      start = end
    }
    archived.rewind()
    return decisions
  }

  /// Decides on one row among the events of its instant.
  private mutating func decide(_ row: EventBatch.Row, at place: Int, of part: PartAccount, _ next: inout Int64) -> Decision {
    if row.hasSourceID {
      if let event = instant.claim(identity: row.identity, content: row.content) { return duplicate(of: event, row, at: place) }
      if let first = instant.firstEvent(identity: row.identity) {
        return storeAndRemember(row, at: place, as: row.identity, variantOf: first, &next)
      }
    }
    let event = instant.claim(content: row.content, identity: row.hasSourceID ? row.identity : nil) { part.hasClaimed($0) }
    if let event { return duplicate(of: event, row, at: place) }
    let identity = row.hasSourceID ? row.identity : row.content.repeated(after: instant.count(content: row.content))
    return storeAndRemember(row, at: place, as: identity, variantOf: 0, &next)
  }

  private mutating func storeAndRemember(
    _ row: EventBatch.Row, at place: Int, as identity: EventBatch.Digest16, variantOf: Int64, _ next: inout Int64
  ) -> Decision {
    instant.add(id: next, identity: identity, content: row.content)
    return store(at: place, as: identity, variantOf: variantOf, &next)
  }

  private func store(at place: Int, as identity: EventBatch.Digest16, variantOf: Int64 = 0, _ next: inout Int64) -> Decision {
    defer { next += 1 }
    return Decision(kind: variantOf == 0 ? .stored : .conflict, row: place, event: next, identity: identity, variantOf: variantOf)
  }

  private func duplicate(of event: Int64, _ row: EventBatch.Row, at place: Int) -> Decision {
    Decision(kind: .duplicate, row: place, event: event, identity: row.identity, variantOf: 0)
  }

  // MARK: Order

  private struct Key {
    var occurredAt: Int64
    var row: Int
  }

  private func inTimeAsGiven(_ rows: [EventBatch.Row]) -> [Key] {
    var keys = rows.indices.map { Key(occurredAt: rows[$0].occurredAt, row: $0) }
    keys.sort { ($0.occurredAt, $0.row) < ($1.occurredAt, $1.row) }
    return keys
  }

  /// The rows by time, identity and place in the file. Most files are in order of time, forwards or backwards.
  private func inTime(_ rows: [EventBatch.Row]) -> [Key] {
    var keys = rows.indices.map { Key(occurredAt: rows[$0].occurredAt, row: $0) }
    keys.sort { a, b in
      if a.occurredAt != b.occurredAt { return a.occurredAt < b.occurredAt }
      let (one, other) = (rows[a.row].identity, rows[b.row].identity)
      return one != other ? one < other : rows[a.row].recordNumber < rows[b.row].recordNumber
    }
    return keys
  }
}
