public import AuditModel
import EvidenceLog
import GRDB

extension ArchiveCheck {
  /// Compares the records of a part, as they are read again, with what is archived of them.
  public func comparison(of part: KeptPart) throws -> RecordComparison { try RecordComparison(self, part) }
}

/// One part's records beside the archive: each is an event, a sighting or a reject, and each says what the archive says.
///
/// An event is compared by its leaf: what the record gives now must hash to what was logged then. Only its digests in `event_in_time`, which
/// the log does not bind, are compared by themselves.
public final class RecordComparison {
  private let check: ArchiveCheck
  private let part: KeptPart
  private let texts = UnitTexts()
  private var hasher = LeafHasher()
  private let events, digests, rejects: RawStatement
  /// The next event and the next reject of the part, in the order of its records.
  private var event: (id: Int64, record: Int64)?
  private var hasReject: Bool
  private var sightings: SightedRecords
  private let system: [UInt8]

  init(_ check: ArchiveCheck, _ part: KeptPart) throws {
    self.check = check
    self.part = part
    system = Array(part.system.utf8)
    events = try RawStatement(
      "SELECT id, record_number FROM event WHERE id BETWEEN ?1 AND ?2 AND source_part = ?3 ORDER BY record_number", on: check.database)
    digests = try RawStatement("SELECT content, identity FROM event_in_time WHERE occurred_at = ?1 AND event = ?2", on: check.database)
    rejects = try RawStatement(
      "SELECT record_number, line, source_offset, original FROM reject WHERE source_part = ?1 ORDER BY record_number", on: check.database)
    sightings = try SightedRecords(of: part.id, in: check.database)
    try events.bind(part.places.lowerBound, at: 1)
    try events.bind(part.places.upperBound - 1, at: 2)
    try events.bind(part.id, at: 3)
    try rejects.bind(part.id, at: 1)
    hasReject = try rejects.step()
    try nextEvent()
  }

  private func nextEvent() throws { event = try events.step() ? (events.int(0), events.int(1)) : nil }

  /// Compares a batch; batches come in the order of the part.
  public func compare(_ batch: EventBatch) throws {
    texts.add(batch)
    var rows = batch.rows[...]
    while let row = rows.first {
      while let missed = event, missed.record < row.recordNumber { try reportNoRecord(missed) }
      let record = rows.prefix { $0.recordNumber == row.recordNumber }
      try compare(record, of: batch)
      rows = rows.dropFirst(record.count)
    }
    for reject in batch.rejects { try compare(reject) }
  }

  /// Compares what one record says. It may say several events, of which some were archived before: they are told apart by their content.
  private func compare(_ rows: ArraySlice<EventBatch.Row>, of batch: EventBatch) throws {
    var events: [Int64] = []
    while let found = event, found.record == rows.first?.recordNumber {
      events.append(found.id)
      try nextEvent()
    }
    for row in rows {
      check.facts.recordsChecked += 1
      let place = rows.count == 1 ? events.indices.first : try events.firstIndex { try digests(at: row.occurredAt, of: $0)?.content == row.content }
      guard let place else {
        try compareSighting(row)
        continue
      }
      let event = events.remove(at: place)
      if check.request.share.includes(position: event) { try compare(row, of: batch, with: event) }
    }
    for event in events {
      check.report(
        .event(event, file: part.name, record: rows.first?.recordNumber), "its record, read again, does not say what was logged")
    }
  }

  /// To be called after the last batch.
  public func end() throws {
    while let missed = event { try reportNoRecord(missed) }
    while hasReject {
      check.report(.file(part.name), "the rejected record \(rejects.int(0)) is no longer rejected when it is read again")
      hasReject = try rejects.step()
    }
    rejects.reset()
  }

  private func reportNoRecord(_ missed: (id: Int64, record: Int64)) throws {
    check.report(.event(missed.id, file: part.name, record: missed.record), "the kept source has no such record")
    try nextEvent()
  }

  // MARK: Events

