import AuditModel

/// Reads JSON (RFC 8259) into the tree of a settings file: strictly, with the line of each value, and without duplicate keys.
///
/// YAML's reader will not do, although JSON nearly is YAML: it knows no surrogate pairs, and takes comments, anchors and bare words.
struct JSONTree {
  private static let depthLimit = 64
  private let bytes: [UInt8]
  private let source: StrictYAML
  private var position = 0
  private var line = 1

  /// - Parameter bytes: valid UTF-8.
  init(_ bytes: [UInt8], source: StrictYAML) {
    self.bytes = bytes
    self.source = source
  }

  mutating func root() throws(Failure) -> SettingsNode {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    let root = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw failure("something follows the end of the document") }
    return root
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func failure(_ reason: String) -> Failure {
    source.failure(line, reason, "the file is JSON: check quotes, commas and brackets around this line")
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
      if byte == 0x0A { line += 1 }
      position += 1
    }
  }

  /// Takes a mark of punctuation, if it is the next thing.
  private mutating func take(_ mark: Character) -> Bool {
    skipSpace()
    guard next == mark.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(Failure) -> SettingsNode {
    guard depth <= Self.depthLimit else { throw failure("tables and lists lie more than \(Self.depthLimit) deep in each other") }
    skipSpace()
    let start = line
    let content: SettingsNode.Content
    switch next {
    case UInt8(ascii: "{"): content = .table(try members(depth))
    case UInt8(ascii: "["): content = .list(try elements(depth))
    case UInt8(ascii: "\""): content = .scalar(try string(), .text)
    case let byte? where "-0123456789".utf8.contains(byte): content = try number()
    case nil: throw failure("the file ends too early")
    default: content = try word()
    }
    return SettingsNode(content: content, line: start)
  }

  private mutating func members(_ depth: Int) throws(Failure) -> [(key: SettingsNode, value: SettingsNode)] {
    position += 1
    var members: [(key: SettingsNode, value: SettingsNode)] = []
    var seen: Set<[UInt8]> = []
    if take("}") { return members }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure("a key is not a text in double quotes") }
      let keyLine = line
      let key = try string()
      guard seen.insert(Array(key.utf8)).inserted else {
        throw source.failure(keyLine, "the key “\(key)” occurs twice", "keep one of them")
      }
      guard take(":") else { throw failure("there is no colon behind the key “\(key)”") }
      members.append((SettingsNode(content: .scalar(key, .text), line: keyLine), try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw failure("a table does not end with }") }
    return members
  }

  private mutating func elements(_ depth: Int) throws(Failure) -> [SettingsNode] {
    position += 1
    var elements: [SettingsNode] = []
    if take("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw failure("a list does not end with ]") }
    return elements
  }

  private mutating func word() throws(Failure) -> SettingsNode.Content {
    for (word, kind) in [("true", SettingsNode.Kind.flag), ("false", .flag), ("null", .nothing)] where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return .scalar(word, kind)
    }
    throw failure("there is neither a text, a number, a list nor a table")
  }

  private mutating func number() throws(Failure) -> SettingsNode.Content {
    let rest = String(decoding: bytes[position...].prefix { "+-.eE0123456789".utf8.contains($0) }, as: UTF8.self)
    guard rest.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil else { throw failure("\(rest) is not a number") }
    position += rest.utf8.count
    return .scalar(rest, rest.utf8.contains { ".eE".utf8.contains($0) } ? .other : .whole)
  }
}

/// Texts.
extension JSONTree {
  private mutating func string() throws(Failure) -> String {
    position += 1
    var out: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
      case UInt8(ascii: "\\"): out.append(contentsOf: try escape())
      case 0..<0x20: throw failure("a text does not end on its line, or holds a control character")
      default: out.append(byte)
      }
    }
    throw failure("the file ends within a text")
  }

  private mutating func escape() throws(Failure) -> [UInt8] {
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "/"): UInt8(ascii: "/"),
      UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]
    guard let byte = next else { throw failure("the file ends within a text") }
    position += 1
    if let plain = plain[byte] { return [plain] }
    guard byte == UInt8(ascii: "u") else { throw failure("a text has an escape that JSON does not know") }
    return Array(String(Character(try scalar())).utf8)
  }

  /// One scalar of one escape, or of the two that make a surrogate pair.
  private mutating func scalar() throws(Failure) -> Unicode.Scalar {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard 0xD800..<0xDC00 ~= first, bytes[position...].starts(with: "\\u".utf8) else { throw loneSurrogate }
    position += 2
    let second = try fourDigits()
    guard 0xDC00..<0xE000 ~= second, let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) else {
      throw loneSurrogate
    }
    return scalar
  }

  private var loneSurrogate: Failure { failure("a text has half of a surrogate pair") }

  private mutating func fourDigits() throws(Failure) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("\\u is not followed by four hexadecimal digits") }
    position += 4
    return number
  }
}
