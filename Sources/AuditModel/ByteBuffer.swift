/// Bytes being put together: rows on their way out, messages on their way to a digest, a batch's texts.
///
/// Appends go through a raw pointer, since appending to an array byte by byte costs twice the time.
@safe @frozen public struct ByteBuffer: ~Copyable {
  @usableFromInline var start: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  @usableFromInline var used = 0

  /// Bytes since the buffer was last emptied.
  @inlinable public var count: Int { used }

  public init(capacity: Int = 1 << 19) {
    self.capacity = capacity
    unsafe start = .allocate(capacity: capacity)
  }

  deinit { unsafe start.deallocate() }

  /// Makes room for so many more bytes; what is appended after that is not checked again.
  @inlinable @inline(__always)
  public mutating func reserve(_ more: Int) {
    if count + more > capacity { grow(to: count + more) }
  }

  @inline(never) @usableFromInline
  mutating func grow(to needed: Int) {
    let larger = max(needed, capacity * 2)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe moved.update(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = moved
    capacity = larger
  }

  /// Appends one byte, for which room has been made.
  @inlinable @inline(__always)
  public mutating func put(_ byte: UInt8) {
    assert(count < capacity)
    unsafe start[count] = byte
    used += 1
  }

  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8) {
    reserve(1)
    put(byte)
  }

  @inlinable @inline(__always)
  public mutating func append(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
  }

  @inlinable @inline(__always)
  public mutating func append(_ text: StaticString) {
    unsafe append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inlinable @inline(__always)
  public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    unsafe copyShort(source, to: start + count, count: bytes.count)
    used += bytes.count
  }

  /// Appends an integer's bytes, the lowest first.
  @inlinable @inline(__always)
  public mutating func append(littleEndian value: some FixedWidthInteger) {
    unsafe withUnsafeBytes(of: value.littleEndian) { bytes in
      unsafe append(UnsafeBufferPointer(start: bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), count: bytes.count))
    }
  }

  /// Appends bytes, one of them twice wherever it occurs. Writes without branches: JSON has a quote every few bytes.
  public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, doubling mark: UInt8) {
    reserve(bytes.count * 2 + 1)
    var place = unsafe start + count
    for index in 0..<bytes.count {
      let byte = unsafe bytes[index]
      unsafe place[0] = byte
      unsafe place[1] = byte
      unsafe place += byte == mark ? 2 : 1
    }
    used = unsafe place - start
  }

  /// Appends a number in decimal digits.
  public mutating func append(decimal number: Int64) {
    reserve(20)
    if number < 0 { put(UInt8(ascii: "-")) }
    var digits = 1
    var rest = number.magnitude
    while rest >= 10 { (digits, rest) = (digits + 1, rest / 10) }
    rest = number.magnitude
    for place in stride(from: count + digits - 1, through: count, by: -1) {
      unsafe start[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    used += digits
  }

  /// What has been appended since the buffer was last emptied.
  @inlinable @inline(__always)
  public func withBytes<T>(_ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
    try unsafe body(UnsafeBufferPointer(start: start, count: count))
  }

  @inlinable @inline(__always)
  public mutating func removeAll() { used = 0 }
}
