public import AuditModel

/// What the policy decided on one request, and by which entry of the role file. Denied requests are decisions, too: they go into the ledger
/// like those that were allowed.
public struct Decision: Sendable, Equatable {
  /// The login that asked.
  public let requester: String
  /// The login whose rights count: the requester's own, or the one it acts as.
  public let login: String
  /// The name that the role file gives that login; the login itself if it is not in the file.
  public let name: String
  public let right: Right
  public let isAllowed: Bool
  /// One sentence: why.
  public let reason: String
  /// What the requester can do about a refusal; nil if there was none.
  public let hint: String?
  /// The entries that decided, with their lines: `roles.yaml:14 role auditor grants audit-logs.export of module Contacts`.
  public let rule: String
  /// The first of the user's roles that grants the right; nil if none does.
  public let role: String?
  public let roleFile: String
  /// Where the entry stands that decided; nil if no entry speaks of the login.
  public let line: Int?
  /// Of the role file as it was read, in hex.
  public let roleFileSHA256: String
  /// Events of one of these and no others are given out; empty if the right is not narrowed.
  public let within: [EventFilter]
  public let redaction: Redaction

  /// The same for whoever is told of the decision: without the names of people or records, where those are withheld.
  public var narrowing: [EventFilter] { within.map(redaction.shown) }

  /// The login that the requester acts as, if it is another one.
  public var actingAs: String? { requester.utf8.elementsEqual(login.utf8) ? nil : login }

  /// A refusal as an error.
  public var refusal: Failure { Failure(.notPermitted, reason, hint: hint) }
}
