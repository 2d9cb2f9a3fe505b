public import AuditModel

/// What a request was given: a filter, the narrowing of the grant, and what was withheld. An export keeps it, so that whoever fetches the
/// finished file later can be held to the right that they have then.
public struct Extent: Sendable, Equatable, Codable {
  public var filter: EventFilter
  /// Alternatives; empty if the grant was not narrowed.
  public var within: [EventFilter]
  public var redaction: Redaction

  public init(filter: EventFilter, within: [EventFilter], redaction: Redaction) {
    self.filter = filter
    self.within = within
    self.redaction = redaction
  }
}

extension Extent {
  /// How far the right reached, without the names of people or records, where those are withheld.
  public var narrowing: [EventFilter] { within.map(redaction.shown) }

  /// What was asked for, how far the right reached, and what was withheld: `all events, of these: module Contacts; withheld: the field email`.
  public var inWords: String {
    let words = filter.inWords + (within.isEmpty ? "" : ", of these: " + redaction.inWords(within))
    return redaction.isNone ? words : words + "; withheld: " + redaction.inWords
  }
}

extension Decision {
  /// Whether the decision would let through all that another request was given: the same narrowing or a wider one, and nothing withheld that
  /// was not withheld there. What cannot be told for sure is not covered.
  public func covers(_ extent: Extent) -> Bool {
    isAllowed && redaction.withholdsNoMore(than: extent.redaction) && coversEvents(of: extent)
  }

  private func coversEvents(of extent: Extent) -> Bool {
    guard !within.isEmpty else { return true }
    let given = extent.within.isEmpty ? [[extent.filter]] : extent.within.map { [extent.filter, $0] }
    return given.allSatisfy { filters in within.contains { $0.selectsAll(selectedByEach: filters) } }
  }
}

extension EventFilter {
  /// Whether every event that all of these filters select is selected by this one. Each thing that this filter asks must be asked as strictly
  /// by one of them.
  func selectsAll(selectedByEach filters: [EventFilter]) -> Bool {
    func holds(_ wanted: [String], _ values: (EventFilter) -> [String]) -> Bool {
      let wanted = Set(wanted.map { $0.lowercased() })
      return wanted.isEmpty || filters.contains { !values($0).isEmpty && values($0).allSatisfy { wanted.contains($0.lowercased()) } }
    }
    guard holds(users, \.users), holds(modules, \.modules), holds(actions, \.actions) else { return false }
    if let from, !filters.contains(where: { $0.from ?? .min >= from }) { return false }
    if let to, !filters.contains(where: { $0.to ?? .max <= to }) { return false }
    if let document, !filters.contains(where: { $0.document == document }) { return false }
    return true
  }
}

extension Redaction {
  /// Whether all that this one withholds or disguises is withheld, or disguised in the same way, by another.
  public func withholdsNoMore(than other: Redaction) -> Bool {
    let known = Set(other.fields.map { $0.lowercased() })
    let fieldsHold = fields.allSatisfy { known.contains($0.lowercased()) } || other.withholds(.changes)
    let unitsHold = units.allSatisfy { unit in other.withholds(unit) || !unit.parts.isEmpty && unit.parts.allSatisfy(other.withholds) }
    let namesHold = pseudonyms.allSatisfy { other.withholds($0) || other.pseudonyms.contains($0) }
    return fieldsHold && unitsHold && namesHold
  }
}
