import GRDB

/// Writes sightings as runs: an export that overlaps what is archived mostly repeats neighbouring events in neighbouring records, upwards or
/// downwards, and a million of them are then a few hundred rows.
struct SightingWriter {
  /// A run is never longer, so that whoever looks for an event's sightings has to look back no further.
  static let longestRun: Int64 = 4096

  private struct Run {
    /// The events are `event ..< event + count` when they rise with the records, and fall from `event` otherwise.
    var event: Int64
    var record: Int64
    var count: Int64 = 1
    /// What the next event adds to the one before; 0 while there is only one.
    var direction: Int64 = 0

    mutating func take(_ next: Int64, _ nextRecord: Int64) -> Bool {
      guard count < SightingWriter.longestRun, nextRecord == record + count else { return false }
      let way = direction == 0 ? next - event : direction
      guard way == 1 || way == -1, next == event + count * way else { return false }
      (direction, count) = (way, count + 1)
      return true
    }
  }

  private let insert: RawStatement
  private var run: Run?

  init(in database: Database) throws {
    insert = try RawStatement("INSERT INTO sighting (first_event, source_part, first_record, count, step) VALUES (?1, ?2, ?3, ?4, ?5)", on: database)
  }

  /// Notes that a record says what an event says. Records must come in their order.
  mutating func add(event: Int64, record: Int64, part: Int32) throws {
    if run?.take(event, record) ?? false { return }
    try flush(part: part)
    run = Run(event: event, record: record)
  }

  /// Writes what is open: at the end of each batch.
  mutating func flush(part: Int32) throws {
    guard let run else { return }
    let falls = run.direction < 0
    try insert.bind(falls ? run.event - run.count + 1 : run.event, at: 1)
    try insert.bind(Int64(part), at: 2)
    try insert.bind(falls ? run.record + run.count - 1 : run.record, at: 3)
    try insert.bind(run.count, at: 4)
    try insert.bind(falls ? -1 : 1, at: 5)
    _ = try insert.step()
    self.run = nil
  }
}
