import AccessPolicy
import AuditModel
import Glibc
import Testing

@Suite("The role file is read strictly")
struct RoleFileTests {
  static let good: String = """
    # Who may do what.
    version: 1
    roles:
      auditor:    { grants: [audit-logs.readonly] }
      compliance: { grants: [audit-logs.readonly, audit-logs.export] }
    users:
      - { login: maria, name: Maria Keller, email: maria@example.com, roles: [compliance] }
      - login: mia
        name: Mia Sand
        roles: [auditor]
    """

  @Test("a good file is known with its lines and its hash")
  func understood() throws {
    let file = try TestFile(Self.good)
    let roles = try RoleFile.load(path: file.path)
    #expect(roles.roles.map(\.name) == ["auditor", "compliance"])
    #expect(roles.role("compliance")?.grants.map(\.right) == [.view, .export])
    #expect(roles.users.map(\.login) == ["maria", "mia"])
    #expect(roles.users.map(\.line) == [7, 8])
    #expect(roles.user("maria")?.email == "maria@example.com")
    #expect(roles.user("mia")?.email == nil)
    #expect(roles.user("Maria") == nil)
    #expect(roles.sha256.utf8.count == 64)
  }

  /// A change to the good file, and the sentence that it must lead to.
  struct Slip: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let says: String
    var testDescription: String { says }

