public import AccessPolicy
public import ArchiveStore
internal import Archiving
internal import AuditModel
internal import Bundling
internal import Coverage
internal import SiteRendering

/// One permitted export: a page, a bundle or CSV, under a name that did not exist before.
public struct Extraction {
  public enum Format: String, Sendable, CaseIterable {
    case html, bundle, csv
  }

  public struct Result {
    public let events: Int64
    public let bytes: Int64
  }

  private let format: Format
  private let path: String

  public init(format: Format, path: String) {
    self.format = format
    self.path = path
  }

  /// Writes the export. On any failure nothing is left under the name.
  public func make(from events: PermittedEvents, of archive: Archive) throws -> Result {
    let file = try NewFile(path: path)
    let count = try write(events, of: archive, to: file)
    try file.publish()
    return Result(events: count, bytes: file.count)
  }

  private func write(_ events: PermittedEvents, of archive: Archive, to file: NewFile) throws -> Int64 {
    switch format {
    case .csv: return try unsafe EventRows.write(events, as: .csv) { unsafe try file.write($0) }.count
    case .html:
      let page = try Page(events: events, facts: try Self.facts(of: archive), coverage: try Self.coverage(of: archive))
      try unsafe page.write { unsafe try file.write($0) }
      return Int64(page.count)
    case .bundle: return try writeBundle(events, of: archive, to: file)
    }
  }

  /// The folder that the output lies in: what is spooled lies there too, without a name.
  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func facts(of archive: Archive) throws -> ArchiveFacts {
    ArchiveFacts(
      account: archive.settings.account, timeZone: archive.settings.timeZone,
      archivedAt: try archive.lastArchivedAt ?? archive.settings.createdAt, archiveCount: try archive.eventCount, generator: Tool.name)
  }

  /// As of when the archive last took something in: the clock on the wall has no say in what an export holds.
  private static func coverage(of archive: Archive) throws -> PageCoverage {
    PageCoverage(
      of: try archive.ledger(), days: try AccountDays(zone: archive.settings.timeZone),
      asOf: try archive.lastArchivedAt ?? archive.settings.createdAt)
  }

  private func writeBundle(_ events: PermittedEvents, of archive: Archive, to file: NewFile) throws -> Int64 {
    let facts = try Self.facts(of: archive)
    let bundle = Bundle(name: "\(facts.account) audit log", events: events, facts: facts)
    let coverage = try Self.coverage(of: archive)
    let receipt = try unsafe bundle.write(to: file, spoolingIn: folder) { sink in
      let page = try Page(events: events, facts: facts, coverage: coverage)
      try unsafe page.write(to: sink)
      return page.count
    }
    return receipt.tally.count
  }
}
