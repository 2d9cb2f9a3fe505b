/// Bytes of rows on their way out: grows as needed, and goes to the sink when it holds enough.
///
/// The writers of rows append through a raw pointer, since appending to an array byte by byte costs twice the time.
@safe struct RowBuffer: ~Copyable {
  /// Bytes after which the rows go out.
  private static let enough = 1 << 18

  private var start: UnsafeMutablePointer<UInt8>
  private var capacity = 1 << 19
  private(set) var count = 0

  init() { unsafe start = .allocate(capacity: capacity) }

  deinit { unsafe start.deallocate() }

  /// Makes room for so many more bytes; what is appended after that is not checked again.
  @inline(__always)
  mutating func reserve(_ more: Int) {
    if count + more > capacity { grow(to: count + more) }
  }

  @inline(never)
  private mutating func grow(to needed: Int) {
    let larger = max(needed, capacity * 2)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe moved.update(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = moved
    capacity = larger
  }

  /// Appends one byte, for which room has been made.
  @inline(__always)
  mutating func put(_ byte: UInt8) {
    assert(count < capacity)
    unsafe start[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    put(byte)
  }

  @inline(__always)
  mutating func append(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    unsafe append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    unsafe (start + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  /// Appends bytes, one of them twice wherever it occurs. Writes without branches: JSON has a quote every few bytes.
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, doubling mark: UInt8) {
    reserve(bytes.count * 2 + 1)
    var place = unsafe start + count
    for index in 0..<bytes.count {
      let byte = unsafe bytes[index]
      unsafe place[0] = byte
      unsafe place[1] = byte
      unsafe place += byte == mark ? 2 : 1
    }
    count = unsafe place - start
  }

  /// What has been appended since the buffer was last emptied.
  func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) { unsafe body(UnsafeBufferPointer(start: start, count: count)) }

  mutating func removeAll() { count = 0 }

  /// Appends a number in decimal digits.
  mutating func append(_ number: Int64) {
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
    count += digits
  }

  /// Hands the rows out if they are enough.
  mutating func flush(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    if count >= Self.enough { try unsafe drain(to: sink) }
  }

  /// Hands out whatever there is.
  mutating func drain(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    if count > 0 { try unsafe sink(UnsafeRawBufferPointer(start: start, count: count)) }
    count = 0
  }
}
