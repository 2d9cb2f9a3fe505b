internal import CScan

/// The keys of JSON objects, each with a small number, so that comparing keys is comparing numbers.
///
/// Records of one export name the same keys in the same order. So each key remembers which one followed it the last time, and as long as that
/// holds, a key is found by one comparison of bytes. Keys count as equal when their texts are equal after escapes are resolved.
///
/// A table is kept for a whole file. When it has become large, it forgets all but the keys that were `pinned`, between two records.
@safe final class KeyTable {
  @safe private struct Entry {
    var bytes: UnsafePointer<UInt8>
    var count: Int
    var hash: UInt64
    /// The key that followed this one the last time, and the first key of the object that was its value.
    var successor: Int32 = -1
    var child: Int32 = -1
    /// The object in which it was met last, to find a key that occurs twice.
    var object: UInt32 = 0
  }

  private static let comfortable = 4096
  private static let comfortableBytes = 1 << 20

  private let arena = ByteArena()
  private var entries: UnsafeMutablePointer<Entry>
  private var capacity = 64
  private(set) var count = 0
  private var byteCount = 0
  private var slots: [Int32] = Array(repeating: -1, count: 128)
  private var pinned = 0
  private var objects: UInt32 = 0
  /// What follows the start of a record.
  private var first: Int32 = -1

  init() {
    unsafe entries = .allocate(capacity: capacity)
  }

  deinit { unsafe entries.deallocate() }

  // MARK: Numbers of keys

  /// The number of a key that is known by its text; a new one if need be.
  func number(of text: String) -> Int32 { Array(text.utf8).withView { number(of: $0) } }

  /// - Parameter text: the key's text, escapes resolved.
  func number(of text: ByteView) -> Int32 {
    let hash = text.hash
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = unsafe entries[Int(slots[slot])]
      if unsafe entry.hash == hash, unsafe text.equals(ByteView(entry.bytes, count: entry.count)) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return insert(text, hash)
  }

  /// The text of a key.
  func text(of key: Int32) -> ByteView {
    precondition(key >= 0 && key < count)
    return unsafe ByteView(entries[Int(key)].bytes, count: entries[Int(key)].count)
  }

  private func insert(_ text: ByteView, _ hash: UInt64) -> Int32 {
    if (count + 1) * 2 > slots.count { growSlots() }
    if count == capacity { growEntries() }
    let copy = arena.copy(text)
    unsafe (entries + count).initialize(to: Entry(bytes: copy.start, count: copy.count, hash: hash))
    place(count, hash)
    count += 1
    byteCount += copy.count
    return Int32(count - 1)
  }

  private func place(_ index: Int, _ hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(index)
  }

  private func growSlots() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for index in 0..<count { unsafe place(index, entries[index].hash) }
  }

  private func growEntries() {
    let larger = unsafe UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
    unsafe larger.moveInitialize(from: entries, count: count)
    unsafe entries.deallocate()
    unsafe entries = larger
    capacity *= 2
  }

  // MARK: What follows what

  /// The key that is likely to stand at `position`, if it does: its number, and the index after its closing quote.
  ///
  /// - Parameter previous: the key before it in the object; -1 for the first one, which is looked for by the key that has the object.
  @inline(__always)
  func likely(
    after previous: Int32, in owner: Int32, _ text: UnsafePointer<UInt8>, at position: Int, end: Int
  ) -> (key: Int32, end: Int) {
    let key = unsafe previous >= 0 ? entries[Int(previous)].successor : owner >= 0 ? entries[Int(owner)].child : first
    guard key >= 0 else { return (-1, position) }
    let entry = unsafe entries + Int(key)
    let close = unsafe position + 1 + entry.pointee.count
    guard close < end, unsafe text[close] == UInt8(ascii: "\""),
      unsafe scan_equal(text + position + 1, entry.pointee.bytes, entry.pointee.count) != 0
    else { return (-1, position) }
    return (key, close + 1)
  }

  /// Remembers what came. Only for a key that is spelled without escapes: others cannot be found by their bytes.
  func remember(_ key: Int32, after previous: Int32, in owner: Int32) {
    if previous >= 0 {
      unsafe entries[Int(previous)].successor = key
    } else if owner >= 0 {
      unsafe entries[Int(owner)].child = key
    } else {
      first = key
    }
  }

  // MARK: Keys that occur twice

  /// Begins to check one object.
  @inline(__always)
  func beginObject() {
    objects &+= 1
    if objects == 0 { forgetObjects() }
  }

  /// Whether a key is new in the object that is being checked.
  @inline(__always)
  func isFirst(_ key: Int32) -> Bool {
    let entry = unsafe entries + Int(key)
    guard unsafe entry.pointee.object != objects else { return false }
    unsafe entry.pointee.object = objects
    return true
  }

  private func forgetObjects() {
    for index in 0..<count { unsafe entries[index].object = 0 }
    objects = 1
  }

  // MARK: Forgetting

  /// The keys so far are never forgotten.
  func pin() { pinned = count }

  /// To be called between two records.
  @inline(__always)
  func tidy() {
    if count > pinned + Self.comfortable || byteCount > Self.comfortableBytes { forget() }
  }

  private func forget() {
    let kept = (0..<pinned).map { text(of: Int32($0)).array }
    arena.reset()
    slots = Array(repeating: -1, count: 128)
    (count, byteCount, first) = (0, 0, -1)
    for text in kept { _ = text.withView { number(of: $0) } }
  }
}
