/// What an event's leaf is computed from, as bytes that stay where they are: every text in UTF-8 as the archive holds it, nil where nothing
/// was recorded. Whoever fills it keeps the bytes alive until the leaf is there.
@unsafe public struct EventUnits {
  public typealias Bytes = UnsafeRawBufferPointer

  /// Unit `when`: UTC milliseconds, and the source's own text unless it is the canonical one.
  public var occurredAt: Int64
  public var sourceTime: Bytes?
  /// Unit `who`.
  public var actorName: Bytes?
  public var actorID: Bytes?
  public var actorKind: Bytes
  /// Unit `what`.
  public var module: Bytes
  public var action: Bytes
  public var actionClass: Bytes
  /// Unit `which`.
  public var documentID: Bytes?
  public var documentName: Bytes?
  public var parentID: Bytes?
  /// Unit `id`: the source system (the profile that the record was read by) and its id of the event.
  public var sourceSystem: Bytes
  public var sourceEventID: Bytes?
  /// One unit for each change; the archive's JSON text, as `ChangeReader` reads it.
  public var changes: Bytes
  /// Unit `rest`: JSON text.
  public var extras: Bytes?
  /// Unit `where`: the archive's number of the source part, and the record's place in it.
  public var sourcePart: Int64
  public var recordNumber: Int64
  public var sourceOffset: Int64
  public var sourceLength: Int64
  /// Unit `original`: the record's exact bytes.
  public var original: Bytes

  /// An event of which nothing but its time is known.
  public init(occurredAt: Int64) {
    let none = unsafe Bytes(start: nil, count: 0)
    unsafe self.occurredAt = occurredAt
    unsafe (actorKind, module, action, actionClass, sourceSystem, changes, original) = (none, none, none, none, none, none, none)
    unsafe (sourcePart, recordNumber, sourceOffset, sourceLength) = (0, 0, 0, 0)
  }
}
