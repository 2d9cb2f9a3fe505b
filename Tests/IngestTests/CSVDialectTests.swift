import Archiving
import AuditModel
import Testing

@testable import Ingest

/// What may stand before and in the header of a table, and how tables of every dialect are read.
struct CSVDialectTests {
  static func reader(_ text: String, chunk: Int = .max) throws -> PartReader {
    try PartReader(ByteStream(bytes: Array(text.utf8), chunk: chunk), file: "test.csv", assembler: EventAssembler())
  }

  static func read(_ text: String, chunk: Int = .max) throws -> (reading: Reading, batch: EventBatch) {
    let reader = try Self.reader(text, chunk: chunk)
    return (reader.reading, try reader.nextBatch() ?? EventBatch())
  }

  static func message(_ text: String) -> String? {
    do { _ = try read(text) } catch { return (error as? Failure)?.message }
    return nil
  }

  static let header = "Date & Time,Module,Action,Name"
  static let rows = "2026-08-14T15:02:11Z,Contacts,Updated,Bo\n2026-08-14T15:02:12Z,Contacts,Updated,\"Li, Ana\"\n"

  /// The same table behind each of these beginnings is the same two events.
  @Test(arguments: [
    ("", "CSV", []),
    ("sep=,\n", "CSV", ["sep=,"]), ("SEP=,\r\n", "CSV", ["SEP=,"]), ("\"sep=,\"\n", "CSV", ["\"sep=,\""]),
    ("\n\n", "CSV", ["", ""]), ("Audit log\r\n\r\n", "CSV", ["Audit log", ""]), ("Audit log\r\r", "CSV", ["Audit log", ""]),
    ("Audit log; all of it\nExported on 2026-09-01, 10:00 by \"Ana\"\n,,,\n", "CSV", ["Audit log; all of it", "Exported on 2026-09-01, 10:00 by \"Ana\"", ",,,"]),
    ("\"Title\nover two lines\"\n", "CSV", ["\"Title", "over two lines\""]),
    ("sep=,\nAudit log\n", "CSV", ["sep=,", "Audit log"]),
    (String(repeating: "-\n", count: 19), "CSV", Array(repeating: "-", count: 19)),
  ])
  func beginnings(_ beginning: String, _ shape: String, _ preamble: [String]) throws {
    for chunk in [1, 7, .max] {
      let (reading, batch) = try Self.read(beginning + Self.header + "\n" + Self.rows, chunk: chunk)
      #expect(reading.shape == shape)
      #expect(reading.preamble == preamble)
      #expect(batch.rejects.isEmpty)
      #expect(batch.rows.count == 2)
      #expect(batch.rows.map(\.recordNumber) == [1, 2])
    }
  }

  @Test func aHeaderIsNotLookedForInTheWholeFile() {
    let text = String(repeating: "-\n", count: 20) + Self.header + "\n" + Self.rows
    #expect(Self.message(text) == "test.csv:1: not an audit-log export: its columns are “-”")
  }

  @Test func linesBeforeTheHeaderCount() throws {
    let (_, batch) = try Self.read("Audit log\n\n\(Self.header)\nshort,row\n")
    #expect(batch.rejects.map(\.line) == [4])
    #expect(batch.rejects.map(\.offset) == [Int64("Audit log\n\n\(Self.header)\n".utf8.count)])
    #expect(Self.message("Audit log\n\nDate,Module,User\n") == "test.csv:3: no column for the action")
  }

  /// A `sep=` line decides, even where another delimiter would make more cells.
  @Test(arguments: [(";", "CSV with semicolons"), ("\t", "CSV with tabs"), ("|", "CSV with “|”"), ("^", "CSV with “^”")])
  func delimiters(_ delimiter: String, _ shape: String) throws {
    let header = ["Date & Time", "Module", "Action", "a,b,c,d,e"].joined(separator: delimiter)
    let row = ["2026-08-14T15:02:11Z", "Contacts", "Updated", "x,y"].joined(separator: delimiter)
    let declared = try Self.read("sep=\(delimiter)\n\(header)\n\(row)\n")
    #expect(declared.reading.shape == shape)
    #expect(declared.batch.text(declared.batch.rows[0].extras) == #"{"a,b,c,d,e":"x,y"}"#)
    guard [";", "\t"].contains(delimiter) else { return }
    let found = try Self.read("\(header)\n\(row)\n")
    #expect(found.reading.shape == shape)
    #expect(found.batch.rows.map(\.content) == declared.batch.rows.map(\.content))
  }

  @Test(arguments: ["sep=a\n", "sep=\"\n", "sep=\n", "sep=,,\n", "sep=é\n"])
  func aSepLineThatDeclaresNothingIsALineLikeOthers(_ line: String) throws {
    let (reading, batch) = try Self.read(line + Self.header + "\n" + Self.rows)
    #expect(reading.preamble == [String(line.dropLast())])
    #expect(batch.rows.count == 2)
  }

