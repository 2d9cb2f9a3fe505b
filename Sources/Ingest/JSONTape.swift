internal import CScan

/// Why bytes are not JSON, and where.
struct JSONProblem: Error {
  let offset: Int
  let reason: String
}

/// JSON texts (RFC 8259, to the letter) as one flat list of nodes, reused from record to record without allocating.
///
/// Everything valid is accepted and everything invalid refused, with two rules of our own: an object with two equal keys is refused, since
/// readers differ in which one they believe; and so is nesting deeper than `maximumDepth`. The bytes must be known to be UTF-8, or be
/// checked afterwards: outside strings everything is ASCII anyway.
///
/// A record may hold further JSON inside a text: it is parsed to the end of the same list, so that a node's number is all that is needed to
/// name a value. Nodes lie in the order of the text; an object's members are pairs of a key and a value.
@safe struct JSONTape: ~Copyable {
  static let maximumDepth = 64
  /// An archive's export holds values a few steps deeper than the records that they come from.
  static let exportDepth = 72

  enum Kind: UInt8 { case null, yes, no, number, string, escapedString, object, array }

  @safe struct Node {
    var start: UnsafePointer<UInt8>
    var count: Int32
    /// The node after this value and all that is in it.
    var next: Int32
    /// The number of a key in the table; -1 for values.
    var key: Int32 = -1
    var kind: Kind
    var use = Use.none
  }

  /// Whether something has been read from a value; what has not is kept with the event.
  enum Use: UInt8 { case none, partly, whole }

  enum Outcome { case complete, cut, invalid }

  let keys: KeyTable
  /// For the parser here; all others ask by a node's number (JSONNodes.swift).
  fileprivate(set) var nodes: UnsafeMutablePointer<Node>
  private var capacity = 256
  private(set) var count = 0
  /// Why the text that was parsed last is not JSON.
  private(set) var problem: JSONProblem?
  private var containers = InlineArray<72, Int32>(repeating: 0)
  /// For each open container, the key that has it as its value.
  private var owners = InlineArray<72, Int32>(repeating: -1)
  private var depth = 0

  private let depthLimit: Int

  init(keys: KeyTable, depth: Int = JSONTape.maximumDepth) {
    self.keys = keys
    depthLimit = depth
    unsafe nodes = .allocate(capacity: capacity)
  }

  deinit { unsafe nodes.deallocate() }

  /// Forgets all nodes, between two records.
  mutating func reset() {
    count = 0
    keys.tidy()
  }

  // MARK: Parsing

  private enum State { case value, key, after, done, cut, invalid }

  /// Parses one value with the white space before it. Its first node is the one that `count` named before.
  ///
  /// - Parameter isWhole: whether the text ends here; else a number at its end may go on, and a value that does not end is `cut`.
  /// - Returns: how it went, and the index after the value. After `cut` and `invalid` the nodes up to there are good for a look.
  mutating func parse(_ text: ByteView, isWhole: Bool = true) -> (outcome: Outcome, end: Int) {
    let base = unsafe text.start
    var cursor = unsafe Cursor(base: base, end: text.count, isWhole: isWhole)
    var state = State.value
    depth = 0
    problem = nil
    while true {
      switch state {
      case .value: state = parseValue(&cursor)
      case .key: state = parseKey(&cursor)
      case .after: state = parseAfter(&cursor)
      case .done: return (.complete, cursor.at)
      case .cut, .invalid:
        closeAll()
        return (state == .cut ? .cut : .invalid, cursor.at)
      }
    }
  }

  /// Where the parser stands. `previous` is the key before it in the object that is open.
  @safe private struct Cursor {
    let base: UnsafePointer<UInt8>
    let end: Int
    let isWhole: Bool
    var at = 0
    var previous: Int32 = -1

    /// Passes white space. False at the end of the text.
    @inline(__always)
    mutating func skipSpace() -> Bool {
      while at < end {
        let byte = unsafe base[at]
        if byte > 0x20 || !JSONTape.isWhiteSpace(byte) { return true }
        at += 1
      }
      return false
    }

    @inline(__always)
    var byte: UInt8 { unsafe base[at] }
  }

  @inline(__always)
  static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  @inline(never)
  private mutating func fail(_ reason: String, at offset: Int) -> State {
    problem = JSONProblem(offset: offset, reason: reason)
    return .invalid
  }

  @inline(never)
  private mutating func cut(_ cursor: Cursor) -> State {
    problem = JSONProblem(offset: cursor.end, reason: "the text ends too early")
    return .cut
  }

  @inline(__always)
  private mutating func append(_ kind: Kind, from start: Int, to end: Int, key: Int32 = -1, _ cursor: Cursor) {
    if count == capacity { grow() }
    let node = unsafe Node(
      start: cursor.base + start, count: Int32(truncatingIfNeeded: end - start), next: Int32(truncatingIfNeeded: count + 1), key: key, kind: kind)
    unsafe (nodes + count).initialize(to: node)
    count += 1
  }

