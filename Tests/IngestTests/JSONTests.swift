import Archiving
import AuditModel
import Testing

@testable import Ingest

/// RFC 8259 to the letter: what is valid is taken, what is not is refused.
struct JSONTests {
  static func isValid(_ text: String) -> Bool {
    Array(text.utf8).withView { view in
      var tape = JSONTape(keys: KeyTable())
      var (outcome, end) = tape.parse(view)
      while end < view.count, JSONTape.isWhiteSpace(view[end]) { end += 1 }
      return outcome == .complete && end == view.count
    }
  }

  @Test(arguments: [
    "{}", "[]", " [ ] ", "0", "-0", "-0.0e-0", "1E400", "123456789012345678901234567890", "\"\"", "\"\\u0000\"", "\"\\ud800\"",
    "{\"a\":{\"a\":1}}", "[1,2 , 3]", "true", "null", "\"\\/\\b\\f\\n\\r\\t\\\\\\\"\"", "\"\u{7F}\"", "{\"\":0}",
  ])
  func valid(_ text: String) { #expect(Self.isValid(text)) }

  @Test(arguments: [
    "", "{", "[", "]", "{]", "[1,]", "{\"a\":1,}", "{,}", "[,1]", "01", "-", "+1", ".5", "1.", "1e", "0x1", "NaN", "nul", "True", "'a'",
    "\"", "\"\\x\"", "\"\\u12g4\"", "\"\t\"", "\"a\nb\"", "{a:1}", "{\"a\" 1}", "[1 2]", "1 2", "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"\\u0061\":2}", "// c\n1", "[1]]", "\u{FEFF}1",
  ])
  func invalid(_ text: String) { #expect(!Self.isValid(text)) }

  @Test func depthIsLimited() {
    #expect(Self.isValid(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)))
    #expect(!Self.isValid(String(repeating: "[", count: 65) + String(repeating: "]", count: 65)))
    #expect(!Self.isValid(String(repeating: "[", count: 100_000)))
  }

  @Test func manyKeysAreComparedToo() {
    let keys = (0..<200).map { "\"k\($0)\":0" }
    #expect(Self.isValid("{\(keys.joined(separator: ","))}"))
    #expect(!Self.isValid("{\((keys + ["\"k7\":1"]).joined(separator: ","))}"))
  }

  @Test(arguments: [
    ("a\\u00e9\\n", "a\u{E9}\\n"), ("\\ud83d\\ude42", "🙂"), ("\\ud83d", "\\ud83d"), ("\\u0041\\/", "A/"), ("\\u001F", "\\u001f"),
  ])
  func oneSpellingOfAString(_ source: String, _ canonical: String) throws {
    let out = Array("\"\(source)\"".utf8).withView { view -> [UInt8] in
      var tape = JSONTape(keys: KeyTable())
      let arena = ByteArena()
      #expect(tape.parse(view).outcome == .complete)
      return withExtendedLifetime(arena) { tape.canonical(0, in: arena).array }
    }
    #expect(String(decoding: out, as: UTF8.self) == "\"\(canonical)\"")
  }

  static func records(_ text: String, _ shape: JSONRecordScanner.Shape, chunk: Int) throws -> [String] {
    let window = Window(ByteStream(bytes: Array(text.utf8), chunk: chunk), size: 16)
    var scanner = JSONRecordScanner(window: window, shape: shape, recordKeys: ["logs", "mongoLogs"], file: "test.json")
    var tape = JSONTape(keys: KeyTable())
    var records: [String] = []
    while try scanner.next(into: &tape) { records.append(scanner.record.string) }
    return records
  }

  @Test(arguments: 1...17)
  func recordsOfEveryShapeAcrossEveryBorder(chunk: Int) throws {
    let wanted = ["{\"a\":\"]},{\\\"\"}", "{\"b\":[1,{}]}", "{}"]
    let list = wanted.joined(separator: " ,\n")
    #expect(try Self.records(" [\(list)] ", .array, chunk: chunk) == wanted)
    let envelope = "{\"note\":{\"logs\":[9]},\"logs\":[\(list)],\"mongoLogs\":[ ],\"pagination\":{\"x\":\"]\"}}\n"
    #expect(try Self.records(envelope, .envelope, chunk: chunk) == wanted)
    #expect(try Self.records(wanted.joined(separator: "\n"), .lines, chunk: chunk) == wanted)
  }

  @Test(arguments: ["[{}", "[{},", "[{},]", "[{} {}]", "[{}] x", "[{\"a\":\"", "["])
  func aBrokenDocumentIsAnErrorOfTheFile(_ text: String) {
    #expect(throws: Failure.self) { try Self.records(text, .array, chunk: 3) }
  }
}
