internal import AuditModel
internal import Glibc

extension HashMessage {
  /// Appends the text that a JSON string stands for.
  ///
  /// - Parameter content: what stands between the quotes, with the escapes that `JSONText` writes.
  /// - Returns: false if half a surrogate pair occurs, which UTF-8 cannot say; what was appended is then to be cut off.
  mutating func append(decodedJSON content: UnsafeRawBufferPointer) throws(Failure) -> Bool {
    guard let start = content.baseAddress else { return true }
    var plain = 0
    while plain < content.count {
      guard let backslash = unsafe memchr(start + plain, Int32(UInt8(ascii: "\\")), content.count - plain) else { break }
      let place = unsafe UnsafeRawPointer(backslash) - start
      unsafe append(UnsafeRawBufferPointer(rebasing: content[plain..<place]))
      let (byte, length) = try unsafe escape(UnsafeRawBufferPointer(rebasing: content[(place + 1)...]))
      guard let byte else { return false }
      append(byte)
      plain = place + 1 + length
    }
    unsafe append(UnsafeRawBufferPointer(rebasing: content[min(plain, content.count)...]))
    return true
  }

  /// The byte that an escape stands for, nil for a surrogate, and the escape's length without its backslash.
  private func escape(_ text: UnsafeRawBufferPointer) throws(Failure) -> (byte: UInt8?, length: Int) {
    switch unsafe text.first {
    case UInt8(ascii: "\""): return (UInt8(ascii: "\""), 1)
    case UInt8(ascii: "\\"): return (UInt8(ascii: "\\"), 1)
    case UInt8(ascii: "b"): return (0x08, 1)
    case UInt8(ascii: "t"): return (0x09, 1)
    case UInt8(ascii: "n"): return (0x0A, 1)
    case UInt8(ascii: "f"): return (0x0C, 1)
    case UInt8(ascii: "r"): return (0x0D, 1)
    case UInt8(ascii: "u"): break
    default: throw Self.malformed
    }
    guard text.count >= 5, let unit = unsafe UInt16(String(decoding: text[1..<5], as: UTF8.self), radix: 16) else { throw Self.malformed }
    if 0xD800...0xDFFF ~= unit { return (nil, 5) }
    guard unit < 0x20 else { throw Self.malformed }
    return (UInt8(unit), 5)
  }

  private static var malformed: Failure {
    Failure(.badData, "a string in the changes of an event has an escape that the archive never writes", hint: "verify the archive")
  }
}
