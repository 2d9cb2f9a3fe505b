public import AccessPolicy
public import ArchiveStore
public import AuditModel

/// Opens an archive's events for a requester: the role file first, then the filter, then the policy's one door.
public struct Access {
  public let archive: Archive
  public let zone: AccountZone
  public let policy: AccessPolicy
  private let context: RunContext

  public init(to archive: Archive, roles path: String, context: RunContext) throws {
    self.archive = archive
    self.context = context
    try Self.refuseForeignRoles(path, of: archive, context)
    zone = try AccountZone(archive.settings.timeZone)
    policy = AccessPolicy(
      roles: try RoleFile.load(path: path, zone: zone.rules, onBehalf: context.isOnBehalf),
      account: Account(name: archive.settings.account, id: archive.settings.accountID))
  }

  /// Whoever asks by sudo could name the role file of another archive of the same account: only the archive's own decides then.
  static func refuseForeignRoles(_ path: String, of archive: Archive, _ context: RunContext) throws(Failure) {
    guard context.isOnBehalf, path != archive.folder + "/roles.yaml" else { return }
    throw Failure(
      .notPermitted, "\(path): under sudo the archive's own role file decides, and no other", hint: "leave out --roles and COUNTERROLL_ROLES")
  }

  /// The events that the requester may see or export under the filter. Throws, and fails closed, if there is no such right.
  public func events(_ request: FilterRequest, right: Right) throws -> PermittedEvents {
    let filter = try filter(request)
    return try policy.permit(right, to: context.requester, filter: filter, of: archive.reader(spoolingIn: context.temporaryFolder))
  }

  public func filter(_ request: FilterRequest) throws(Failure) -> EventFilter { try request.resolved(in: zone, now: context.now()) }

  /// What the requester may do, as a value: refused or not.
  public func decide(_ right: Right) -> Decision { policy.decide(right, for: context.requester) }
}
