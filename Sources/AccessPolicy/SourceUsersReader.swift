import AuditModel
import StrictYAML

/// Reads the source's own list of users, as its API hands it out: a list, or a table with the key `users`.
///
/// Rights come from `scopes` alone, by their exact names. What narrows a user in the source and cannot be done here takes the rights away.
/// Keys that nobody here knows are passed over, unless their name speaks of rights: such a file is refused, since it may say less than
/// one who does not know the key would read from it.
struct SourceUsersReader {
  private static let harmless: Set<String> = ["id", "firstName", "lastName", "phone", "extension"]
  /// As parts of a key in lower case, letters alone: `dateDeactivated`, `is_deleted` and `isdeleted` say the same.
  private static let wordsOfRights = [
    "scope", "role", "permission", "permit", "right", "grant", "access", "restrict", "deny", "denied", "allow", "disabl", "enabl", "suspend",
    "inactiv", "active", "activat", "block", "lock", "expir", "valid", "revok", "banned", "delet", "remov", "terminat", "archiv", "location",
    "status", "state", "readonly", "viewonly", "assigned", "limit", "pending", "frozen", "freeze", "trash", "cancel", "withdraw", "offboard",
    "dismiss", "retired", "resigned", "former", "hidden", "exclu",
  ]
  private static let knownRoleKeys = ["type", "role", "locationIds", "restrictSubAccount"]

  private static let reachesNothing = "the source's list lets this user reach no account (roles.locationIds)"
  private static let seesAssignedOnly = "the source shows this user assigned data only, which the archive cannot tell from other data"

  /// The path, for messages.
  let file: String

  func read(_ bytes: [UInt8]) throws(Failure) -> RoleFileReader.Content {
    try StrictYAML(file: file, kind: "role file").readJSON(bytes) { (root) throws(Failure) in try document(root) }
  }

  private func document(_ root: StrictYAML.Item) throws(Failure) -> RoleFileReader.Content {
    let hint = "a role file in JSON is the source's list of users: [ … ] or { \"users\": [ … ] }"
    var list = root
    if root.isTable {
      let members = try root.table("the role file", hint)
      guard let users = members["users"] else { throw root.failure("the role file: the key “users” is missing", hint) }
      try passOver(members, known: ["users"])
      list = users
    }
    let entries = try list.list("users", hint)
    guard !entries.isEmpty else { throw list.failure("there are no users", "without users nobody may do anything. Export the list anew") }
    return try content(of: try entries.map(user))
  }

  /// What an entry of the file says.
  private struct Entry {
    var id: String
    var email: String?
    var name: String
    var grants: [RoleFile.Grant]
    var obstacle: String?
    var item: StrictYAML.Item

    var localPart: String? {
      guard let email, let at = email.firstIndex(of: "@") else { return nil }
      return String(email[..<at])
    }
  }

  /// A user is known by the e-mail address and, where nobody else in the file has the same, by the part before its “@”.
  private func content(of entries: [Entry]) throws(Failure) -> RoleFileReader.Content {
    try refuseRepetition(entries, "id", \.id)
    try refuseRepetition(entries, "e-mail address", \.email)
    let localParts = Dictionary(grouping: entries, by: \.localPart)
    var content: RoleFileReader.Content = ([], [])
    for entry in entries {
      guard let email = entry.email else { continue }
      let role = "scopes of \(email)"
      let isAlone = entry.localPart.map { localParts[$0]?.count == 1 } ?? false
      content.roles.append(RoleFile.Role(name: role, grants: entry.grants, withheld: .none, line: entry.item.line))
      content.users.append(
        RoleFile.User(
          login: isAlone ? entry.localPart ?? email : email, name: entry.name, email: email, roles: [role], actAs: [], line: entry.item.line,
          isKnownByEmail: true, obstacle: entry.obstacle))
    }
    return content
  }

  private func refuseRepetition(_ entries: [Entry], _ what: String, _ key: (Entry) -> String?) throws(Failure) {
    var lines: [String: Int] = [:]
    for entry in entries {
      guard let value = key(entry) else { continue }
      if let first = lines.updateValue(entry.item.line, forKey: value) {
        throw entry.item.failure(
          "the \(what) “\(value)” occurs twice, first in line \(first)", "each user is in the file once; export the list anew")
      }
    }
  }

  private func user(_ item: StrictYAML.Item) throws(Failure) -> Entry {
    let fields = try item.table("the user", "each user is a table with id, email, scopes and roles")
    try passOver(fields, known: ["email", "name", "scopes", "scopesAssignedToOnly", "permissions", "roles", "deleted"])
    let id = try fields["id"].map { (item) throws(Failure) in try item.text("the id") }
    guard let id else { throw item.failure("the user: the key “id” is missing", "export the list anew: each user has one") }
    let isDeleted = try fields["deleted"].map { (item) throws(Failure) in try item.flag("deleted") } ?? false
    let email = try fields["email"].map { (item) throws(Failure) in try self.email(item) }
    guard email != nil || isDeleted else {
      throw item.failure("the user “\(id)” has no e-mail address", "users are known by it: add it in the source")
    }
    let accounts = try fields["roles"].flatMap { (item) throws(Failure) in try reach(item) }
    let scopes = try self.scopes(fields)
    let obstacle = isDeleted ? "the source's list marks this user as deleted" : accounts == nil ? Self.reachesNothing : scopes.obstacle
    let rights = obstacle == nil ? scopes.rights : []
    let grants = rights.map { RoleFile.Grant(right: $0.0, within: .all, accounts: accounts ?? [], line: $0.1, isByIDOnly: true) }
    return Entry(id: id, email: email, name: try name(fields) ?? email ?? id, grants: grants, obstacle: obstacle, item: item)
  }

