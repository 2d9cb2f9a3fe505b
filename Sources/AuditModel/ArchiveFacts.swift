/// What a page or a bundle says about the archive behind it. Everything else in them comes from the permitted events.
public struct ArchiveFacts: Sendable {
  /// The account whose audit logs these are, as the archive names it.
  public var account: String
  /// The account's time zone, a name of the tz database such as `America/Chicago`.
  public var timeZone: String
  /// UTC milliseconds: when the archive last took something in. The members of a ZIP bear this time.
  public var archivedAt: Int64
  /// Events in the archive, shown or not; nil where that is not told.
  public var archiveCount: Int64?
  /// Name and version of the program: `counterroll 0.1.0`.
  public var generator: String

  public init(account: String, timeZone: String, archivedAt: Int64, archiveCount: Int64?, generator: String) {
    self.account = account
    self.timeZone = timeZone
    self.archivedAt = archivedAt
    self.archiveCount = archiveCount
    self.generator = generator
  }
}
