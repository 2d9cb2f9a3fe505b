public import AuditModel

extension ByteStream {
  /// A stream over bytes that are in memory, handed out at most `chunk` at a time: how a test puts a border anywhere.
  public convenience init(bytes: [UInt8], chunk: Int = .max) { self.init(MemorySource(bytes: bytes, chunk: chunk)) }
}

private final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private let chunk: Int
  private var taken = 0

  init(bytes: [UInt8], chunk: Int) {
    self.bytes = bytes
    self.chunk = chunk
  }

  var inputBytesRead: Int64 { Int64(taken) }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, chunk, bytes.count - taken)
    unsafe bytes.withUnsafeBytes { unsafe buffer.copyMemory(from: .init(rebasing: $0[taken..<(taken + count)])) }
    taken += count
    return count
  }
}

extension ByteStream {
  /// A plain file's own bytes, packed or not.
  public convenience init(file path: String, named name: String? = nil) throws(Failure) { self.init(try InputFile(path: path, named: name)) }
}
