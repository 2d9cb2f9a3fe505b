import AuditModel
import Foundation

@testable import AccessPolicy

/// A few events in memory, and permission to see them. Entry 0 of each dictionary is named by no event: a canary.
final class InventedEvents: EventSource {
  var events: [ArchivedEvent] = []
  var actors = [Actor(name: "CANARY actor", id: "canary-id", kind: .person)]
  var modules = ["CANARY module"]
  var actions = ["CANARY action"]
  var targets = [Target(documentID: "CANARY-document", name: "CANARY name", parentID: "CANARY-parent")]
  var parts = [SourcePart(file: "CANARY.csv", member: nil, bytes: 1, sha256: String(repeating: "c", count: 64), system: "CANARY")]

  /// Events that come again and again, newest first, one minute apart.
  init(count: Int = 0) {
    actors += [Actor(name: "Ann", id: nil, kind: .person), Actor(name: nil, id: "wf_1", kind: .workflow)]
    modules += ["Contacts", "Tasks"]
    actions += ["Updated", "Deleted"]
    targets += (1...7).map { Target(documentID: "d\($0 % 3)", name: "Document \($0)", parentID: $0 == 1 ? "" : nil) }
    parts += [SourcePart(file: "export.zip", member: "a.csv", bytes: 99, sha256: String(repeating: "a", count: 64), system: "crm")]
    for index in 0..<count {
      var event = ArchivedEvent()
      event.id = Int64(count - index)
      event.occurredAt = 1_777_777_777_000 - Int64(index) * 60_000
      event.actor = index % 3 == 0 ? 2 : 1
      event.module = index % 5 == 0 ? 2 : 1
      event.action = index % 4 == 0 ? 2 : 1
      event.target = TargetID(document: Int32(index % 7 + 1), name: 0)
      event.sourceEventID = index % 2 == 0 ? "id-\(index)" : nil
      event.sourcePart = 1
      event.recordNumber = Int64(index + 1)
      event.changes = Array(#"[["email","a","value \#(index)"],["score",{"after":\#(index % 3).0}]]"#.utf8)
      events.append(event)
    }
  }

  func actor(_ id: Int32) -> Actor { actors[Int(id)] }
  func module(_ id: Int32) -> String { modules[Int(id)] }
  func action(_ id: Int32) -> String { actions[Int(id)] }
  func target(_ id: TargetID) -> Target { targets[Int(id.document)] }
  func sourcePart(_ id: Int32) -> SourcePart { parts[Int(id)] }

  func forEachEvent(matching filter: EventFilter, within: [EventFilter], _ body: (ArchivedEvent) throws -> Void) throws {
    for event in events { try body(event) }
  }

  /// Leave to see all of them, given by a role file as in life.
  func permitted(filter: EventFilter = .all) throws -> PermittedEvents {
    let path = FileManager.default.temporaryDirectory.appending(path: "roles-\(UUID().uuidString).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = """
      version: 1
      roles:
        auditor: { grants: [audit-logs.readonly] }
      users:
        - { login: ann, name: Ann, email: ann@example.com, roles: [auditor] }

      """
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    return try AccessPolicy(roles: RoleFile.load(path: path)).permit(.view, to: Requester(login: "ann"), filter: filter, of: self)
  }

  /// Permission for somebody who may not see everything.
  func permitted(_ redaction: Redaction, within: [EventFilter] = []) throws -> PermittedEvents {
    let decision = Decision(
      requester: "mia", login: "mia", name: "Mia", right: .view, isAllowed: true, reason: "", hint: nil, rule: "", role: "auditor",
      roleFile: "roles.yaml", line: 1, roleFileSHA256: "", within: within, redaction: redaction)
    return try PermittedEvents(source: self, filter: .all, decision: decision)
  }

  func pseudonymSecret(isLasting: Bool) -> [UInt8] { Array(0..<16) }
}
