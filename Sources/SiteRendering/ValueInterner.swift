internal import AuditModel

/// The distinct texts of a page, each once, in one arena of bytes: an open hash table whose entries are numbered in the order of their
/// first appearance. The hash decides only where an entry is looked for, never its number.
struct ValueInterner {
  /// What one entry is: its text, the field whose value it is, and how often it occurred.
  struct Entry {
    var offset: UInt32
    /// `length * 2 + kind`, as the format writes it.
    var codedLength: UInt32
    var field: UInt32
    var count: UInt32
  }

  private(set) var entries: [Entry] = []
  private(set) var arena: [UInt8] = []
  /// Hash in the upper half, number + 1 in the lower; 0 is free.
  private var slots = [UInt64](repeating: 0, count: 1 << 12)
  /// Differs from run to run, so that nobody can prepare texts that collide.
  private let seed = UInt64(bitPattern: Int64(Hasher().finalize()))

  /// The number of this text as a value of this field; counts the occurrence.
  ///
  /// - Parameter kind: 0 for a string's content, 1 for JSON text.
  mutating func intern(_ text: UnsafeRawBufferPointer, kind: UInt32, field: UInt32) throws(Failure) -> UInt32 {
    guard text.count < 1 << 30 else { throw tooMuch }
    let codedLength = UInt32(text.count) << 1 | kind
    let hash = unsafe hash(of: text, mixedWith: UInt64(field) << 32 | UInt64(codedLength))
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if UInt32(truncatingIfNeeded: slots[slot] >> 32) == hash {
        let number = UInt32(truncatingIfNeeded: slots[slot]) - 1
        if unsafe isEntry(number, text, codedLength, field) {
          entries[Int(number)].count += 1
          return number
        }
      }
      slot = (slot + 1) & mask
    }
    return unsafe try add(text, codedLength, field, hash, slot)
  }

  @inline(__always)
  private func isEntry(_ number: UInt32, _ text: UnsafeRawBufferPointer, _ codedLength: UInt32, _ field: UInt32) -> Bool {
    let entry = entries[Int(number)]
    guard entry.codedLength == codedLength, entry.field == field else { return false }
    let start = Int(entry.offset)
    return unsafe arena.withUnsafeBytes { arena in
      unsafe UnsafeRawBufferPointer(rebasing: arena[start..<(start + text.count)]).elementsAreEqual(to: text)
    }
  }

  private mutating func add(
    _ text: UnsafeRawBufferPointer, _ codedLength: UInt32, _ field: UInt32, _ hash: UInt32, _ slot: Int
  ) throws(Failure) -> UInt32 {
    guard arena.count + text.count <= UInt32.max, entries.count < UInt32.max / 2 else { throw tooMuch }
    let number = UInt32(entries.count)
    entries.append(Entry(offset: UInt32(arena.count), codedLength: codedLength, field: field, count: 1))
    unsafe arena.append(contentsOf: text)
    slots[slot] = UInt64(hash) << 32 | UInt64(number + 1)
    if entries.count * 3 > slots.count * 2 { grow() }
    return number
  }

  private var tooMuch: Failure {
    Failure(.badData, "the values of these events are more than one page can hold (4 GiB)", hint: "choose a shorter period")
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    let mask = slots.count - 1
    for entry in old where entry != 0 {
      var slot = Int(truncatingIfNeeded: entry >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }

  /// Multiplies and folds eight bytes at a time (after wyhash by Wang Yi).
  @inline(__always)
  private func hash(of text: UnsafeRawBufferPointer, mixedWith extra: UInt64) -> UInt32 {
    var state = Self.folded(seed ^ extra)
    var index = 0
    while index + 8 <= text.count {
      state = unsafe Self.folded(state ^ text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    state = unsafe Self.folded(state ^ Self.rest(of: text, from: index))
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  /// The last bytes, fewer than eight, as one word, with those before them where there are some: the length is in the hash already.
  @inline(__always)
  private static func rest(of text: UnsafeRawBufferPointer, from index: Int) -> UInt64 {
    if index == text.count { return 0 }
    if text.count >= 8 { return unsafe text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self) }
    var word: UInt64 = 0
    for place in index..<text.count { unsafe word = word << 8 | UInt64(text[place]) }
    return word
  }

  @inline(__always)
  private static func folded(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return product.high ^ product.low
  }
}

extension ValueInterner {
  /// The text of an entry.
  func text(of entry: Entry) -> ArraySlice<UInt8> {
    let start = Int(entry.offset)
    return arena[start..<(start + Int(entry.codedLength >> 1))]
  }
}

extension UnsafeRawBufferPointer {
  /// Whether two runs of the same length hold the same bytes.
  @inline(__always)
  fileprivate func elementsAreEqual(to other: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index + 8 <= count {
      guard unsafe loadUnaligned(fromByteOffset: index, as: UInt64.self) == other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      else { return false }
      index += 8
    }
    while index < count {
      guard unsafe self[index] == other[index] else { return false }
      index += 1
    }
    return true
  }
}
