/// A file as it was received, or one member of a packed file: where an event's record lies.
public struct SourcePart: Hashable, Sendable {
  /// The name under which the file was given.
  public var file: String
  /// The member's name inside a packed file; nil for a plain file.
  public var member: String?
  /// Size of the received file in bytes.
  public var bytes: Int64
  /// SHA-256 of the received file, in hex.
  public var sha256: String
  /// Name of the source system that the file comes from; empty where only its place is spoken of.
  public var system: String

  public init(file: String, member: String?, bytes: Int64, sha256: String, system: String = "") {
    self.file = file
    self.member = member
    self.bytes = bytes
    self.sha256 = sha256
    self.system = system
  }

  /// File and member in one text, for messages and lists.
  public var displayName: String { member.map { "\(file) › \($0)" } ?? file }
}

/// An archive's own export that is taken in again. Its records come from several systems: each says from which, and the event keeps that in
/// a further field, since a source part has one system only.
public enum ArchiveExport {
  /// What such a source part has as its system.
  public static let system = "counterroll-export"
  /// The further field with the name of the system that an event came from first. It is the last one.
  public static let systemKey = "counterroll:system"
}

/// A record that was not taken in: kept with its place, its bytes and the reason, never dropped.
public struct Reject: Sendable, Equatable {
  /// Record number in its source part, from 1.
  public var recordNumber: Int64
  /// Line of the record's first byte, from 1.
  public var line: Int64
  /// Offset of the record's first byte in the (unpacked) source part.
  public var offset: Int64
  public var reason: String
  public var original: [UInt8]

  public init(recordNumber: Int64, line: Int64, offset: Int64, reason: String, original: [UInt8]) {
    self.recordNumber = recordNumber
    self.line = line
    self.offset = offset
    self.reason = reason
    self.original = original
  }
}

/// The exact account of a run: every record read is stored, a duplicate, a conflict or rejected, and nothing else.
public struct Balance: Equatable, Sendable, Codable {
  public var read: Int64 = 0
  public var stored: Int64 = 0
  public var duplicate: Int64 = 0
  /// Same identity, other content: archived as a variant beside the first.
  public var conflict: Int64 = 0
  public var rejected: Int64 = 0

  public init() {}

  public var isExact: Bool { read == stored + duplicate + conflict + rejected }

  public static func + (a: Balance, b: Balance) -> Balance {
    var sum = Balance()
    sum.read = a.read + b.read
    sum.stored = a.stored + b.stored
    sum.duplicate = a.duplicate + b.duplicate
    sum.conflict = a.conflict + b.conflict
    sum.rejected = a.rejected + b.rejected
    return sum
  }
}
