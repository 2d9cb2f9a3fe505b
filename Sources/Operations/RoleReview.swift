public import AccessPolicy
internal import AuditModel
public import ArchiveStore

/// Looks at a role file as the policy reads it, without reading an event.
public struct RoleReview {
  /// What one user of the file may do.
  public struct Entry {
    public let user: RoleFile.User
    public let view: Decision
    public let export: Decision
  }

  public let policy: AccessPolicy
  private let zone: AccountZone

  /// - Parameter archive: whose account and zone the grants are read for. Without one days are those of UTC, and a grant for a certain
  ///   account gives nothing.
  public init(roles path: String, archive: Archive?, context: RunContext) throws {
    zone = try AccountZone(archive?.settings.timeZone ?? "UTC")
    let roles = try RoleFile.load(path: path, zone: zone.rules, onBehalf: context.isOnBehalf)
    policy = AccessPolicy(roles: roles, account: archive.map { Account(name: $0.settings.account, id: $0.settings.accountID) })
  }

  /// In the order of the file.
  public var entries: [Entry] {
    policy.roles.users.map { user in
      let requester = Requester(login: user.login)
      return Entry(user: user, view: policy.decide(.view, for: requester), export: policy.decide(.export, for: requester))
    }
  }

  public func decide(_ right: Right, for requester: Requester) -> Decision { policy.decide(right, for: requester) }

  /// What a decision gives of a filter.
  public func reach(of request: FilterRequest, by decision: Decision, now: Int64) throws -> Reach {
    decision.reach(of: try request.resolved(in: zone, now: now))
  }
}