    init(_ old: String, _ new: String, _ says: String) {
      self.old = old
      self.new = new
      self.says = says
    }
  }

  /// Nine lists, each of nine times the one before: a few hundred bytes that stand for 9^9 texts.
  static func bomb(ending: String) -> String {
    "n0: &n0 x\n" + (1...9).map { "n\($0): &n\($0) [" + Array(repeating: "*n\($0 - 1)", count: 9).joined(separator: ", ") + "]\n" }.joined() + ending
  }

  static let slips: [Slip] = [
    Slip(good, "", "1: the role file is empty"),
    Slip(good, "# nothing\n", "1: the role file is empty"),
    Slip(good, "- a\n- b\n", "1: the role file: is not a table of keys and values"),
    Slip("version: 1\n", "", "2: the key “version” is missing"),
    Slip("version: 1", "version: 2", "2: version 2 of the role file is not known"),
    Slip("version: 1", "version: \"1\"", "2: the version is not a number"),
    Slip("version: 1", "version: 1\nadmins: [x]", "3: the role file has the key “admins”, which is not known"),
    Slip("version: 1", "version: 1\nversion: 1", "2: the key “version” occurs twice"),
    Slip("compliance: {", "auditor: {", "4: the key “auditor” occurs twice"),
    Slip("[audit-logs.readonly] }", "[audit-logs.*] }", "4: the grant “audit-logs.*” is not known"),
    Slip("[audit-logs.readonly] }", "[] }", "4: grants of the role “auditor”: there are none"),
    Slip("[audit-logs.readonly] }", "audit-logs.readonly }", "4: grants of the role “auditor”: is not a list"),
    Slip("[audit-logs.readonly] }", "&all [audit-logs.readonly] }", "4: the anchor “&all” is not allowed in a role file"),
    Slip("[audit-logs.readonly] }", "*all }", "4: the alias “*all” is not allowed in a role file"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly], deny: [x] }", "4: the role “auditor” has the key “deny”, which is not known"),
    Slip("login: mia", "login: maria", "8: the login “maria” occurs twice, first in line 7"),
    Slip("login: mia", "login: 1001", "8: the login is not a text"),
    Slip("login: mia", "login: no", "8: the login is not a text"),
    Slip("login: mia", "login: \" mia\"", "8: the login is empty, or begins or ends with a space"),
    Slip("login: mia", "login: \"mi\\u200Ba\"", "8: the login has invisible characters"),
    Slip("login: mia", "logn: mia", "8: the user has the key “logn”, which is not known"),
    Slip("    name: Mia Sand\n", "", "8: the user: the key “name” is missing"),
    Slip("roles: [auditor]", "roles: [admin]", "10: the role “admin” of “mia” is not defined"),
    Slip("roles: [auditor]", "roles: [auditor, auditor]", "10: roles of “mia”: “auditor” occurs twice"),
    Slip("roles: [auditor]", "roles: auditor", "10: roles of “mia”: is not a list"),
    Slip("roles: [auditor]", "roles: []", "10: roles of “mia”: there are none"),
    Slip("roles: [auditor]", "roles: [auditor", "11: did not find expected ',' or ']'"),
    Slip("roles: [auditor]", "roles: !!set [auditor]", "10: roles of “mia”: is not a list"),
    Slip("roles: [auditor]", "roles: [auditor]\n---\nversion: 1", "11: a second document begins here"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly: {}] }", "4: the narrowing of audit-logs.readonly: there is nothing"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly: { module: [X] }] }", "4: the narrowing of audit-logs.readonly has the key “module”, which is not known"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly: { modules: X }] }", "4: modules of the narrowing of audit-logs.readonly: is not a list"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly: { modules: }] }", "4: modules of the narrowing of audit-logs.readonly: there is nothing"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly], pseudonyms: ~ }", "4: pseudonyms of the role “auditor”: there is nothing"),
    Slip("name: Mia Sand", "name: Mia\u{7} Sand", "9: control characters are not allowed"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly: { modules: [] }] }", "4: modules of the narrowing of audit-logs.readonly: there are none"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly: { from: soon }] }", "4: from soon: not a date and time in ISO 8601"),
    Slip(
      "[audit-logs.readonly] }", "[audit-logs.readonly: { from: 2026-02-01, until: 2026-02-01 }] }",
      "4: the time range of the narrowing of audit-logs.readonly ends before it begins"),
    Slip(
      "[audit-logs.readonly] }", "[audit-logs.readonly, audit-logs.readonly: { modules: [X] }] }",
      "4: the role “auditor” grants audit-logs.readonly both whole and narrowed (line 4)"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly, audit-logs.readonly] }", "4: grants of the role “auditor”: “audit-logs.readonly” occurs twice"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly], withhold: [email] }", "4: withhold of the role “auditor”: is not a table of keys and values"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly], withhold: { units: [email] } }", "4: units to withhold: “email” is not known"),
    Slip("[audit-logs.readonly] }", "[audit-logs.readonly], pseudonyms: [changes] }", "4: pseudonyms of the role “auditor”: “changes” is not known"),
    Slip(
      "[audit-logs.readonly] }", "[audit-logs.readonly], same_across_bundles: true }", "4: the role “auditor” has same_across_bundles, and no pseudonyms"),
    Slip("roles: [auditor]", "roles: [auditor]\n---\n", "11: a second document begins here"),
    Slip("# Who may do what.\n", bomb(ending: "x: *n9\n"), "1: the anchor “&n0” is not allowed in a role file"),
    Slip("# Who may do what.\n", bomb(ending: "? *n9\n: x\n"), "1: the anchor “&n0” is not allowed in a role file"),
    Slip("name: Mia Sand", "name: &n Mia Sand", "9: the anchor “&n” is not allowed in a role file"),
    Slip("name: Mia Sand", "&n name: Mia Sand", "9: the anchor “&n” is not allowed in a role file"),
    Slip("    roles: [auditor]", "    <<: *n", "10: the alias “*n” is not allowed in a role file"),
    Slip(
      "roles: [auditor]", "roles: " + String(repeating: "[", count: 70) + String(repeating: "]", count: 70),
      "10: tables and lists lie more than 64 deep in each other"),
    Slip("roles: [auditor]", "roles: [auditor]\n    act-as: [\"*\"]", "11: “mia” may act as “*”, who is no user of this file"),
    Slip("roles: [auditor]", "roles: [auditor]\n    act-as: [mia]", "11: “mia” may act as itself anyway"),
    Slip("roles: [auditor]", "roles: [auditor]\n    act-as: maria", "11: act-as of “mia”: is not a list"),
    Slip("# Who", "roles: {}\nx: [\u{1}", "2: control characters are not allowed"),
  ]

  @Test("each slip refuses the whole file, with its line and a hint", arguments: slips)
  func broken(_ slip: Slip) throws {
    let parts = Self.good.firstRange(of: slip.old).map { Self.good.replacingCharacters(in: $0, with: slip.new) }
    let file = try TestFile(try #require(parts))
    let failure = try #require(throws: Failure.self) { try RoleFile.load(path: file.path) }
    #expect(failure.message == "\(file.path):\(slip.says)")
    #expect(failure.kind == .settings)
    #expect(failure.hint?.isEmpty == false)
  }

  @Test("a mark of the byte order before the first key is passed over")
  func byteOrderMark() throws {
    let file = try TestFile("\u{FEFF}" + Self.good.drop { $0 != "\n" }.dropFirst())
    #expect(try RoleFile.load(path: file.path).users.map(\.line) == [6, 7])
  }

  @Test("bytes that are not UTF-8 are refused")
  func notUTF8() throws {
    let file = try TestFile(bytes: Array("version: 1 # ".utf8) + [0xE9])
    #expect(throws: Failure(.settings, "\(file.path):1: the file is not UTF-8 text", hint: "save it as UTF-8")) {
      try RoleFile.load(path: file.path)
    }
  }

  @Test("what somebody else's asking needs: a file that the process's user keeps alone")
  func onBehalf() throws {
    let file = try TestFile(Self.good)
    #expect(throws: Never.self) { try RoleFile.load(path: file.path, onBehalf: true) }
    unsafe chmod(file.path, 0o660)
    let group = try #require(throws: Failure.self) { try RoleFile.load(path: file.path, onBehalf: true) }
    #expect(group.kind == .settings && group.message.hasSuffix("a group may change the role file"))
    #expect(throws: Never.self) { try RoleFile.load(path: file.path) }
    unsafe chmod(file.path, 0o600)
    guard geteuid() == 0, unsafe chown(file.path, 65534, 65534) == 0 else { return }
    let foreign = try #require(throws: Failure.self) { try RoleFile.load(path: file.path, onBehalf: true) }
    #expect(foreign.message.hasSuffix("the role file belongs neither to root nor to the user that the program runs as"))
    #expect(throws: Never.self) { try RoleFile.load(path: file.path) }
  }

  @Test("a file that anybody may change, or that is none, is refused")
  func place() throws {
    let file = try TestFile(Self.good)
    unsafe chmod(file.path, 0o666)
    let open = try #require(throws: Failure.self) { try RoleFile.load(path: file.path) }
    #expect(open.kind == .settings && open.message.hasSuffix("anybody on this machine may change the role file"))
    let missing = try #require(throws: Failure.self) { try RoleFile.load(path: "/nowhere/roles.yaml") }
    #expect(missing == Failure(
      .settings, "/nowhere/roles.yaml: there is no role file", hint: "write one there, or give --roles the path of one"))
    let folder = try #require(throws: Failure.self) { try RoleFile.load(path: "/tmp") }
    #expect(folder.kind == .settings && folder.message == "/tmp: the role file is not a regular file")
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}

/// A file with mode 0600 that goes away with the object.
final class TestFile {
  let path: String
  private var folder: String?

  convenience init(_ text: String) throws { try self.init(bytes: Array(text.utf8)) }

  init(bytes: [UInt8]) throws {
    var template = Array("/tmp/roles-test-XXXXXX".utf8CString)
    let file = unsafe template.withUnsafeMutableBufferPointer { unsafe mkstemp($0.baseAddress!) }
    path = unsafe template.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
    try #require(unsafe write(file, bytes, bytes.count) == bytes.count)
    close(file)
  }

  /// With a name of its own, in a new folder.
  init(named name: String, _ bytes: [UInt8]) throws {
    var template = Array("/tmp/roles-test-XXXXXX".utf8CString)
    let folder = unsafe template.withUnsafeMutableBufferPointer { unsafe String(cString: mkdtemp($0.baseAddress!)) }
    self.folder = folder
    path = folder + "/" + name
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    try #require(unsafe write(file, bytes, bytes.count) == bytes.count)
    close(file)
  }

  deinit {
    unsafe unlink(path)
    if let folder { unsafe rmdir(folder) }
  }
}
