import AuditModel
import GRDB

/// Walks through the archived events once, upwards in time, stopping at the instants that are asked for.
///
/// From one instant to the next it steps over a few rows of the index, or else seeks; past the last archived instant, or while the next
/// one is later than what is asked for, it does nothing at all.
struct ArchivedInstants {
  private enum Position: Equatable {
    case before, ended
    case at(Int64)
  }

  private let index: RawStatement
  private var position = Position.before
  private var found: [(id: Int64, identity: EventBatch.Digest16, content: EventBatch.Digest16)] = []
  /// So many rows are cheaper to step over than to seek past.
  private static let stride = 8

  init(in database: Database) throws {
    index = try RawStatement(
      "SELECT occurred_at, event, identity, content FROM event_in_time WHERE occurred_at >= ?1 ORDER BY occurred_at, identity, content",
      on: database)
  }

  /// Forgets the place, so that rows may be written and the next instant may be any.
  mutating func rewind() {
    index.reset()
    position = .before
  }

  /// The archived events of an instant, which must be later than the one asked for before.
  mutating func events(at time: Int64) throws -> [(id: Int64, identity: EventBatch.Digest16, content: EventBatch.Digest16)] {
    try advance(to: time)
    guard position == .at(time) else { return [] }
    found.removeAll(keepingCapacity: true)
    while position == .at(time) {
      found.append((index.int(1), try index.digest(2), try index.digest(3)))
      try step()
    }
    return found
  }

  private mutating func advance(to time: Int64) throws {
    for _ in 0..<Self.stride {
      switch position {
      case .ended: return
      case .at(let reached) where reached >= time: return
      case .at: try step()
      case .before: return try seek(time)
      }
    }
    if case .at(let reached) = position, reached < time { try seek(time) }
  }

  private mutating func seek(_ time: Int64) throws {
    index.reset()
    try index.bind(time, at: 1)
    try step()
  }

  private mutating func step() throws {
    position = try index.step() ? .at(index.int(0)) : .ended
  }
}
