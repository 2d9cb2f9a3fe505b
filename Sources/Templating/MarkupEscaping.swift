internal import Mustache

/// How texts get into the page's frame: `& < > " '` become character references, byte for byte.
///
/// The library's own escaping goes by `Character`, so that a quote with a combining mark after it passes through unescaped and a script
/// gets in (tried). Control characters other than tab and line feed become U+FFFD: HTML has no way to write them.
struct MarkupEscaping: MustacheContentType {
  /// The pragma that a template begins with.
  static let pragma = "{{% CONTENT_TYPE: COUNTERROLL }}"

  /// Makes the pragma known to the library; once is enough.
  static let registered: Void = MustacheContentTypes.register(MarkupEscaping(), named: "COUNTERROLL")

  func escapeText(_ text: String) -> String { Self.escaped(text) }

  static func escaped(_ text: String) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 { append(byte, to: &out) }
    return String(decoding: out, as: UTF8.self)
  }

  private static func append(_ byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
    case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
    case UInt8(ascii: "\""): out.append(contentsOf: "&quot;".utf8)
    case UInt8(ascii: "'"): out.append(contentsOf: "&#39;".utf8)
    case 0x09, 0x0A: out.append(byte)
    case ..<0x20, 0x7F: out.append(contentsOf: "\u{FFFD}".utf8)
    default: out.append(byte)
    }
  }
}

extension TemplateValue {
  /// A text as it may stand between tags and in quoted attributes, for markup that the program makes itself.
  public static func escaped(_ text: String) -> String { MarkupEscaping.escaped(text) }
}
