import AuditModel
import Testing

@testable import Ingest

/// The tape against a writer and a reader that know nothing of it: random values are written, parsed, and told again from the nodes.
struct JSONTapeTests {
  /// A value as its own JSON text.
  private indirect enum Value {
    case scalar(String)
    case array([Value])
    case object([(String, Value)])

    func text(_ space: () -> String) -> String {
      switch self {
      case .scalar(let text): space() + text + space()
      case .array(let values): "[" + values.map { $0.text(space) }.joined(separator: ",") + space() + "]"
      case .object(let members):
        "{" + members.map { space() + $0.0 + space() + ":" + $0.1.text(space) }.joined(separator: ",") + space() + "}"
      }
    }
  }

  private static let scalars = ["0", "-1.5e3", "12345678901234567890", "true", "false", "null", "\"\"", "\"é漢🙂\"", "\"a\\\"b\"", "\"\\ud83d\\ude42\"", "\"]},{\""]
  private static let keys = ["\"id\"", "\"a\"", "\"b\"", "\"before\"", "\"a\\u0062\"", "\"\"", "\"a rather long key with é\"", "\"\\\\\"", "\"x\\\"y\""]

  private static func value(depth: Int, _ random: inout SplitMix64) -> Value {
    switch Int.random(in: 0..<(depth > 3 ? 4 : 8), using: &random) {
    case 4, 5: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1, &random) })
    case 6, 7: .object(keys.shuffled(using: &random).prefix(Int.random(in: 0...5, using: &random)).map { ($0, value(depth: depth + 1, &random)) })
    default: .scalar(scalars.randomElement(using: &random)!)
    }
  }

  /// The text without white space, told from the nodes alone.
  private static func told(_ index: Int, _ tape: borrowing JSONTape) -> String {
    switch tape.kind(of: index) {
    case .array: "[" + tape.elements(of: index).map { told($0, tape) }.joined(separator: ",") + "]"
    case .object: "{" + tape.keys(of: index).map { tape.source(of: $0).string + ":" + told($0 + 1, tape) }.joined(separator: ",") + "}"
    default: tape.source(of: index).string
    }
  }

  /// One tape and one key table for all, as in a file: what it learnt from one record must not mislead it in the next.
  @Test func whateverIsWrittenIsToldAgain() {
    var random = SplitMix64(state: 20261125)
    var tape = JSONTape(keys: KeyTable())
    for round in 0..<5000 {
      let value = Self.value(depth: 0, &random)
      var spaces = random
      let text = value.text { [" ", "", "", "\n", "\t", "\r\n"].randomElement(using: &spaces)! }
      Array(text.utf8).withView { view in
        tape.reset()
        #expect(tape.parse(view).outcome == .complete, "round \(round): \(text)")
        #expect(Self.told(0, tape) == value.text { "" }, "round \(round)")
      }
    }
  }

  /// The beginning of an object or array is never taken for the whole, and always for something that may go on.
  @Test func aBeginningIsCut() {
    var random = SplitMix64(state: 7)
    var tape = JSONTape(keys: KeyTable())
    for round in 0..<300 {
      let bytes = Array("{\"r\":\(Self.value(depth: 0, &random).text { "" })}".utf8)
      for length in 0..<bytes.count {
        Array(bytes[..<length]).withView { view in
          tape.reset()
          #expect(tape.parse(view, isWhole: false).outcome == .cut, "round \(round), \(length) bytes")
        }
      }
    }
  }

  /// A byte put in the place of another is either refused, or the text is valid by the grammar written down here a second time.
  @Test func oneWrongByte() {
    var random = SplitMix64(state: 99)
    var tape = JSONTape(keys: KeyTable())
    let bytes = Array("{\"id\":\"a\\n\",\"n\":[-1.5e3,true,null,{}],\"z\":\"é\"}".utf8)
    for _ in 0..<20_000 {
      var changed = bytes
      changed[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0x20...0x7E, using: &random)
      changed.withView { view in
        tape.reset()
        let (outcome, end) = tape.parse(view)
        var grammar = Grammar(changed)
        #expect((outcome == .complete && end == view.count) == grammar.isValid, "\(String(decoding: changed, as: UTF8.self))")
      }
    }
  }

  @Test func keysAreRememberedAndForgotten() {
    var tape = JSONTape(keys: KeyTable())
    for round in 0..<40 {
      let text = "{" + (0..<300).map { "\"k\(round * 300 + $0)\":{\"x\":\($0)}" }.joined(separator: ",") + "}"
      Array(text.utf8).withView { view in
        tape.reset()
        #expect(tape.parse(view).outcome == .complete)
        #expect(tape.keys(of: 0).map { tape.text(of: $0) } == (0..<300).map { "k\(round * 300 + $0)" })
      }
    }
    #expect(tape.keys.count < 5000)
  }
}

/// RFC 8259 by recursive descent, as short as it can be said. Keys that occur twice are invalid here too.
private struct Grammar {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isValid: Bool {
    mutating get {
      guard value() else { return false }
      space()
      return at == bytes.count
    }
  }

  private mutating func space() { while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 } }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[at...].starts(with: text.utf8) else { return false }
    at += text.utf8.count
    return true
  }

  private mutating func value() -> Bool {
    space()
    if take("{") { return members() }
    if take("[") { return elements() }
    if at < bytes.count, bytes[at] == 0x22 { return string() != nil }
    return take("true") || take("false") || take("null") || number()
  }

  private mutating func members() -> Bool {
    var seen: Set<String> = []
    space()
    if take("}") { return true }
    repeat {
      space()
      guard let key = string(), seen.insert(key).inserted else { return false }
      space()
      guard take(":"), value() else { return false }
      space()
    } while take(",")
    return take("}")
  }

  private mutating func elements() -> Bool {
    space()
    if take("]") { return true }
    repeat {
      guard value() else { return false }
      space()
    } while take(",")
    return take("]")
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var text = ""
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == 0x22 { return text }
      if byte < 0x20 { return nil }
      text += byte == 0x5C ? "" : "\(byte) "
      if byte == 0x5C {
        guard at < bytes.count, let known = "\"\\/bfnrt".utf8.firstIndex(of: bytes[at]) else { return nil }
        text += "escape \("\"\\/bfnrt".utf8[known]) "
        at += 1
      }
    }
    return nil
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0"), !digits() { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = at
    while at < bytes.count, 0x30...0x39 ~= bytes[at] { at += 1 }
    return at > start
  }
}
