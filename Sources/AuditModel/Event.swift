/// Who or what initiated an event.
public struct Actor: Hashable, Sendable {
  /// What an actor is, as far as the source says it.
  public enum Kind: String, Sendable, CaseIterable {
    case person, workflow, integration, system, unknown
  }

  /// The name that the source shows; nil if it recorded none.
  public var name: String?
  /// The source's own id of the actor; nil if it recorded none.
  public var id: String?
  public var kind: Kind

  public init(name: String?, id: String?, kind: Kind) {
    self.name = name
    self.id = id
    self.kind = kind
  }
}

/// The thing acted on, as one event names it: a document, and the name that it had then.
public struct Target: Hashable, Sendable {
  public var documentID: String?
  public var name: String?
  /// The document that this one belongs to (the source's `secondaryId`).
  public var parentID: String?

  public init(documentID: String?, name: String?, parentID: String?) {
    self.documentID = documentID
    self.name = name
    self.parentID = parentID
  }
}

/// What a target is called in the archive: a document, and one of the names that documents had.
public struct TargetID: Hashable, Sendable {
  public var document: Int32
  /// 0 if no name was recorded.
  public var name: Int32

  public init(document: Int32, name: Int32) {
    self.document = document
    self.name = name
  }
}

/// The normalised class of an action, beside the source's own word for it (after OCSF's activity ids).
public enum ActionClass: String, Sendable, CaseIterable {
  case create, update, delete, restore, read, other

  /// The class that an action's own words suggest: `Tag added` is an update, `Export requested` a read.
  public init(ofAction action: String) {
    let word = action.lowercased()
    let classes: [(ActionClass, [String])] = [
      (.restore, ["restor", "undelet", "recover"]),
      (.delete, ["delet", "purg"]),
      (.create, ["creat", "import"]),
      (.read, ["export", "download", "view", "login"]),
      (.update, ["updat", "edit", "chang", "added", "removed", "reorder", "mov", "renam", "enabl", "disabl", "assign", "publish"]),
    ]
    self = classes.first { _, stems in stems.contains { word.contains($0) } }?.0 ?? .other
  }
}

/// One archived event, as the archive hands it to whoever may read it.
///
/// Who, what and which are dictionary ids, resolved by the reader's `EventDictionaries`; the changes are canonical JSON text (see
/// `ChangeReader`).
public struct ArchivedEvent: Sendable {
  /// Position in the archive's log, from 1.
  public var id: Int64 = 0
  /// UTC milliseconds since 1970.
  public var occurredAt: Int64 = 0
  public var actor: Int32 = 0
  public var module: Int32 = 0
  public var action: Int32 = 0
  public var target = TargetID(document: 0, name: 0)
  /// The id that the source gave the event, if it did.
  public var sourceEventID: String?
  /// The time as the source wrote it, unless it is exactly `Timestamp.canonicalText(occurredAt)`.
  public var sourceTime: String?
  public var changes: [UInt8] = []
  /// Keys of the record that the archive has no column for, as one JSON object; empty if there are none.
  public var extras: [UInt8] = []
  /// Of those keys the ones that are withheld, as a JSON array; empty if none is. The archive's own events have none.
  public var withheldExtras: [UInt8] = []
  /// The source part (a file, or a member of one) and the record number in it, from 1.
  public var sourcePart: Int32 = 0
  public var recordNumber: Int64 = 0
  /// The event with the same identity and other content that was archived first; 0 if this event is no variant.
  public var variantOf: Int64 = 0

  /// In `variantOf`: there is such an event, and it is not given out.
  public static let withheldVariant: Int64 = -1

  public init() {}
}

/// What the dictionary ids of an `ArchivedEvent` stand for.
public protocol EventDictionaries {
  func actor(_ id: Int32) throws -> Actor
  func module(_ id: Int32) throws -> String
  func action(_ id: Int32) throws -> String
  func target(_ id: TargetID) throws -> Target
  func sourcePart(_ id: Int32) throws -> SourcePart
}

