/// Which events are asked for. Several values of one kind are alternatives; different kinds must all hold.
public struct EventFilter: Equatable, Sendable, Codable {
  /// Names or ids of actors, compared without regard to case.
  public var users: [String] = []
  public var modules: [String] = []
  public var actions: [String] = []
  /// UTC milliseconds, half-open: `from <= occurredAt < to`.
  public var from: Int64?
  public var to: Int64?
  /// A document's exact id, or a part of its name without regard to case.
  public var document: String?

  public init() {}

  public static let all = EventFilter()

  public var isAll: Bool { self == .all }

  /// The filter in words, for people: `module Contacts; from 2026-06-01T00:00:00.000Z`.
  public var inWords: String {
    var parts: [String] = []
    if !users.isEmpty { parts.append("user " + users.joined(separator: " or ")) }
    if !modules.isEmpty { parts.append("module " + modules.joined(separator: " or ")) }
    if !actions.isEmpty { parts.append("action " + actions.joined(separator: " or ")) }
    if let from { parts.append("from " + Timestamp.canonicalText(from)) }
    if let to { parts.append("before " + Timestamp.canonicalText(to)) }
    if let document { parts.append("document " + document) }
    return parts.isEmpty ? "all events" : parts.joined(separator: "; ")
  }

  /// The filter as canonical JSON: keys in alphabetical order, absent where nothing is asked, no white space.
  public var canonicalJSON: JSONText {
    var members: [(String, JSONText)] = []
    if !actions.isEmpty { members.append(("actions", .array(actions.sorted().map { .string($0) }))) }
    if let document { members.append(("document", .string(document))) }
    if let from { members.append(("from", .string(Timestamp.canonicalText(from)))) }
    if !modules.isEmpty { members.append(("modules", .array(modules.sorted().map { .string($0) }))) }
    if let to { members.append(("to", .string(Timestamp.canonicalText(to)))) }
    if !users.isEmpty { members.append(("users", .array(users.sorted().map { .string($0) }))) }
    return .object(members)
  }
}
