public import AccessPolicy
internal import AuditModel
internal import Bundling

/// Permitted events for a terminal or a pipe, newest first.
public struct Listing {
  /// What a table shows of an event.
  public struct Line {
    public let occurredAt: Int64
    public let module: String
    public let action: String
    public let actor: String?
    /// The document's name, or its id where it has no name.
    public let document: String?
    public let isVariant: Bool
  }

  private let events: PermittedEvents

  public init(events: PermittedEvents, limit: Int) { self.events = events.prefix(limit) }

  public func writeCSV(to sink: (UnsafeRawBufferPointer) throws -> Void) throws { try unsafe EventRows.write(events, as: .csv, to: sink) }

  public func writeJSONLines(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    try unsafe EventRows.write(events, as: .jsonl, to: sink)
  }

  public func forEachLine(_ body: (Line) throws -> Void) throws {
    try events.forEach { event in
      let target = try events.target(event.target)
      let name = target.name.flatMap { $0.isEmpty ? nil : $0 }
      try body(
        Line(
          occurredAt: event.occurredAt, module: events.module(event.module), action: events.action(event.action),
          actor: events.actor(event.actor).name, document: name ?? target.documentID, isVariant: event.variantOf != 0))
    }
  }
}