/// Which texts of an event are read. Who did what to which record, when and where, always is.
public enum EventTexts: Sendable {
  case all, changes, none
}

/// A place that events can be read from, newest first. The archive is one; `AccessPolicy` stands before it.
///
/// `within` narrows whatever is asked: only events that one of these filters selects are there, and all are if it is empty.
public protocol EventSource: EventDictionaries {
  /// The same events as the next one, in any order, and with empty texts where they are not wanted: the quickest way to count.
  func forEachEventInAnyOrder(
    matching filter: EventFilter, within: [EventFilter], reading texts: EventTexts, _ body: (ArchivedEvent) throws -> Void) throws
  func forEachEvent(matching filter: EventFilter, within: [EventFilter], _ body: (ArchivedEvent) throws -> Void) throws
  /// The event at a place in the log; nil if there is none.
  func event(_ id: Int64, within: [EventFilter]) throws -> ArchivedEvent?
  /// The exact bytes of an event's record; nil if there is no such event, or nothing is kept of it.
  func original(of event: Int64, within: [EventFilter]) throws -> OriginalRecord?
  /// A secret of the source, from which pseudonyms are made. It never leaves the program.
  /// - Parameter isLasting: Whether it stays the same for ever; else it is another one after each run.
  func pseudonymSecret(isLasting: Bool) throws -> [UInt8]
  /// When the first event of each actor was, of those that a filter selects. The filter asks for no time.
  func firstInstants(matching filter: EventFilter, within: [EventFilter]) throws -> [Int32: Int64]
  /// The entries for records with this id: there may be several, with different parents.
  func documents(withID id: String) throws -> [Int32]
  /// Those of some texts that stand in the name of any record, without regard to case.
  func textsInNames(of texts: [String]) throws -> Set<String>
}

/// What a source without an index and without kept files does.
extension EventSource {
  public func event(_ id: Int64, within: [EventFilter]) throws -> ArchivedEvent? {
    var found: ArchivedEvent?
    try forEachEvent(matching: .all, within: within) { if $0.id == id { found = $0 } }
    return found
  }

  public func forEachEventInAnyOrder(
    matching filter: EventFilter, within: [EventFilter], reading texts: EventTexts, _ body: (ArchivedEvent) throws -> Void
  ) throws {
    try forEachEvent(matching: filter, within: within, body)
  }

  public func original(of event: Int64, within: [EventFilter]) throws -> OriginalRecord? { nil }
  public func documents(withID id: String) throws -> [Int32] { [] }
  public func textsInNames(of texts: [String]) throws -> Set<String> { Set(texts) }

  public func firstInstants(matching filter: EventFilter, within: [EventFilter]) throws -> [Int32: Int64] {
    var instants: [Int32: Int64] = [:]
    try forEachEventInAnyOrder(matching: filter, within: within, reading: .none) { instants[$0.actor] = min($0.occurredAt, instants[$0.actor] ?? .max) }
    return instants
  }

  public func pseudonymSecret(isLasting: Bool) throws -> [UInt8] {
    throw Failure(.failed, "these events have no secret that pseudonyms could be made from")
  }
}

/// The exact bytes of the record that an event was read from, with their place.
public struct OriginalRecord: Equatable, Sendable {
  /// The event's place in the log.
  public var event: Int64
  public var part: SourcePart
  /// In the part, from 1.
  public var recordNumber: Int64
  /// Of the first byte in the unpacked part.
  public var offset: Int64
  public var bytes: [UInt8]
  /// Of the bytes, in hex.
  public var sha256: String

  public init(event: Int64, part: SourcePart, recordNumber: Int64, offset: Int64, bytes: [UInt8], sha256: String) {
    self.event = event
    self.part = part
    self.recordNumber = recordNumber
    self.offset = offset
    self.bytes = bytes
    self.sha256 = sha256
  }
}
