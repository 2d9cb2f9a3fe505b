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

  /// A word at a time, each mixed into the product before it.
  private static func digest(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    var hash = UInt64(range.count)
    var place = range.lowerBound
    while place < range.upperBound {
      let end = min(place + 8, range.upperBound)
      var word: UInt64 = 0
      if end - place == 8 {
        word = unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
      } else {
        for index in place..<end { word = word << 8 | UInt64(bytes[index]) }
      }
      let (high, low) = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      hash = high ^ low ^ (word &* 0xD6E8_FEB8_6659_FD93)
      place = end
    }
    hash ^= hash >> 29
    return UInt32(truncatingIfNeeded: (hash &* 0xBF58_476D_1CE4_E5B9) >> 32)
  }
}
