import AuditModel
import Coverage
import Foundation
import GRDB
import Testing

@testable import ArchiveStore

/// Documents and their names get an id each, however they come and whenever they are written.
@Suite struct DictionaryTests {
  /// Texts of which one is the beginning of another, none, empty ones, and two spellings of one letter, which are two texts.
  private static let texts: [[UInt8]?] = [nil, [], [0], [97], [97, 0], [97, 97], [97, 98], [98], [195, 169], [101, 204, 129], [240, 159, 143, 160]]

  private static func table() throws -> DatabaseQueue {
    let database = try DatabaseQueue()
    try database.write { try $0.execute(sql: "CREATE TABLE document (id INTEGER PRIMARY KEY, document_id TEXT, parent_id TEXT) STRICT; CREATE INDEX by_id ON document (document_id, parent_id)") }
    return database
  }

  /// The bytes of two texts, one behind the other, as a batch holds them.
  private static func id(_ first: [UInt8]?, _ second: [UInt8]?, in dictionary: GrowingDictionary) throws -> Int32 {
    let arena = (first ?? []) + (second ?? []), start = Int32(first?.count ?? 0)
    return try unsafe arena.withUnsafeBytes { bytes in
      try unsafe dictionary.id(
        of: EventBatch.Text(offset: 0, length: first.map { Int32($0.count) } ?? -1), EventBatch.Text(offset: start, length: second.map { Int32($0.count) } ?? -1),
        in: bytes)
    }
  }

  @Test(arguments: [1, 3, 50, 1_000])
  func eachEntryHasOneIdInEveryRun(mostWaiting: Int) throws {
    let database = try Self.table()
    var random = SplitMix(state: UInt64(mostWaiting))
    var known: [[[UInt8]?]: Int32] = [:]
    for _ in 0..<4 {
      try database.write { database in
        let dictionary = try GrowingDictionary("document", ["document_id", "parent_id"], mostWaiting: mostWaiting, in: database)
        for _ in 0..<60 {
          let pair = [Self.texts[Int(random.next() % UInt64(Self.texts.count))], Self.texts[Int(random.next() % UInt64(Self.texts.count))]]
          let id = try Self.id(pair[0], pair[1], in: dictionary)
          #expect(id == known[pair] ?? Int32(known.count + 1), "an old entry keeps its id, a new one takes the next")
          known[pair] = id
        }
        try dictionary.writeNew()
      }
    }
    let rows = try database.read { try Row.fetchAll($0, sql: "SELECT id, CAST(document_id AS BLOB) AS a, CAST(parent_id AS BLOB) AS b FROM document") }
    let written = rows.map { row in ([row["a"] as Data?, row["b"] as Data?].map { $0.map(Array.init) }, row["id"] as Int32) }
    #expect(Dictionary(uniqueKeysWithValues: written) == known)
  }

  @Test func largeTextsDoNotPileUpInMemory() throws {
    let database = try Self.table()
    try database.write { database in
      let dictionary = try GrowingDictionary("document", ["document_id", "parent_id"], in: database)
      let texts = (UInt8(0)..<20).map { [$0] + [UInt8](repeating: 97, count: 1 << 20) }
      for text in texts { _ = try Self.id(text, nil, in: dictionary) }
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM document") == 14, "seven at a time, of a mebibyte and one byte each")
      #expect(try texts.map { try Self.id($0, nil, in: dictionary) } == Array(1...20))
    }
  }

  @Test func eventsFindTheirDocumentsAcrossBatchesAndFiles() throws {
    let scratch = try Scratch()
    let targets = (0..<40).map { Target(documentID: "d\($0 * 7 % 40)", name: $0 % 3 == 0 ? nil : "Name \($0 % 5)", parentID: $0 % 2 == 0 ? nil : "p\($0 % 4)") }
    let samples = targets.enumerated().map { Sample(time: Int64($0), says: "\($0)", target: $1) }
    try scratch.archive.run(startedAt: 5, by: "maria") { run in
      let vocabulary = Vocabulary()
      try scratch.addFile([Array(samples[..<10]), Array(samples[10..<25])], to: run, vocabulary: vocabulary)
      try scratch.addFile([Array(samples[20...])], to: run, vocabulary: vocabulary)
    }
    try scratch.archiveFile(samples)
    let read = try scratch.query("SELECT document_id, document, parent_id FROM readable_event ORDER BY occurred_at")
    #expect(read.map { Target(documentID: $0["document_id"], name: $0["document"], parentID: $0["parent_id"]) } == targets)
    #expect(try scratch.number("SELECT count(*) FROM document") == Set(targets.map { [$0.documentID, $0.parentID] }).count)
    #expect(try scratch.number("SELECT count(*) FROM document_name") == Set(targets.compactMap(\.name)).count)
  }

  /// A declared filter by document is compared with documents that the same run has brought.
  @Test func aFilterSeesTheDocumentsOfItsOwnRun() throws {
    let scratch = try Scratch()
    let samples = (0..<10).map { Sample(time: Int64($0), says: "\($0)", target: Target(documentID: "d\($0 % 2)", name: nil, parentID: nil)) }
    var filter = ClaimedFilter()
    filter.documents = ["d1"]
    try scratch.archive.run(startedAt: 5, by: "maria") { run in
      let file = try run.addFile(name: "a.csv", bytes: 1, sha256: "sum"), vocabulary = Vocabulary()
      let part = try run.addPart(file: file, member: nil, profile: "crm", shape: "CSV")
      var record: Int64 = 0
      try run.store(vocabulary.batch(of: samples, after: &record), part: part)
      _ = try run.finishPart(part, declaration: Declaration(filter: filter))
    }
    #expect(try scratch.archive.ledger().parts.first?.eventsOutside == 5)
  }

  /// However many events there are: each command asks the ledger.
  @Test func theLedgerIsReadWithoutAPassOverTheEvents() throws {
    let scratch = try Scratch()
    try scratch.archiveFile([Sample()])
    let sql = LedgerReader.latestText.replacing("?1", with: "'Role file changed'").replacing("?2", with: "'roles'")
    let plan = try scratch.query("EXPLAIN QUERY PLAN \(sql)").compactMap { $0["detail"] }
    #expect(plan.contains { $0.contains("SCAN ledger_entry") } && !plan.contains { $0.hasPrefix("SCAN event") }, "\(plan)")
  }
}