  private func compare(_ row: EventBatch.Row, of batch: EventBatch, with event: Int64) throws {
    let (id, index) = LeafBlock.place(of: event)
    guard let block = try block(id), let stored = block.leaf(index), let key = block.key(index) else { return }
    if try leaf(of: row, in: batch, key: key) != stored {
      report(row, event, "its record, read again, does not say what was logged")
    }
    let found = try self.digests(at: row.occurredAt, of: event)
    if found?.content != row.content { report(row, event, "its digest in event_in_time is not that of its content, or stands at another time") }
    guard let identity = found?.identity else { return }
    let isRight = row.hasSourceID ? identity == row.identity : identity.high &- row.content.high <= 1
    if !isRight { report(row, event, "its identity in event_in_time is not the one that its record has") }
  }

  private var cached: LeafBlock?

  private func block(_ id: Int64) throws -> LeafBlock? {
    if cached?.id != id { cached = try check.block(id) }
    return cached
  }

  private func leaf(of row: EventBatch.Row, in batch: EventBatch, key: [UInt8]) throws -> [UInt8] {
    var leaf = [UInt8](repeating: 0, count: LeafHasher.leafLength)
    try unsafe leaf.withUnsafeMutableBytes { leaf in
      try unsafe key.withUnsafeBytes { key in
        try unsafe system.withUnsafeBytes { system in
          try unsafe batch.bytes.withUnsafeBytes { arena in
            try unsafe texts.withEntries { entries in
              let units = unsafe texts.units(of: row, in: arena, entries, part: Int32(truncatingIfNeeded: part.id), system: system)
              try unsafe hasher.leaf(of: units, key: key.baseAddress!, into: leaf.baseAddress!)
            }
          }
        }
      }
    }
    return leaf
  }

  private func digests(at time: Int64, of event: Int64) throws -> (content: EventBatch.Digest16, identity: EventBatch.Digest16)? {
    try digests.bind(time, at: 1)
    try digests.bind(event, at: 2)
    defer { digests.reset() }
    guard try digests.step() else { return nil }
    return (try digests.digest(0), try digests.digest(1))
  }

  private func report(_ row: EventBatch.Row, _ event: Int64, _ message: String) {
    check.report(.event(event, file: part.name, record: row.recordNumber), message)
  }

  // MARK: Sightings and rejects

  private func compareSighting(_ row: EventBatch.Row) throws {
    let events = sightings.events(ofRecord: row.recordNumber)
    guard let event = events.first else {
      return check.report(.file(part.name), "its record \(row.recordNumber) is neither an event, nor a duplicate, nor rejected in the archive")
    }
    if try !events.contains(where: { try digests(at: row.occurredAt, of: $0)?.content == row.content }) {
      check.report(.file(part.name), "its record \(row.recordNumber) is said to repeat event \(event), but says something else")
    }
  }

  private func compare(_ reject: Reject) throws {
    let isRight =
      hasReject && rejects.int(0) == reject.recordNumber && rejects.int(1) == reject.line && rejects.int(2) == reject.offset
      && rejects.bytes(3) == reject.original
    if !isRight { check.report(.file(part.name), "its record \(reject.recordNumber) is rejected when it is read again, but not so in the archive") }
    if hasReject, rejects.int(0) <= reject.recordNumber { hasReject = try rejects.step() }
  }
}

/// Which records of a part are sightings, and of which events.
private struct SightedRecords {
  private var runs: [(first: Int64, last: Int64, event: Int64, step: Int64)] = []
  private var place = 0

  init(of part: Int64, in database: Database) throws {
    let select = try RawStatement("SELECT first_event, first_record, count, step FROM sighting WHERE source_part = ?1", on: database)
    try select.bind(part, at: 1)
    while try select.step() {
      let (event, record, count, step) = (select.int(0), select.int(1), select.int(2), select.int(3))
      guard 1...4096 ~= count, step == 1 || step == -1, record > 0, record < .max - 4096, event > 0, event < .max - 4096 else { continue }
      let other = record + (count - 1) * step
      // From the lower record up.
      runs.append((min(record, other), max(record, other), step == 1 ? event : event + count - 1, step))
    }
    runs.sort { $0.first < $1.first }
  }

  /// The events that a record repeats; records are asked for in their order.
  mutating func events(ofRecord record: Int64) -> [Int64] {
    while place < runs.count, runs[place].last < record { place += 1 }
    return runs[place...].prefix { $0.first <= record }.filter { $0.last >= record }.map { $0.event + (record - $0.first) * $0.step }
  }
}