  /// An address without “@”, or with two, could be the first part of somebody else's and so that user's login.
  private func email(_ item: StrictYAML.Item) throws(Failure) -> String {
    let email = try item.text("the e-mail address").lowercased()
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
      throw item.failure(
        "the e-mail address “\(email)” does not have one “@” with something on both sides", "correct it in the source and export the list anew")
    }
    return email
  }

  private func name(_ fields: StrictYAML.Table) throws(Failure) -> String? {
    var texts: [String] = []
    for key in ["name", "firstName", "lastName"] {
      guard let item = fields[key], !item.isNothing else { continue }
      texts.append(try item.anyText(key).trimmed)
      if key == "name", texts.last?.isEmpty == false { break }
    }
    let name = texts.filter { !$0.isEmpty }.joined(separator: " ")
    return name.isEmpty ? nil : name
  }

  /// The rights among the scopes, each with its line; none of a user to whom the source shows assigned data only, since the archive does not
  /// know what is assigned to whom.
  private func scopes(_ fields: StrictYAML.Table) throws(Failure) -> (rights: [(Right, Int)], obstacle: String?) {
    let rights = try fields["scopes"].map { (item) throws(Failure) in try self.rights(item, "scopes") } ?? []
    let assignedOnly = try fields["scopesAssignedToOnly"].map { (item) throws(Failure) in try self.rights(item, "scopesAssignedToOnly") } ?? []
    let obstacle = assignedOnly.isEmpty ? try self.obstacle(fields["permissions"]) : Self.seesAssignedOnly
    return (rights, obstacle)
  }

  /// What the permissions take away. None of them gives anything.
  private func obstacle(_ permissions: StrictYAML.Item?) throws(Failure) -> String? {
    var obstacle: String?
    for (key, value) in try permissions?.table("permissions", "it is a table of true and false").members ?? [] {
      let name = try key.anyText("a permission")
      let isOn = try value.flag("the permission “\(name)”")
      let letters = name.letters
      if isOn, letters.contains("assigned") { obstacle = Self.seesAssignedOnly }
      if letters.contains("auditlog"), !isOn || letters.contains("only") {
        obstacle = obstacle ?? "the source's list narrows what this user may do with audit logs (permissions.\(name))"
      }
    }
    return obstacle
  }

  private func rights(_ item: StrictYAML.Item, _ key: String) throws(Failure) -> [(Right, Int)] {
    var rights: [(Right, Int)] = []
    for item in try item.list(key, "it is a list of texts") {
      guard let right = Right(rawValue: try item.anyText("one of \(key)")) else { continue }
      if !rights.contains(where: { $0.0 == right }) { rights.append((right, item.line)) }
    }
    return rights
  }

  /// The accounts that a user reaches: those of `locationIds`; all (empty) of an agency's user who is not restricted; nil for none.
  private func reach(_ item: StrictYAML.Item) throws(Failure) -> [String]? {
    let fields = try item.table("roles", "it is a table with \(Self.knownRoleKeys.joined(separator: ", "))")
    try fields.check("roles", required: [], optional: Self.knownRoleKeys)
    let type = try fields["type"].map { (item) throws(Failure) in try item.anyText("type") }
    _ = try fields["role"].map { (item) throws(Failure) in try item.anyText("role") }
    let isRestricted = try fields["restrictSubAccount"].map { (item) throws(Failure) in try item.flag("restrictSubAccount") } ?? false
    let locations = try fields["locationIds"].map { (item) throws(Failure) in
      try item.list("locationIds", "it is a list of texts").map { (item) throws(Failure) in try item.text("one of locationIds") }
    } ?? []
    if !locations.isEmpty { return locations }
    return type == "agency" && !isRestricted ? [] : nil
  }

  /// Keys that nobody here reads.
  private func passOver(_ table: StrictYAML.Table, known: Set<String>) throws(Failure) {
    for (item, _) in table.members {
      let key = try item.anyText("a key")
      guard !known.contains(key), !Self.harmless.contains(key) else { continue }
      let letters = key.letters
      if let word = Self.wordsOfRights.first(where: letters.contains) {
        throw item.failure(
          "the key “\(key)” is not known, and its name speaks of rights (\(word))", "take it out if it is harmless, or write a role file in YAML")
      }
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    let start = self.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// The letters of a key, all in lower case.
  fileprivate var letters: String { lowercased().filter(\.isLetter) }
}
