public import AuditModel

/// The filter under which a source file was exported. Several values of one kind are alternatives; different kinds must all hold.
public struct ClaimedFilter: Equatable, Sendable {
  public var users: [String] = []
  public var modules: [String] = []
  public var actions: [String] = []
  /// Document ids or parts of names.
  public var documents: [String] = []

  public init() {}

  public init(modules: [String]) { self.modules = modules }

  public var isNone: Bool { self == ClaimedFilter() }

  /// How much of a module a file under this filter holds.
  public enum Reach { case whole, part, none }

  /// - Parameter module: nil stands for every module, known or not.
  public func reach(_ module: String?) -> Reach {
    let narrows = !users.isEmpty || !actions.isEmpty || !documents.isEmpty
    guard !modules.isEmpty else { return narrows ? .part : .whole }
    guard let module else { return .part }
    guard modules.contains(where: { $0.lowercased() == module.lowercased() }) else { return .none }
    return narrows ? .part : .whole
  }

  /// `module Contacts; user Maria or Mia`; empty without a filter.
  public var inWords: String {
    [("user", users), ("module", modules), ("action", actions), ("document", documents)]
      .filter { !$1.isEmpty }.map { "\($0) \($1.joined(separator: " or "))" }.joined(separator: "; ")
  }

  /// Keys in alphabetical order, absent where nothing is asked.
  public var canonicalJSON: JSONText {
    .object(
      [("actions", actions), ("documents", documents), ("modules", modules), ("users", users)].filter { !$1.isEmpty }
        .map { ($0, .array($1.sorted().map { .string($0) })) })
  }
}

/// What a source file holds whole: every event of a stretch of time that passes a filter.
public struct Claim: Equatable, Sendable {
  public var span: Span
  /// False if the stretch is only that from the first to the last event of the file. Such a stretch says nothing about the quiet before and
  /// after it.
  public var spanIsDeclared: Bool
  public var filter: ClaimedFilter
  /// False if the filter is only what the file's events look like.
  public var filterIsDeclared: Bool

  public init(span: Span, spanIsDeclared: Bool, filter: ClaimedFilter, filterIsDeclared: Bool) {
    self.span = span
    self.spanIsDeclared = spanIsDeclared
    self.filter = filter
    self.filterIsDeclared = filterIsDeclared
  }
}

/// What somebody says about a source file when it is taken in. What is left out is inferred from the file's events.
public struct Declaration: Equatable, Sendable {
  public var span: Span?
  public var filter: ClaimedFilter?

  public init(span: Span? = nil, filter: ClaimedFilter? = nil) {
    self.span = span
    self.filter = filter
  }

  public var isEmpty: Bool { span == nil && filter == nil }

  /// The claim of a file with these events; nil if nothing is said and there are none.
  ///
  /// A declared stretch without a filter claims every module. Where nothing at all is said, a file whose events are all of one module is taken
  /// for an export of that module: to claim more could hide a gap.
  /// - Parameters:
  ///   - events: From the first event to just after the last one.
  ///   - modules: The modules that the file has events of.
  public func claim(events: Span?, modules: [String]) -> Claim? {
    guard let span = span ?? events else { return nil }
    let inferred = self.span == nil && modules.count == 1 ? ClaimedFilter(modules: modules) : ClaimedFilter()
    return Claim(
      span: span, spanIsDeclared: self.span != nil, filter: filter ?? inferred, filterIsDeclared: filter != nil || self.span != nil)
  }
}
