internal import AuditModel
internal import CScan
import Glibc

/// A read-only view of bytes that somebody else owns: a record in a window, a field in a record. Valid until its owner moves on.
///
/// The scanners see bytes only through this type: every access is checked against the bounds, and this file is the whole of the unsafe code
/// in `Ingest` but for the window that owns the memory.
@safe struct ByteView {
  private let base: UnsafePointer<UInt8>
  let count: Int

  @unsafe init(_ base: UnsafePointer<UInt8>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  var isEmpty: Bool { count == 0 }

  /// Where the bytes are, for the scanners' own loops; `count` of them may be read.
  @unsafe var start: UnsafePointer<UInt8> { unsafe base }

  @inline(__always)
  subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count)
    return unsafe base[index]
  }

  @inline(__always)
  func slice(_ from: Int, _ to: Int) -> ByteView {
    precondition(from >= 0 && from <= to && to <= count)
    return unsafe ByteView(base + from, count: to - from)
  }

  /// Index of the first `byte` at or after `start`, or `count`.
  @inline(__always)
  func index(of byte: UInt8, from start: Int) -> Int {
    precondition(start >= 0 && start <= count)
    return unsafe start + Int(scan_for(base + start, count - start, byte))
  }

  /// Index of the first of four bytes at or after `start`, or `count`.
  @inline(__always)
  func index(ofAny a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, from start: Int) -> Int {
    precondition(start >= 0 && start <= count)
    return unsafe start + Int(scan_for_any(base + start, count - start, a, b, c, d))
  }

  /// Index of the first byte that ends or interrupts a JSON string, or `count`.
  @inline(__always)
  func indexOfStringStop(from start: Int) -> Int {
    precondition(start >= 0 && start <= count)
    return unsafe start + Int(scan_for_string_stop(base + start, count - start))
  }

  /// Number of line feeds.
  var lineFeeds: Int64 { unsafe Int64(scan_count_lines(base, count)) }

  /// Index of the quote that ends a quoted CSV cell, or `count`; and whether pairs of quotes stand before it.
  @inline(__always)
  func closingQuote(from start: Int) -> (index: Int, hasPairs: Bool) {
    precondition(start >= 0 && start <= count)
    var pairs: CInt = 0
    let index = unsafe start + Int(scan_closing_quote(base + start, count - start, &pairs))
    return (index, pairs != 0)
  }

  /// Whether every byte is a character of ASCII other than NUL.
  var isPlainText: Bool { unsafe Int(scan_plain_prefix(base, count)) == count }

  /// Copies the content of a quoted CSV cell to memory of at least `count + 16` bytes, each pair of quotes as one, and counts what was written.
  @unsafe func copyUnpaired(to memory: UnsafeMutablePointer<UInt8>) -> Int { unsafe Int(scan_copy_unpaired(memory, base, count)) }

  @unsafe func copy(to memory: UnsafeMutablePointer<UInt8>) { unsafe memory.update(from: base, count: count) }

  /// The view with one byte more on each side, where the caller knows these to be: the quotes of a string.
  @unsafe var withQuotes: ByteView { unsafe ByteView(base - 1, count: count + 2) }

  func append(to buffer: inout ByteBuffer) {
    unsafe buffer.append(UnsafeBufferPointer(start: base, count: count))
  }

  func append(to bytes: inout [UInt8]) {
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
  }

  var array: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }

  /// The bytes as text; they must have been validated as UTF-8.
  var string: String { unsafe String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self) }

  var span: Span<UInt8> {
    @_lifetime(borrow self) get { unsafe Span(_unsafeStart: base, count: count) }
  }

  /// Where these bytes lie in other ones, if they are a part of them and not only equal.
  @inline(__always)
  func place(in whole: ByteView) -> Int? {
    let place = unsafe UInt(bitPattern: base) &- UInt(bitPattern: whole.base)
    return place <= UInt(whole.count) && place + UInt(count) <= UInt(whole.count) ? Int(place) : nil
  }

  @inline(__always)
  func equals(_ other: ByteView) -> Bool { unsafe count == other.count && memcmp(base, other.base, count) == 0 }

  /// Whether these bytes come before the other's in byte order; nil if they are equal.
  @inline(__always)
  func precedes(_ other: ByteView) -> Bool? {
    let order = unsafe memcmp(base, other.base, min(count, other.count))
    if order != 0 { return order < 0 }
    return count == other.count ? nil : count < other.count
  }

  /// Whether a text stands at a place.
  func holds(_ text: StaticString, at start: Int) -> Bool {
    guard start + text.utf8CodeUnitCount <= count else { return false }
    return unsafe memcmp(base + start, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// A fast hash for tables inside one run (multiply and fold over 8 bytes); never stored.
  var hash: UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(count)
    var index = 0
    while index + 8 <= count {
      let word = unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
      hash = Self.fold(hash ^ word)
      index += 8
    }
    let tail = rest(from: index)
    return Self.fold(hash ^ tail)
  }

  /// The last bytes, fewer than eight, as one word; those before them come along where there are some, which costs less than a loop.
  @inline(__always)
  private func rest(from index: Int) -> UInt64 {
    if index == count { return 0 }
    if count >= 8 { return unsafe UnsafeRawPointer(base + count - 8).loadUnaligned(as: UInt64.self) }
    var word: UInt64 = 0
    for place in index..<count { word = word << 8 | UInt64(unsafe base[place]) }
    return word
  }

  @inline(__always)
  private static func fold(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// Offset of the first byte that is not well-formed UTF-8 (Unicode Standard, table 3-7), or nil.
  var firstInvalidUTF8: Int? {
    var index = 0
    while true {
      index += unsafe Int(scan_ascii_prefix(base + index, count - index))
      if index == count { return nil }
      guard let length = sequenceLength(at: index) else { return index }
      index += length
    }
  }

  private func sequenceLength(at index: Int) -> Int? {
    let lead = self[index]
    let (length, low, high): (Int, UInt8, UInt8) =
      switch lead {
      case 0xC2...0xDF: (2, 0x80, 0xBF)
      case 0xE0: (3, 0xA0, 0xBF)
      case 0xED: (3, 0x80, 0x9F)
      case 0xE1...0xEF: (3, 0x80, 0xBF)
      case 0xF0: (4, 0x90, 0xBF)
      case 0xF1...0xF3: (4, 0x80, 0xBF)
      case 0xF4: (4, 0x80, 0x8F)
      default: (0, 0, 0)
      }
    guard length > 0, index + length <= count, low...high ~= self[index + 1] else { return nil }
    for offset in 2..<max(length, 2) where self[index + offset] & 0xC0 != 0x80 { return nil }
    return length
  }
}

extension Array where Element == UInt8 {
  /// Lends the array's bytes as a view for the length of a call.
  func withView<T, E: Error>(_ body: (ByteView) throws(E) -> T) throws(E) -> T {
    try unsafe withUnsafeBufferPointer { (buffer) throws(E) -> T in
      guard let base = buffer.baseAddress else { return try [0].withView { view throws(E) in try body(view.slice(0, 0)) } }
      return try unsafe body(ByteView(base, count: buffer.count))
    }
  }
}
