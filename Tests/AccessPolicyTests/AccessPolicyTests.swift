import AuditModel
import Testing

@testable import AccessPolicy

@Suite("The policy opens for a grant and for nothing else")
struct AccessPolicyTests {
  private func policy() throws -> (policy: AccessPolicy, path: String) {
    let text = """
      version: 1
      roles:
        auditor:  { grants: [audit-logs.readonly] }
        exporter: { grants: [audit-logs.export] }
      users:
        - { login: mia, name: Mia Sand, roles: [auditor] }
        - { login: ed, name: Ed Lane, roles: [exporter] }
        - { login: both, name: Both, roles: [auditor, exporter] }
      """
    let file = try TestFile(text)
    return (AccessPolicy(roles: try RoleFile.load(path: file.path)), file.path)
  }

  @Test(
    "to view and to export do not imply each other",
    arguments: [("mia", true, false), ("ed", false, true), ("both", true, true), ("MIA", false, false), ("", false, false)])
  func rights(_ login: String, _ views: Bool, _ exports: Bool) throws {
    let policy = try policy().policy
    for (right, holds) in [(Right.view, views), (.export, exports)] {
      let decision = policy.decide(right, for: Requester(login: login))
      #expect(decision.right == right && decision.isAllowed == holds)
    }
  }

  @Test("a refusal names login, roles and line, and reads nothing")
  func refusals() throws {
    let (policy, path) = try policy()
    let source = FakeSource()
    #expect(throws: Failure(
      .notPermitted, "login “mia” may not export events: the role “auditor” does not grant audit-logs.export (\(path):6)",
      hint: "ask whoever keeps the role file for a role with that grant")
    ) { try policy.permit(.export, to: Requester(login: "mia"), filter: .all, of: source) }
    #expect(throws: Failure(
      .notPermitted, "login “eve” is not in the role file \(path)", hint: "ask whoever keeps that file to add it")
    ) { try policy.permit(.view, to: Requester(login: "eve"), filter: .all, of: source) }
    #expect(source.filters == [])
  }

  @Test("permitted events come with the decision, and only those of the filter")
  func permitted() throws {
    let (policy, path) = try policy()
    let source = FakeSource()
    var filter = EventFilter()
    filter.modules = ["Contacts"]
    let events = try policy.permit(.export, to: Requester(login: "both"), filter: filter, of: source)
    var ids: [Int64] = []
    try events.forEach { ids.append($0.id) }
    #expect(ids == [2, 1] && source.filters == [filter])
    #expect(try events.module(7) == "module 7")
    #expect(events.decision == Decision(
      requester: "both", login: "both", name: "Both", right: .export, isAllowed: true,
      reason: "login “both” may export events by the role “exporter”", hint: nil,
      rule: "\(policy.roles.name):4 role exporter grants audit-logs.export", role: "exporter", roleFile: path, line: 4,
      roleFileSHA256: policy.roles.sha256, within: [], redaction: .none))
  }
}

/// A source of two events that remembers what it was asked for.
private final class FakeSource: EventSource {
  var filters: [EventFilter] = []

  func forEachEvent(matching filter: EventFilter, within: [EventFilter], _ body: (ArchivedEvent) throws -> Void) throws {
    filters.append(filter)
    for id: Int64 in [2, 1] {
      var event = ArchivedEvent()
      event.id = id
      try body(event)
    }
  }

  func actor(_ id: Int32) throws -> Actor { Actor(name: "actor \(id)", id: nil, kind: .person) }
  func module(_ id: Int32) throws -> String { "module \(id)" }
  func action(_ id: Int32) throws -> String { "action \(id)" }
  func target(_ id: TargetID) throws -> Target { Target(documentID: nil, name: nil, parentID: nil) }
  func sourcePart(_ id: Int32) throws -> SourcePart { SourcePart(file: "a.csv", member: nil, bytes: 0, sha256: "") }
}
