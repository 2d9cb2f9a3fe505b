import Archiving
import AuditModel
import Testing

@testable import Ingest

/// The CSV scanner against a writer that knows nothing of it: whatever is written by RFC 4180 comes back, whatever the borders.
struct CSVScannerTests {
  static func records(_ bytes: [UInt8], chunk: Int = .max, window: Int = 1 << 20) throws -> [[String]] {
    let window = Window(ByteStream(bytes: bytes, chunk: chunk), size: window)
    let scanner = CSVScanner(window: window, delimiter: UInt8(ascii: ","), file: "test.csv")
    var records: [[String]] = []
    while try scanner.next() {
      let arena = ByteArena()
      records.append(scanner.cells.map { scanner.text(of: $0, in: arena).string })
    }
    return records
  }

  static func records(_ text: String) throws -> [[String]] { try records(Array(text.utf8)) }

  @Test func plainRecords() throws {
    #expect(try Self.records("a,b,c\n1,2,3\n") == [["a", "b", "c"], ["1", "2", "3"]])
    #expect(try Self.records("a,b\r\n1,\r\n") == [["a", "b"], ["1", ""]])
    #expect(try Self.records("a\rb\r") == [["a"], ["b"]])
    #expect(try Self.records("last,line") == [["last", "line"]])
    #expect(try Self.records("") == [])
  }

  @Test func quotedCells() throws {
    #expect(try Self.records("\"a,b\",\"c\"\"d\"\n") == [["a,b", "c\"d"]])
    #expect(try Self.records("\"two\r\nlines\",x\n") == [["two\r\nlines", "x"]])
    #expect(try Self.records("\"\",\"\"\"\"") == [["", "\""]])
    #expect(try Self.records("x,\"\"\"a\"\"b\"\"\"") == [["x", "\"a\"b\""]])
  }

  @Test func noRecordIsLongerThanTheLimit() throws {
    let longest = [UInt8](repeating: UInt8(ascii: "x"), count: Window.longestRecord)
    let fitting = try Self.records(longest + Array("\ny\n".utf8))
    #expect(fitting.map { $0.map(\.utf8.count) } == [[longest.count], [1]])
    let failure = #expect(throws: Failure.self) { try Self.records(longest + Array("x\ny\n".utf8)) }
    #expect(failure?.message == "test.csv:1: a record is longer than 64 MiB")
  }

  @Test func anUnclosedQuoteIsAnErrorOfTheFile() {
    #expect(throws: Failure.self) { try Self.records("a,b\n1,\"2\n3,4\n") }
  }

  @Test func aBrokenRecordIsMarkedAndTheNextOneIsWhole() throws {
    let window = Window(ByteStream(bytes: Array("a\"b,c\n\"x\"y,z\n1,2\n".utf8)))
    let scanner = CSVScanner(window: window, delimiter: UInt8(ascii: ","), file: "test.csv")
    var flaws: [Bool] = []
    while try scanner.next() { flaws.append(scanner.flaw != nil) }
    #expect(flaws == [true, true, false])
  }

  /// 2,000 random tables, written by the four rules of RFC 4180 section 2, read back through windows and chunks of every small size.
  @Test func whateverIsWrittenComesBack() throws {
    var random = SplitMix64(state: 20261031)
    let alphabet = ["a", "é", "\"", ",", "\n", "\r\n", " ", "漢", "x=1", "\t", ";", "🙂"]
    for _ in 0..<2000 {
      let columns = Int.random(in: 1...5, using: &random)
      let table = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        (0..<columns).map { _ in (0..<Int.random(in: 0...6, using: &random)).map { _ in alphabet.randomElement(using: &random)! }.joined() }
      }
      let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
      let text = table.map { $0.map { Self.written($0, using: &random) }.joined(separator: ",") }.joined(separator: lineEnd)
      // A single empty last cell without a line end is no record by the grammar.
      let bytes = Array((text + lineEnd).utf8)
      let chunk = Int.random(in: 1...9, using: &random)
      #expect(try Self.records(bytes, chunk: chunk, window: 16) == table)
    }
  }

  /// As JSON in a cell: quotes in every distance from one another, alone and in rows, over the borders of whatever is looked at together.
  @Test func quotesInLongCellsComeBack() throws {
    var random = SplitMix64(state: 20261130)
    for _ in 0..<2000 {
      let pieces = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        String(repeating: "\"", count: Int.random(in: 0...4, using: &random)) + String(repeating: "x", count: Int.random(in: 0...34, using: &random))
      }
      let table = [[pieces.joined(), "y"], [pieces.reversed().joined(), ""]]
      let text = table.map { $0.map { Self.written($0, using: &random) }.joined(separator: ",") + "\n" }.joined()
      #expect(try Self.records(text) == table)
    }
  }

  private static func written(_ cell: String, using random: inout SplitMix64) -> String {
    let needsQuotes = cell.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard needsQuotes || Int.random(in: 0..<3, using: &random) == 0 else { return cell }
    let doubled = cell.utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }
    return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
  }
}

/// A seeded generator, so that a failing case can be had again (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
