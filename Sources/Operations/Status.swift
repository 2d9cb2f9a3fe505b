public import ArchiveStore
public import AuditModel
public import Coverage

/// What is in an archive and how well it covers its sources, at one moment.
public struct Status {
  public let settings: ArchiveSettings
  public let summary: ArchiveSummary
  public let ledger: Ledger
  public let report: CoverageReport
  public let trail: TrailMatching
  public let findings: [Finding]
  public let days: AccountDays

  /// - Parameters:
  ///   - asOf: The moment that is spoken of; nil for now. A date is its first instant.
  ///   - since: The first day that is spoken of.
  public init(of archive: Archive, asOf: String?, since: String?, context: RunContext) throws {
    let days = try AccountDays(zone: archive.settings.timeZone)
    self.days = days
    settings = archive.settings
    summary = try archive.summary()
    ledger = try archive.ledger()
    let now = try asOf.map { try Self.instant($0, "--as-of", days) } ?? context.now()
    report = CoverageReport(of: ledger, days: days, now: now, since: try since.map { try Self.instant($0, "--since", days) })
    trail = TrailMatching(of: ledger)
    findings = Finding.findings(in: ledger)
  }

  private static func instant(_ text: String, _ flag: String, _ days: AccountDays) throws(Failure) -> Int64 {
    try DeclarationRequest.instant(text, days, of: flag)
  }
}
