import AuditModel

/// Applies a redaction to events and to what their dictionary ids stand for.
///
/// It gives dictionary entries ids of its own, one for each entry as it looks now: two people whose names are withheld are one entry, so that
/// neither an id nor the number of entries tells them apart.
final class Redactor {
  private let redaction: Redaction
  private let source: any EventSource
  private let request: [UInt8]
  /// Asked of each event.
  private let hidesSourceFile, hidesSourceEventID, hidesExtras: Bool
  private var fields: FieldRedaction
  private var made: Pseudonyms?

  private var actors = RedactedEntries<Int32, Actor>()
  private var parts = RedactedEntries<Int32, SourcePart>()
  private var documents = RedactedEntries<TargetID, Document>()
  private var names = RedactedEntries<Int32, String>()

  private struct Document: Hashable {
    var id: String?
    var parentID: String?
  }

  /// - Parameter request: what was asked for, as bytes: the pseudonyms of two requests differ.
  init(_ redaction: Redaction, of source: any EventSource, request: [UInt8]) {
    self.redaction = redaction
    self.source = source
    self.request = redaction.isSameAcrossBundles ? [] : request
    (hidesSourceFile, hidesSourceEventID, hidesExtras) = (redaction.hides(.sourceFile), redaction.hides(.sourceEventID), redaction.hides(.extras))
    fields = FieldRedaction(redaction.fields, withholdsAll: redaction.withholds(.changes))
  }

  func redacted(_ event: ArchivedEvent) throws -> ArchivedEvent {
    var event = event
    event.actor = try shownActor(event.actor)
    event.target = try redacted(event.target)
    event.sourcePart = try parts.id(of: event.sourcePart) { try redacted(source.sourcePart($0)) }
    if hidesSourceFile { event.recordNumber = 0 }
    if hidesSourceEventID { event.sourceEventID = nil }
    if fields.isNeeded { event.changes = try fields.redacted(changes: event.changes) }
    if hidesExtras {
      event.extras = []
    } else if fields.isNeeded, !event.extras.isEmpty {
      (event.extras, event.withheldExtras) = try fields.redacted(extras: event.extras)
    }
    return event
  }

  // MARK: Entries

  func actor(_ id: Int32) throws(Failure) -> Actor { try actors.entry(id) }

  /// The number of the entry that an archive's actor looks like.
  func shownActor(_ id: Int32) throws -> Int32 { try actors.id(of: id) { try redacted(source.actor($0)) } }

  func sourcePart(_ id: Int32) throws(Failure) -> SourcePart { try parts.entry(id) }

  func target(_ id: TargetID) throws(Failure) -> Target {
    let document = try documents.entry(id.document)
    return Target(documentID: document.id, name: id.name == 0 ? nil : try names.entry(id.name), parentID: document.parentID)
  }

  private func pseudonyms() throws -> Pseudonyms {
    if let made { return made }
    let pseudonyms = Pseudonyms(secret: try source.pseudonymSecret(isLasting: redaction.isSameAcrossBundles), request: request)
    made = pseudonyms
    return pseudonyms
  }

  private func redacted(_ actor: Actor) throws -> Actor {
    var shown = Actor(name: nil, id: redaction.hides(.actorID) ? nil : actor.id, kind: actor.kind)
    if redaction.isPseudonym(.actorName) {
      shown.name = try pseudonyms().name(of: actor)
    } else if !redaction.hides(.actorName) {
      shown.name = actor.name
    }
    return shown
  }

  private func redacted(_ part: SourcePart) -> SourcePart {
    redaction.hides(.sourceFile) ? SourcePart(file: "", member: nil, bytes: 0, sha256: "", system: part.system) : part
  }

  private func redacted(_ id: TargetID) throws -> TargetID {
    let document = try documents.id(of: id) { try redacted(source.target($0)) }
    guard id.name != 0, !redaction.hides(.documentName) else { return TargetID(document: document, name: 0) }
    return TargetID(document: document, name: try names.id(of: id.name) { _ in try source.target(id).name ?? "" })
  }

  private func redacted(_ target: Target) throws -> Document {
    Document(
      id: try redacted(.documentID, target.documentID, called: target.name), parentID: try redacted(.parentID, target.parentID, called: nil))
  }

  private func redacted(_ unit: Redaction.Unit, _ id: String?, called name: String?) throws -> String? {
    if redaction.isPseudonym(unit) { return try pseudonyms().name(ofDocument: id, called: name) }
    return redaction.hides(unit) ? nil : id
  }
}

/// Entries of a dictionary as they look after a redaction, numbered from 1 in the order in which they are first met.
private struct RedactedEntries<ID: Hashable, Entry: Hashable> {
  private var ids: [ID: Int32] = [:]
  private var places: [Entry: Int32] = [:]
  private var entries: [Entry] = []

  /// The number of the entry that an archive's id stands for; `redact` makes it when it is met first.
  mutating func id(of archived: ID, _ redact: (ID) throws -> Entry) throws -> Int32 {
    if let known = ids[archived] { return known }
    let entry = try redact(archived)
    let id = places[entry] ?? Int32(entries.count + 1)
    if Int(id) > entries.count {
      entries.append(entry)
      places[entry] = id
    }
    ids[archived] = id
    return id
  }

  func entry(_ id: Int32) throws(Failure) -> Entry {
    guard entries.indices.contains(Int(id) - 1) else { throw Failure(.failed, "an entry was asked for that no event names") }
    return entries[Int(id) - 1]
  }
}
