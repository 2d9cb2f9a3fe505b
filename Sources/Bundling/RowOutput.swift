internal import AuditModel

/// Rows leave a buffer when it holds enough of them.
extension ByteBuffer {
  private static var enough: Int { 1 << 18 }

  /// Hands the rows out if they are enough.
  mutating func flush(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    if count >= Self.enough { try unsafe drain(to: sink) }
  }

  /// Hands out whatever there is.
  mutating func drain(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    if count > 0 { try unsafe withBytes { try unsafe sink(UnsafeRawBufferPointer($0)) } }
    removeAll()
  }
}
