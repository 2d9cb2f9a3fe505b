internal import CCrypto
internal import Glibc

/// A message under SHA-256 that is built in one reusable buffer and padded in place.
///
/// An event costs about fifteen hashes of one to eight blocks: copying a message once, and nothing else, is what makes them cheap.
@safe struct HashMessage: ~Copyable {
  /// What stays allocated between two messages; a larger buffer, for a record of megabytes, is given back.
  private static let keptCapacity = 1 << 16
  /// The longest padding: 0x80, zeros, and the length in bits.
  private static let padding = 72

  private var start: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 4096
    unsafe start = .allocate(byteCount: capacity, alignment: 64)
  }

  deinit { unsafe start.deallocate() }

  // MARK: Writing

  /// Starts anew with the byte that says what kind of message it is.
  @inline(__always)
  mutating func begin(_ domain: UInt8) {
    if capacity > Self.keptCapacity { shrink() }
    unsafe start.storeBytes(of: domain, as: UInt8.self)
    count = 1
  }

  /// Starts anew with nothing.
  @inline(__always)
  mutating func clear() { count = 0 }

  /// Appends a part of another message.
  @inline(__always)
  mutating func append(_ bytes: Int, from offset: Int, of other: borrowing HashMessage) {
    precondition(offset + bytes <= other.count)
    unsafe append(UnsafeRawBufferPointer(start: other.start + offset, count: bytes))
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  /// Four bytes, the highest first.
  @inline(__always)
  mutating func append(bigEndian value: UInt32) {
    reserve(4)
    put(value, at: count)
    count += 4
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count)
    unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    unsafe append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Decimal digits, as SQLite and everybody else writes an integer.
  mutating func append(decimal value: Int64) {
    reserve(20)
    if value < 0 { append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    var place = count + Self.digits(of: rest)
    count = place
    repeat {
      place -= 1
      unsafe start.storeBytes(of: UInt8(ascii: "0") + UInt8(rest % 10), toByteOffset: place, as: UInt8.self)
      rest /= 10
    } while rest > 0
  }

  static func digits(of value: UInt64) -> Int {
    var (digits, rest) = (1, value)
    while rest >= 10 {
      digits += 1
      rest /= 10
    }
    return digits
  }

  /// Overwrites four bytes that are there already.
  @inline(__always)
  mutating func put(_ value: UInt32, at offset: Int) { unsafe start.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt32.self) }

  /// Takes back what was appended after a place.
  mutating func cut(to place: Int) { count = min(count, place) }

  var bytes: [UInt8] { unsafe Array(UnsafeRawBufferPointer(start: start, count: count)) }

  // MARK: Hashing

  /// Pads the message and writes its 32 bytes of SHA-256. The message has ended with this.
  @inline(__always)
  mutating func finish(into digest: UnsafeMutableRawPointer) {
    unsafe counterroll_sha256_padded(start, pad(), digest.assumingMemoryBound(to: UInt8.self))
  }

  /// As `finish`, onto the end of another message.
  @inline(__always)
  mutating func finish(onto other: inout HashMessage) {
    other.reserve(32)
    unsafe finish(into: other.start + other.count)
    other.count += 32
  }

  /// Pads two messages and appends both digests to a third, the first one's first.
  @inline(__always)
  static func finish(_ first: inout HashMessage, _ second: inout HashMessage, onto other: inout HashMessage) {
    other.reserve(64)
    let digests = unsafe (other.start + other.count).assumingMemoryBound(to: UInt8.self)
    unsafe counterroll_sha256_padded_pair(first.start, first.pad(), digests, second.start, second.pad(), digests + 32)
    other.count += 64
  }

  /// FIPS 180-4, section 5.1.1. Returns the length of the padded message.
  @inline(__always)
  private mutating func pad() -> Int {
    let whole = (count + 9 + 63) & ~63
    unsafe (start + count).storeBytes(of: 0x80, as: UInt8.self)
    unsafe memset(start + count + 1, 0, whole - count - 1)
    unsafe start.storeBytes(of: UInt64(count * 8).bigEndian, toByteOffset: whole - 8, as: UInt64.self)
    return whole
  }

  // MARK: Room

  @inline(__always)
  private mutating func reserve(_ bytes: Int) {
    if count + bytes + Self.padding > capacity { grow(to: count + bytes + Self.padding) }
  }

  @inline(never)
  private mutating func grow(to needed: Int) { move(to: max(needed, capacity * 2)) }

  @inline(never)
  private mutating func shrink() {
    count = 0
    move(to: Self.keptCapacity)
  }

  private mutating func move(to newCapacity: Int) {
    let new = UnsafeMutableRawPointer.allocate(byteCount: newCapacity, alignment: 64)
    unsafe new.copyMemory(from: start, byteCount: count)
    unsafe start.deallocate()
    unsafe start = new
    capacity = newCapacity
  }
}
