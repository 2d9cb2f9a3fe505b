/// A sentence for the user: what is wrong, where, and the next step. Everything else that is thrown is a bug.
///
/// The kind decides the exit code of the process (see `ExitCodes` in the command line); the message names the file and, where there is
/// one, the line; the hint is the next step. A message never quotes a whole event value.
public struct Failure: Error, Equatable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case failed, usage, badData, noInput, cannotCreate, inputOutput, locked, notPermitted, settings, interrupted
  }

  public let kind: Kind
  public let message: String
  public let hint: String?

  public init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }
}
