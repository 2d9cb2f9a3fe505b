internal import AuditModel
internal import EvidenceLog

/// Turns drafts into rows of a batch: reads the time, gives run-local ids, and computes what makes the event this event.
///
/// One assembler serves a whole run, since run-local ids are counted over all its files.
public final class EventAssembler {
  /// Why a record cannot become an event.
  struct Flaw: Error {
    let reason: String
  }

  /// Where a record lies in its source part.
  struct Place {
    var recordNumber: Int64
    var offset: Int64
    var length: Int64
  }

  private var actors = Interner(capacity: 1 << 16)
  private var modules = Interner(capacity: 1 << 12)
  private var actions = Interner(capacity: 1 << 12)
  private var documents = Interner(capacity: 1 << 17)
  private var documentNames = Interner(capacity: 1 << 17)
  private var digests = EventDigests()
  private var profile: SourceProfile?
  private var times = TimeReading(format: .iso8601)
  private var batch = EventBatch()

  public init() {}

  /// Says how the events to come are to be understood.
  ///
  /// Two profiles may see different kinds of actors behind the same words, so actors are looked up anew after a change of profile.
  func use(_ profile: SourceProfile, format: TimeFormat, zone: String?) throws {
    if self.profile?.name != profile.name { actors.forget() }
    self.profile = profile
    digests.source = Array(profile.source.utf8)
    let zone = try (profile.time.zone ?? zone).map { name throws(Failure) in try ZoneRules(named: name) }
    times = TimeReading(format: format, zone: zone, zoneWords: profile.time.words)
  }

  /// How much has been collected.
  var rowCount: Int { batch.rows.count }
  var rejectCount: Int { batch.rejects.count }
  var byteCount: Int { batch.bytes.count }

  /// Hands over what has been collected and starts anew.
  func takeBatch() -> EventBatch {
    digests.finish(into: &batch.rows)
    digests.beginBatch()
    defer {
      batch = EventBatch(bytes: BatchBytes(capacity: PartReader.batchBytes + 1 << 20))
      batch.rows.reserveCapacity(PartReader.batchRows)
    }
    batch.keepsOrder = profile?.isOfArchive ?? false
    return batch
  }

  /// Takes back the events of a record of which a later one cannot be read: a record is taken in whole, or rejected.
  func takeBack(to rows: Int) {
    digests.finish(into: &batch.rows)
    batch.rows.removeLast(batch.rows.count - rows)
    digests.finish(into: &batch.rows)
  }

  func reject(_ reject: Reject) { batch.rejects.append(reject) }

  /// Adds an event. `record` is the whole record's bytes: they are committed to in the evidence log.
  func add(_ draft: inout EventDraft, record: ByteView, at place: Place) throws(Flaw) {
    let occurredAt = try time(of: &draft)
    guard !draft.isEmpty(.module) || !draft.isEmpty(.action) else { throw Flaw(reason: "neither a module nor an action") }
    let document = Interner.Key(draft[.documentID], draft[.parentID])
    let documentHash = document.hash
    let name = draft[.documentName].map { Interner.Key($0) }
    let nameHash = name?.hash ?? 0
    documents.prefetchSlot(of: documentHash)
    documentNames.prefetchSlot(of: nameHash)
    digests.addContent(of: draft, occurredAt: occurredAt)
    documents.prefetchEntry(of: documentHash)
    documentNames.prefetchEntry(of: nameHash)
    let id = draft.isEmpty(.sourceEventID) ? nil : draft[.sourceEventID]
    if let id { digests.addIdentity(ofSourceID: id, system: draft[.system]) }
    if let system = draft[.system] { draft.addExtra(ArchiveExport.systemKey, system) }
    let original = keep(record)
    func keepInRecord(_ text: ByteView?) -> EventBatch.Text {
      guard let text, let place = text.place(in: record) else { return keep(text) }
      return EventBatch.Text(offset: original.offset + Int32(place), length: Int32(text.count))
    }
    let target = EventBatch.TargetTexts(
      documentID: keepInRecord(draft[.documentID]), name: keepInRecord(draft[.documentName]), parentID: keepInRecord(draft[.parentID]))
    batch.rows.append(
      EventBatch.Row(
        occurredAt: occurredAt, identity: .none, content: .none, hasSourceID: id != nil,
        actor: actor(of: draft), module: module(of: draft), action: action(of: draft), document: number(of: document, documentHash, target),
        documentName: number(ofName: name, nameHash, target), target: target,
        sourceEventID: keepInRecord(id), sourceTime: sourceTime(of: draft), changes: batch.bytes.append { draft.appendChanges(to: &$0) },
        extras: draft.extras.isEmpty ? .absent : batch.bytes.append { draft.appendExtras(to: &$0) }, original: original,
        recordNumber: place.recordNumber, offset: place.offset, length: place.length))
    if digests.isFull { digests.finish(into: &batch.rows) }
  }

