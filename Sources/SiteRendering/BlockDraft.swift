internal import AuditModel

/// The streams of a block that are known as soon as its events have been read: all but the values (0 to 8, and 12).
struct BlockDraft {
  private var ids: [UInt8] = []
  private var sources: [UInt8] = []
  private var records: [UInt8] = []
  private var sourceIDs = SourceIDs()
  private var times = TextTable()
  private var extras = TextTable()
  private var variants: [UInt8] = []
  private var changeCounts: [UInt8] = []
  private var fields: [UInt8] = []
  private var withheldExtras = TextTable()
  private var withholdsExtras = false
  private var lastID: Int64 = 0
  private var lastRecord: Int64 = 0

  mutating func add(_ event: ArchivedEvent, source: UInt32, changeCount: Int) {
    ids.appendZigzag(event.id - lastID)
    sources.appendVarint(source)
    records.appendZigzag(event.recordNumber - lastRecord)
    sourceIDs.append(event.sourceEventID, at: event.occurredAt)
    times.append(event.sourceTime)
    if event.extras.isEmpty { extras.appendAbsent() } else { extras.append(event.extras) }
    variants.appendVarint(Self.code(ofVariantOf: event.variantOf))
    if event.withheldExtras.isEmpty { withheldExtras.appendAbsent() } else { withheldExtras.append(event.withheldExtras) }
    withholdsExtras = withholdsExtras || !event.withheldExtras.isEmpty
    changeCounts.appendVarint(UInt64(changeCount))
    (lastID, lastRecord) = (event.id, event.recordNumber)
  }

  /// 0 for none, 1 for an event that is not given out, else the event's place in the log + 1.
  private static func code(ofVariantOf event: Int64) -> UInt64 {
    switch event {
    case 0: 0
    case ArchivedEvent.withheldVariant: 1
    default: UInt64(event) + 1
    }
  }

  @inline(__always)
  mutating func addChange(field: UInt32) { fields.appendVarint(field) }

  /// The bytes of streams 0 to 8 and the content of stream 12; the draft is empty again.
  mutating func seal() -> (head: [UInt8], end: [UInt8]) {
    var out: [UInt8] = []
    for stream in [ids, sources, records, sourceIDs.encoded, times.encoded, extras.encoded, variants, changeCounts, fields] {
      out.appendStream(stream)
    }
    let end = withholdsExtras ? withheldExtras.encoded : []
    self = BlockDraft()
    return (out, end)
  }
}
