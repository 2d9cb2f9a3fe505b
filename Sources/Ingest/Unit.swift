/// A part of an event, as a source spells it in a column or under a key.
public enum Unit: Int, CaseIterable, Sendable {
  case sourceEventID, time, actorName, actorID, actorSource, module, action, documentID, documentName, parentID, writtenTime, system
  case changedFields, before, after, changes

  /// Units that are kept as text; the others make up the changes.
  static let textCount = 12

  /// What the unit is called in messages.
  public var title: String {
    switch self {
    case .sourceEventID: "event id"
    case .time: "time"
    case .actorName: "actor"
    case .actorID: "actor id"
    case .actorSource: "kind of actor"
    case .module: "module"
    case .action: "action"
    case .documentID: "document id"
    case .documentName: "document name"
    case .parentID: "parent id"
    case .writtenTime: "time as first written"
    case .system: "source system"
    case .changedFields: "changed fields"
    case .before: "before"
    case .after: "after"
    case .changes: "changes"
    }
  }
}
