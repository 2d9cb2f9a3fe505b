/// A batch of events on the way from a source file to the archive: fixed-size rows over one arena of bytes, so that a million events do not
/// become ten million small objects.
///
/// Who, what and which are *run-local* ids: position in the order in which the run first met them. A batch brings the entries that are new
/// in it; the archive maps run-local ids to its own dictionaries.
public struct EventBatch: Sendable {
  /// 16 bytes of a SHA-256, as two words in big-endian order, so that comparing words is comparing bytes.
  public struct Digest16: Hashable, Comparable, Sendable {
    public var high: UInt64
    public var low: UInt64

    public init(high: UInt64, low: UInt64) {
      self.high = high
      self.low = low
    }

    /// In the place of a digest that is not computed yet.
    public static let none = Digest16(high: 0, low: 0)

    public static func < (a: Digest16, b: Digest16) -> Bool { a.high != b.high ? a.high < b.high : a.low < b.low }
  }

  /// Where a text lies in `bytes`; a length of -1 means *not recorded*.
  public struct Text: Sendable {
    public var offset: Int32
    public var length: Int32

    public init(offset: Int32, length: Int32) {
      self.offset = offset
      self.length = length
    }

    public static let absent = Text(offset: 0, length: -1)
  }

  public struct Row: Sendable {
    public var occurredAt: Int64
    /// What makes this event this event. Without an id from the source it is the content.
    public var identity: Digest16
    /// What the event says: time, actor, module, action, target and changes.
    public var content: Digest16
    public var hasSourceID: Bool
    public var actor: Int32
    public var module: Int32
    public var action: Int32
    public var document: Int32
    /// -1 if no name was recorded.
    public var documentName: Int32
    public var target: TargetTexts
    public var sourceEventID: Text
    public var sourceTime: Text
    public var changes: Text
    public var extras: Text
    /// The record's bytes as they stand in the source part.
    public var original: Text
    public var recordNumber: Int64
    /// Place of the record's bytes in the (unpacked) source part.
    public var offset: Int64
    public var length: Int64

    public init(
      occurredAt: Int64, identity: Digest16, content: Digest16, hasSourceID: Bool, actor: Int32, module: Int32, action: Int32,
      document: Int32, documentName: Int32, target: TargetTexts, sourceEventID: Text, sourceTime: Text, changes: Text, extras: Text,
      original: Text, recordNumber: Int64, offset: Int64, length: Int64
    ) {
      self.occurredAt = occurredAt
      self.identity = identity
      self.content = content
      self.hasSourceID = hasSourceID
      self.actor = actor
      self.module = module
      self.action = action
      self.document = document
      self.documentName = documentName
      self.target = target
      self.sourceEventID = sourceEventID
      self.sourceTime = sourceTime
      self.changes = changes
      self.extras = extras
      self.original = original
      self.recordNumber = recordNumber
      self.offset = offset
      self.length = length
    }
  }

  /// What a row acts on, in its own words: they are committed to with every event.
  public struct TargetTexts: Sendable {
    public var documentID: Text
    public var name: Text
    public var parentID: Text

    public init(documentID: Text, name: Text, parentID: Text) {
      self.documentID = documentID
      self.name = name
      self.parentID = parentID
    }
  }

  public var rows: [Row] = []
  /// Whether rows of one instant are to be archived as they stand, and not in the order of their identities: an archive's export has them in
  /// the order in which that archive took them in.
  public var keepsOrder = false
  public let bytes: BatchBytes
  public var newActors: [Actor] = []
  public var newModules: [String] = []
  public var newActions: [String] = []
  /// The targets whose documents are new, and the names that are.
  public var newDocuments: [TargetTexts] = []
  public var newDocumentNames: [Text] = []
  public var rejects: [Reject] = []

  public init(bytes: BatchBytes = BatchBytes()) { self.bytes = bytes }

  public func target(of row: Row) -> Target {
    Target(documentID: text(row.target.documentID), name: text(row.target.name), parentID: text(row.target.parentID))
  }

  public func text(_ text: Text) -> String? {
    guard text.length >= 0 else { return nil }
    return bytes.withUnsafeBytes { bytes in
      unsafe String(decoding: bytes[Int(text.offset)..<Int(text.offset + text.length)], as: UTF8.self)
    }
  }
}

/// The texts of a batch, one after another. Filled by one thread, then read by others: never both at once.
public final class BatchBytes: @unchecked Sendable {
  private var buffer: ByteBuffer

  public init(capacity: Int = 1 << 12) { buffer = ByteBuffer(capacity: capacity) }

  public var count: Int { buffer.count }

  /// Appends what the body writes.
  public func append(_ body: (inout ByteBuffer) -> Void) -> EventBatch.Text {
    let start = buffer.count
    body(&buffer)
    return EventBatch.Text(offset: Int32(start), length: Int32(buffer.count - start))
  }

  public func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
    try unsafe buffer.withBytes { try unsafe body(UnsafeRawBufferPointer($0)) }
  }
}
