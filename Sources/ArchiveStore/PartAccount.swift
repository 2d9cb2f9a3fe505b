import AuditModel

/// What a run knows about one source part while it is read: its balance, and which events it has claimed (see `ExactlyOnce`).
struct PartAccount {
  struct ModuleCount {
    var events: Int64 = 0
    var firstAt = Int64.max
    var lastAt = Int64.min
  }

  let id: Int32
  private(set) var balance = Balance()
  private(set) var firstAt: Int64?
  private(set) var lastAt: Int64?
  /// By the archive's module id.
  private(set) var modules: [Int32: ModuleCount] = [:]
  /// The events that this part added: one range, unless another part of the run was stored in between.
  private var added: [Range<Int64>] = []
  /// The first and the last event that this part has repeated.
  private var seen: ClosedRange<Int64>?

  init(id: Int32) { self.id = id }

  func hasAdded(_ event: Int64) -> Bool { added.contains { $0.contains(event) } }

  /// Whether the part can have a sighting of the event. A file in order of time moves through the log, so this mostly saves looking.
  func maySee(_ event: Int64) -> Bool { seen?.contains(event) ?? false }

  mutating func addEvents(_ range: Range<Int64>) {
    guard !range.isEmpty else { return }
    if let last = added.last, last.upperBound == range.lowerBound {
      added[added.count - 1] = last.lowerBound..<range.upperBound
    } else {
      added.append(range)
    }
  }

  mutating func count(_ decision: Decision, _ row: EventBatch.Row, module: Int32) {
    firstAt = min(firstAt ?? row.occurredAt, row.occurredAt)
    lastAt = max(lastAt ?? row.occurredAt, row.occurredAt)
    balance.read += 1
    switch decision.kind {
    case .duplicate:
      balance.duplicate += 1
      seen = min(seen?.lowerBound ?? decision.event, decision.event)...max(seen?.upperBound ?? decision.event, decision.event)
      return
    case .stored: balance.stored += 1
    case .conflict: balance.conflict += 1
    }
    count(row.occurredAt, in: &modules[module, default: ModuleCount()])
  }

  mutating func countRejects(_ count: Int) {
    balance.read += Int64(count)
    balance.rejected += Int64(count)
  }

  private func count(_ time: Int64, in module: inout ModuleCount) {
    module.events += 1
    module.firstAt = min(module.firstAt, time)
    module.lastAt = max(module.lastAt, time)
  }
}
