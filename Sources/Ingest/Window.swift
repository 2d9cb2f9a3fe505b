internal import Archiving
internal import AuditModel

/// A window that slides over a stream: the bytes from the first one still needed to the last one read.
///
/// Memory stays flat: the window is a mebibyte, and grows only for a record that is longer than that, up to the longest record and one byte.
@safe final class Window {
  /// The longest record that is read, in bytes.
  static let longestRecord = 64 << 20

  private let stream: ByteStream
  private var memory: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private(set) var isAtEnd = false
  /// Offset of the window's first byte in the stream.
  private(set) var offset: Int64 = 0
  /// Line of the window's first byte, from 1.
  private(set) var line: Int64 = 1

  init(_ stream: ByteStream, size: Int = 1 << 20) {
    self.stream = stream
    unsafe memory = .allocate(byteCount: size, alignment: 64)
  }

  deinit { unsafe memory.deallocate() }

  /// What is in the window now.
  var view: ByteView {
    unsafe ByteView(memory.baseAddress!.assumingMemoryBound(to: UInt8.self) + start, count: end - start)
  }

  /// Drops the first `count` bytes. Carriage returns that end lines without a line feed have to be told: a quoted cell may hold others.
  func consume(_ count: Int, loneReturns: Int64 = 0) {
    line += view.slice(0, count).lineFeeds + loneReturns
    start += count
    offset += Int64(count)
  }

  /// Reads on. False when the stream has ended and nothing was added.
  func fill() throws -> Bool {
    guard !isAtEnd else { return false }
    makeRoom()
    let room = unsafe min(memory.count - end, Self.longestRecord + 1 - (end - start))
    precondition(room > 0, "a scanner must give up before it asks for more than the longest record")
    let free = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[end..<end + room])
    let count = try unsafe stream.read(into: free)
    end += count
    isAtEnd = count == 0
    return count > 0
  }

  /// Reads on until the window holds `count` bytes or the stream ends.
  func fill(to count: Int) throws {
    while end - start < count, try fill() {}
  }

  private func makeRoom() {
    guard unsafe end == memory.count else { return }
    let kept = end - start
    if unsafe kept <= memory.count / 2 {
      unsafe memory.baseAddress!.copyMemory(from: memory.baseAddress! + start, byteCount: kept)
    } else {
      let larger = unsafe UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 2, alignment: 64)
      unsafe larger.baseAddress!.copyMemory(from: memory.baseAddress! + start, byteCount: kept)
      unsafe memory.deallocate()
      unsafe memory = larger
    }
    (start, end) = (0, kept)
  }
}
