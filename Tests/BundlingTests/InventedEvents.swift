import AuditModel
import Foundation

@testable import AccessPolicy

/// A few events in memory, and permission to export them.
final class InventedEvents: EventSource {
  var events: [ArchivedEvent] = []
  var actors = [Actor(name: "Ann, \"A\"", id: nil, kind: .person), Actor(name: "", id: "wf", kind: .workflow)]
  var target = Target(documentID: "d1", name: "Line one\nline two", parentID: nil)
  var parts = [
    SourcePart(file: "a.csv", member: nil, bytes: 7, sha256: String(repeating: "a", count: 64), system: "crm"),
    SourcePart(file: "CANARY.csv", member: nil, bytes: 8, sha256: String(repeating: "b", count: 64), system: "crm"),
    SourcePart(file: "c.zip", member: "inner.csv", bytes: 9, sha256: String(repeating: "c", count: 64), system: "okta"),
  ]

  /// Adds an event that is a minute older than the one before.
  func add(_ changes: String, alter: (inout ArchivedEvent) -> Void = { _ in }) {
    var event = ArchivedEvent()
    event.id = Int64(100 - events.count)
    event.occurredAt = 1_777_777_777_123 - Int64(events.count) * 60_000
    event.changes = Array(changes.utf8)
    event.target = TargetID(document: 1, name: 1)
    event.recordNumber = Int64(events.count + 1)
    alter(&event)
    events.append(event)
  }

  func actor(_ id: Int32) -> Actor { actors[Int(id)] }
  func module(_ id: Int32) -> String { "Contacts" }
  func action(_ id: Int32) -> String { "Updated" }
  func target(_ id: TargetID) -> Target { target }
  func sourcePart(_ id: Int32) -> SourcePart { parts[Int(id)] }

  func forEachEvent(matching filter: EventFilter, within: [EventFilter], _ body: (ArchivedEvent) throws -> Void) throws {
    for event in events { try body(event) }
  }

  func permitted(filter: EventFilter = .all) throws -> PermittedEvents {
    let path = FileManager.default.temporaryDirectory.appending(path: "roles-\(UUID().uuidString).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = """
      version: 1
      roles:
        compliance: { grants: [audit-logs.export] }
      users:
        - { login: ann, name: Ann, email: ann@example.com, roles: [compliance] }

      """
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    return try AccessPolicy(roles: RoleFile.load(path: path)).permit(.export, to: Requester(login: "ann"), filter: filter, of: self)
  }

  /// Permission for somebody who may not see everything.
  func permitted(_ redaction: Redaction, within: [EventFilter] = []) throws -> PermittedEvents {
    let decision = Decision(
      requester: "mia", login: "mia", name: "Mia", right: .export, isAllowed: true, reason: "", hint: nil, rule: "", role: "auditor",
      roleFile: "roles.yaml", line: 1, roleFileSHA256: "", within: within, redaction: redaction)
    return try PermittedEvents(source: self, filter: .all, decision: decision)
  }

  func pseudonymSecret(isLasting: Bool) -> [UInt8] { Array(0..<16) }
}
