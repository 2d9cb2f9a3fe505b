import AuditModel
import Testing

@testable import AccessPolicy

@Suite("The source's own list of users is read strictly")
struct SourceUsersTests {
  static let good = """
    [
      {"id": "a", "name": "Ann \\ud83d\\ude00 \\u00e9\\/", "email": "ann@example.com", "scopes": ["audit-logs.readonly"],
       "roles": {"type": "agency", "role": "admin", "locationIds": [], "restrictSubAccount": false}, "deleted": false}
    ]
    """

  @Test("escapes are read as JSON has them, and further keys are passed over")
  func understood() throws {
    let text = Self.good.replacing("\"deleted\"", with: "\"profilePhoto\": null, \"lastActivity\": -1.5e3, \"deleted\"")
    let file = try TestFile("\u{FEFF}" + text)
    let roles = try RoleFile.load(path: file.path)
    #expect(roles.users.map(\.name) == ["Ann 😀 é/"])
    #expect(roles.user("ann")?.email == "ann@example.com" && roles.user("ann@example.com")?.line == 2)
  }

  @Test(
    "a key that could say that a user is out refuses the file, in whatever case",
    arguments: [
      ("status", "status"), ("isdeleted", "delet"), ("is_deleted", "delet"), ("Deleted", "delet"), ("deactivated", "activat"),
      ("dateDeactivated", "activat"), ("removed", "remov"), ("removedAt", "remov"), ("readOnly", "readonly"), ("read_only", "readonly"),
      ("state", "state"), ("terminated", "terminat"), ("isActive", "active"), ("INACTIVE", "inactiv"), ("auditLogsEnabled", "enabl"),
      ("accountDisabled", "disabl"), ("lockedUntil", "lock"), ("Permissions", "permission"),
    ])
  func speaksOfRights(_ key: String, _ word: String) throws {
    let file = try TestFile(Self.good.replacing("\"deleted\"", with: "\"\(key)\": 1, \"deleted\""))
    let failure = try #require(throws: Failure.self) { try RoleFile.load(path: file.path) }
    #expect(failure.message == "\(file.path):3: the key “\(key)” is not known, and its name speaks of rights (\(word))")
  }

  @Test(
    "permissions take rights away in whatever case, and those of other things do not",
    arguments: [
      ("assignedDataOnly", true, false), ("assigneddataonly", true, false), ("AssignedDataOnly", true, false), ("assigned_data_only", true, false),
      ("assignedDataOnly", false, true), ("auditLogsEnabled", false, false), ("auditlogsenabled", false, false), ("auditLogsEnabled", true, true),
      ("auditLogsReadOnly", true, false), ("campaignsReadOnly", true, true), ("contactsEnabled", false, true),
    ])
  func permissions(_ name: String, _ isOn: Bool, _ isAllowed: Bool) throws {
    let file = try TestFile(Self.good.replacing("\"deleted\"", with: "\"permissions\": {\"\(name)\": \(isOn)}, \"deleted\""))
    let policy = AccessPolicy(roles: try RoleFile.load(path: file.path))
    #expect(policy.decide(.view, for: Requester(login: "ann")).isAllowed == isAllowed)
  }

  @Test("an entry with all that the source's interface has is accepted")
  func wholeShape() throws {
    let text = """
      [{"id": "0IHuJvc2ofPAAA8GzTRi", "name": "Jo Deer", "firstName": "Jo", "lastName": "Deer", "email": "jo@deer.example", "phone": "+1 808-868-8888",
        "extension": "", "permissions": {"campaignsEnabled": true, "campaignsReadOnly": false, "contactsEnabled": true, "adwordsReportingEnabled": false,
        "assignedDataOnly": false, "settingsEnabled": true}, "scopes": ["campaigns.readonly", "audit-logs.readonly"],
        "roles": {"type": "account", "role": "admin", "locationIds": ["loc_1"], "restrictSubAccount": false}, "deleted": false}]
      """
    let file = try TestFile(text)
    let policy = AccessPolicy(roles: try RoleFile.load(path: file.path), account: Account(name: "Deer", id: "loc_1"))
    #expect(policy.decide(.view, for: Requester(login: "jo")).isAllowed && !policy.decide(.export, for: Requester(login: "jo")).isAllowed)
  }

  @Test("the first part of an address is nobody's login if a deleted user has the same")
  func takenByDeleted() throws {
    let text = Self.good.replacing("}\n]", with: "},\n{\"id\": \"b\", \"email\": \"Ann@example.net\", \"deleted\": true}]")
    let file = try TestFile(text)
    let roles = try withExtendedLifetime(file) { try RoleFile.load(path: file.path) }
    #expect(roles.user("ann") == nil && roles.user("ann@example.com")?.line == 2 && roles.user("ann@example.net")?.line == 4)
  }

