internal import AuditModel
internal import EvidenceLog

/// The two digests that tell whether an event is archived already (the archive's format describes them to the byte), for many events at
/// once.
struct EventDigests: ~Copyable {
  private var message = ByteBuffer(capacity: 1 << 12)
  private var waiting = DigestBatch()
  /// The row that the first waiting digest belongs to.
  private var firstRow = 0
  private var order: [Int] = []
  /// The name of the source system, in UTF-8.
  var source: [UInt8] = []

  /// SHA-256 of what the event says, whichever export says it: time, actor, module, action, target and changes.
  /// Row numbers and ids of actors are left out: they belong to an export, or are known to some exports only.
  mutating func addContent(of draft: borrowing EventDraft, occurredAt: Int64) {
    message.removeAll()
    message.append(2)
    message.append(littleEndian: occurredAt)
    append(name: draft[.actorName])
    append(name: draft[.module])
    append(name: draft[.action])
    append(name: draft[.documentID])
    append(name: draft[.documentName])
    draft.sortChanges(into: &order)
    for index in order {
      let change = draft.changes[index]
      append(change.field)
      append(change.before)
      append(change.after)
    }
    endMessage()
  }

  /// SHA-256 of the source system's name and its id of the event: for a row that has one, behind its content.
  /// - Parameter system: the name, where the record says one of its own.
  mutating func addIdentity(ofSourceID id: ByteView, system: ByteView?) {
    message.removeAll()
    message.append(1)
    if let system { system.append(to: &message) } else { for byte in source { message.append(byte) } }
    message.append(0)
    append(id)
    endMessage()
  }

  private mutating func endMessage() { unsafe message.withBytes { unsafe waiting.add($0) } }

  /// Whether it is time for `finish`.
  var isFull: Bool { waiting.isFull }

  /// Writes the digests that wait into their rows, the last ones of a batch. Without an id from the source, the identity is the content.
  mutating func finish(into rows: inout [EventBatch.Row]) {
    var row = firstRow
    var isIdentity = false
    waiting.finish { _, digest in
      rows[row].identity = digest
      if !isIdentity { rows[row].content = digest }
      isIdentity = !isIdentity && rows[row].hasSourceID
      if !isIdentity { row += 1 }
    }
    firstRow = rows.count
  }

  /// Says that the rows to come begin a batch.
  mutating func beginBatch() { firstRow = 0 }

  /// A text with its length before it; -1 is *not recorded*.
  @inline(__always)
  private mutating func append(_ text: ByteView?) {
    message.append(littleEndian: Int32(text?.count ?? -1))
    text?.append(to: &message)
  }

  /// A CSV cell cannot tell an empty name from none, so the two count as equal here; the event keeps what its record said.
  @inline(__always)
  private mutating func append(name: ByteView?) {
    message.append(littleEndian: Int32(name?.count ?? 0))
    name?.append(to: &message)
  }
}
