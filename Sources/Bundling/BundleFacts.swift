/// What a bundle says about the archive behind it. Everything else in the bundle comes from the permitted events.
public struct BundleFacts: Sendable {
  /// The account whose audit logs these are, as the archive names it.
  public var account: String
  /// The account's time zone, a name of the tz database such as `America/Chicago`.
  public var timeZone: String
  /// UTC milliseconds: when the archive last took something in. The members of the ZIP bear this time.
  public var archivedAt: Int64
  /// Events in the archive, in the bundle or not.
  public var archiveCount: Int64
  /// Name and version of the program: `counterroll 0.1.0`.
  public var generator: String

  public init(account: String, timeZone: String, archivedAt: Int64, archiveCount: Int64, generator: String) {
    self.account = account
    self.timeZone = timeZone
    self.archivedAt = archivedAt
    self.archiveCount = archiveCount
    self.generator = generator
  }
}

/// A file of a bundle, as its manifest lists it.
public struct BundledFile: Sendable, Equatable {
  public let name: String
  public let bytes: Int64
  /// In hex.
  public let sha256: String
}

/// What a bundle turned out to be.
public struct BundleReceipt: Sendable {
  /// The folder inside the ZIP.
  public let folder: String
  public let tally: EventTally
  /// All files but `manifest-sha256.txt`, in the order of the ZIP.
  public let files: [BundledFile]
}
