import Archiving
import AuditModel
import Foundation
import Testing

import Ingest

/// RFC 8259 through the door that files come in by: each value of `Tables/json-values.json` as a further field of one record.
struct JSONCorpusTests {
  struct Case: CustomTestStringConvertible {
    let isValid: Bool
    let name: String
    let text: String

    var testDescription: String { name }
  }

  static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Tables/json-values.json")
    let rows = try! JSONSerialization.jsonObject(with: Data(contentsOf: file)) as! [[String]]
    return rows.map { Case(isValid: $0[0] == "valid", name: $0[1], text: $0[2]) }
  }()

  static let record = #""_id":"1","createdAt":"2026-08-14T15:02:11Z","documentType":"CONTACT","type":"UPDATED""#

  /// Rows and rejects of a document; nil if the file is refused.
  static func read(_ text: String, chunk: Int = .max) -> (rows: Int, rejects: [Reject])? {
    guard let reader = try? PartReader(ByteStream(bytes: Array(text.utf8), chunk: chunk), file: "test", assembler: EventAssembler())
    else { return nil }
    var (rows, rejects): (Int, [Reject]) = (0, [])
    while true {
      guard let next = try? reader.nextBatch() as EventBatch?? else { return nil }
      guard let batch = next else { return (rows, rejects) }
      rows += batch.rows.count
      rejects += batch.rejects
    }
  }

  /// Whether a document is taken with all its records.
  static func isTaken(_ text: String, rows: Int = 1, chunk: Int = .max) -> Bool {
    guard let result = read(text, chunk: chunk) else { return false }
    return result.rows == rows && result.rejects.isEmpty
  }

  @Test func theCorpusIsWhole() {
    #expect(Self.cases.count > 300)
    #expect(Self.cases.count(where: \.isValid) == 100)
  }

  @Test(arguments: cases)
  func value(_ value: Case) {
    let line = "{\(Self.record),\"x\":\(value.text)}"
    #expect(Self.isTaken(line) == value.isValid, "as a line")
    #expect(Self.isTaken("[\(line)]") == value.isValid, "in an array")
    #expect(Self.isTaken("{\"logs\":[\(line)]}") == value.isValid, "under a key")
    // Beside the records, a value is checked as strictly.
    #expect(Self.isTaken("{\"logs\":[{\(Self.record)}],\"pagination\":\(value.text)}") == value.isValid, "beside the records")
  }

  static let one = "{\(record)}"
  static let two = "{\(record.replacing("\"1\"", with: "\"2\""))}"

  static let three = "{\(record.replacing("\"1\"", with: "\"3\""))}"

  /// Whole documents: how many records are taken, and how many rejected; -1 if the file is refused.
  @Test(arguments: [
    ("one line", one, 1, 0), ("two lines", "\(one)\n\(two)\n", 2, 0), ("CR LF", "\(one)\r\n\(two)\r\n", 2, 0), ("blank lines", "\n\n\(one)\n \n\(two)\n\n", 2, 0),
    ("byte order mark", "\u{FEFF}\(one)\n\(two)", 2, 0), ("byte order mark before the second line", "\(one)\n\u{FEFF}\(two)", 1, 1),
    ("two on one line", "\(one) \(two)\n", 1, 1), ("two without a space", "\(one)\(two)\n", 1, 1), ("text after a line's record", "\(one) x\n\(two)", 2, 1),
    ("comma after a line's record", "\(one),\n\(two)", 2, 1), ("a line that is not JSON", "\(one)\nhello\n\(two)", 2, 1),
    ("a line that is no record", "\(one)\n7\n\(two)", 2, 1), ("a line without an end quote", "\(one)\n{\"a\":\"b}\n\(two)", 2, 1),
    ("a line without an end brace", "\(one)\n{\"a\":[1,\n\(two)\n\(three)", 3, 1), ("a line with one brace too many", "\(one)}\n\(two)", 2, 1),
    ("a record over several lines", one.replacing(",", with: ",\n") + "\n" + two, 2, 0),
    ("array", "[\(one),\(two)]", 2, 0), ("array with spaces", " \n[ \(one) ,\r\n\t\(two) ]\n ", 2, 0), ("byte order mark and array", "\u{FEFF}[\(one)]", 1, 0),
    ("array with a number", "[\(one),7,\(two)]", 2, 1), ("comma at the end", "[\(one),]", -1, 0), ("comma at the start", "[,\(one)]", -1, 0),
    ("no comma", "[\(one) \(two)]", -1, 0), ("two commas", "[\(one),,\(two)]", -1, 0), ("text after the array", "[\(one)] x", -1, 0),
    ("two arrays", "[\(one)][\(two)]", -1, 0), ("closed by a brace", "[\(one)}", -1, 0), ("a bracket too many", "[\(one)]]", -1, 0),
    ("object with records", "{\"logs\":[\(one),\(two)]}", 2, 0), ("key first", "{\"a\":{\"logs\":[1]},\"logs\":[\(one)]}", 1, 0),
    ("key last", "{\"logs\":[\(one)],\"total\":1}", 1, 0), ("comma after the last member", "{\"logs\":[\(one)],}", -1, 0),
    ("no colon", "{\"logs\"[\(one)]}", -1, 0), ("no comma between members", "{\"logs\":[\(one)]\"a\":1}", -1, 0),
    ("key without quotes", "{\"logs\":[\(one)],a:1}", -1, 0), ("the same key again", "{\"logs\":[\(one)],\"logs\":[\(two)]}", -1, 0),
    ("another key twice", "{\"a\":1,\"logs\":[\(one)],\"a\":2}", -1, 0), ("the same key escaped", "{\"logs\":[\(one)],\"\\u006cogs\":[\(two)]}", -1, 0),
    ("closed by a bracket", "{\"logs\":[\(one)]]", -1, 0), ("text after the object", "{\"logs\":[\(one)]} x", -1, 0),
    ("nothing", "", -1, 0), ("white space", " \n", -1, 0), ("a number", "7", -1, 0), ("a text", "\"a\"", -1, 0), ("an empty object", "{}", -1, 0),
  ] as [(String, String, Int, Int)])
  func document(_ name: String, _ text: String, _ rows: Int, _ rejects: Int) {
    for chunk in [1, 5, .max] {
      let result = Self.read(text, chunk: chunk)
      #expect((result?.rows ?? -1) == rows && (result?.rejects.count ?? 0) == rejects, "\(name), chunks of \(chunk): \(String(describing: result))")
    }
  }

  /// A document that is cut off anywhere is refused, and never read as a shorter one.
  @Test(arguments: ["[\(one),\(two)]", "{\"a\":[1.5e3,null],\"logs\":[\(one),\(two)],\"b\":\"\\u00e9\"}", "{\"logs\":[{\(record),\"é\":\"🙂\\\\\"}]}"])
  func cutAtEveryByte(_ document: String) throws {
    let bytes = Array(document.utf8)
    for count in 0..<bytes.count {
      #expect(throws: Failure.self, "cut to \(count) bytes") {
        let reader = try PartReader(ByteStream(bytes: Array(bytes[..<count])), file: "test", assembler: EventAssembler())
        while try reader.nextBatch() != nil {}
      }
    }
  }
}
