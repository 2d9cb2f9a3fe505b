import AuditModel

/// A decision being worded.
struct DecisionDraft {
  private let right: Right
  private let requester: Requester
  private let roles: RoleFile
  /// Whose rights count, once that is known.
  var user: RoleFile.User?

  init(_ right: Right, _ requester: Requester, _ roles: RoleFile) {
    self.right = right
    self.requester = requester
    self.roles = roles
  }

  func unknown() -> Decision {
    denied(
      "login “\(requester.login)” is not in the role file \(roles.path)", rule: "\(roles.name) has no user \(requester.login)", line: nil,
      hint: "ask whoever keeps that file to add it")
  }

  func mayNotAct(_ caller: RoleFile.User) -> Decision {
    let other = requester.actingAs ?? ""
    return denied(
      "login “\(caller.login)” may not act as “\(other)”: its entry does not name it under act-as (\(roles.path):\(caller.line))",
      rule: "\(roles.name):\(caller.line) user \(caller.login) may not act as \(other)", line: caller.line,
      hint: "leave out --as, or ask whoever keeps the role file")
  }

  func notGranted() -> Decision {
    let line = user?.line ?? 0
    let reason = "\(subject) may not \(right.verb) events: \(Self.named(user?.roles ?? [])) not grant \(right.rawValue) (\(roles.path):\(line))"
    return denied(
      reason, rule: "\(roles.name):\(line) user \(login) has no role that grants \(right.rawValue)", line: line,
      hint: "ask whoever keeps the role file for a role with that grant")
  }

  func hindered(by obstacle: String) -> Decision {
    let line = user?.line ?? 0
    return denied(
      "\(subject) may not \(right.verb) events: \(obstacle) (\(roles.path):\(line))", rule: "\(roles.name):\(line) user \(login): \(obstacle)",
      line: line, hint: "ask whoever keeps the users in the source")
  }

  func elsewhere(_ grants: [RoleFile.Grant], _ account: Account?) -> Decision {
    let line = grants[0].line
    let here = account.map { "“\($0.name)”" + ($0.id.map { " (\($0))" } ?? "") } ?? "unknown"
    let others = grants.flatMap(\.accounts).map { "“\($0)”" }.joined(separator: " and ")
    return denied(
      "\(subject) may \(right.verb) events of the account \(others) only, and this archive's account is \(here) (\(roles.path):\(line))",
      rule: "\(roles.name):\(line) \(right.rawValue) is granted for another account", line: line,
      hint: account?.id == nil
        ? "an archive knows its account's id if it was made with init --account-id" : "ask whoever keeps the role file for a grant for this account")
  }

  func allowed(_ applying: [(role: RoleFile.Role, grants: [RoleFile.Grant])]) -> Decision {
    let grants = applying.flatMap { role, grants in grants.map { (role, $0) } }
    let redaction = applying.reduce(Redaction.none) { $0.union($1.role.withheld) }
    // Whoever may not see people must not read their names here either.
    let rules = grants.map { role, grant in
      "\(roles.name):\(grant.line) role \(role.name) grants \(right.rawValue)" + (grant.within.isAll ? "" : " of " + redaction.inWords([grant.within]))
    }
    let isWhole = grants.contains { $0.1.within.isAll }
    let within = isWhole ? [] : grants.map(\.1.within)
    let list = applying.map { "“\($0.role.name)”" }.joined(separator: ", ")
    let narrowing = isWhole ? "" : ", of these only: " + redaction.inWords(within)
    return decision(
      isAllowed: true, reason: "\(subject) may \(right.verb) events by the \(applying.count == 1 ? "role" : "roles") \(list)\(narrowing)",
      hint: nil, rule: rules.joined(separator: "; "), role: applying[0].role.name, line: grants[0].1.line, within: within,
      redaction: redaction)
  }

  /// Whose rights count, for sentences.
  private var login: String { user?.login ?? requester.login }

  private var subject: String {
    guard let user, !user.login.utf8.elementsEqual(requester.login.utf8) else { return "login “\(login)”" }
    return "login “\(requester.login)”, acting as “\(user.login)”,"
  }

  private static func named(_ roles: [String]) -> String {
    let list = roles.map { "“\($0)”" }.joined(separator: ", ")
    return roles.count == 1 ? "the role \(list) does" : "the roles \(list) do"
  }

  private func denied(_ reason: String, rule: String, line: Int?, hint: String) -> Decision {
    decision(isAllowed: false, reason: reason, hint: hint, rule: rule, role: nil, line: line, within: [], redaction: .none)
  }

  private func decision(
    isAllowed: Bool, reason: String, hint: String?, rule: String, role: String?, line: Int?, within: [EventFilter], redaction: Redaction
  ) -> Decision {
    Decision(
      requester: requester.login, login: login, name: user?.name ?? login, right: right, isAllowed: isAllowed, reason: reason, hint: hint,
      rule: rule, role: role, roleFile: roles.path, line: line, roleFileSHA256: roles.sha256, within: within, redaction: redaction)
  }
}
