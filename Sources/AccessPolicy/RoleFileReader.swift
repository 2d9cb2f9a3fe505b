import AuditModel
import StrictYAML

/// Turns the bytes of a role file into roles and users, or into a sentence that names the line at fault. RoleFile.md says what it may hold.
struct RoleFileReader {
  typealias Content = (roles: [RoleFile.Role], users: [RoleFile.User])

  private static let shape = "a role file has the keys version, roles and users"

  /// The path, for messages.
  let file: String
  /// Days that grants name are days in it.
  let zone: ZoneRules

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
      try StrictYAML.Table(item: key, members: fields.members).check(
        what, required: ["grants"], optional: ["withhold", "pseudonyms", "same_across_bundles"])
      let grants = try GrantReader(role: what, zone: zone).grants(fields["grants"]!)
      let withheld = try WithheldReader(role: what).redaction(fields)
      roles.append(RoleFile.Role(name: name, grants: grants, withheld: withheld, line: key.line))
    }
    return roles
  }

  private func users(_ item: StrictYAML.Item, roles: Set<String>) throws(Failure) -> [RoleFile.User] {
    let entries = try item.list("users", "Write each user as: - { login: …, name: …, roles: [ … ] }")
    guard !entries.isEmpty else { throw item.failure("there are no users", "without users nobody may do anything. Add one") }
    var users: [RoleFile.User] = []
    var lines: [String: Int] = [:]
    for entry in entries {
      let user = try self.user(entry, roles: roles)
      if let first = lines.updateValue(user.line, forKey: user.login) {
        throw entry.failure("the login “\(user.login)” occurs twice, first in line \(first)", "keep one entry for each login")
      }
      users.append(user)
    }
    let logins = Set(lines.keys)
    for entry in entries { try checkActAs(entry, logins: logins) }
    return users
  }

  private func user(_ entry: StrictYAML.Item, roles: Set<String>) throws(Failure) -> RoleFile.User {
    let fields = try entry.table("the user", "Write for example: - { login: maria, name: Maria Keller, roles: [auditor] }")
    try fields.check("the user", required: ["login", "name", "roles"], optional: ["email", "act-as"])
    let login = try fields["login"]!.text("the login")
    let names = try fields["roles"]!.uniqueTexts("a role of “\(login)”", "roles of “\(login)”")
    for (name, item) in names where !roles.contains(name) {
      throw item.failure("the role “\(name)” of “\(login)” is not defined", "The roles are \(roles.sorted().joined(separator: ", ")).")
    }
    let email = try fields["email"].map { (item) throws(Failure) in try item.text("the e-mail address") }
    let name = try fields["name"]!.text("the name")
    let actAs = try fields["act-as"].map { (item) throws(Failure) in try others(item, of: login) } ?? []
    return RoleFile.User(login: login, name: name, email: email, roles: names.map(\.text), actAs: actAs.map(\.text), line: entry.line)
  }

  private func others(_ item: StrictYAML.Item, of login: String) throws(Failure) -> [(text: String, item: StrictYAML.Item)] {
    try item.uniqueTexts("a login that “\(login)” may act as", "act-as of “\(login)”")
  }

  /// Only once all logins are known.
  private func checkActAs(_ entry: StrictYAML.Item, logins: Set<String>) throws(Failure) {
    let fields = try entry.table("the user", "")
    guard let list = fields["act-as"] else { return }
    let login = try fields["login"]!.text("the login")
    for (other, item) in try others(list, of: login) {
      if other == login { throw item.failure("“\(login)” may act as itself anyway", "take it out of act-as") }
      guard logins.contains(other) else {
        throw item.failure(
          "“\(login)” may act as “\(other)”, who is no user of this file", "name each login that it may act as; there is no word for all")
      }
    }
  }
}
