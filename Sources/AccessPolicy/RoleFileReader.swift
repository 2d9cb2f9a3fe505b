import AuditModel
import StrictYAML

/// Turns the bytes of a role file into roles and users, or into a sentence that names the line at fault.
struct RoleFileReader {
  typealias Content = (roles: [RoleFile.Role], users: [RoleFile.User])

  private static let shape = "a role file has the keys version, roles and users"

  /// The path, for messages.
  let file: String

  func read(_ bytes: [UInt8]) throws(Failure) -> Content {
    try StrictYAML(file: file, kind: "role file").read(bytes, shape: Self.shape) { (root) throws(Failure) in try document(root) }
  }

  private func document(_ root: StrictYAML.Item) throws(Failure) -> Content {
    let members = try root.table("the role file", Self.shape)
    try members.checkVersion(key: "version")
    try members.check("the role file", required: ["version", "roles", "users"])
    let roles = try self.roles(members["roles"]!)
    let users = try self.users(members["users"]!, roles: Set(roles.map(\.name)))
    return (roles, users)
  }

  private func roles(_ item: StrictYAML.Item) throws(Failure) -> [RoleFile.Role] {
    let hint = "Write for example: auditor: { grants: [audit-logs.readonly] }"
    let table = try item.table("roles", hint)
    guard !table.members.isEmpty else { throw item.failure("there are no roles", hint) }
    var roles: [RoleFile.Role] = []
    for (key, body) in table.members {
      let name = try key.text("the name of a role")
      let what = "the role “\(name)”"
      let fields = try body.table(what, hint)
      // A missing key is told at the role's name: its body may begin further down.
      try StrictYAML.Table(item: key, members: fields.members).check(what, required: ["grants"])
      let grants = try fields["grants"]!.uniqueTexts("a grant of \(what)", "grants of \(what)")
      roles.append(RoleFile.Role(name: name, grants: try grants.map(grant), withheld: .none, line: key.line))
    }
    return roles
  }

  private func grant(_ grant: (text: String, item: StrictYAML.Item)) throws(Failure) -> RoleFile.Grant {
    RoleFile.Grant(right: try right(grant), within: .all, accounts: [], line: grant.item.line)
  }

  private func right(_ grant: (text: String, item: StrictYAML.Item)) throws(Failure) -> Right {
    if let right = Right(rawValue: grant.text) { return right }
    let known = Right.allCases.map(\.rawValue).joined(separator: " and ")
    throw grant.item.failure("the grant “\(grant.text)” is not known", "the grants are \(known)")
  }

  private func users(_ item: StrictYAML.Item, roles: Set<String>) throws(Failure) -> [RoleFile.User] {
    let entries = try item.list("users", "Write each user as: - { login: …, name: …, roles: [ … ] }")
    guard !entries.isEmpty else { throw item.failure("there are no users", "without users nobody may do anything. Add one") }
    var users: [RoleFile.User] = []
    for entry in entries {
      let user = try self.user(entry, roles: roles)
      if let first = users.first(where: { $0.login == user.login }) {
        throw entry.failure("the login “\(user.login)” occurs twice, first in line \(first.line)", "keep one entry for each login")
      }
      users.append(user)
    }
    return users
  }

  private func user(_ entry: StrictYAML.Item, roles: Set<String>) throws(Failure) -> RoleFile.User {
    let fields = try entry.table("the user", "Write for example: - { login: maria, name: Maria Keller, roles: [auditor] }")
    try fields.check("the user", required: ["login", "name", "roles"], optional: ["email"])
    let login = try fields["login"]!.text("the login")
    let names = try fields["roles"]!.uniqueTexts("a role of “\(login)”", "roles of “\(login)”")
    for (name, item) in names where !roles.contains(name) {
      throw item.failure("the role “\(name)” of “\(login)” is not defined", "The roles are \(roles.sorted().joined(separator: ", ")).")
    }
    let email = try fields["email"].map { (item) throws(Failure) in try item.text("the e-mail address") }
    let name = try fields["name"]!.text("the name")
    return RoleFile.User(login: login, name: name, email: email, roles: names.map(\.text), actAs: [], line: entry.line)
  }
}