  @inline(never)
  private mutating func grow() {
    let larger = unsafe UnsafeMutablePointer<Node>.allocate(capacity: capacity * 2)
    unsafe larger.moveInitialize(from: nodes, count: count)
    unsafe nodes.deallocate()
    unsafe nodes = larger
    capacity *= 2
  }

  // MARK: Values

  @inline(__always)
  private mutating func parseValue(_ cursor: inout Cursor) -> State {
    guard cursor.skipSpace() else { return cut(cursor) }
    let start = cursor.at
    switch cursor.byte {
    case UInt8(ascii: "\""):
      let (stop, isEscaped) = passString(&cursor)
      guard stop == .after else { return stop }
      append(isEscaped ? .escapedString : .string, from: start, to: cursor.at, cursor)
      return afterValue
    case UInt8(ascii: "{"): return open(.object, &cursor)
    case UInt8(ascii: "["): return open(.array, &cursor)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return parseNumber(&cursor)
    case UInt8(ascii: "t"): return parseWord("true", .yes, &cursor)
    case UInt8(ascii: "f"): return parseWord("false", .no, &cursor)
    case UInt8(ascii: "n"): return parseWord("null", .null, &cursor)
    default: return fail("expected a value", at: start)
    }
  }

  @inline(__always)
  private var afterValue: State { depth == 0 ? .done : .after }

  /// Passes a string from its opening to its closing quote. `.after` if it is one.
  @inline(__always)
  private mutating func passString(_ cursor: inout Cursor) -> (State, isEscaped: Bool) {
    let from = cursor.at + 1
    let stop = unsafe from + Int(scan_for_string_stop(cursor.base + from, cursor.end - from))
    if stop < cursor.end, unsafe cursor.base[stop] == UInt8(ascii: "\"") {
      cursor.at = stop + 1
      return (.after, false)
    }
    return (passEscapedString(&cursor, from: stop), true)
  }

  @inline(never)
  private mutating func passEscapedString(_ cursor: inout Cursor, from first: Int) -> State {
    var stop = first
    while stop < cursor.end {
      cursor.at = stop
      switch cursor.byte {
      case UInt8(ascii: "\""):
        cursor.at += 1
        return .after
      case UInt8(ascii: "\\"):
        let state = passEscape(&cursor)
        guard state == .after else { return state }
      default: return fail("a control character inside a string", at: stop)
      }
      stop = unsafe cursor.at + Int(scan_for_string_stop(cursor.base + cursor.at, cursor.end - cursor.at))
    }
    return cut(cursor)
  }

  private mutating func passEscape(_ cursor: inout Cursor) -> State {
    cursor.at += 1
    guard cursor.at < cursor.end else { return cut(cursor) }
    let mark = cursor.byte
    cursor.at += 1
    switch mark {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      return .after
    case UInt8(ascii: "u"):
      for _ in 0..<4 {
        guard cursor.at < cursor.end else { return cut(cursor) }
        guard JSONString.hexValue(cursor.byte) != nil else { return fail("not four hexadecimal digits after \\u", at: cursor.at) }
        cursor.at += 1
      }
      return .after
    default: return fail("no such escape in a string", at: cursor.at - 1)
    }
  }

  private mutating func parseWord(_ word: StaticString, _ kind: Kind, _ cursor: inout Cursor) -> State {
    let start = cursor.at
    for index in 0..<word.utf8CodeUnitCount {
      guard start + index < cursor.end else { return cut(cursor) }
      guard unsafe cursor.base[start + index] == word.utf8Start[index] else { return fail("expected a value", at: start) }
    }
    cursor.at += word.utf8CodeUnitCount
    append(kind, from: start, to: cursor.at, cursor)
    return afterValue
  }

  private mutating func parseNumber(_ cursor: inout Cursor) -> State {
    let start = cursor.at
    if cursor.byte == UInt8(ascii: "-") { cursor.at += 1 }
    if cursor.at < cursor.end, cursor.byte == UInt8(ascii: "0") {
      cursor.at += 1
    } else if let failure = passDigits(&cursor) {
      return failure
    }
    if cursor.at < cursor.end, cursor.byte == UInt8(ascii: ".") {
      cursor.at += 1
      if let failure = passDigits(&cursor) { return failure }
    }
    if cursor.at < cursor.end, cursor.byte | 0x20 == UInt8(ascii: "e") {
      cursor.at += 1
      if cursor.at < cursor.end, cursor.byte == UInt8(ascii: "+") || cursor.byte == UInt8(ascii: "-") { cursor.at += 1 }
      if let failure = passDigits(&cursor) { return failure }
    }
    guard cursor.at < cursor.end || cursor.isWhole else { return cut(cursor) }
    append(.number, from: start, to: cursor.at, cursor)
    return afterValue
  }

