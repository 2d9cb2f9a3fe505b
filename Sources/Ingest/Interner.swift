internal import AuditModel
import Glibc

/// Gives equal keys the same run-local id: the position in the order in which the run first met them. A key is up to three texts, each of
/// which may be *not recorded*.
///
/// Open addressing over one arena of bytes. Past `capacity` keys it forgets them all and goes on counting, so that memory stays flat: a key
/// met again gets a second run-local id, and the archive finds that both mean the same entry.
struct Interner: ~Copyable {
  struct Key {
    var a: ByteView?
    var b: ByteView?
    var c: ByteView?

    init(_ a: ByteView?, _ b: ByteView? = nil, _ c: ByteView? = nil) { (self.a, self.b, self.c) = (a, b, c) }

    @inline(__always)
    var hash: UInt64 {
      let first = a?.hash ?? 1
      let second = b?.hash ?? 2
      let third = c?.hash ?? 3
      return (first &* 0x9E37_79B9_7F4A_7C15) ^ (second &* 0xD6E8_FEB8_6659_FD93) &+ (third << 17 | third >> 47)
    }
  }

  private struct Entry {
    var hash: UInt64
    var start: Int
  }

  private let capacity: Int
  private var slots: [Int32]
  private var entries: [Entry] = []
  /// For each entry and each of its texts the length (-1: not recorded) in four bytes, then the text.
  private var arena = ByteBuffer(capacity: 1 << 14)
  private var forgotten = 0

  init(capacity: Int) {
    self.capacity = capacity
    slots = Array(repeating: -1, count: 256)
  }

  /// The id of a key, and whether it is new.
  mutating func intern(_ key: Key) -> (id: Int32, isNew: Bool) {
    let hash = key.hash
    var slot = place(of: hash)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if entries[index].hash == hash, holds(key, at: entries[index].start) { return (Int32(forgotten + index), false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return (insert(key, hash), true)
  }

  @inline(__always)
  private func place(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1) }

  private func holds(_ key: Key, at start: Int) -> Bool {
    unsafe arena.withBytes { bytes in
      var position = start
      return unsafe Self.take(key.a, bytes, &position) && Self.take(key.b, bytes, &position) && Self.take(key.c, bytes, &position)
    }
  }

  /// Passes one stored text; whether it is the one that is asked for.
  @inline(__always)
  private static func take(_ text: ByteView?, _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Bool {
    let length = Int(unsafe UnsafeRawPointer(bytes.baseAddress! + position).loadUnaligned(as: Int32.self))
    position += 4
    guard length == text?.count ?? -1 else { return false }
    guard let text, length > 0 else { return true }
    defer { position += length }
    return unsafe text.equals(ByteView(bytes.baseAddress! + position, count: length))
  }

  private mutating func insert(_ key: Key, _ hash: UInt64) -> Int32 {
    if entries.count == capacity { forget() }
    if (entries.count + 1) * 2 > slots.count { grow() }
    enter(entries.count, hash)
    entries.append(Entry(hash: hash, start: arena.count))
    for text in [key.a, key.b, key.c] {
      arena.append(littleEndian: Int32(text?.count ?? -1))
      text?.append(to: &arena)
    }
    return Int32(forgotten + entries.count - 1)
  }

  private mutating func enter(_ index: Int, _ hash: UInt64) {
    var slot = place(of: hash)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(index)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (index, entry) in entries.enumerated() { enter(index, entry.hash) }
  }

  mutating func forget() {
    forgotten += entries.count
    slots = Array(repeating: -1, count: slots.count)
    arena.removeAll()
    entries.removeAll(keepingCapacity: true)
  }
}