  // MARK: Header cells

  @Test func headerCellsMayBeQuotedAndSpaced() throws {
    let (reading, batch) = try Self.read("\"Date & Time\", Module ,\"Action\",\"Two \"\"words\"\",\nand lines\"\n2026-08-14T15:02:11Z,Contacts,Updated,x\n")
    #expect(reading.mapping.map(\.name) == ["Date & Time", " Module ", "Action", "Two \"words\",\nand lines"])
    #expect(reading.mapping.map(\.unit) == [.time, .module, .action, nil])
    #expect(batch.text(batch.rows[0].extras) == #"{"Two \"words\",\nand lines":"x"}"#)
  }

  @Test func equalNamesAreRefused() {
    #expect(Self.message("Date,Module,Action,Note,Note\n") == "test.csv:1: columns 4 and 5 are both called “Note”")
    #expect(Self.message("x\nDate,Module,Action,Timestamp\n") == "test.csv:2: columns “Date” and “Timestamp” both say the time")
    #expect(Self.message("Date,Module,Action,Note,note\n") == nil)
  }

  @Test func aColumnWithoutANameKeepsItsCells() throws {
    let (reading, batch) = try Self.read("Date,Module,,Action, \n2026-08-14T15:02:11Z,Contacts,x,Updated,\"\"\n")
    #expect(reading.mapping.map(\.name) == ["Date", "Module", "column 3", "Action", "column 5"])
    #expect(batch.text(batch.rows[0].extras) == #"{"column 3":"x","column 5":""}"#)
  }

  @Test func aDelimiterAtTheEndOfEveryLineAddsNothing() throws {
    let (_, batch) = try Self.read("Date,Module,Action,\n2026-08-14T15:02:11Z,Contacts,Updated,\n2026-08-14T15:02:12Z,Contacts,Updated,x\n2026-08-14T15:02:12Z,Contacts,Updated\n")
    #expect(batch.rows.map { batch.text($0.extras) } == [nil, #"{"column 4":"x"}"#])
    #expect(batch.rejects.map(\.reason) == ["3 cells, the header has 4"])
  }

  @Test func aBrokenHeaderIsRefusedWithItsLine() {
    #expect(Self.message("\nDate,Module,Action,a \"b\" c\n") == "test.csv:2: the header is not a CSV record: a quote inside cell 4, which is not quoted")
    #expect(Self.message("Date,Module,Action,\"Name\n2026-08-14T15:02:11Z,a,b,c\n")?.contains("a quote is opened in this record and never closed") == true)
  }

  @Test(arguments: [header, header + "\n", header + "\r\n", header + "\r", "sep=,\n" + header, "\u{FEFF}" + header + "\n\n\n"])
  func aHeaderAloneIsAnExportOfAQuietTime(_ text: String) throws {
    let reader = try Self.reader(text)
    #expect(try reader.nextBatch() == nil)
    #expect(reader.reading.mapping.count == 4)
  }

  @Test(arguments: ["\n\n\n", "\r\n", "sep=,\n", "sep=;"])
  func nothingButBlankLines(_ text: String) {
    #expect(Self.message(text) == "test.csv: the file is empty")
  }

  // MARK: Rows

  @Test func lineEndsMayBeMixed() throws {
    let row = "2026-08-14T15:02:11Z,Contacts,Updated,Bo"
    let (_, batch) = try Self.read("\(Self.header)\r\(row)\r\n\(row)\n\(row)\r\r\n\nshort\r\(row)\rshort")
    #expect(batch.rows.map(\.recordNumber) == [1, 2, 3, 5])
    // Lines: header 1, rows 2 to 4, blank 5 and 6, short 7, row 8, short 9.
    #expect(batch.rejects.map(\.line) == [7, 9])
  }

  @Test func raggedRowsAreRejectedWithTheirCounts() throws {
    let (_, batch) = try Self.read("\(Self.header)\na,b\na,b,c,d,e\n\"\"\n")
    #expect(batch.rejects.map(\.reason) == ["2 cells, the header has 4", "5 cells, the header has 4", "1 cells, the header has 4"])
  }

  @Test func cellsOfMegabytes() throws {
    let long = String(repeating: "0123456789abcdé\"\"\n,", count: 100_000)
    let text = "\(Self.header)\n2026-08-14T15:02:11Z,Contacts,Updated,\"\(long)\"\n2026-08-14T15:02:12Z,Contacts,Updated,Bo\n"
    let reader = try Self.reader(text, chunk: 100_003)
    var names: [String?] = []
    while let batch = try reader.nextBatch() {
      #expect(batch.rejects.isEmpty)
      names += batch.rows.map { batch.target(of: $0).name }
    }
    #expect(names == [long.replacing("\"\"", with: "\""), "Bo"])
  }
}
