public import AuditModel

/// What a decision gives of what is asked, told before anything is read.
public enum Reach: Sendable, Equatable {
  /// Nothing: the request is denied, or it asks by what is withheld.
  case refused(String)
  /// Events of one of these, in words; if there are none, no event can match both the filter and the grants.
  case events([String])
}

extension Decision {
  /// What a request for the events of a filter would give.
  public func reach(of filter: EventFilter) -> Reach {
    guard isAllowed else { return .refused(reason) }
    do {
      try PermittedEvents.refuse(filter, askingWhat: self)
    } catch {
      return .refused(error.message)
    }
    guard !within.isEmpty else { return .events([filter.inWords]) }
    let parts: [String] = within.compactMap { grant in
      let shown = redaction.shown(grant)
      guard let words = filter.inWords(within: shown) else { return nil }
      if shown == grant { return words }
      return (filter.isAll && shown.isAll ? "" : words + "; ") + Redaction.certain
    }
    return .events(parts)
  }
}

extension EventFilter {
  /// Both filters in words; nil if nothing can match both.
  ///
  /// Users are told side by side where both filters name some: one may mean the name and the other the id of the same actor.
  fileprivate func inWords(within other: EventFilter) -> String? {
    var both = self
    both.from = [from, other.from].compactMap(\.self).max()
    both.to = [to, other.to].compactMap(\.self).min()
    if let from = both.from, let to = both.to, from >= to { return nil }
    guard let modules = Self.common(modules, other.modules), let actions = Self.common(actions, other.actions) else { return nil }
    (both.modules, both.actions) = (modules, actions)
    if users.isEmpty { both.users = other.users }
    let areBothNamed = !users.isEmpty && !other.users.isEmpty && users != other.users
    return both.inWords + (areBothNamed ? "; of these only user " + other.users.joined(separator: " or ") : "")
  }

  /// The values that both name, without regard to case; nil if there are none. An empty list names all.
  private static func common(_ asked: [String], _ granted: [String]) -> [String]? {
    guard !asked.isEmpty else { return granted }
    guard !granted.isEmpty else { return asked }
    let known = Set(granted.map { $0.lowercased() })
    let common = asked.filter { known.contains($0.lowercased()) }
    return common.isEmpty ? nil : common
  }
}
