internal import AuditModel

/// A part of an event, as a source spells it in a column or under a key.
public enum Unit: Int, CaseIterable, Sendable {
  case sourceEventID, time, actorName, actorID, actorSource, module, action, documentID, documentName, parentID
  case changedFields, before, after, changes

  /// Units that are kept as text; the others make up the changes.
  static let textCount = 10

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
    case .changedFields: "changed fields"
    case .before: "before"
    case .after: "after"
    case .changes: "changes"
    }
  }
}

/// The home source: the CRM's CSV exports and the JSON of its own screen.
///
/// The header row of the CSV is not public and differs between teams, so columns are found by a table of aliases, compared without case,
/// spaces and marks.
enum HomeSource {
  static let name = "crm"

  /// Columns by their folded header. An alias belongs to one unit only.
  static let columnAliases: [Unit: [String]] = [
    .sourceEventID: ["logid", "eventid", "auditlogid", "id"],
    .time: ["datetime", "dateandtime", "date", "time", "timestamp", "createdat", "occurredat", "createdon"],
    .actorName: ["doneby", "user", "username", "performedby", "actor", "actorname"],
    .actorID: ["userid", "actorid", "donebyid"],
    .actorSource: ["source", "channel", "donevia"],
    .module: ["module", "documenttype", "modulename"],
    .action: ["action", "actiontype", "activity", "type"],
    .documentID: ["documentid", "recordid", "docid"],
    .documentName: ["name", "documentname", "recordname"],
    .parentID: ["parentid", "secondaryid"],
    .changedFields: ["changedfields", "fieldschanged", "updatedfields"],
    .before: ["before", "originalvalue", "oldvalue", "oldvalues", "previousvalue"],
    .after: ["after", "newvalue", "newvalues", "updatedvalue"],
    .changes: ["changes", "details", "fieldchanges"],
  ]

  static func unit(ofColumn header: String) -> Unit? {
    let folded = String(header.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    return Unit.allCases.first { columnAliases[$0]!.contains(folded) }
  }

  /// Keys of a record in the source's JSON.
  static let jsonKeys: [(StaticString, Unit)] = [
    ("_id", .sourceEventID), ("createdAt", .time), ("sourceName", .actorName), ("sourceId", .actorID), ("source", .actorSource),
    ("documentType", .module), ("type", .action), ("id", .documentID), ("documentName", .documentName), ("secondaryId", .parentID),
    ("changedFields", .changedFields), ("before", .before), ("after", .after),
  ]

  static func unit(ofKey key: JSONString) -> Unit? { jsonKeys.first { key.equals($0.0) }?.1 }

  /// The screen's label for a module that the JSON spells as a type. A type that is not listed is spelled like `Calendar event`.
  static func module(ofType type: String) -> String { moduleLabels[type] ?? sentenceCase(type) }

  static func action(ofType type: String) -> String { actionLabels[type] ?? sentenceCase(type) }

  private static let moduleLabels: [String: String] = [
    "CONTACT": "Contacts", "USER": "Users", "ACCOUNT": "Accounts", "LOCATION": "Accounts", "OPPORTUNITY": "Opportunity",
    "PIPELINE": "Pipeline", "OBJECT": "Objects", "CUSTOM_OBJECT": "Custom Objects", "ASSOCIATION": "Associations",
    "FUNNEL": "Funnels", "WEBSITE": "Websites", "WEBINAR": "Webinars", "STORE": "Stores", "PAGE_BUILDER_ASSET": "Page Builder assets",
    "CALENDAR": "Calendars", "CALENDAR_EVENT": "Calendars", "PAYMENT": "Payments", "WORKFLOW": "Workflows",
    "LISTING": "Listings", "NUMBER_POOL": "Number pools", "AI_CHAT": "AI Chat", "AUDIT_LOG": "Audit Logs", "NOTE": "Notes",
    "TASK": "Tasks",
  ]

  private static let actionLabels: [String: String] = [
    "TAG_ADDED": "Tag added", "TAG_REMOVED": "Tag removed", "STEP_REORDER": "Step Reorder", "PAGE_EDIT": "Page Edit",
    "FUNNEL_SETTINGS_CHANGE": "Funnel Settings Change", "EXPORT_REQUESTED": "Export Requested",
    "EXPORT_DOWNLOADED": "Export Downloaded",
  ]

  private static func sentenceCase(_ type: String) -> String {
    guard let first = type.utf8.first, 0x41...0x5A ~= first else { return type }
    guard type.utf8.allSatisfy({ 0x41...0x5A ~= $0 || $0 == 0x5F || 0x30...0x39 ~= $0 }) else { return type }
    let words = type.lowercased().replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The kind of actor behind the source's own word (`WEB_USER`, `WORKFLOW_NEW` …).
  static func kind(ofActorSource source: String?) -> Actor.Kind {
    guard let word = source?.uppercased(), !word.isEmpty, word != "UNKNOWN_SOURCE" else { return .unknown }
    if word.contains("USER") || word.contains("MOBILE") { return .person }
    if word.contains("WORKFLOW") { return .workflow }
    if word.contains("INTEGRATION") || word.contains("API") { return .integration }
    return .system
  }
}
