import Archiving
import AuditModel
import EvidenceLog
import GRDB

/// Where an event's record lies in the sources that the archive keeps.
struct RecordPlace {
  private var part: SourcePart
  private var recordNumber: Int64
  private var offset: Int64
  private var length: Int64
  private let event: Int64

  /// Nil if there is no such event.
  init?(of event: Int64, in database: Database) throws {
    let select = try RawStatement(
      """
      SELECT record_number, source_offset, source_length, member, name, bytes, sha256
        FROM event JOIN source_part ON source_part.id = event.source_part JOIN source_file ON source_file.id = source_part.file
       WHERE event.id = ?1
      """, on: database)
    try select.bind(event, at: 1)
    defer { select.reset() }
    guard try select.step() else { return nil }
    self.event = event
    recordNumber = select.int(0)
    offset = select.int(1)
    length = select.int(2)
    part = SourcePart(file: select.text(4), member: select.optionalText(3), bytes: select.int(5), sha256: select.text(6))
  }

  /// Reads the record back.
  ///
  /// - Throws: `badData` when the kept source is missing or damaged.
  func original(in place: ArchiveFolder, spoolFolder: String) throws -> OriginalRecord {
    let kept = place.source(sha256: part.sha256)
    do {
      let bytes = try KeptSource(path: kept, named: part.file, spoolFolder: spoolFolder).bytes(ofMember: part.member, at: offset, count: length)
      return OriginalRecord(
        event: event, part: part, recordNumber: recordNumber, offset: offset, bytes: bytes, sha256: Self.sha256(of: bytes))
    } catch let failure as Failure where failure.kind == .noInput {
      throw Failure(.badData, "the archive lacks a kept source: \(failure.message)", hint: "restore it from a copy of the archive")
    }
  }

  private static func sha256(of bytes: [UInt8]) -> String {
    var hasher = SHA256Hasher()
    unsafe bytes.withUnsafeBytes { unsafe hasher.update($0) }
    return hex(hasher.finalize())
  }
}
