public import AuditModel

/// The only door between the archive and whatever renders or exports: it opens for a login whose roles grant the right, and for nobody else.
///
/// The login is asserted by the operating system, not proved. To view never implies to export, nor the other way round.
public struct AccessPolicy: Sendable {
  public let roles: RoleFile
  /// The archive's account. A grant for another account does not apply; without an account no grant that names one does.
  public let account: Account?

  public init(roles: RoleFile, account: Account? = nil) {
    self.roles = roles
    self.account = account
  }

  /// Decides whether a requester has a right, and how far it reaches. Nothing is thrown: a refusal is a decision like any other.
  public func decide(_ right: Right, for requester: Requester) -> Decision {
    var draft = DecisionDraft(right, requester, roles)
    guard let caller = roles.user(requester.login) else { return draft.unknown() }
    var user = caller
    if let other = requester.actingAs, !other.utf8.elementsEqual(caller.login.utf8) {
      guard caller.mayAct(as: other), let found = roles.user(other) else { return draft.mayNotAct(caller) }
      user = found
    }
    draft.user = user
    if let obstacle = user.obstacle { return draft.hindered(by: obstacle) }
    let granting = user.roles.compactMap(roles.role).filter { role in role.grants.contains { $0.right == right } }
    guard !granting.isEmpty else { return draft.notGranted() }
    let applying = granting.map { role in (role, role.grants.filter { $0.right == right && $0.applies(to: account) }) }.filter { !$0.1.isEmpty }
    guard !applying.isEmpty else { return draft.elsewhere(granting.flatMap { $0.grants.filter { $0.right == right } }, account) }
    return draft.allowed(applying)
  }

  /// Lets through the events that match a filter and that the requester's grants reach. Nothing is read before that is decided.
  ///
  /// - Throws: `notPermitted`, naming the login and what is missing.
  public func permit(
    _ right: Right, to requester: Requester, filter: EventFilter, of source: any EventSource
  ) throws(Failure) -> PermittedEvents {
    let decision = decide(right, for: requester)
    guard decision.isAllowed else { throw decision.refusal }
    return try PermittedEvents(source: source, filter: filter, decision: decision)
  }
}
