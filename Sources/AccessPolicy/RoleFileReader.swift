import AuditModel
import Yams

/// Turns the bytes of a role file into roles and users, or into a sentence that names the line at fault.
///
/// The YAML tree is walked by hand: a decoder would pass over unknown keys and would not know the lines.
struct RoleFileReader {
  typealias Content = (roles: [RoleFile.Role], users: [RoleFile.User])

  private static let shape = "a role file has the keys version, roles and users"

  /// The path, for messages.
  let file: String

  func read(_ bytes: [UInt8]) throws(Failure) -> Content {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw failure(1, "the file is not UTF-8 text", "save it as UTF-8") }
    let parser: Parser
    let root: Node?
    do {
      parser = try Parser(yaml: text)
      root = try parser.singleRoot()
    } catch {
      throw failure(of: error)
    }
    // The parser owns the anchors' names; with it they would be forgotten, and anchors pass unseen.
    return try withExtendedLifetime(parser) { () throws(Failure) in
      guard let root else { throw failure(1, "the role file is empty", Self.shape) }
      return try document(root)
    }
  }

  private func document(_ root: Node) throws(Failure) -> Content {
    let members = try pairs(root, "the role file", Self.shape)
    try version(members, root)
    try checkKeys(members, of: root, "the role file", required: ["version", "roles", "users"])
    let roles = try self.roles(value("roles", members)!)
    let users = try self.users(value("users", members)!, roles: Set(roles.map(\.name)))
    return (roles, users)
  }

  /// Looked at before anything else, since another version may have other keys.
  private func version(_ members: [Pair], _ root: Node) throws(Failure) {
    guard let node = value("version", members) else { throw failure(root, "the key “version” is missing", "Begin the file with: version: 1") }
    guard let scalar = node.scalar, node.tag == Tag(.int), node.anchor == nil else {
      throw failure(node, "the version is not a number", "Write: version: 1")
    }
    guard scalar.string == "1" else {
      throw failure(node, "version \(scalar.string) of the role file is not known", "this program reads version 1")
    }
  }

  private func roles(_ node: Node) throws(Failure) -> [RoleFile.Role] {
    let hint = "Write for example: auditor: { grants: [audit-logs.readonly] }"
    let members = try pairs(node, "roles", hint)
    guard !members.isEmpty else { throw failure(node, "there are no roles", hint) }
    var roles: [RoleFile.Role] = []
    for (key, body) in members {
      let name = try text(key, "the name of a role")
      let what = "the role “\(name)”"
      let fields = try pairs(body, what, hint)
      try checkKeys(fields, of: key, what, required: ["grants"])
      let grants = try uniqueTexts(value("grants", fields)!, "a grant of \(what)", "grants of \(what)")
      roles.append(RoleFile.Role(name: name, grants: try grants.map(right), line: line(key)))
    }
    return roles
  }

  private func right(_ grant: (text: String, node: Node)) throws(Failure) -> Right {
    if let right = Right(rawValue: grant.text) { return right }
    let known = Right.allCases.map(\.rawValue).joined(separator: " and ")
    throw failure(grant.node, "the grant “\(grant.text)” is not known", "the grants are \(known)")
  }

  private func users(_ node: Node, roles: Set<String>) throws(Failure) -> [RoleFile.User] {
    let entries = try list(node, "users", "Write each user as: - { login: …, name: …, roles: [ … ] }")
    guard !entries.isEmpty else { throw failure(node, "there are no users", "without users nobody may do anything. Add one") }
    var users: [RoleFile.User] = []
    for entry in entries {
      let user = try self.user(entry, roles: roles)
      if let first = users.first(where: { $0.login == user.login }) {
        throw failure(entry, "the login “\(user.login)” occurs twice, first in line \(first.line)", "keep one entry for each login")
      }
      users.append(user)
    }
    return users
  }

  private func user(_ entry: Node, roles: Set<String>) throws(Failure) -> RoleFile.User {
    let fields = try pairs(entry, "the user", "Write for example: - { login: maria, name: Maria Keller, roles: [auditor] }")
    try checkKeys(fields, of: entry, "the user", required: ["login", "name", "roles"], optional: ["email"])
    let login = try text(value("login", fields)!, "the login")
    let names = try uniqueTexts(value("roles", fields)!, "a role of “\(login)”", "roles of “\(login)”")
    for (name, node) in names where !roles.contains(name) {
      throw failure(node, "the role “\(name)” of “\(login)” is not defined", "The roles are \(roles.sorted().joined(separator: ", ")).")
    }
    var email: String?
    if let node = value("email", fields) { email = try text(node, "the e-mail address") }
    let name = try text(value("name", fields)!, "the name")
    return RoleFile.User(login: login, name: name, email: email, roles: names.map(\.text), line: line(entry))
  }
}

