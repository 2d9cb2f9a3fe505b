/// JSON (RFC 8259) being written: keys keep their order, no white space, strings escaped in one way only.
///
/// Everything in the project that writes JSON writes it through this type, so that equal content is equal bytes.
public struct JSONText: Equatable, Sendable {
  public var bytes: [UInt8]

  /// Takes bytes that are JSON text already.
  public init(source bytes: [UInt8]) { self.bytes = bytes }

  public static let null = JSONText(source: Array("null".utf8))

  public static func bool(_ value: Bool) -> JSONText { JSONText(source: Array((value ? "true" : "false").utf8)) }

  public static func number(_ value: some BinaryInteger) -> JSONText { JSONText(source: Array(String(value).utf8)) }

  public static func string(_ text: String) -> JSONText {
    var out: [UInt8] = []
    appendString(text.utf8, to: &out)
    return JSONText(source: out)
  }

  public static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

  public static func array(_ elements: [JSONText]) -> JSONText {
    joined(elements.map(\.bytes), open: UInt8(ascii: "["), close: UInt8(ascii: "]"))
  }

  public static func object(_ members: [(String, JSONText)]) -> JSONText {
    joined(members.map { string($0).bytes + [UInt8(ascii: ":")] + $1.bytes }, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"))
  }

  private static func joined(_ parts: [[UInt8]], open: UInt8, close: UInt8) -> JSONText {
    JSONText(source: [open] + parts.joined(separator: [UInt8(ascii: ",")]) + [close])
  }

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The same JSON, safe inside an HTML `<script>` element: `<` as `\u003c`, and U+2028 and U+2029 escaped.
  ///
  /// A value with `<!--<script>` would otherwise make the rest of the page vanish (HTML Standard, script data double escaped state).
  public var safeInHTML: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + bytes.count / 64)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "<") {
        out.append(contentsOf: "\\u003c".utf8)
      } else if byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] & 0xFE == 0xA8 {
        out.append(contentsOf: (bytes[index + 2] == 0xA8 ? "\\u2028" : "\\u2029").utf8)
        index += 2
      } else {
        out.append(byte)
      }
      index += 1
    }
    return out
  }

  /// Appends a JSON string. Escapes are minimal and unique: `\"`, `\\`, `\b \t \n \f \r`, and `\u00xx` in lower case for other controls.
  public static func appendString(_ utf8: some Sequence<UInt8>, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in utf8 { appendStringByte(byte, to: &out) }
    out.append(UInt8(ascii: "\""))
  }

  /// Appends one byte of a JSON string's content, escaped if it must be.
  @inline(__always)
  public static func appendStringByte(_ byte: UInt8, to out: inout [UInt8]) {
    if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      out.append(byte)
    } else {
      appendEscape(of: byte, to: &out)
    }
  }

  @inline(never)
  private static func appendEscape(of byte: UInt8, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(byte)
    case 0x08: out.append(UInt8(ascii: "b"))
    case 0x09: out.append(UInt8(ascii: "t"))
    case 0x0A: out.append(UInt8(ascii: "n"))
    case 0x0C: out.append(UInt8(ascii: "f"))
    case 0x0D: out.append(UInt8(ascii: "r"))
    default:
      out.append(contentsOf: "u00".utf8)
      out.append(hexDigits[Int(byte >> 4)])
      out.append(hexDigits[Int(byte & 15)])
    }
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
