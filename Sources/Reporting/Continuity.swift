import AuditModel

/// Finds breaks: where an event's "before" is not what the event before it on the same record and field left as "after".
///
/// Only what was recorded is compared: a side that is missing or withheld says nothing. Of two events of one instant nobody knows which came
/// first, so they are not held against each other.
struct Continuity {
  private struct Step {
    /// The record and a digest of the field's name.
    var key: UInt64
    var at: Int64
    var event: Int64
    /// Digests of both sides; 0 where nothing is to be compared.
    var before: UInt32
    var after: UInt32
  }

  private var steps: [Step] = []

  /// - Parameter changes: the canonical text.
  mutating func note(_ changes: [UInt8], of act: Act) throws(Failure) {
    var reader = ChangeReader(changes.span)
    while let change = try reader.next() {
      let key = UInt64(UInt32(bitPattern: act.target.document)) << 32 | UInt64(Self.digest(reader.bytes, change.field))
      let (before, after) = (Self.digest(reader.bytes, change.before), Self.digest(reader.bytes, change.after))
      steps.append(Step(key: key, at: act.at, event: act.event, before: before, after: after))
    }
  }

  /// The events at which something is not as it was left.
  consuming func breaks() -> Set<Int64> {
    steps.sort { ($0.key, $0.at) < ($1.key, $1.at) }
    var broken: Set<Int64> = []
    for (earlier, step) in zip(steps, steps.dropFirst())
    where step.key == earlier.key && step.at > earlier.at && earlier.after != 0 && step.before != 0 && step.before != earlier.after {
      broken.insert(step.event)
    }
    return broken
  }

  private static func digest(_ bytes: Span<UInt8>, _ side: ChangeReader.Side) -> UInt32 {
    switch side.form {
    case .absent, .withheld: 0
    default: max(1, digest(bytes, side.source))
    }
  }

  /// FNV-1a, folded.
  private static func digest(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for place in range { hash = (hash ^ UInt64(bytes[place])) &* 0x0000_0100_0000_01b3 }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
