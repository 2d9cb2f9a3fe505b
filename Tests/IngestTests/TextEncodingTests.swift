import Archiving
import AuditModel
import Testing

@testable import Ingest

/// One table in every encoding that is read gives the same events; what is not read is refused by its name.
struct TextEncodingTests {
  static let table = "Date & Time,Module,Action,Name\n2026-08-14T15:02:11Z,Contacts,Updated,Zoë 漢 🙂\n2026-08-14T15:02:12Z,Contacts,Updated,Bo\n"

  static func utf16(_ units: some Sequence<UInt16>, isBigEndian: Bool) -> [UInt8] {
    units.flatMap { isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  static func read(_ bytes: [UInt8], chunk: Int = .max) throws -> (reading: Reading, batch: EventBatch) {
    let reader = try PartReader(ByteStream(bytes: bytes, chunk: chunk), file: "test.csv", assembler: EventAssembler())
    return (reader.reading, try #require(try reader.nextBatch()))
  }

  @Test(arguments: [1, 3, .max])
  func theSameEventsInEveryEncoding(chunk: Int) throws {
    let marked = "\u{FEFF}" + Self.table
    let plain = try Self.read(Array(Self.table.utf8), chunk: chunk)
    #expect(plain.batch.rows.count == 2 && plain.batch.rejects.isEmpty)
    let others = [
      ("UTF-8 with a byte order mark", Array(marked.utf8)),
      ("UTF-16, little-endian, with a byte order mark", Self.utf16(marked.utf16, isBigEndian: false)),
      ("UTF-16, big-endian, with a byte order mark", Self.utf16(marked.utf16, isBigEndian: true)),
    ]
    for (title, bytes) in others {
      let other = try Self.read(bytes, chunk: chunk)
      #expect(other.reading.encoding == title)
      #expect(other.batch.rows.map(\.content) == plain.batch.rows.map(\.content))
      // Places count the decoded text, its mark included.
      #expect(other.batch.rows.map(\.offset) == plain.batch.rows.map { $0.offset + 3 })
      #expect(other.batch.rows.map(\.length) == plain.batch.rows.map(\.length))
    }
  }

  @Test func halfOfASurrogatePairRejectsItsRecordAlone() throws {
    var units = Array(("\u{FEFF}" + Self.table).utf16)
    units[units.lastIndex(of: 0x6F)!] = 0xD83D  // the o of “Bo”
    let (_, batch) = try Self.read(Self.utf16(units, isBigEndian: false))
    #expect(batch.rows.count == 1)
    let offset = ("\u{FEFF}" + Self.table).utf8.count - 2
    #expect(batch.rejects.map(\.reason) == ["half of a surrogate pair at byte \(offset) of the decoded text"])
    #expect(batch.rejects.first?.line == 3)
    #expect(batch.rejects.first.map { Array($0.original.suffix(4)) } == [0x42, 0xED, 0xA0, 0xBD])
  }

  @Test func invalidUTF8RejectsItsRecordAlone() throws {
    for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80], [0xF8, 0x88, 0x80, 0x80, 0x80]] {
      let head = Array("Date & Time,Module,Action,Name\n2026-08-14T15:02:11Z,Contacts,Updated,a".utf8)
      let (_, batch) = try Self.read(head + bad + Array("b\n2026-08-14T15:02:12Z,Contacts,Updated,Bo\n".utf8))
      #expect(batch.rows.count == 1)
      #expect(batch.rejects.map(\.reason) == ["not UTF-8 at byte \(head.count) of the file"])
    }
  }

  @Test(arguments: [
    ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "test.csv: encoded in UTF-32, which is not read"),
    ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "test.csv: encoded in UTF-32, which is not read"),
    (utf16(table.utf16.prefix(60), isBigEndian: false), "test.csv: encoded in UTF-16LE without a byte order mark, which is not read"),
    (utf16(table.utf16.prefix(60), isBigEndian: true), "test.csv: encoded in UTF-16BE without a byte order mark, which is not read"),
    (Array("Date\0,Module,Action\n".utf8), "test.csv: not a text file in UTF-8"),
    ([0xFF, 0xFE], "test.csv: the file is empty"), ([0xEF, 0xBB, 0xBF], "test.csv: the file is empty"), ([], "test.csv: the file is empty"),
  ] as [([UInt8], String)])
  func whatIsNotRead(_ bytes: [UInt8], _ message: String) {
    let failure = #expect(throws: Failure.self) { try Self.read(bytes) }
    #expect(failure?.message == message)
  }
}
