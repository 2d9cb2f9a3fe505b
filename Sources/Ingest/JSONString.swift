internal import AuditModel

/// A validated JSON string as it stands in its source, without its quotes.
struct JSONString {
  let source: ByteView
  let hasEscapes: Bool

  /// The decoded text, a lone surrogate shown as U+FFFD: for messages only.
  var text: String { hasEscapes ? String(decoding: decoded ?? source.array, as: UTF8.self) : source.string }

  /// The decoded bytes; nil if a lone surrogate occurs, which UTF-8 cannot hold.
  var decoded: [UInt8]? {
    guard hasEscapes else { return source.array }
    var out: [UInt8] = []
    return decode { out.append($0) } ? out : nil
  }

  /// Bytes that are equal for equal texts: the decoded ones, or, for a text with a lone surrogate, its one spelling after a byte that no UTF-8
  /// text begins with.
  var comparable: [UInt8] {
    if let decoded { return decoded }
    var out: [UInt8] = [0xFF]
    appendCanonicalContent(to: &out)
    return out
  }

  /// The string with its quotes in the project's one spelling (see `JSONText.appendString`), so that equal texts are equal bytes. A lone
  /// surrogate stays an escape, in lower case. Without escapes this is what stands in the source.
  func canonical(in arena: ByteArena) -> ByteView {
    guard hasEscapes else { return unsafe source.withQuotes }
    var spelled: [UInt8] = [UInt8(ascii: "\"")]
    appendCanonicalContent(to: &spelled)
    spelled.append(UInt8(ascii: "\""))
    return arena.store(spelled)
  }

  private func appendCanonicalContent(to out: inout [UInt8]) {
    var position = 0
    while position < source.count {
      guard source[position] == UInt8(ascii: "\\") else {
        out.append(source[position])
        position += 1
        continue
      }
      let (scalar, next) = scalar(at: position)
      if let scalar = Unicode.Scalar(scalar) {
        for byte in String(Character(scalar)).utf8 { JSONText.appendStringByte(byte, to: &out) }
      } else {
        out.append(contentsOf: "\\u\(String(scalar, radix: 16))".utf8)
      }
      position = next
    }
  }

  /// Calls `emit` for each decoded byte. False as soon as a lone surrogate is met.
  private func decode(_ emit: (UInt8) -> Void) -> Bool {
    var position = 0
    while position < source.count {
      guard source[position] == UInt8(ascii: "\\") else {
        emit(source[position])
        position += 1
        continue
      }
      let (value, next) = scalar(at: position)
      guard let scalar = Unicode.Scalar(value) else { return false }
      for byte in String(Character(scalar)).utf8 { emit(byte) }
      position = next
    }
    return true
  }

  /// The scalar (or lone surrogate) that the escape at `position` stands for, and the index after it.
  private func scalar(at position: Int) -> (UInt32, Int) {
    let mark = source[position + 1]
    guard mark == UInt8(ascii: "u") else { return (UInt32(Self.simpleEscape(mark)), position + 2) }
    let unit = unit(at: position + 2)
    let next = position + 6
    guard 0xD800...0xDBFF ~= unit, next + 6 <= source.count, source[next] == UInt8(ascii: "\\"), source[next + 1] == UInt8(ascii: "u")
    else { return (unit, next) }
    let low = self.unit(at: next + 2)
    guard 0xDC00...0xDFFF ~= low else { return (unit, next) }
    return (0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), next + 6)
  }

  private func unit(at position: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 4 | UInt32(Self.hexValue(source[position + $1])!) }
  }

  private static func simpleEscape(_ mark: UInt8) -> UInt8 {
    switch mark {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "r"): 0x0D
    default: mark
    }
  }

  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
