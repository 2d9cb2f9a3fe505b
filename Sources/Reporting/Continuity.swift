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

  /// Grows by pieces, so that nothing is held twice while it does, and nothing for steps that never come.
  private struct Heap {
    private static let pieceSize = 256
    private var full: [[Step]] = []
    private var last: [Step] = []

    mutating func append(_ step: Step) {
      if last.count == Self.pieceSize {
        full.append(last)
        last = []
        last.reserveCapacity(Self.pieceSize)
      }
      last.append(step)
    }

    /// All steps; none is kept.
    mutating func take() -> [Step] {
      defer { self = Heap() }
      return Array((full + [last]).joined())
    }
  }

  /// By record; they are sorted one by one.
  private var heaps = Array(repeating: Heap(), count: 512)

  /// - Parameters:
  ///   - changes: the canonical text.
  ///   - place: of the act.
  mutating func note(_ changes: [UInt8], of act: Act, at place: Int) throws(Failure) {
    let heap = Int(act.target.document & 511)
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
      let steps = heaps[heap].take().sorted { $0.key != $1.key ? $0.key < $1.key : acts[Int($0.act)].at < acts[Int($1.act)].at }
      for (earlier, step) in zip(steps, steps.dropFirst())
      where step.key == earlier.key && earlier.after != 0 && step.before != 0 && step.before != earlier.after {
        let act = acts[Int(step.act)]
        if act.at > acts[Int(earlier.act)].at { broken.insert(act.event) }
      }
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
