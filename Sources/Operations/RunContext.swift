public import AccessPolicy
public import Logging

/// What a run takes from the world around it, as parameters, so that every run can be repeated in a test.
public struct RunContext: Sendable {
  /// UTC milliseconds.
  public var now: @Sendable () -> Int64
  /// The operating-system login, as the machine asserts it; under sudo the login that called it.
  public var login: String
  /// Whether the process runs with the rights of another user than the login's: the login can then read less than the process.
  public var isOnBehalf: Bool
  /// The login that the requester asks to act as; nil if it asks in its own name.
  public var actingAs: String?
  /// Whether the user has asked to stop (Ctrl-C).
  public var isInterrupted: @Sendable () -> Bool
  public var logger: Logger
  /// Where large things may lie for a moment, without a name.
  public var temporaryFolder: String

  public init(
    now: @escaping @Sendable () -> Int64, login: String, isOnBehalf: Bool = false, actingAs: String? = nil,
    isInterrupted: @escaping @Sendable () -> Bool, logger: Logger, temporaryFolder: String = "/tmp"
  ) {
    self.now = now
    self.login = login
    self.isOnBehalf = isOnBehalf
    self.actingAs = actingAs
    self.isInterrupted = isInterrupted
    self.logger = logger
    self.temporaryFolder = temporaryFolder
  }

  public var requester: Requester { Requester(login: login, actingAs: actingAs) }
}

/// The tool's name and version, as it stands in archives and pages.
public enum Tool {
  public static let version = "0.1.0"
  public static let name = "counterroll \(version)"
}
