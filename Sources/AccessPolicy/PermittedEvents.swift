public import AuditModel
import EvidenceLog

/// Events that the policy let through. It cannot be made outside this module, so that by type nothing else can be rendered or exported.
public struct PermittedEvents: EventDictionaries {
  private let source: any EventSource
  private var limit = Int.max
  /// Places in the log, where certain events are meant; nil where the filter alone decides.
  private var chosen: [Int64]?
  public private(set) var filter: EventFilter
  public let decision: Decision
  /// Nil where nothing is withheld: such a pass costs nothing.
  private let redactor: Redactor?

  /// - Throws: `notPermitted` for a filter by something that is withheld: its answer would tell it.
  init(source: any EventSource, filter: EventFilter, decision: Decision) throws(Failure) {
    try Self.refuse(filter, askingWhat: decision)
    self.source = source
    self.filter = filter
    self.decision = decision
    let request = JSONText.array([filter.canonicalJSON] + decision.within.map(\.canonicalJSON)).bytes
    redactor = decision.redaction.isNone ? nil : Redactor(decision.redaction, of: source, request: request)
  }

  static func refuse(_ filter: EventFilter, askingWhat decision: Decision) throws(Failure) {
    let redaction = decision.redaction
    let isOpen = { (unit: Redaction.Unit) in !redaction.hides(unit) && !redaction.isPseudonym(unit) }
    let asked =
      if !filter.users.isEmpty, !isOpen(.actorName) || !isOpen(.actorID) {
        "user"
      } else if filter.document != nil, !isOpen(.documentID) || !isOpen(.documentName) {
        "document"
      } else {
        ""
      }
    guard !asked.isEmpty else { return }
    throw Failure(
      .notPermitted, "login “\(decision.login)” may not filter by \(asked): that is withheld, and a filter would tell it",
      hint: "ask without that filter")
  }

  /// The newest events only, at most so many.
  public func prefix(_ count: Int) -> PermittedEvents {
    var fewer = self
    fewer.limit = min(limit, max(count, 0))
    return fewer
  }

  /// The part of these events that lies in a range of time. The same person has the same pseudonym in all parts.
  public func part(from: Int64, to: Int64) -> PermittedEvents {
    var fewer = self
    fewer.filter.from = max(from, filter.from ?? .min)
    fewer.filter.to = min(to, filter.to ?? .max)
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
      guard event.variantOf != ArchivedEvent.withheldVariant else { return firsts.append(event.id) }
      if variants[event.variantOf] == nil { firsts.append(event.variantOf) }
      variants[event.variantOf, default: []].append(event.id)
    }
    return only(firsts.flatMap { [$0] + variants[$0, default: []].sorted() })
  }

  /// The exact bytes of an event's record, as they were received.
  ///
  /// - Throws: `usage` if there is no such event, `badData` if its source is missing or damaged, `notPermitted` where anything is withheld:
  ///   what a record holds besides can not be told apart.
  public func original(of event: Int64) throws -> OriginalRecord {
    guard decision.redaction.isNone else {
      throw Failure(
        .notPermitted, "login “\(decision.login)” may not see records as they were received: they hold what is withheld",
        hint: "leave out --original")
    }
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
        try body(shown(event))
      }
      return
    }
    do {
      try source.forEachEvent(matching: filter, within: decision.within) { event in
        try body(shown(event))
        left -= 1
        if left == 0 { throw LimitReached() }
      }
    } catch is LimitReached {
      // Enough: the reading ends here.
    }
  }

  /// Hands over the same events in any order, with empty texts where they are not wanted: the quickest way to count.
  public func forEachInAnyOrder(reading texts: EventTexts, _ body: (ArchivedEvent) throws -> Void) throws {
    guard chosen == nil, limit == .max else { return try forEach(body) }
    try source.forEachEventInAnyOrder(matching: filter, within: decision.within, reading: texts) { event in try body(shown(event)) }
  }

  /// When the first event of each actor was, whatever range of time these events are of. Actors whose names are withheld are one.
  public func firstInstants() throws -> [Int32: Int64] {
    var asked = filter
    (asked.from, asked.to) = (nil, nil)
    let instants = try source.firstInstants(matching: asked, within: decision.within)
    guard let redactor else { return instants }
    return Dictionary(try instants.map { (try redactor.shownActor($0.key), $0.value) }, uniquingKeysWith: min)
  }

  /// The entries for records with this id; none that are known where the requester sees records otherwise than the archive does.
  public func documents(withID id: String) throws -> [Int32] { redactor == nil ? try source.documents(withID: id) : [] }

  /// Those of some ids that stand in the name of any record as well, so that a filter by them would find that one, too; all where that is not told.
  public func idsInNames(of ids: [String]) throws -> Set<String> { redactor == nil ? try source.textsInNames(of: ids) : Set(ids) }

  /// A log that proofs can be taken from, if there is one behind these events.
  var evidenceSource: (any EvidenceSource)? { source as? any EvidenceSource }

  /// - Throws: `usage` for an event that the requester may not see.
  func shownEvent(_ id: Int64) throws -> ArchivedEvent {
    guard let event = try source.event(id, within: decision.within) else { throw Self.missing(id) }
    return try shown(event)
  }

  /// The event as the requester may see it.
  @inline(__always)
  private func shown(_ event: ArchivedEvent) throws -> ArchivedEvent {
    guard redactor != nil || event.variantOf != 0 else { return event }
    var event = try redactor?.redacted(event) ?? event
    if event.variantOf != 0, !decision.within.isEmpty, try source.event(event.variantOf, within: decision.within) == nil {
      event.variantOf = ArchivedEvent.withheldVariant
    }
    return event
  }

  public func actor(_ id: Int32) throws -> Actor { try redactor?.actor(id) ?? source.actor(id) }
  public func module(_ id: Int32) throws -> String { try source.module(id) }
  public func action(_ id: Int32) throws -> String { try source.action(id) }
  public func target(_ id: TargetID) throws -> Target { try redactor?.target(id) ?? source.target(id) }
  public func sourcePart(_ id: Int32) throws -> SourcePart { try redactor?.sourcePart(id) ?? source.sourcePart(id) }
}

/// What is said of these events as a whole.
extension PermittedEvents {
  public var redaction: Redaction { decision.redaction }

  /// Whether the requester sees less than the archive holds, whatever is asked. Nothing about the archive as a whole is told then.
  public var isRestricted: Bool { !decision.within.isEmpty || !redaction.isNone }

  /// What was asked for, how far the right reaches, and what is withheld: `all events, of these: module Contacts; withheld: the field email`.
  public var inWords: String { Extent(filter: filter, within: decision.within, redaction: redaction).inWords }

  /// The events that the right reaches, as alternatives; without the names of people or records, where those are withheld.
  public var narrowing: [EventFilter] { decision.narrowing }

  /// The facts about the archive that go with these events.
  public func facts(_ facts: ArchiveFacts) -> ArchiveFacts {
    var shown = facts
    if isRestricted { shown.archiveCount = nil }
    return shown
  }
}
