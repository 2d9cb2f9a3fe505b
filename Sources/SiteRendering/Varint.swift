/// The numbers and texts of the page's data format (see ViewerFormat.md, Terminology).
extension [UInt8] {
  /// Base 128, low group first, high bit set on all bytes but the last.
  @inline(__always)
  mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  mutating func appendVarint(_ value: UInt32) { appendVarint(UInt64(value)) }

  /// A signed number as a varint: 0, -1, 1, -2, 2 … become 0, 1, 2, 3, 4 …
  @inline(__always)
  mutating func appendZigzag(_ value: Int64) {
    appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// A stream of a block: its length, then its bytes.
  mutating func appendStream(_ stream: [UInt8]) {
    appendVarint(UInt64(stream.count))
    append(contentsOf: stream)
  }
}

/// A string table being written: texts of which some are not recorded.
struct TextTable {
  private(set) var count: UInt64 = 0
  private var lengths: [UInt8] = []
  private var texts: [UInt8] = []

  mutating func append(_ text: String?) {
    guard let text else { return appendAbsent() }
    let start = texts.count
    texts.append(contentsOf: text.utf8)
    lengths.appendVarint(UInt64(texts.count - start + 1))
    count += 1
  }

  mutating func append(_ text: [UInt8]) {
    lengths.appendVarint(UInt64(text.count + 1))
    texts.append(contentsOf: text)
    count += 1
  }

  mutating func appendAbsent() {
    lengths.append(0)
    count += 1
  }

  /// The table in the format's bytes.
  var encoded: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(lengths.count + texts.count + 16)
    out.appendVarint(count)
    out.appendVarint(UInt64(texts.count))
    out.append(contentsOf: lengths)
    out.append(contentsOf: texts)
    return out
  }

  mutating func removeAll() {
    count = 0
    lengths.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
  }
}
