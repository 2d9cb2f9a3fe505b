internal import AuditModel

/// The columns of an event's row, in order. BundleFormat.md says what each holds.
enum EventColumn: Int, CaseIterable {
  case event, occurredAt, sourceTime, system, sourceEventID, actor, actorID, actorKind, module, action, documentID, documentName, parentID
  case changedFields, before, after, extras, variantOf, sourceFile, sourceMember, recordNumber, withheld

  var name: StaticString {
    switch self {
    case .event: "event"
    case .occurredAt: "occurred_at"
    case .sourceTime: "source_time"
    case .system: "system"
    case .sourceEventID: "source_event_id"
    case .actor: "actor"
    case .actorID: "actor_id"
    case .actorKind: "actor_kind"
    case .module: "module"
    case .action: "action"
    case .documentID: "document_id"
    case .documentName: "document_name"
    case .parentID: "parent_id"
    case .changedFields: "changed_fields"
    case .before: "before"
    case .after: "after"
    case .extras: "extras"
    case .variantOf: "variant_of"
    case .sourceFile: "source_file"
    case .sourceMember: "source_member"
    case .recordNumber: "record_number"
    case .withheld: "withheld"
    }
  }
}

/// How a row is spelled: as CSV or as JSON. Every cell begins with `begin`.
protocol RowEncoding {
  /// Appends what stands before the first row.
  static func beginRows(_ out: inout ByteBuffer)
  /// Appends what stands before a cell.
  static func begin(_ column: EventColumn, _ out: inout ByteBuffer)
  /// Appends what ends a row.
  static func endRow(_ out: inout ByteBuffer)
  /// Appends a text, or what says that none was recorded.
  static func append(_ text: String?, to out: inout ByteBuffer)
  /// Appends JSON text; without any, what says that none was recorded.
  static func appendJSON(_ json: UnsafeBufferPointer<UInt8>, to out: inout ByteBuffer)
  /// Appends the canonical text of an instant.
  static func append(_ time: Int64, _ instants: inout InstantText, to out: inout ByteBuffer)
}
