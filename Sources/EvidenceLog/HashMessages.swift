internal import AuditModel
internal import CCrypto

/// Messages under SHA-256, built one behind the other in one buffer, padded in place, and hashed together: two at a time.
///
/// An event costs about fifteen hashes of one to eight blocks: copying a message once, and nothing else, is what makes them cheap.
@safe struct HashMessages: ~Copyable {
  /// What stays allocated when all messages are gone; a larger buffer, for a record of megabytes, is given back.
  private static let keptCapacity = 1 << 17
  /// The longest padding: 0x80, zeros, and the length in bits.
  private static let padding = 72

  private var start: UnsafeMutableRawPointer
  private var capacity = 1 << 14
  /// Where the message that is being built begins.
  private var first = 0
  /// The length of each message, in blocks of 64 bytes; in memory of its own, since appending to an array costs more than all of `end`.
  private var blocks: UnsafeMutablePointer<UInt32>
  private var blocksCapacity = 1 << 10
  private(set) var count = 0
  /// The bytes of all messages so far, with their padding.
  private(set) var byteCount = 0

  init() {
    unsafe start = .allocate(byteCount: capacity, alignment: 64)
    unsafe blocks = .allocate(capacity: blocksCapacity)
  }

  deinit {
    unsafe start.deallocate()
    unsafe blocks.deallocate()
  }

  // MARK: Writing

  /// Begins a message.
  /// - Parameter room: At least as many bytes as will be appended.
  @inline(__always)
  mutating func begin(room: Int) {
    first = byteCount
    if byteCount + room + Self.padding > capacity { grow(to: byteCount + room + Self.padding) }
  }

  /// Begins a message with the byte that says what kind it is.
  @inline(__always)
  mutating func begin(_ domain: UInt8, room: Int) {
    begin(room: room + 1)
    append(domain)
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    assert(byteCount < capacity)
    unsafe start.storeBytes(of: byte, toByteOffset: byteCount, as: UInt8.self)
    byteCount += 1
  }

  /// Four bytes, the highest first.
  @inline(__always)
  mutating func append(bigEndian value: UInt32) {
    assert(byteCount + 4 <= capacity)
    unsafe start.storeBytes(of: value.bigEndian, toByteOffset: byteCount, as: UInt32.self)
    byteCount += 4
  }

  /// Eight bytes, the highest first; a negative number as its two's complement.
  @inline(__always)
  mutating func append(bigEndian value: Int64) {
    assert(byteCount + 8 <= capacity)
    unsafe start.storeBytes(of: value.bigEndian, toByteOffset: byteCount, as: Int64.self)
    byteCount += 8
  }

  /// Seven bits a byte, the lowest first; every byte but the last has its highest bit set.
  @inline(__always)
  mutating func append(length: Int) {
    var rest = length
    while rest > 0x7F {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    assert(byteCount + bytes.count <= capacity)
    unsafe copyShort(source, to: start + byteCount, count: bytes.count)
    byteCount += bytes.count
  }

  /// So many bytes that are written later, with `put`.
  @inline(__always)
  mutating func skip(_ bytes: Int) {
    assert(byteCount + bytes <= capacity)
    byteCount += bytes
  }

  /// Ends the message: FIPS 180-4, section 5.1.1.
  @inline(__always)
  mutating func end() {
    let length = byteCount - first
    let whole = (length + 9 + 63) & ~63
    // The room for the longest padding is there in any case.
    unsafe (start + byteCount).storeBytes(of: .zero, as: SIMD64<UInt8>.self)
    unsafe (start + byteCount).storeBytes(of: 0, toByteOffset: 64, as: UInt64.self)
    unsafe (start + byteCount).storeBytes(of: 0x80, as: UInt8.self)
    unsafe (start + first).storeBytes(of: UInt64(length * 8).bigEndian, toByteOffset: whole - 8, as: UInt64.self)
    if count == blocksCapacity { growBlocks() }
    unsafe blocks[count] = UInt32(truncatingIfNeeded: whole / 64)
    count += 1
    byteCount = first + whole
  }

  /// Takes back the message that is being built, and all but so many before it.
  mutating func cut(to count: Int) {
    byteCount = 0
    for message in 0..<count { unsafe byteCount += 64 * Int(blocks[message]) }
    self.count = count
  }

  /// Writes 16 bytes at the same place of every message.
  /// - Parameters:
  ///   - values: For each run of messages 16 bytes a message, and as many more as make a multiple of 32.
  ///   - runs: How many messages there are in each run.
  mutating func put(_ values: UnsafeRawPointer, at offset: Int, runs: [Int]) {
    var (message, value, index) = unsafe (start + offset, values, 0)
    for run in runs {
      for _ in 0..<run {
        unsafe message.copyMemory(from: value, byteCount: 16)
        unsafe (message, value) = (message + 64 * Int(blocks[index]), value + 16)
        index += 1
      }
      if run & 1 == 1 { unsafe value += 16 }
    }
  }

  // MARK: Hashing

  /// Writes 32 bytes of SHA-256 for each message, in their order, and forgets the messages.
  mutating func hash(into digests: UnsafeMutableRawPointer) {
    unsafe counterroll_sha256_many(start, blocks, count, digests.assumingMemoryBound(to: UInt8.self))
    (count, byteCount) = (0, 0)
    if capacity > Self.keptCapacity { move(to: Self.keptCapacity) }
  }

  // MARK: Room

  @inline(never)
  private mutating func grow(to needed: Int) { move(to: max(needed, capacity * 2)) }

  @inline(never)
  private mutating func growBlocks() {
    let new = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * blocksCapacity)
    unsafe new.update(from: blocks, count: count)
    unsafe blocks.deallocate()
    unsafe blocks = new
    blocksCapacity *= 2
  }

  private mutating func move(to newCapacity: Int) {
    let new = UnsafeMutableRawPointer.allocate(byteCount: newCapacity, alignment: 64)
    unsafe new.copyMemory(from: start, byteCount: byteCount)
    unsafe start.deallocate()
    unsafe start = new
    capacity = newCapacity
  }
}
