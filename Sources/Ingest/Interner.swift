/// Gives equal keys the same run-local id: the position in the order in which the run first met them.
///
/// Open addressing over one arena of bytes. Past `capacity` keys it forgets them all and goes on counting, so that memory stays flat: a key
/// met again gets a second run-local id, and the archive finds that both mean the same entry.
struct Interner {
  private let capacity: Int
  private var slots: [Int32]
  private var arena: [UInt8] = []
  private var starts: [Int] = [0]
  private var hashes: [UInt64] = []
  private var forgotten = 0

  init(capacity: Int) {
    self.capacity = capacity
    slots = Array(repeating: -1, count: 256)
  }

  /// The id of a key, and whether it is new.
  mutating func intern(_ key: [UInt8]) -> (id: Int32, isNew: Bool) {
    let hash = key.withView { $0.hash }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, holds(key, at: index) { return (Int32(forgotten + index), false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return (insert(key, hash), true)
  }

  private func holds(_ key: [UInt8], at index: Int) -> Bool {
    let start = starts[index]
    guard starts[index + 1] - start == key.count else { return false }
    return arena.withView { $0.slice(start, start + key.count).equals(key) }
  }

  private mutating func insert(_ key: [UInt8], _ hash: UInt64) -> Int32 {
    if hashes.count == capacity { forget() }
    if (hashes.count + 1) * 2 > slots.count { grow() }
    place(hashes.count, hash)
    arena.append(contentsOf: key)
    starts.append(arena.count)
    hashes.append(hash)
    return Int32(forgotten + hashes.count - 1)
  }

  private mutating func place(_ index: Int, _ hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(index)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (index, hash) in hashes.enumerated() { place(index, hash) }
  }

  private mutating func forget() {
    forgotten += hashes.count
    slots = Array(repeating: -1, count: slots.count)
    arena.removeAll(keepingCapacity: true)
    starts = [0]
    hashes.removeAll(keepingCapacity: true)
  }
}
