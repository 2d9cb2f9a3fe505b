import AuditModel
import EvidenceLog

/// The texts that the events of a run are committed to and that their batches no longer bring: of actors, modules and actions, by run-local
/// id.
final class UnitTexts {
  typealias Text = EventBatch.Text
  typealias Bytes = UnsafeRawBufferPointer

  private var arena = ByteBuffer(capacity: 1 << 14)
  private var actors: [(name: Text, id: Text, kind: Text)] = []
  private var modules: [Text] = []
  private var actions: [(name: Text, class: Text)] = []

  func add(_ batch: EventBatch) {
    for actor in batch.newActors { actors.append((keep(actor.name), keep(actor.id), keep(actor.kind.rawValue))) }
    for module in batch.newModules { modules.append(keep(module)) }
    for action in batch.newActions { actions.append((keep(action), keep(ActionClass(ofAction: action).rawValue))) }
  }

  private func keep(_ text: String?) -> Text {
    guard let text else { return .absent }
    let start = arena.count
    arena.append(Array(text.utf8))
    return Text(offset: Int32(start), length: Int32(arena.count - start))
  }

  /// Lends the texts' bytes for the length of a call.
  func withEntries<T>(_ body: (Bytes) throws -> T) rethrows -> T { try unsafe arena.withBytes { try unsafe body(Bytes($0)) } }

  /// What a row's leaf is computed from.
  /// - Parameters:
  ///   - texts: the batch's bytes.
  ///   - entries: what `withEntries` lends.
  @inline(__always)
  func units(of row: EventBatch.Row, in texts: Bytes, _ entries: Bytes, part: Int32, system: Bytes) -> EventUnits {
    var units = unsafe EventUnits(occurredAt: row.occurredAt)
    let (actor, action) = (actors[Int(row.actor)], actions[Int(row.action)])
    unsafe units.sourceTime = unsafe Self.bytes(row.sourceTime, texts)
    unsafe units.actorName = unsafe Self.bytes(actor.name, entries)
    unsafe units.actorID = unsafe Self.bytes(actor.id, entries)
    unsafe units.actorKind = unsafe Self.bytes(actor.kind, entries) ?? units.actorKind
    unsafe units.module = unsafe Self.bytes(modules[Int(row.module)], entries) ?? units.module
    unsafe units.action = unsafe Self.bytes(action.name, entries) ?? units.action
    unsafe units.actionClass = unsafe Self.bytes(action.class, entries) ?? units.actionClass
    unsafe units.documentID = unsafe Self.bytes(row.target.documentID, texts)
    unsafe units.documentName = unsafe Self.bytes(row.target.name, texts)
    unsafe units.parentID = unsafe Self.bytes(row.target.parentID, texts)
    unsafe units.sourceSystem = unsafe system
    unsafe units.sourceEventID = unsafe Self.bytes(row.sourceEventID, texts)
    unsafe units.changes = unsafe Self.bytes(row.changes, texts) ?? units.changes
    unsafe units.extras = unsafe Self.bytes(row.extras, texts)
    unsafe (units.sourcePart, units.recordNumber, units.sourceOffset, units.sourceLength) = (Int64(part), row.recordNumber, row.offset, row.length)
    unsafe units.original = unsafe Self.bytes(row.original, texts) ?? units.original
    return unsafe units
  }

  @inline(__always)
  private static func bytes(_ text: Text, _ arena: Bytes) -> Bytes? {
    guard text.length >= 0 else { return nil }
    let start = Int(text.offset)
    return unsafe Bytes(rebasing: arena[start..<start + Int(text.length)])
  }
}