  @Test("users who share a login are refused, whoever has read them", arguments: [("b", "a@x"), ("a", "c@x"), ("a@x", "c@x")])
  func shared(_ login: String, _ email: String) throws {
    func user(_ login: String, _ email: String, _ line: Int) -> RoleFile.User {
      RoleFile.User(login: login, name: "N", email: email, roles: [], actAs: [], line: line, isKnownByEmail: true)
    }
    let failure = try #require(throws: Failure.self) { try RoleFile.refuseSharedLogins([user("a", "a@x", 3), user(login, email, 5)], "f") }
    let login = login == "a" ? "a" : "a@x"
    #expect(failure.message == "f:5: the login “\(login)” is that of two users, the first in line 3")
    #expect(throws: Never.self) { try RoleFile.refuseSharedLogins([user("a", "a@x", 3), user("b@x", "b@x", 5)], "f") }
  }

  static let slips: [RoleFileTests.Slip] = [
    .init("\"name\"", "\"id\"", "2: the key “id” occurs twice"),
    .init("\"name\"", "\"i\\u0064\"", "2: the key “id” occurs twice"),
    .init("\\ude00", "", "2: a text has half of a surrogate pair"),
    .init("\\u00e9", "\\u00eg", "2: \\u is not followed by four hexadecimal digits"),
    .init("\\u00e9", "\\x", "2: a text has an escape that JSON does not know"),
    .init("\\u00e9", "\t", "2: a text does not end on its line, or holds a control character"),
    .init("[\"audit-logs.readonly\"]", "\"audit-logs.readonly\"", "2: scopes: is not a list"),
    .init("[\"audit-logs.readonly\"]", "[\"audit-logs.readonly\",]", "2: there is neither a text, a number, a list nor a table"),
    .init("[\"audit-logs.readonly\"]", "[1]", "2: one of scopes is not a text"),
    .init("[\"audit-logs.readonly\"]", "null", "2: scopes: there is nothing"),
    .init("\"deleted\": false", "\"deleted\": \"false\"", "3: deleted is neither true nor false"),
    .init("\"deleted\": false", "\"deleted\": 0", "3: deleted is neither true nor false"),
    .init("\"deleted\": false", "\"isSuspended\": false", "3: the key “isSuspended” is not known, and its name speaks of rights (suspend)"),
    .init("\"deleted\": false", "\"scopesDenied\": []", "3: the key “scopesDenied” is not known, and its name speaks of rights (scope)"),
    .init("\"locationIds\": []", "\"locationIds\": \"x\"", "3: locationIds: is not a list"),
    .init("\"locationIds\": []", "\"excludedLocationIds\": []", "3: roles has the key “excludedLocationIds”, which is not known"),
    .init("\"email\": \"ann@example.com\", ", "", "2: the user “a” has no e-mail address"),
    .init("\"id\": \"a\", ", "", "2: the user: the key “id” is missing"),
    .init("}\n]", "},\n{\"id\": \"a\", \"email\": \"b@example.com\"}]", "4: the id “a” occurs twice, first in line 2"),
    .init("}\n]", "},\n{\"id\": \"b\", \"email\": \"ANN@example.com\"}]", "4: the e-mail address “ann@example.com” occurs twice, first in line 2"),
    .init(
      "}\n]", "},\n{\"id\": \"b\", \"email\": \"ann\", \"deleted\": true}]",
      "4: the e-mail address “ann” does not have one “@” with something on both sides"),
    .init("ann@example.com", "ann@corp@example.net", "2: the e-mail address “ann@corp@example.net” does not have one “@” with something on both sides"),
    .init("ann@example.com", "@example.com", "2: the e-mail address “@example.com” does not have one “@” with something on both sides"),
    .init("ann@example.com", "Ann@", "2: the e-mail address “ann@” does not have one “@” with something on both sides"),
    .init("}\n]", "}\n] x", "4: something follows the end of the document"),
    .init("}\n]", "}", "3: a list does not end with ]"),
    .init("[\n", "[ // users\n", "1: there is neither a text, a number, a list nor a table"),
    .init(good, "[]", "1: there are no users"),
    .init(good, "{}", "1: the role file: the key “users” is missing"),
    .init(good, "{\"users\": {}}", "1: users: is not a list"),
    .init(good, "[[[[", "1: the file ends too early"),
    .init(good, String(repeating: "[", count: 100), "1: tables and lists lie more than 64 deep in each other"),
    .init("\"deleted\": false", "\"n\": 01", "3: 01 is not a number"),
  ]

  @Test("each slip refuses the whole file, with its line and a hint", arguments: slips)
  func broken(_ slip: RoleFileTests.Slip) throws {
    let range = try #require(Self.good.firstRange(of: slip.old))
    let file = try TestFile(String(Self.good[..<range.lowerBound] + slip.new + Self.good[range.upperBound...]))
    let failure = try #require(throws: Failure.self) { try RoleFile.load(path: file.path) }
    #expect(failure.message == "\(file.path):\(slip.says)")
    #expect(failure.kind == .settings && failure.hint?.isEmpty == false)
  }
}
