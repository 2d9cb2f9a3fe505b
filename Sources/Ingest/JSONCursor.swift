internal import AuditModel

/// Why bytes are not JSON, and where.
struct JSONProblem: Error {
  let offset: Int
  let reason: String
}

/// Walks over one JSON text (RFC 8259, to the letter) whose bytes are already known to be UTF-8.
///
/// Everything valid is accepted and everything invalid refused, with two rules of our own: an object with two equal keys is refused, since
/// readers differ in which one they believe; and so is nesting deeper than `maximumDepth`.
struct JSONCursor {
  static let maximumDepth = 64

  let text: ByteView
  private(set) var position: Int

  init(_ text: ByteView, at position: Int = 0) {
    self.text = text
    self.position = position
  }

  var isAtEnd: Bool { position == text.count }

  /// The byte at the cursor, or 0 at the end (no valid text holds a bare NUL).
  var byte: UInt8 { position < text.count ? text[position] : 0 }

  func problem(_ reason: String) -> JSONProblem {
    JSONProblem(offset: position, reason: isAtEnd ? "the text ends too early" : reason)
  }

  mutating func skipWhiteSpace() {
    while position < text.count, Self.isWhiteSpace(text[position]) { position += 1 }
  }

  static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  mutating func take(_ byte: UInt8) -> Bool {
    guard self.byte == byte, !isAtEnd else { return false }
    position += 1
    return true
  }

  mutating func expect(_ byte: UInt8) throws(JSONProblem) {
    guard take(byte) else { throw problem("expected “\(Character(Unicode.Scalar(byte)))”") }
  }

  /// Passes one value with the white space before it, and gives its bytes.
  mutating func value(depth: Int = 0) throws(JSONProblem) -> ByteView {
    skipWhiteSpace()
    let start = position
    switch byte {
    case UInt8(ascii: "{"): try object(depth: depth) { (_, cursor) throws(JSONProblem) in _ = try cursor.value(depth: depth + 1) }
    case UInt8(ascii: "["): try array(depth: depth) { (cursor) throws(JSONProblem) in _ = try cursor.value(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    default: throw problem("expected a value")
    }
    return text.slice(start, position)
  }

  /// Passes one object. `member` gets each key and the cursor before its value, which it must pass.
  mutating func object(
    depth: Int = 0, _ member: (JSONString, inout JSONCursor) throws(JSONProblem) -> Void
  ) throws(JSONProblem) {
    guard depth < Self.maximumDepth else { throw problem("nesting deeper than \(Self.maximumDepth)") }
    try expect(UInt8(ascii: "{"))
    skipWhiteSpace()
    if take(UInt8(ascii: "}")) { return }
    var keys = KeySet()
    repeat {
      skipWhiteSpace()
      let key = try string()
      guard keys.insert(key) else { throw problem("the key “\(key.text.prefix(40))” occurs twice in one object") }
      skipWhiteSpace()
      try expect(UInt8(ascii: ":"))
      skipWhiteSpace()
      try member(key, &self)
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
  }

  /// Passes one array. `element` gets the cursor before each value, which it must pass.
  mutating func array(depth: Int = 0, _ element: (inout JSONCursor) throws(JSONProblem) -> Void) throws(JSONProblem) {
    guard depth < Self.maximumDepth else { throw problem("nesting deeper than \(Self.maximumDepth)") }
    try expect(UInt8(ascii: "["))
    skipWhiteSpace()
    if take(UInt8(ascii: "]")) { return }
    repeat {
      skipWhiteSpace()
      try element(&self)
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
  }

  /// Passes one string and gives what stands between its quotes, escapes not yet resolved.
  mutating func string() throws(JSONProblem) -> JSONString {
    try expect(UInt8(ascii: "\""))
    let start = position
    var hasEscapes = false
    while true {
      position = text.indexOfStringStop(from: position)
      switch byte {
      case UInt8(ascii: "\"") where !isAtEnd:
        position += 1
        return JSONString(source: text.slice(start, position - 1), hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        try escape()
      default: throw problem("a control character inside a string")
      }
    }
  }

  private mutating func escape() throws(JSONProblem) {
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      position += 1
      for _ in 0..<4 {
        guard JSONString.hexValue(byte) != nil else { throw problem("not four hexadecimal digits after \\u") }
        position += 1
      }
    default: throw problem("no such escape in a string")
    }
  }

  private mutating func word(_ word: StaticString) throws(JSONProblem) {
    for index in 0..<word.utf8CodeUnitCount {
      guard take(unsafe word.utf8Start[index]) else { throw problem("expected a value") }
    }
  }

  private mutating func number() throws(JSONProblem) {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      try digits()
    }
  }

  private mutating func digits() throws(JSONProblem) {
    let start = position
    while case UInt8(ascii: "0")...UInt8(ascii: "9") = byte { position += 1 }
    guard position > start else { throw problem("expected a digit") }
  }
}

/// The keys of one object so far, compared by their decoded bytes.
private struct KeySet {
  private var keys: [JSONString] = []
  private var hashes: Set<UInt64> = []

  mutating func insert(_ key: JSONString) -> Bool {
    guard keys.count < 16 else { return insertByHash(key) }
    guard !keys.contains(where: { $0.hasSameText(as: key) }) else { return false }
    keys.append(key)
    return true
  }

  private mutating func insertByHash(_ key: JSONString) -> Bool {
    if hashes.isEmpty { for known in keys { hashes.insert(known.hash) } }
    let isNew = hashes.insert(key.hash).inserted || !keys.contains { $0.hasSameText(as: key) }
    keys.append(key)
    return isNew
  }
}
