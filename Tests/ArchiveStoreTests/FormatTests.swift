import ArchiveStore
import AuditModel
import Foundation
import GRDB
import Testing

/// The archive as others find it: files, modes, and what the sqlite3 shell shows.
@Suite struct FormatTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: scratch.folder + path)[.posixPermissions] as? Int
  }

  @Test func onlyTheOwnerMayReadIt() throws {
    for folder in ["", "/sources"] { #expect(try mode(folder) == 0o700) }
    for file in ["/archive.sqlite", "/lock"] { #expect(try mode(file) == 0o600) }
  }

  @Test func settingsSurvive() throws {
    let opened = try Archive.open(at: scratch.folder)
    #expect(opened.settings == Scratch.settings)
    #expect(try opened.eventCount == 0)
    #expect(try opened.lastArchivedAt == nil)
    #expect(try opened.summary().events == 0)
  }

  @Test func theFileSaysWhatItIs() throws {
    #expect(try scratch.number("PRAGMA application_id") == 1_131_704_946)
    #expect(try scratch.number("PRAGMA user_version") == 1)
    #expect(try scratch.number("PRAGMA page_size") == 16_384)
    #expect(try scratch.query("PRAGMA journal_mode") == [["journal_mode": "delete"]])
    let topics = try scratch.query("SELECT topic FROM about ORDER BY position").compactMap { $0["topic"] }
    #expect(topics.first == "what this is")
    #expect(topics.count > 10)
    let loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND NOT strict"
    #expect(try scratch.query(loose) == [])
  }

  /// By the description in ArchiveFormat.md alone, with the checksum's definition bit by bit.
  @Test func everyPageEndsWithItsNumberAndItsChecksum() throws {
    try scratch.archiveFile((0..<3000).map { Sample(time: Int64($0 * 7919 % 3000), says: "\($0)", id: "\($0)") })
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: scratch.folder + "/archive.sqlite")))
    func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
    #expect(bytes.count % 16_384 == 0 && bytes.count > 40 * 16_384 && bytes[20] == 8)
    for number in 1...bytes.count / 16_384 {
      let page = bytes[(number - 1) * 16_384..<number * 16_384]
      var remainder = UInt32.max
      for byte in page.dropLast(4) {
        remainder ^= UInt32(byte)
        for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
      }
      #expect(bigEndian(page.suffix(8).prefix(4)) == UInt32(number) && bigEndian(page.suffix(4)) == ~remainder, "page \(number)")
    }
  }

  @Test func archivedRowsRefuseChangeAndRemoval() throws {
    try scratch.archiveFile([Sample(), Sample(), Sample(id: "1"), Sample(says: "b", module: "Audit Logs")])
    try scratch.archiveFile([Sample()])
    let database = try DatabaseQueue(path: scratch.folder + "/archive.sqlite")
    for table in [
      "event", "event_in_time", "sighting", "actor", "module", "action", "document", "document_name", "claim", "day_count", "actor_count", "export_note",
    ] {
      let column = try database.read { try $0.columns(in: table)[0].name }
      for sql in ["UPDATE \(table) SET \(column) = \(column)", "DELETE FROM \(table)"] {
        let error = #expect(throws: DatabaseError.self) { try database.write { try $0.execute(sql: sql) } }
        #expect(error?.message?.hasPrefix("an archived \(table) is never") == true)
      }
    }
  }

  @Test func theViewReadsLikeAList() throws {
    try scratch.archiveFile([Sample(time: 1_780_000_000_123, says: "a", id: "e1", sourceTime: "28/05/2026")])
    try scratch.archiveFile([Sample(time: 1_780_000_000_123, says: "a", id: "e1")])
    let row = try scratch.query("SELECT * FROM readable_event")[0]
    let expected = [
      "occurred_at_utc": "2026-05-28T20:26:40.123Z", "actor": "Maria", "actor_id": "7", "module": "Contacts", "action": "Contact updated",
      "action_class": "update", "document": "Annual Report", "source_event_id": "e1", "source_time": "28/05/2026", "file": "file 1.csv",
      "record_number": "1", "duplicates": "1",
    ]
    #expect(row.filter { expected.keys.contains($0.key) } == expected)
    #expect(try scratch.query("PRAGMA foreign_key_check").isEmpty)
    #expect(try scratch.query("PRAGMA integrity_check") == [["integrity_check": "ok"]])
  }

  @Test func nothingIsMadeWhereThereIsSomething() throws {
    let again = #expect(throws: Failure.self) { try Archive.create(at: scratch.folder, settings: Scratch.settings) }
    #expect(again?.kind == .cannotCreate && again?.message == "\(scratch.folder) is an archive already")
    #expect(try Archive.open(at: scratch.folder).settings == Scratch.settings)
    let full = #expect(throws: Failure.self) { try Archive.create(at: "/usr", settings: Scratch.settings) }
    #expect(full?.kind == .cannotCreate && full?.message == "/usr is not empty")
    let nowhere = #expect(throws: Failure.self) { try Archive.create(at: scratch.folder + "/a/b", settings: Scratch.settings) }
    #expect(nowhere?.kind == .cannotCreate)
  }

  @Test func anEmptyFolderIsTaken() throws {
    let folder = scratch.folder + "/inner"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    #expect(try Archive.create(at: folder, settings: Scratch.settings).eventCount == 0)
  }

  @Test func whatIsNoArchiveIsRefused() throws {
    let missing = #expect(throws: Failure.self) { try Archive.open(at: scratch.folder + "/nowhere") }
    #expect(missing?.kind == .noInput && missing?.hint == "make one with `counterroll init --archive FOLDER --account NAME --time-zone Area/City`")
    let empty = #expect(throws: Failure.self) { try Archive.open(at: scratch.folder + "/sources") }
    #expect(empty?.kind == .noInput)
    let text = scratch.folder + "/text"
    try FileManager.default.createDirectory(atPath: text, withIntermediateDirectories: false)
    try String(repeating: "no database ", count: 100).write(toFile: text + "/archive.sqlite", atomically: false, encoding: .utf8)
    let other = #expect(throws: Failure.self) { try Archive.open(at: text) }
    #expect(other?.kind == .badData)
  }

  @Test func aNewerFormatIsRefused() throws {
    try DatabaseQueue(path: scratch.folder + "/archive.sqlite").write { try $0.execute(sql: "PRAGMA user_version = 2") }
    let failure = #expect(throws: Failure.self) { try Archive.open(at: scratch.folder) }
    #expect(failure?.kind == .badData && failure?.message.hasSuffix("has format version 2, this program reads version 1") == true)
  }
}
