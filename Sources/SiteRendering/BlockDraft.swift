internal import AuditModel

/// The streams of a block that are known as soon as its events have been read: all but the values (0 to 8).
struct BlockDraft {
  private var ids: [UInt8] = []
  private var sources: [UInt8] = []
  private var records: [UInt8] = []
  private var sourceIDs = TextTable()
  private var times = TextTable()
  private var extras = TextTable()
  private var variants: [UInt8] = []
  private var changeCounts: [UInt8] = []
  private var fields: [UInt8] = []
  private var lastID: Int64 = 0
  private var lastRecord: Int64 = 0

  mutating func add(_ event: ArchivedEvent, source: UInt32, changeCount: Int) {
    ids.appendZigzag(event.id - lastID)
    sources.appendVarint(source)
    records.appendZigzag(event.recordNumber - lastRecord)
    sourceIDs.append(event.sourceEventID)
    times.append(event.sourceTime)
    if event.extras.isEmpty { extras.appendAbsent() } else { extras.append(event.extras) }
    variants.appendVarint(UInt64(bitPattern: event.variantOf))
    changeCounts.appendVarint(UInt64(changeCount))
    (lastID, lastRecord) = (event.id, event.recordNumber)
  }

  @inline(__always)
  mutating func addChange(field: UInt32) { fields.appendVarint(field) }

  /// The streams' bytes; the draft is empty again.
  mutating func seal() -> [UInt8] {
    var out: [UInt8] = []
    for stream in [ids, sources, records, sourceIDs.encoded, times.encoded, extras.encoded, variants, changeCounts, fields] {
      out.appendStream(stream)
    }
    self = BlockDraft()
    return out
  }
}
