import AuditModel
import Coverage

/// What a run knows about one source part while it is read: its balance, and which events it has claimed (see `ExactlyOnce`).
struct PartAccount {
  let id: Int32
  /// Name of the source system that it comes from, in UTF-8.
  let system: [UInt8]
  private(set) var balance = Balance()
  private(set) var firstAt: Int64?
  private(set) var lastAt: Int64?
  private(set) var days: DayTally
  private(set) var actors = ActorTally()
  /// Whether it holds entries of the program's own ledger.
  var isOfLedger: Bool { system.elementsEqual(LedgerEntry.system.utf8) }
  /// The events added in modules that the source notes its exports in.
  private(set) var exportNotes: [Int64] = []
  /// The events that this part added: one range, unless another part of the run was stored in between.
  private var added: [Range<Int64>] = []
  /// Events that this part has repeated.
  private var repeated = EventSet()

  init(id: Int32, system: String, days: AccountDays) {
    self.id = id
    self.system = Array(system.utf8)
    self.days = DayTally(days: days)
  }

  /// Whether a record of this part is this event already, through an earlier batch.
  func hasClaimed(_ event: Int64) -> Bool { added.contains { $0.contains(event) } || repeated.contains(event) }

  mutating func addEvents(_ range: Range<Int64>) {
    guard !range.isEmpty else { return }
    if let last = added.last, last.upperBound == range.lowerBound {
      added[added.count - 1] = last.lowerBound..<range.upperBound
    } else {
      added.append(range)
    }
  }

  mutating func count(_ decision: Decision, _ row: EventBatch.Row, actor: Int32, module: Int32, notesExports: Bool) {
    firstAt = min(firstAt ?? row.occurredAt, row.occurredAt)
    lastAt = max(lastAt ?? row.occurredAt, row.occurredAt)
    balance.read += 1
    days.count(row.occurredAt, module: module, decision.kind)
    switch decision.kind {
    case .duplicate:
      balance.duplicate += 1
      repeated.insert(decision.event)
      return
    case .stored: balance.stored += 1
    case .conflict: balance.conflict += 1
    }
    actors.count(row.occurredAt, actor: actor, module: module)
    if notesExports { exportNotes.append(decision.event) }
  }

  mutating func countRejects(_ count: Int) {
    balance.read += Int64(count)
    balance.rejected += Int64(count)
  }
}

/// A set of events by their places in the log: one bit each, in chunks that are only there where the set has members.
private struct EventSet {
  private static let chunkBits: Int64 = 16
  private var chunks: [Int64: [UInt64]] = [:]

  func contains(_ event: Int64) -> Bool {
    guard let chunk = chunks[event >> Self.chunkBits] else { return false }
    let bit = Int(event & (1 << Self.chunkBits - 1))
    return chunk[bit >> 6] & 1 << UInt64(bit & 63) != 0
  }

  mutating func insert(_ event: Int64) {
    let bit = Int(event & (1 << Self.chunkBits - 1))
    chunks[event >> Self.chunkBits, default: Array(repeating: 0, count: 1 << (Self.chunkBits - 6))][bit >> 6] |= 1 << UInt64(bit & 63)
  }
}
