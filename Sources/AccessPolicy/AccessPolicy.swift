public import AuditModel

/// A permission, with the entry of the role file that gave it. It goes into every bundle.
public struct Decision: Sendable, Equatable {
  public let login: String
  public let name: String
  public let right: Right
  /// The first of the user's roles that grants the right.
  public let role: String
  public let roleFile: String
  /// Where the user's entry stands in the role file.
  public let line: Int
  /// Of the role file as it was read, in hex.
  public let roleFileSHA256: String
}

/// The only door between the archive and whatever renders or exports: it opens for a login whose roles grant the right, and for nobody else.
///
/// The login is asserted by the operating system, not proved. To view never implies to export, nor the other way round.
public struct AccessPolicy: Sendable {
  public let roles: RoleFile

  public init(roles: RoleFile) { self.roles = roles }

  /// Decides whether a login has a right.
  ///
  /// - Throws: `notPermitted`, naming the login and what is missing.
  public func decision(on right: Right, for login: String) throws(Failure) -> Decision {
    guard let user = roles.user(login) else {
      throw Failure(.notPermitted, "login “\(login)” is not in the role file \(roles.path)", hint: "ask whoever keeps that file to add it")
    }
    guard let role = user.roles.first(where: { roles.role($0)?.grants.contains(right) == true }) else {
      throw Failure(
        .notPermitted,
        "login “\(login)” may not \(right.verb) events: \(Self.named(user.roles)) not grant \(right.rawValue) (\(roles.path):\(user.line))",
        hint: "ask whoever keeps the role file for a role with that grant")
    }
    return Decision(
      login: user.login, name: user.name, right: right, role: role, roleFile: roles.path, line: user.line, roleFileSHA256: roles.sha256)
  }

  private static func named(_ roles: [String]) -> String {
    let list = roles.map { "“\($0)”" }.joined(separator: ", ")
    return roles.count == 1 ? "the role \(list) does" : "the roles \(list) do"
  }

  /// Lets the events that match a filter through, if the login has the right. Nothing is read before that is decided.
  ///
  /// - Throws: `notPermitted`, naming the login and what is missing.
  public func permit(
    _ right: Right, to login: String, filter: EventFilter, of source: any EventSource
  ) throws(Failure) -> PermittedEvents {
    PermittedEvents(source: source, filter: filter, decision: try decision(on: right, for: login))
  }
}
