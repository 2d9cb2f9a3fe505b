public import AccessPolicy
internal import AuditModel
internal import Bundling

/// Permitted events for a terminal or a pipe, newest first.
public struct Listing {
  /// What a table shows of an event.
  public struct Line {
    /// The event's place in the log: its number.
    public let event: Int64
    public let occurredAt: Int64
    public let module: String
    public let action: String
    public let actor: String?
    /// The document's name, or its id where it has no name.
    public let document: String?
    /// The event that this one is a variant of; nil if it is none, `ArchivedEvent.withheldVariant` if it is not given out.
    public let variantOf: Int64?
    /// In what it differs from that event, where that event is the one listed before its variants.
    public let differences: [String]
  }

  private let events: PermittedEvents

  public init(events: PermittedEvents, limit: Int) { self.events = events.prefix(limit) }

  public func writeCSV(to sink: (UnsafeRawBufferPointer) throws -> Void) throws { try unsafe EventRows.write(events, as: .csv, to: sink) }

  public func writeJSONLines(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    try unsafe EventRows.write(events, as: .jsonl, to: sink)
  }

  public func forEachLine(_ body: (Line) throws -> Void) throws {
    var first: ArchivedEvent?
    try events.forEach { event in
      let actor = try events.actor(event.actor).name
      if event.variantOf == 0 { first = event }
      try body(
        Line(
          event: event.id, occurredAt: event.occurredAt, module: events.module(event.module), action: events.action(event.action),
          actor: events.redaction.hides(.actorName) ? Self.withheld : actor, document: document(of: event),
          variantOf: event.variantOf == 0 ? nil : event.variantOf,
          differences: first?.id == event.variantOf ? Self.differences(event, first) : []))
    }
  }

  /// What a table shows of something that is withheld.
  private static let withheld = "[withheld]"

  private func document(of event: ArchivedEvent) throws -> String? {
    let target = try events.target(event.target)
    if let name = target.name, !name.isEmpty { return name }
    if events.redaction.hides(.documentID) { return Self.withheld }
    return target.documentID ?? (events.redaction.hides(.documentName) ? Self.withheld : nil)
  }

  private static func differences(_ event: ArchivedEvent, _ first: ArchivedEvent?) -> [String] {
    guard let first else { return [] }
    let parts = [
      ("time", event.occurredAt == first.occurredAt), ("module", event.module == first.module), ("action", event.action == first.action),
      ("done by", event.actor == first.actor), ("document", event.target == first.target), ("changes", event.changes == first.changes),
      ("further fields", event.extras == first.extras),
    ]
    return parts.filter { !$0.1 }.map(\.0)
  }
}
