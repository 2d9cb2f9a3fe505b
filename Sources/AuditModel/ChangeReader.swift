/// Reads the changes of an archived event from their canonical JSON text, one after another and without making objects of them.
///
/// The text is `[["email","a",1.0],["tags",{"after":["x"]}],["dnd"]]`: an array for each change, with the field and both sides, or with the
/// field and an object that names the one side that was recorded, or with the field alone. No white space outside nested values, strings
/// escaped as by `JSONText`. Everything else is a `Failure`: the archive writes nothing else.
///
/// A redaction puts `["email",~,~]` in the place of a change that it withholds: `~` is no JSON, so no value can be taken for it.
public struct ChangeReader: ~Escapable {
  /// What stands at one side of a change.
  public enum Form: UInt8, Sendable {
    case absent, null
    /// A string without escapes: its content is its UTF-8 text.
    case plainString
    case escapedString
    /// A number, `true`, `false`, an object or an array.
    case otherJSON
    /// There may be something or not: it is not given out.
    case withheld
  }

  /// What stands for both sides of a withheld change.
  public static let withheldMark = UInt8(ascii: "~")

  /// One side of a change; `source` is its JSON text, with the quotes of a string.
  public struct Side: Sendable {
    public var form: Form
    public var source: Range<Int>

    /// What stands between the quotes of a string.
    public var content: Range<Int> { (source.lowerBound + 1)..<(source.upperBound - 1) }
  }

  public struct Change: Sendable {
    /// The field's name as a JSON string, with its quotes.
    public var field: Range<Int>
    public var before: Side
    public var after: Side
  }

  public let bytes: Span<UInt8>
  private var at = 0
  private var isDone: Bool

  /// - Parameter bytes: the canonical text; no bytes at all mean no changes.
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    isDone = bytes.isEmpty
  }

  /// The next change, or nil after the last.
  @_lifetime(self: copy self)
  public mutating func next() throws(Failure) -> Change? {
    guard !isDone else { return nil }
    let isFirst = at == 0
    if isFirst { try expect("[") }
    if take("]") { return try finish() }
    if !isFirst { try expect(",") }
    try expect("[")
    let field = try string()
    let (before, after) = take("]") ? (absent, absent) : try sides()
    return Change(field: field.source, before: before, after: after)
  }

  /// Both sides, or an object that names the only one; then the end of the change.
  @_lifetime(self: copy self)
  private mutating func sides() throws(Failure) -> (before: Side, after: Side) {
    try expect(",")
    let start = at
    let first = try side()
    if take(",") {
      let after = try side()
      try expect("]")
      return (first, after)
    }
    let end = at
    at = start
    let isBefore = take("{\"before\":")
    if !isBefore { try expect("{\"after\":") }
    let only = try side()
    try expect("}]")
    guard at == end + 1 else { throw malformed }
    return isBefore ? (only, absent) : (absent, only)
  }

  private var absent: Side { Side(form: .absent, source: at..<at) }

  @_lifetime(self: copy self)
  private mutating func finish() throws(Failure) -> Change? {
    guard at == bytes.count else { throw malformed }
    isDone = true
    return nil
  }

  private var malformed: Failure {
    Failure(.badData, "the changes of an event are not in the archive's form (at byte \(at + 1) of their text)", hint: "verify the archive")
  }

  @inline(__always)
  private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func take(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard at + count <= bytes.count else { return false }
    for index in 0..<count where unsafe bytes[at + index] != text.utf8Start[index] { return false }
    at += count
    return true
  }

  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func expect(_ text: StaticString) throws(Failure) {
    guard take(text) else { throw malformed }
  }

  @_lifetime(self: copy self)
  private mutating func side() throws(Failure) -> Side {
    let start = at
    switch byte {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "{"), UInt8(ascii: "["): try skipNested()
    case UInt8(ascii: "n"):
      try expect("null")
      return Side(form: .null, source: start..<at)
    case Self.withheldMark:
      at += 1
      return Side(form: .withheld, source: start..<at)
    case UInt8(ascii: "t"): try expect("true")
    case UInt8(ascii: "f"): try expect("false")
    default: try skipNumber()
    }
    return Side(form: .otherJSON, source: start..<at)
  }

  /// A string from its opening to its closing quote.
  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func string() throws(Failure) -> Side {
    let start = at
    let (end, form) = Self.endOfString(bytes, from: start)
    guard end > start else { throw malformed }
    at = end
    return Side(form: form, source: start..<end)
  }

  /// The index behind the string that opens at a place, and whether escapes stand in it; the place itself if there is no whole string.
  @inline(__always)
  private static func endOfString(_ bytes: Span<UInt8>, from start: Int) -> (end: Int, form: Form) {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      guard start < bytes.count, let base = bytes.baseAddress, unsafe base[start] == UInt8(ascii: "\"") else { return (start, .plainString) }
      var (place, form) = (start + 1, Form.plainString)
      while true {
        place = unsafe endOfPlainText(base, from: place, to: bytes.count)
        guard place < bytes.count else { return (start, form) }
        switch unsafe base[place] {
        case UInt8(ascii: "\""): return (place + 1, form)
        case UInt8(ascii: "\\"): (place, form) = (place + 2, .escapedString)
        default: return (start, form)
        }
      }
    }
  }

  /// The index of the next quote, backslash or control: eight bytes at a time, then one by one.
  @inline(__always)
  private static func endOfPlainText(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var place = start
    while place + 8 <= end {
      let stops = Self.stops(UInt64(littleEndian: unsafe UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self)))
      if stops != 0 { return place + stops.trailingZeroBitCount / 8 }
      place += 8
    }
    while place < end, case let byte = unsafe base[place], byte >= 0x20, byte != 0x22, byte != 0x5C { place += 1 }
    return place
  }

  /// The highest bit of each byte that is a quote, a backslash or below 0x20; right up to the first of them.
  @inline(__always)
  private static func stops(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let (quotes, backslashes) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
    return ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word) & (ones &* 0x80)
  }

  @_lifetime(self: copy self)
  private mutating func skipNested() throws(Failure) {
    var depth = 0
    repeat {
      switch byte {
      case UInt8(ascii: "\""):
        _ = try string()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case 0: throw malformed
      default: break
      }
      at += 1
    } while depth > 0
  }

  @_lifetime(self: copy self)
  private mutating func skipNumber() throws(Failure) {
    let start = at
    while true {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
        UInt8(ascii: "E"):
        at += 1
      default:
        guard at > start else { throw malformed }
        return
      }
    }
  }
}

extension ChangeReader {
  /// Appends the text that an escaped string stands for.
  ///
  /// - Parameter content: what stands between the quotes.
  /// - Returns: false if a lone surrogate occurs, which UTF-8 cannot say; the string is then only its JSON text.
  public func decode(_ content: Range<Int>, into out: inout [UInt8]) throws(Failure) -> Bool {
    var index = content.lowerBound
    while index < content.upperBound {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        out.append(byte)
        continue
      }
      let escape = index < content.upperBound ? bytes[index] : 0
      index += 1
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(escape)
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "u"):
        guard let unit = hexadecimal(index, before: content.upperBound) else { throw malformed }
        index += 4
        if 0xD800...0xDFFF ~= unit { return false }
        guard unit < 0x20 else { throw malformed }
        out.append(UInt8(unit))
      default: throw malformed
      }
    }
    return true
  }

  /// The number that four hexadecimal digits write.
  private func hexadecimal(_ start: Int, before end: Int) -> UInt16? {
    guard start + 4 <= end else { return nil }
    var value: UInt16 = 0
    for index in start..<(start + 4) {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}
