public import AuditModel

/// Events that the policy let through. It cannot be made outside this module, so that by type nothing else can be rendered or exported.
public struct PermittedEvents: EventDictionaries {
  private let source: any EventSource
  private var limit = Int.max
  /// Places in the log, where certain events are meant; nil where the filter alone decides.
  private var chosen: [Int64]?
  public let filter: EventFilter
  public let decision: Decision

  init(source: any EventSource, filter: EventFilter, decision: Decision) {
    self.source = source
    self.filter = filter
    self.decision = decision
  }

  /// The newest events only, at most so many.
  public func prefix(_ count: Int) -> PermittedEvents {
    var fewer = self
    fewer.limit = min(limit, max(count, 0))
    return fewer
  }

  /// Certain events, by their places in the log and in that order. One outside what the requester may see does not exist for it.
  public func only(_ ids: [Int64]) -> PermittedEvents {
    var fewer = self
    fewer.chosen = ids
    return fewer
  }

  /// The conflicts among these events: each event that was archived first, behind it its variants in the order in which they came. The
  /// conflict with the newest variant comes first.
  public func conflicts() throws -> PermittedEvents {
    var firsts: [Int64] = []
    var variants: [Int64: [Int64]] = [:]
    try forEach { event in
      guard event.variantOf != 0 else { return }
      if variants[event.variantOf] == nil { firsts.append(event.variantOf) }
      variants[event.variantOf, default: []].append(event.id)
    }
    return only(firsts.flatMap { [$0] + variants[$0, default: []].sorted() })
  }

  /// The exact bytes of an event's record, as they were received.
  ///
  /// - Throws: `usage` if there is no such event, `badData` if its source is missing or damaged.
  public func original(of event: Int64) throws -> OriginalRecord {
    guard let original = try source.original(of: event, within: decision.within) else { throw Self.missing(event) }
    return original
  }

  private static func missing(_ event: Int64) -> Failure {
    Failure(.usage, "the archive has no event \(event)", hint: "take the number of an event from the list that `counterroll events` prints")
  }

  private struct LimitReached: Error {}

  /// Hands over each permitted event, newest first; certain events in the order in which they were asked for.
  public func forEach(_ body: (ArchivedEvent) throws -> Void) throws {
    var left = limit
    guard left > 0 else { return }
    if let chosen {
      for id in chosen.prefix(limit) {
        guard let event = try source.event(id, within: decision.within) else { throw Self.missing(id) }
        try body(event)
      }
      return
    }
    do {
      try source.forEachEvent(matching: filter, within: decision.within) { event in
        try body(event)
        left -= 1
        if left == 0 { throw LimitReached() }
      }
    } catch is LimitReached {
      // Enough: the reading ends here.
    }
  }

  public func actor(_ id: Int32) throws -> Actor { try source.actor(id) }
  public func module(_ id: Int32) throws -> String { try source.module(id) }
  public func action(_ id: Int32) throws -> String { try source.action(id) }
  public func target(_ id: TargetID) throws -> Target { try source.target(id) }
  public func sourcePart(_ id: Int32) throws -> SourcePart { try source.sourcePart(id) }
}
