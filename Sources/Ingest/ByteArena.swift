/// Memory for the texts of one record that do not stand in it as they are: it never moves, and is given back all at once.
@safe final class ByteArena {
  private static let firstSize = 1 << 16
  private var chunk: UnsafeMutableRawBufferPointer
  private var used = 0
  /// Chunks that were full before the record was read to its end.
  private var full: [UnsafeMutableRawBufferPointer] = []

  init() { unsafe chunk = .allocate(byteCount: Self.firstSize, alignment: 16) }

  deinit {
    releaseFull()
    unsafe chunk.deallocate()
  }

  /// Forgets all texts.
  @inline(__always)
  func reset() {
    used = 0
    if unsafe !full.isEmpty { releaseFull() }
  }

  private func releaseFull() {
    for unsafe chunk in unsafe full { unsafe chunk.deallocate() }
    unsafe full.removeAll()
  }

  /// Room for so many bytes, to be filled at once. What is not needed is given back with `shrink`.
  @inline(__always)
  @unsafe func allocate(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    if unsafe used + count > chunk.count { addChunk(atLeast: count) }
    defer { used += count }
    return unsafe chunk.baseAddress!.assumingMemoryBound(to: UInt8.self) + used
  }

  @inline(never)
  private func addChunk(atLeast count: Int) {
    unsafe full.append(chunk)
    unsafe chunk = .allocate(byteCount: max(count, chunk.count * 2), alignment: 16)
    used = 0
  }

  /// A text of which at most `limit` bytes are written by the body, which returns how many they are.
  @inline(__always)
  func text(limit: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) -> ByteView {
    let memory = unsafe allocate(limit)
    let count = unsafe write(memory)
    used -= limit - count
    return unsafe ByteView(memory, count: count)
  }

  func copy(_ view: ByteView) -> ByteView {
    unsafe text(limit: view.count) { memory in
      unsafe view.copy(to: memory)
      return view.count
    }
  }

  func store(_ bytes: some Collection<UInt8>) -> ByteView {
    unsafe text(limit: bytes.count) { memory in
      for (index, byte) in bytes.enumerated() { unsafe memory[index] = byte }
      return bytes.count
    }
  }
}