/// Walking the YAML tree, each step with its own sentence.
extension RoleFileReader {
  typealias Pair = (key: Node, value: Node)

  private func value(_ key: String, _ members: [Pair]) -> Node? { members.first { $0.key.string == key }?.value }

  private func pairs(_ node: Node, _ what: String, _ hint: String) throws(Failure) -> [Pair] {
    try refuseAnchor(node)
    guard let mapping = node.mapping, node.tag == Tag(.map) else {
      let isNothing = node.tag == Tag(.null)
      throw failure(node, isNothing ? "\(what): there is nothing" : "\(what): is not a table of keys and values", hint)
    }
    return mapping.map { ($0.key, $0.value) }
  }

  private func list(_ node: Node, _ what: String, _ hint: String) throws(Failure) -> [Node] {
    try refuseAnchor(node)
    guard let sequence = node.sequence, node.tag == Tag(.seq) else { throw failure(node, "\(what): is not a list", hint) }
    return Array(sequence)
  }

  /// A list of texts, at least one and none twice.
  private func uniqueTexts(_ node: Node, _ one: String, _ all: String) throws(Failure) -> [(text: String, node: Node)] {
    let nodes = try list(node, all, "Write it in brackets: [ … ]")
    guard !nodes.isEmpty else { throw failure(node, "\(all): there are none", "add one, or take the whole entry out") }
    var found: [(text: String, node: Node)] = []
    for node in nodes {
      let text = try text(node, one)
      if found.contains(where: { $0.text == text }) { throw failure(node, "\(all): “\(text)” occurs twice", "take one of them out") }
      found.append((text, node))
    }
    return found
  }

  private func text(_ node: Node, _ what: String) throws(Failure) -> String {
    try refuseAnchor(node)
    guard let scalar = node.scalar, node.tag == Tag(.str) else {
      throw failure(node, "\(what) is not a text", "Put it in quotes if it is meant as one: \"…\"")
    }
    let text = scalar.string
    guard !text.isEmpty, text.first?.isWhitespace == false, text.last?.isWhitespace == false else {
      throw failure(node, "\(what) is empty, or begins or ends with a space", "write it without")
    }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control && $0.properties.generalCategory != .format }) else {
      throw failure(node, "\(what) has invisible characters", "type it anew")
    }
    return text
  }

  /// An anchor makes one place of the file mean what stands at another: a reader of the file could miss it.
  private func refuseAnchor(_ node: Node) throws(Failure) {
    guard let anchor = node.anchor else { return }
    throw failure(node, "the anchor “&\(anchor.rawValue)” is not allowed in a role file", "write the value out at each place")
  }

  private func checkKeys(
    _ members: [Pair], of owner: Node, _ what: String, required: [String], optional: [String] = []
  ) throws(Failure) {
    let known = required + optional
    for (node, _) in members {
      let key = try text(node, "a key of \(what)")
      guard known.contains(key) else {
        throw failure(node, "\(what) has the key “\(key)”, which is not known", "the keys are \(known.joined(separator: ", "))")
      }
    }
    for key in required where value(key, members) == nil {
      throw failure(owner, "\(what): the key “\(key)” is missing", "the keys are \(known.joined(separator: ", "))")
    }
  }
}

/// Sentences with file and line.
extension RoleFileReader {
  private func line(_ node: Node) -> Int { node.mark?.line ?? 1 }

  private func failure(_ node: Node, _ reason: String, _ hint: String) -> Failure { failure(line(node), reason, hint) }

  private func failure(_ line: Int, _ reason: String, _ hint: String) -> Failure {
    Failure(.settings, "\(file):\(line): \(reason)", hint: hint)
  }

  private func failure(of error: any Error) -> Failure {
    let hint = "the file is YAML: check quotes, brackets and indentation around this line"
    switch error {
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      let list = keys.map { "“\($0)”" }.joined(separator: ", ")
      return failure(context.mark.line, "the key \(list) occurs twice", "keep one of them")
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      return failure(mark.line, problem, hint)
    case YamlError.reader(let problem, _, _, _):
      return failure(1, problem, hint)
    default:
      return failure(1, "the file cannot be read as YAML", hint)
    }
  }
}
