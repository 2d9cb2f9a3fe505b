import AuditModel

/// Where the members of a JSON object lie in its text. The text is the archive's, so its values are known to be JSON.
enum ObjectMembers {
  typealias Member = (name: Range<Int>, value: Range<Int>)

  static func read(_ text: [UInt8]) throws(Failure) -> [Member] {
    var members: [Member] = []
    var at = skipSpace(0, text)
    guard byte(at, text) == UInt8(ascii: "{") else { throw malformed }
    at = skipSpace(at + 1, text)
    while byte(at, text) != UInt8(ascii: "}") {
      guard byte(at, text) == UInt8(ascii: "\"") else { throw malformed }
      let nameEnd = JSONStrings.end(of: at, in: text[...])
      let colon = skipSpace(nameEnd, text)
      guard byte(colon, text) == UInt8(ascii: ":") else { throw malformed }
      let start = skipSpace(colon + 1, text)
      let end = valueEnd(start, text)
      guard end > start else { throw malformed }
      members.append((at..<nameEnd, start..<end))
      at = skipSpace(end, text)
      if byte(at, text) == UInt8(ascii: ",") { at = skipSpace(at + 1, text) } else if byte(at, text) != UInt8(ascii: "}") { throw malformed }
    }
    guard skipSpace(at + 1, text) == text.count else { throw malformed }
    return members
  }

  private static var malformed: Failure {
    Failure(.badData, "the further keys of an event are not in the archive's form", hint: "verify the archive")
  }

  private static func byte(_ at: Int, _ text: [UInt8]) -> UInt8 { at < text.count ? text[at] : 0 }

  private static func skipSpace(_ start: Int, _ text: [UInt8]) -> Int {
    var at = start
    while at < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[at]) { at += 1 }
    return at
  }

  /// The end of the value that begins at a place, or that place if there is none.
  private static func valueEnd(_ start: Int, _ text: [UInt8]) -> Int {
    var (at, depth) = (start, 0)
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "\""):
        at = JSONStrings.end(of: at, in: text[...])
        if depth == 0 { return at }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return at }
        depth -= 1
        if depth == 0 { return at + 1 }
      case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D: if depth == 0 { return at }
      default: break
      }
      at += 1
    }
    return at
  }
}

/// Strings in JSON text.
enum JSONStrings {
  /// The place behind the closing quote of the string that begins at a place.
  static func end(of start: Int, in text: ArraySlice<UInt8>) -> Int {
    var at = start + 1
    while at < text.endIndex {
      if text[at] == UInt8(ascii: "\"") { return at + 1 }
      at += text[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    return text.endIndex
  }

  /// What a string stands for, any escape decoded; half a surrogate pair becomes U+FFFD.
  static func text(of string: ArraySlice<UInt8>) -> String {
    let content = string.dropFirst().dropLast()
    guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
    var units: [UInt16] = []
    var rest = content
    while let first = rest.first {
      if first == UInt8(ascii: "\\") {
        units.append(escape(&rest))
      } else {
        let plain = rest.prefix { $0 != UInt8(ascii: "\\") }
        units += Array(String(decoding: plain, as: UTF8.self).utf16)
        rest = rest.dropFirst(plain.count)
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func escape(_ rest: inout ArraySlice<UInt8>) -> UInt16 {
    let kind = rest.dropFirst().first ?? 0
    rest = rest.dropFirst(2)
    switch kind {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"):
      let digits = String(decoding: rest.prefix(4), as: UTF8.self)
      rest = rest.dropFirst(4)
      return UInt16(digits, radix: 16) ?? 0xFFFD
    default: return UInt16(kind)
    }
  }
}
