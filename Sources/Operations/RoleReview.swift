public import AccessPolicy
public import AuditModel
public import ArchiveStore

/// Looks at a role file as the policy reads it, without reading an event.
public struct RoleReview {
  /// What one user of the file may do.
  public struct Entry {
    public let user: RoleFile.User
    public let view: Decision
    public let export: Decision

    /// Whether an export holds what is withheld from the view: a slip of whoever wrote the file, more often than not.
    public var exportWithholdsLess: Bool {
      view.isAllowed && export.isAllowed && !view.redaction.withholdsNoMore(than: export.redaction)
    }
  }

  public let policy: AccessPolicy
  private let zone: AccountZone
  private let context: RunContext

  /// - Parameter archive: whose account and zone the grants are read for. Without one days are those of UTC, and a grant for a certain
  ///   account gives nothing.
  public init(roles path: String, archive: Archive?, context: RunContext) throws {
    self.context = context
    if context.isOnBehalf {
      guard let archive else {
        throw Failure(
          .notPermitted, "\(path): under sudo only the role file of an archive is looked at", hint: "name the archive: --archive FOLDER; leave out --roles")
      }
      try Access.refuseForeignRoles(path, of: archive, context)
    }
    zone = try AccountZone(archive?.settings.timeZone ?? "UTC")
    let roles = try RoleFile.load(path: path, zone: zone.rules, onBehalf: context.isOnBehalf)
    policy = AccessPolicy(roles: roles, account: archive.map { Account(name: $0.settings.account, id: $0.settings.accountID) })
  }

  /// In the order of the file. It tells of everybody, so under sudo it is nobody's.
  public func entries() throws(Failure) -> [Entry] {
    guard !context.isOnBehalf else {
      throw Failure(
        .notPermitted, "login “\(context.login)” may not list what others may do: under sudo each asks about itself",
        hint: "counterroll roles explain \(context.login); the list is for root and for the archive's own account, who can read the file")
    }
    return policy.roles.users.map { user in
      let requester = Requester(login: user.login)
      return Entry(user: user, view: policy.decide(.view, for: requester), export: policy.decide(.export, for: requester))
    }
  }

  /// - Throws: `notPermitted` where somebody asks under sudo about a login that it may not act as.
  public func decide(_ right: Right, for requester: Requester) throws(Failure) -> Decision {
    guard mayAsk(about: requester) else {
      throw Failure(
        .notPermitted, "login “\(context.login)” may not ask what “\(requester.login)” may do: under sudo each asks about itself",
        hint: "counterroll roles explain \(context.login), or a login that yours may act as, without --as")
    }
    return policy.decide(right, for: requester)
  }

  private func mayAsk(about requester: Requester) -> Bool {
    if !context.isOnBehalf || requester.login.utf8.elementsEqual(context.login.utf8) { return true }
    // Whom the other may act as is not the caller's to know.
    return requester.actingAs == nil && policy.roles.user(context.login)?.mayAct(as: requester.login) == true
  }

  /// What a decision gives of a filter.
  public func reach(of request: FilterRequest, by decision: Decision, now: Int64) throws -> Reach {
    decision.reach(of: try request.resolved(in: zone, now: now))
  }
}
