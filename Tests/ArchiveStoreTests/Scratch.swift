import ArchiveStore
import AuditModel
import Foundation
import GRDB

/// A fresh archive in a folder of its own, removed afterwards, and short ways to fill and read it.
final class Scratch {
  let folder: String
  let archive: Archive
  private var files = 0

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID().uuidString)").path
    archive = try Archive.create(at: folder, settings: Scratch.settings)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static let settings = ArchiveSettings(account: "acme", timeZone: "Europe/Berlin", retentionDays: 365, createdAt: 1000)

  /// Archives one file, given as its batches, in a run of its own.
  @discardableResult func archiveFile(_ batches: [Sample]...) throws -> Balance {
    try archive.run(startedAt: 5, by: "maria") { run in try addFile(batches, to: run) }
  }

  /// Archives one file, given as its batches, as part of a run.
  @discardableResult func addFile(_ batches: [[Sample]], to run: IngestRun, vocabulary: Vocabulary = Vocabulary()) throws -> Balance {
    files += 1
    let file = try run.addFile(name: "file \(files).csv", bytes: Int64(files), sha256: "sum \(files)")
    let part = try run.addPart(file: file, member: nil, profile: "people", shape: "csv")
    var record: Int64 = 0
    for samples in batches { try run.store(vocabulary.batch(of: samples, after: &record), part: part) }
    return try run.finishPart(part)
  }

  func events(_ filter: EventFilter = .all) throws -> [ArchivedEvent] {
    var events: [ArchivedEvent] = []
    try archive.reader().forEachEvent(matching: filter) { events.append($0) }
    return events
  }

  /// What any other program sees, as texts; NULL is absent.
  func query(_ sql: String) throws -> [[String: String]] {
    try DatabaseQueue(path: folder + "/archive.sqlite").read { database in
      try Row.fetchAll(database, sql: sql).map { row in
        let named = row.columnNames.compactMap { name in String.fromDatabaseValue(Self.text(row[name])).map { (name, $0) } }
        return Dictionary(uniqueKeysWithValues: named)
      }
    }
  }

  func number(_ sql: String) throws -> Int? { try query(sql).first?.values.first.flatMap { Int($0) } }

  private static func text(_ value: DatabaseValue) -> DatabaseValue {
    if case .int64(let number) = value.storage { return String(number).databaseValue }
    return value
  }
}

/// A row to be archived: at a time, saying something, perhaps with an id.
struct Sample {
  var time: Int64 = 100
  var says = "a"
  var id: String?
  var actor = Actor(name: "Maria", id: "7", kind: .person)
  var module = "Contacts"
  var action = "Contact updated"
  var target = Target(documentID: "d1", name: "Annual Report", parentID: nil)
  var sourceTime: String?
}

/// The run-local dictionaries, as Ingest keeps them.
final class Vocabulary {
  private var actors: [Actor] = []
  private var modules: [String] = []
  private var actions: [String] = []
  private var documents: [Target] = []
  private var documentNames: [String] = []

  func batch(of samples: [Sample], after record: inout Int64) -> EventBatch {
    var batch = EventBatch()
    for sample in samples {
      record += 1
      let content = digest("content \(sample.says)")
      batch.rows.append(
        EventBatch.Row(
          occurredAt: sample.time, identity: sample.id.map { digest("id \($0)") } ?? content, content: content,
          hasSourceID: sample.id != nil, actor: number(sample.actor, &actors, &batch.newActors),
          module: number(sample.module, &modules, &batch.newModules), action: number(sample.action, &actions, &batch.newActions),
          document: document(sample.target, &batch), documentName: name(sample.target, &batch),
          target: texts(of: sample.target, &batch), sourceEventID: text(sample.id, &batch),
          sourceTime: text(sample.sourceTime, &batch), changes: text("[[\"\(sample.says)\"]]", &batch), extras: .absent, original: .absent,
          recordNumber: record, offset: record * 10, length: 9))
    }
    return batch
  }

  private func number<Entry: Equatable>(_ entry: Entry, _ known: inout [Entry], _ new: inout [Entry]) -> Int32 {
    if let place = known.firstIndex(of: entry) { return Int32(place) }
    known.append(entry)
    new.append(entry)
    return Int32(known.count - 1)
  }

  private func document(_ target: Target, _ batch: inout EventBatch) -> Int32 {
    let known = documents.firstIndex { $0.documentID == target.documentID && $0.parentID == target.parentID }
    if let known { return Int32(known) }
    documents.append(target)
    batch.newDocuments.append(texts(of: target, &batch))
    return Int32(documents.count - 1)
  }

  private func texts(of target: Target, _ batch: inout EventBatch) -> EventBatch.TargetTexts {
    EventBatch.TargetTexts(
      documentID: text(target.documentID, &batch), name: text(target.name, &batch), parentID: text(target.parentID, &batch))
  }

  private func name(_ target: Target, _ batch: inout EventBatch) -> Int32 {
    guard let name = target.name else { return -1 }
    if let place = documentNames.firstIndex(of: name) { return Int32(place) }
    documentNames.append(name)
    batch.newDocumentNames.append(text(name, &batch))
    return Int32(documentNames.count - 1)
  }

  private func text(_ text: String?, _ batch: inout EventBatch) -> EventBatch.Text {
    guard let text else { return .absent }
    return batch.bytes.append { $0.append(Array(text.utf8)) }
  }

  /// Any 16 bytes that differ for different texts.
  private func digest(_ text: String) -> EventBatch.Digest16 {
    var high: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { high = (high ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return EventBatch.Digest16(high: high, low: .max)
  }
}

/// A balance in the order read, stored, duplicate, conflict, rejected.
func balance(_ read: Int64, _ stored: Int64, _ duplicate: Int64, _ conflict: Int64 = 0, rejected: Int64 = 0) -> Balance {
  var balance = Balance()
  (balance.read, balance.stored, balance.duplicate, balance.conflict, balance.rejected) = (read, stored, duplicate, conflict, rejected)
  return balance
}