  /// A time that the source's clock showed twice is the earlier one; the event says so in a further field.
  private func time(of draft: inout EventDraft) throws(Flaw) -> Int64 {
    guard let text = draft[.time], !text.isEmpty else { throw Flaw(reason: "no time is given") }
    do throws(Timestamp.Problem) {
      let instant = try times.instant(of: text.span)
      if let ambiguity = instant.ambiguity {
        draft.addExtra(key: draft.jsonString(Array(TimeReading.Instant.ambiguityKey.utf8)), value: draft.arena.store(ambiguity.bytes))
      }
      return instant.milliseconds
    } catch {
      throw Flaw(reason: "the time \(VisibleText.quoted(text.string)): \(error.rawValue)")
    }
  }

  // MARK: Dictionaries

  private func actor(of draft: borrowing EventDraft) -> Int32 {
    let (id, isNew) = actors.intern(Interner.Key(draft[.actorSource], draft[.actorID], draft[.actorName]))
    if isNew {
      batch.newActors.append(
        Actor(name: draft.string(.actorName), id: draft.string(.actorID), kind: profile?.kind(ofWord: draft.string(.actorSource)) ?? .unknown))
    }
    return id
  }

  private func module(of draft: borrowing EventDraft) -> Int32 {
    let (id, isNew) = modules.intern(Interner.Key(draft[.module]))
    if isNew { batch.newModules.append(draft.string(.module) ?? "") }
    return id
  }

  private func action(of draft: borrowing EventDraft) -> Int32 {
    let (id, isNew) = actions.intern(Interner.Key(draft[.action]))
    if isNew { batch.newActions.append(draft.string(.action) ?? "") }
    return id
  }

  private func number(of document: Interner.Key, _ hash: UInt64, _ target: EventBatch.TargetTexts) -> Int32 {
    let (id, isNew) = documents.intern(document, hash: hash)
    if isNew { batch.newDocuments.append(target) }
    return id
  }

  private func number(ofName name: Interner.Key?, _ hash: UInt64, _ target: EventBatch.TargetTexts) -> Int32 {
    guard let name else { return -1 }
    let (id, isNew) = documentNames.intern(name, hash: hash)
    if isNew { batch.newDocumentNames.append(target.name) }
    return id
  }

  // MARK: Texts

  private func keep(_ text: ByteView?) -> EventBatch.Text {
    guard let text else { return .absent }
    return batch.bytes.append { text.append(to: &$0) }
  }

  /// The time as the source wrote it, unless it is the canonical spelling anyway.
  private func sourceTime(of draft: borrowing EventDraft) -> EventBatch.Text {
    guard let time = draft[.time] else { return .absent }
    let written = draft[.writtenTime] ?? time
    return Self.isCanonical(time) && written.equals(time) ? .absent : keep(written)
  }

  /// Whether a text that is a valid time is spelled `YYYY-MM-DDTHH:MM:SS.mmmZ`: by its length and marks, and no leap second.
  private static func isCanonical(_ time: ByteView) -> Bool {
    time.count == 24 && time[10] == UInt8(ascii: "T") && time[19] == UInt8(ascii: ".") && time[23] == UInt8(ascii: "Z")
      && time[17] != UInt8(ascii: "6")
  }
}

/// Text of a source as it may stand in a message: shortened, without controls.
enum VisibleText {
  static func quoted(_ text: String, limit: Int = 40) -> String {
    let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit).map { $0.properties.generalCategory.isShown ? $0 : "·" }))
    return "“\(shown)\(text.unicodeScalars.count > limit ? "…" : "")”"
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isShown: Bool { ![.control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator].contains(self) }
}
