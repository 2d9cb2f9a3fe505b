/// Who asks: the login that the operating system asserts, and the one that it asks to act as.
public struct Requester: Sendable, Equatable {
  public let login: String
  /// Nil where the requester asks in its own name.
  public let actingAs: String?

  public init(login: String, actingAs: String? = nil) {
    self.login = login
    self.actingAs = actingAs
  }
}

/// The account that an archive belongs to, as grants may name it.
public struct Account: Sendable, Equatable {
  public let name: String
  /// The source's own id of the account; nil if the archive was not told it.
  public let id: String?

  public init(name: String, id: String? = nil) {
    self.name = name
    self.id = id
  }
}
