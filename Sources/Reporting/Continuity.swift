import AuditModel

/// Finds breaks: where an event's "before" is not what the event before it on the same record and field left as "after".
///
/// Only what was recorded is compared: a side that is missing or withheld says nothing. Of two events of one instant nobody knows which came
/// first, so they are not held against each other.
struct Continuity {
  private struct Step {
    /// The record and a digest of the field's name.
    var key: UInt64
    /// Place of the act.
    var act: UInt32
    /// Digests of both sides; 0 where nothing is to be compared.
    var before: UInt32
    var after: UInt32
  }

  /// In several heaps, which grow and are sorted one by one: a single one would be held twice each time that it grows.
  private var heaps = Array(repeating: [] as [Step], count: 64)

  /// - Parameters:
  ///   - changes: the canonical text.
  ///   - place: of the act.
  mutating func note(_ changes: [UInt8], of act: Act, at place: Int) throws(Failure) {
    let heap = Int(act.target.document & 63)
    var reader = ChangeReader(changes.span)
    while let change = try reader.next() {
      let key = UInt64(UInt32(bitPattern: act.target.document)) << 32 | UInt64(Self.digest(reader.bytes, change.field))
      let (before, after) = (Self.digest(reader.bytes, change.before), Self.digest(reader.bytes, change.after))
      heaps[heap].append(Step(key: key, act: UInt32(place), before: before, after: after))
    }
  }

  /// The events at which something is not as it was left.
  consuming func breaks(in acts: [Act]) -> Set<Int64> {
    var broken: Set<Int64> = []
    for heap in heaps.indices {
      heaps[heap].sort { $0.key != $1.key ? $0.key < $1.key : acts[Int($0.act)].at < acts[Int($1.act)].at }
      for (earlier, step) in zip(heaps[heap], heaps[heap].dropFirst())
      where step.key == earlier.key && earlier.after != 0 && step.before != 0 && step.before != earlier.after {
        let act = acts[Int(step.act)]
        if act.at > acts[Int(earlier.act)].at { broken.insert(act.event) }
      }
      heaps[heap] = []
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
