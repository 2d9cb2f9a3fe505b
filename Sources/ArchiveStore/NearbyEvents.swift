import AuditModel
import GRDB

/// Reads events in the order in which they are named. Where they lie close together, as they do where an archive is fed in order of time, their rows
/// are read as they lie, some hundreds at a time: to search for each takes more than twice as long.
struct NearbyEvents {
  /// Events that are read at a time: the first few, so that whoever wants few waits for few, and the most, since they are held in memory.
  static let portions = 16...512
  /// Bytes of texts that are held at a time; events with more of them are read one by one.
  private static let mostBytes = 8 << 20
  private let selection: EventSelection
  private let row: EventRow
  private let rows: EventRow

  init(_ selection: EventSelection, in database: Database, reading texts: EventTexts) throws {
    self.selection = selection
    row = try EventRow(in: database, reading: texts)
    rows = try EventRow(in: database, reading: texts, where: "id BETWEEN ?1 AND ?2")
  }

  /// Hands over those of the events that are selected.
  func forEach(_ events: [Int64], _ body: (ArchivedEvent) throws -> Void) throws {
    var start = 0
    while start < events.count {
      let portion = events[start..<min(start + Self.portions.upperBound, events.count)]
      if let places = Self.places(of: portion), var read = try read(portion, in: places) {
        for index in read.indices { if let event = read[index].take() { try body(event) } }
      } else {
        for event in portion { try handOver(event, to: body) }
      }
      start = portion.endIndex
    }
  }

  /// The places between which the events lie; nil if others lie there more than they do.
  private static func places(of events: ArraySlice<Int64>) -> ClosedRange<Int64>? {
    guard events.count > 1, let first = events.min(), let last = events.max() else { return nil }
    return DenseStretch.isDense(first...last, Int64(events.count)) ? first...last : nil
  }

  /// In the order of `events`; nil for one that is not selected, and instead of all if they are too large.
  private func read(_ events: ArraySlice<Int64>, in places: ClosedRange<Int64>) throws -> [ArchivedEvent?]? {
    var order = [Int](repeating: -1, count: Int(places.upperBound - places.lowerBound) + 1)
    for (index, event) in events.enumerated() { order[Int(event - places.lowerBound)] = index }
    var read = [ArchivedEvent?](repeating: nil, count: events.count)
    var left = events.count, size = 0
    try rows.begin(places)
    defer { rows.leave() }
    while try rows.next() {
      let index = order[Int(rows.id - places.lowerBound)]
      guard index >= 0 else { continue }
      left -= 1
      guard try rows.isSelected(by: selection) else { continue }
      let event = try rows.event()
      size += event.textSize
      guard size <= Self.mostBytes else { return nil }
      read[index] = event
    }
    guard left == 0 else { throw Self.strayIndex }
    return read
  }

  private func handOver(_ event: Int64, to body: (ArchivedEvent) throws -> Void) throws {
    defer { row.leave() }
    guard try row.move(to: event) else { throw Self.strayIndex }
    if try row.isSelected(by: selection) { try body(row.event()) }
  }

  private static var strayIndex: DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an index names an event that is not there, or one twice")
  }
}

extension ArchivedEvent {
  /// Bytes of its texts, which may be a few or millions.
  var textSize: Int { changes.count + extras.count + (sourceEventID?.utf8.count ?? 0) + (sourceTime?.utf8.count ?? 0) }
}
