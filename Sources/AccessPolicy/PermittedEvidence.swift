public import AuditModel
public import EvidenceLog

/// What proves a permitted event: enough to compute its leaf from what is shown of it, and nothing of what is withheld.
public struct EventEvidence: Sendable {
  public let event: Int64
  public let system: String
  public let actionClass: String
  /// Source part, record number, offset and length; nil if that is withheld.
  public let place: [Int64]?
  /// The names of the changed fields in the event's order.
  public let fields: [JSONText]
  /// The leaf's key, where all is shown but the record itself.
  public let key: [UInt8]?
  /// One for each unit.
  public let units: [UnitOpening]
  /// The hash of the event's leaf.
  public let leaf: [UInt8]
}

/// Evidence passes the same door as the events.
extension PermittedEvents {
  /// The note of the log's newest checkpoint and the key beside it; nil if these events have no log behind them.
  public func checkpoint() throws -> (note: String, verifier: String?)? { try evidenceSource?.checkpoint() }

  /// Hands over the evidence of these events, in the order of their sources.
  public func forEachEvidence(of events: [Int64], _ body: (EventEvidence) throws -> Void) throws {
    let (withheld, hidesPlace, hidesExtras) = (withheldUnits, redaction.hides(.sourceFile), redaction.hides(.extras))
    try withoutNames(hiding: hidesPlace) { own in
      try evidenceSource?.forEachOpenLeaf(of: events) { leaf in
        let event = isRestricted ? try shownEvent(leaf.event) : nil
        let evidence = try Self.evidence(of: leaf, shownAs: event, withheld, hidesPlace: hidesPlace, hidesExtras: hidesExtras)
        do { try body(evidence) } catch {
          own = true
          throw error
        }
      }
    }
  }

  /// Runs a body whose failures may name a kept source or its digest. Where those are withheld, another failure takes their place; one that is
  /// the caller's own, or says only that the archive is in use, is passed on.
  private func withoutNames(hiding: Bool, _ body: (_ own: inout Bool) throws -> Void) throws {
    var own = false
    do { try body(&own) } catch {
      let failure = error as? Failure
      guard hiding, !own, failure?.kind != .locked, failure?.kind != .interrupted else { throw error }
      throw Failure(failure?.kind ?? .badData, "a kept source is missing or damaged", hint: "verify the archive")
    }
  }

  /// The one proof for all of these events: see `EvidenceTree.proveInclusion(ofAll:)`.
  public func proof(of events: [Int64], inFirst size: Int) throws -> [TreeHash] {
    let leaves = events.map { Int($0 - 1) }.sorted()
    return try evidenceSource?.withTree(ofFirst: size) { tree in try tree.proveInclusion(ofAll: leaves) } ?? []
  }

  private static func evidence(
    of leaf: OpenLeaf, shownAs event: ArchivedEvent?, _ fixed: Set<Int>, hidesPlace: Bool, hidesExtras: Bool
  ) throws -> EventEvidence {
    var (fields, withheld): ([JSONText], Set<Int>) = ([], fixed)
    let changes = event?.changes ?? leaf.changes
    var reader = ChangeReader(changes.span)
    while let change = try reader.next() {
      if change.before.form == .withheld { withheld.insert(fixedUnits + fields.count) }
      fields.append(JSONText(source: Array(changes[change.field])))
    }
    let rest = fixedUnits + fields.count
    guard leaf.units.count == rest + 2 else { throw Failure(.badData, "event \(leaf.event) has other units than changes", hint: "verify the archive") }
    if hidesExtras || event?.withheldExtras.isEmpty == false { withheld.insert(rest) }
    let units = leaf.units.enumerated().map { index, unit in
      index == rest + 1 || withheld.contains(index) ? UnitOpening.commitment(unit.commitment) : .salt(unit.salt)
    }
    return EventEvidence(
      event: leaf.event, system: leaf.system, actionClass: leaf.actionClass, place: hidesPlace ? nil : leaf.place,
      fields: fields, key: withheld.isEmpty ? leaf.key : nil, units: units,
      leaf: LeafHasher.leaf(over: leaf.units.map(\.commitment)))
  }

  /// Units of an event before its changes: when, who, what, which, id, where (EvidenceFormat.md).
  private static let fixedUnits = 6

  /// Of the fixed units those in which anything is not shown as it is.
  private var withheldUnits: Set<Int> {
    let parts: [(Int, [Redaction.Unit])] = [
      (1, [.actorName, .actorID]), (3, [.documentID, .documentName, .parentID]), (4, [.sourceEventID]), (5, [.sourceFile]),
    ]
    return Set(parts.filter { $0.1.contains { redaction.hides($0) || redaction.isPseudonym($0) } }.map(\.0))
  }
}