  /// Passes at least one digit; else says what is wrong.
  @inline(__always)
  private mutating func passDigits(_ cursor: inout Cursor) -> State? {
    let start = cursor.at
    while cursor.at < cursor.end, cursor.byte &- UInt8(ascii: "0") < 10 { cursor.at += 1 }
    if cursor.at > start { return nil }
    return cursor.at == cursor.end ? cut(cursor) : fail("expected a digit", at: cursor.at)
  }

  // MARK: Objects and arrays

  @inline(__always)
  private mutating func open(_ kind: Kind, _ cursor: inout Cursor) -> State {
    guard depth < depthLimit else { return fail("nesting deeper than \(depthLimit)", at: cursor.at) }
    let isInArray = unsafe depth > 0 && nodes[Int(containers[depth - 1])].kind == .array
    containers[depth] = Int32(truncatingIfNeeded: count)
    owners[depth] = isInArray ? owners[depth - 1] : cursor.previous
    depth += 1
    append(kind, from: cursor.at, to: cursor.end, cursor)
    cursor.at += 1
    guard cursor.skipSpace() else { return cut(cursor) }
    if cursor.byte == (kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return close(&cursor) }
    cursor.previous = -1
    return kind == .object ? .key : .value
  }

  @inline(__always)
  private mutating func parseKey(_ cursor: inout Cursor) -> State {
    let (start, owner) = (cursor.at, owners[depth - 1])
    guard cursor.byte == UInt8(ascii: "\"") else { return fail("expected a key", at: start) }
    let likely = unsafe keys.likely(after: cursor.previous, in: owner, cursor.base, at: start, end: cursor.end)
    if likely.key >= 0 {
      cursor.at = likely.end
      append(.string, from: start, to: likely.end, key: likely.key, cursor)
      cursor.previous = likely.key
    } else {
      let state = parseUnlikelyKey(&cursor)
      guard state == .after else { return state }
    }
    guard cursor.at < cursor.end, cursor.byte == UInt8(ascii: ":") || cursor.skipSpace() else { return cut(cursor) }
    guard cursor.byte == UInt8(ascii: ":") else { return fail("expected “:”", at: cursor.at) }
    cursor.at += 1
    return .value
  }

  @inline(never)
  private mutating func parseUnlikelyKey(_ cursor: inout Cursor) -> State {
    let (start, owner) = (cursor.at, owners[depth - 1])
    let (state, isEscaped) = passString(&cursor)
    guard state == .after else { return state }
    let content = unsafe ByteView(cursor.base + start + 1, count: cursor.at - start - 2)
    let key = isEscaped ? JSONString(source: content, hasEscapes: true).comparable.withView { keys.number(of: $0) } : keys.number(of: content)
    if !isEscaped { keys.remember(key, after: cursor.previous, in: owner) }
    append(isEscaped ? .escapedString : .string, from: start, to: cursor.at, key: key, cursor)
    cursor.previous = key
    return .after
  }

  @inline(__always)
  private mutating func parseAfter(_ cursor: inout Cursor) -> State {
    guard cursor.skipSpace() else { return cut(cursor) }
    let isObject = unsafe nodes[Int(containers[depth - 1])].kind == .object
    if cursor.byte == UInt8(ascii: ",") {
      cursor.at += 1
      guard isObject else { return .value }
      return cursor.skipSpace() ? .key : cut(cursor)
    }
    let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    guard cursor.byte == closing else { return fail("expected “,” or “\(Character(Unicode.Scalar(closing)))”", at: cursor.at) }
    return close(&cursor)
  }

  /// Ends the innermost container, at its closing bracket.
  @inline(__always)
  private mutating func close(_ cursor: inout Cursor) -> State {
    let index = Int(containers[depth - 1])
    let container = unsafe nodes + index
    cursor.at += 1
    unsafe container.pointee.count = Int32(truncatingIfNeeded: cursor.base + cursor.at - container.pointee.start)
    unsafe container.pointee.next = Int32(truncatingIfNeeded: count)
    if unsafe container.pointee.kind == .object, let twice = repeatedKey(of: index) {
      let name = text(of: twice).prefix(40)
      return fail("the key “\(name)” occurs twice in one object", at: unsafe nodes[twice].start - cursor.base)
    }
    depth -= 1
    cursor.previous = unsafe depth > 0 && nodes[Int(containers[depth - 1])].kind == .object ? nodes[index - 1].key : -1
    return afterValue
  }

  /// The node of a key that an earlier key of the object equals, or nil.
  @inline(__always)
  private func repeatedKey(of object: Int) -> Int? {
    keys.beginObject()
    var at = object + 1
    while at < count {
      let key = unsafe nodes[at].key
      if !keys.isFirst(key) { return at }
      at = unsafe Int(nodes[at + 1].next)
    }
    return nil
  }

  /// Ends what is open where the text broke off, so that what came before can be looked at.
  private mutating func closeAll() {
    if count > 0, unsafe nodes[count - 1].key >= 0 { count -= 1 }
    for level in 0..<depth { unsafe nodes[Int(containers[level])].next = Int32(count) }
  }
}
