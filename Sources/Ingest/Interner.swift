internal import AuditModel
internal import CScan
import Glibc

/// Gives equal keys the same run-local id: the position in the order in which the run first met them. A key is up to three texts, each of
/// which may be *not recorded*.
///
/// Open addressing over one arena of bytes. A slot holds a part of the hash and the place of the entry, so that a look-up touches the slot and
/// the entry and nothing else: with a hundred thousand documents each touch is a wait for memory. Past `capacity` keys it forgets them all
/// and goes on counting, so that memory stays flat: a key met again gets a second run-local id, and the archive finds that both mean the
/// same entry.
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

  private static let placeBits: UInt64 = 40

  private let capacity: Int
  /// The upper 24 bits of the hash and, plus 1, the place of the entry in the arena; 0 is free.
  private var slots: [UInt64]
  private var hashes: [UInt64] = []
  /// For each entry its id, then for each of its texts the length (-1: not recorded) in four bytes, and the text.
  private var arena = ByteBuffer(capacity: 1 << 14)
  private var starts: [Int] = []
  private var forgotten = 0

  init(capacity: Int) {
    self.capacity = capacity
    slots = Array(repeating: 0, count: 256)
  }

  /// Asks for the slot of a key that will be looked up soon: memory answers while something else is computed.
  func prefetchSlot(of hash: UInt64) { unsafe slots.withUnsafeBufferPointer { unsafe scan_prefetch($0.baseAddress! + place(of: hash)) } }

  /// Asks for the entry behind the slot.
  func prefetchEntry(of hash: UInt64) {
    let start = Int(slots[place(of: hash)] & (1 << Self.placeBits - 1)) - 1
    if start >= 0 { unsafe arena.withBytes { unsafe scan_prefetch($0.baseAddress! + start) } }
  }

  /// The id of a key, and whether it is new.
  mutating func intern(_ key: Key, hash: UInt64? = nil) -> (id: Int32, isNew: Bool) {
    let hash = hash ?? key.hash
    let tag = hash >> Self.placeBits
    var slot = place(of: hash)
    while slots[slot] != 0 {
      let start = Int(slots[slot] & (1 << Self.placeBits - 1)) - 1
      if slots[slot] >> Self.placeBits == tag, let id = id(of: key, at: start) { return (id, false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return (insert(key, hash), true)
  }

  @inline(__always)
  private func place(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (slots.count - 1) }

  /// The id of the entry at a place, if it is this key's.
  private func id(of key: Key, at start: Int) -> Int32? {
    unsafe arena.withBytes { bytes in
      var position = start + 4
      guard unsafe Self.take(key.a, bytes, &position) && Self.take(key.b, bytes, &position) && Self.take(key.c, bytes, &position) else {
        return nil
      }
      return unsafe UnsafeRawPointer(bytes.baseAddress! + start).loadUnaligned(as: Int32.self)
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
    if hashes.count == capacity { forget() }
    if (hashes.count + 1) * 2 > slots.count { grow() }
    let id = Int32(forgotten + hashes.count)
    enter(hash, at: arena.count)
    hashes.append(hash)
    starts.append(arena.count)
    arena.append(littleEndian: id)
    for text in [key.a, key.b, key.c] {
      arena.append(littleEndian: Int32(text?.count ?? -1))
      text?.append(to: &arena)
    }
    return id
  }

  private mutating func enter(_ hash: UInt64, at start: Int) {
    var slot = place(of: hash)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = (hash & ~(1 << Self.placeBits - 1)) | UInt64(start + 1)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (hash, start) in zip(hashes, starts) { enter(hash, at: start) }
  }

  mutating func forget() {
    forgotten += hashes.count
    slots = Array(repeating: 0, count: slots.count)
    arena.removeAll()
    starts.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
  }
}
