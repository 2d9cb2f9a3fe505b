internal import EvidenceLog
internal import AuditModel

/// Turns drafts into rows of a batch: reads the time, gives run-local ids, and computes what makes the event this event.
///
/// One assembler serves a whole run, since run-local ids are counted over all its files.
public final class EventAssembler {
  /// Why a record cannot become an event.
  struct Flaw: Error {
    let reason: String
  }

  private var actors = Interner(capacity: 1 << 16)
  private var modules = Interner(capacity: 1 << 12)
  private var actions = Interner(capacity: 1 << 12)
  private var targets = Interner(capacity: 1 << 17)
  private var scratch: [UInt8] = []
  var batch = EventBatch()

  public init() {}

  /// Hands over what has been collected and starts anew.
  func takeBatch() -> EventBatch {
    defer {
      batch = EventBatch()
      batch.bytes.reserveCapacity(4 << 20)
    }
    return batch
  }

  /// Where a record lies in its source part.
  struct Place {
    var recordNumber: Int64
    var offset: Int64
    var length: Int64
  }

  func add(_ draft: EventDraft, at place: Place) throws(Flaw) {
    let occurredAt = try time(of: draft)
    guard draft[.module].length > 0 || draft[.action].length > 0 else { throw Flaw(reason: "neither a module nor an action") }
    let content = contentDigest(of: draft, occurredAt: occurredAt)
    let hasID = draft[.sourceEventID].length > 0
    batch.rows.append(
      EventBatch.Row(
        occurredAt: occurredAt, identity: hasID ? identity(of: draft) : content, content: content, hasSourceID: hasID,
        actor: actor(of: draft), module: module(of: draft), action: action(of: draft), target: target(of: draft),
        sourceEventID: hasID ? copy(draft, .sourceEventID) : .absent, sourceTime: sourceTime(of: draft),
        changes: append { draft.appendChanges(to: &$0) }, extras: extras(of: draft),
        recordNumber: place.recordNumber, offset: place.offset, length: place.length))
  }

  private func time(of draft: EventDraft) throws(Flaw) -> Int64 {
    guard draft[.time].length > 0 else { throw Flaw(reason: "no time is given") }
    let time = draft.view(draft[.time]) { view in Result { () throws(Timestamp.Problem) in try Timestamp.parse(view.span) } }
    switch time {
    case .success(let instant): return instant
    case .failure(let problem):
      throw Flaw(reason: "the time \(VisibleText.quoted(draft.string(.time) ?? "")): \(problem.rawValue)")
    }
  }

  // MARK: Digests

  /// SHA-256 of what the event says, whichever export says it: time, actor, module, action, target and changes.
  /// Row numbers and ids of actors are left out: they belong to an export, or are known to some exports only.
  private func contentDigest(of draft: EventDraft, occurredAt: Int64) -> EventBatch.Digest16 {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(2)
    unsafe withUnsafeBytes(of: occurredAt.littleEndian) { unsafe scratch.append(contentsOf: $0) }
    for unit in [Unit.actorName, .module, .action, .documentID, .documentName] { appendName(draft, unit) }
    for index in draft.changesByField {
      let change = draft.changes[index]
      draft.append(change.field, to: &scratch)
      draft.append(change.before, to: &scratch)
      draft.append(change.after, to: &scratch)
    }
    return digestOfScratch
  }

  /// A CSV cell cannot tell an empty name from none, so the two count as equal here; the event keeps what its record said.
  private func appendName(_ draft: EventDraft, _ unit: Unit) {
    let text = draft[unit]
    draft.append(text.length > 0 ? text : EventBatch.Text(offset: 0, length: 0), to: &scratch)
  }

  /// SHA-256 of the source system's name and its id of the event.
  private func identity(of draft: EventDraft) -> EventBatch.Digest16 {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(1)
    scratch.append(contentsOf: HomeSource.name.utf8)
    scratch.append(0)
    draft.append(draft[.sourceEventID], to: &scratch)
    return digestOfScratch
  }

  private var digestOfScratch: EventBatch.Digest16 { unsafe scratch.withUnsafeBytes { unsafe digest16($0) } }

  // MARK: Dictionaries

  private func actor(of draft: EventDraft) -> Int32 {
    let (id, isNew) = intern(&actors, draft, [.actorSource, .actorID, .actorName])
    if isNew {
      batch.newActors.append(
        Actor(name: draft.string(.actorName), id: draft.string(.actorID), kind: HomeSource.kind(ofActorSource: draft.string(.actorSource))))
    }
    return id
  }

  private func module(of draft: EventDraft) -> Int32 {
    let (id, isNew) = intern(&modules, draft, [.module])
    if isNew { batch.newModules.append(draft.string(.module) ?? "") }
    return id
  }

  private func action(of draft: EventDraft) -> Int32 {
    let (id, isNew) = intern(&actions, draft, [.action])
    if isNew { batch.newActions.append(draft.string(.action) ?? "") }
    return id
  }

  private func target(of draft: EventDraft) -> Int32 {
    let (id, isNew) = intern(&targets, draft, [.documentID, .documentName, .parentID])
    if isNew {
      batch.newTargets.append(
        Target(documentID: draft.string(.documentID), name: draft.string(.documentName), parentID: draft.string(.parentID)))
    }
    return id
  }

  private func intern(_ interner: inout Interner, _ draft: EventDraft, _ units: [Unit]) -> (id: Int32, isNew: Bool) {
    scratch.removeAll(keepingCapacity: true)
    for unit in units { draft.append(draft[unit], to: &scratch) }
    return interner.intern(scratch)
  }

  // MARK: Texts

  private func append(_ write: (inout [UInt8]) -> Void) -> EventBatch.Text {
    let start = batch.bytes.count
    write(&batch.bytes)
    return EventBatch.Text(offset: Int32(start), length: Int32(batch.bytes.count - start))
  }

  private func copy(_ draft: EventDraft, _ unit: Unit) -> EventBatch.Text {
    append { bytes in draft.view(draft[unit]) { $0.append(to: &bytes) } }
  }

  /// The time as the source wrote it, unless it is the canonical spelling anyway.
  private func sourceTime(of draft: EventDraft) -> EventBatch.Text {
    draft.view(draft[.time]) { Self.isCanonical($0) } ? .absent : copy(draft, .time)
  }

  /// Whether a text that is a valid time is spelled `YYYY-MM-DDTHH:MM:SS.mmmZ`: by its length and marks, and no leap second.
  private static func isCanonical(_ time: ByteView) -> Bool {
    time.count == 24 && time[10] == UInt8(ascii: "T") && time[19] == UInt8(ascii: ".") && time[23] == UInt8(ascii: "Z")
      && time[17] != UInt8(ascii: "6")
  }

  private func extras(of draft: EventDraft) -> EventBatch.Text {
    guard !draft.extras.isEmpty else { return .absent }
    return append { bytes in
      bytes.append(UInt8(ascii: "{"))
      bytes.append(contentsOf: draft.extras)
      bytes.append(UInt8(ascii: "}"))
    }
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
