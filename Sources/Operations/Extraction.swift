public import AccessPolicy
public import ArchiveStore
internal import Archiving
internal import AuditModel
internal import Bundling
internal import Coverage
internal import SiteRendering

/// One permitted export: a page, a bundle, CSV or JSON lines, under a name that did not exist before.
public struct Extraction {
  public enum Format: String, Sendable, CaseIterable, Codable {
    case html, bundle, csv, jsonl, spreadsheet
    /// The numbers of a report.
    case json
  }

  public struct Result {
    public let events: Int64
    public let bytes: Int64
    /// Cells that were changed for spreadsheets.
    public var alteredCells: Int64 = 0
  }

  private let format: Format
  private let path: String
  private let withSpreadsheet: Bool
  private let oneFileLimit: Int

  /// Events that the page of a bundle holds itself; above, their details lie in files beside it.
  public static let usualOneFileLimit = 5_000_000

  /// - Parameter withSpreadsheet: adds a table that is altered for spreadsheets to a bundle.
  public init(format: Format, path: String, withSpreadsheet: Bool = false, oneFileLimit: Int = usualOneFileLimit) {
    self.format = format
    self.path = path
    self.withSpreadsheet = withSpreadsheet
    self.oneFileLimit = oneFileLimit
  }

  /// Writes the export. On any failure nothing is left under the name.
  public func make(from events: PermittedEvents, of archive: Archive) throws -> Result {
    try requireName()
    let file = try NewFile(path: path)
    let (count, altered) = try write(events, of: archive, to: file)
    try file.publish()
    return Result(events: count, bytes: file.count, alteredCells: altered)
  }

  /// Hands the rows to a sink as they are made; nothing is kept.
  ///
  /// - Throws: `usage` for a page and a bundle, which are files.
  public func stream(_ events: PermittedEvents, to sink: (UnsafeRawBufferPointer) throws -> Void) throws -> Result {
    var bytes: Int64 = 0
    let (count, altered) = try unsafe writeRows(events) { rows in
      bytes += Int64(rows.count)
      unsafe try sink(rows)
    }
    return Result(events: count, bytes: bytes, alteredCells: altered)
  }

  /// A file that is not what the archive holds says so by its name.
  func requireName() throws(Failure) {
    let name = path.split(separator: "/").last ?? ""
    guard format == .spreadsheet, !name.contains(SpreadsheetCopy.nameMark) else { return }
    throw Failure(
      .usage, "\(path): a file that is altered for spreadsheets must say so in its name",
      hint: "give a name with the word \(SpreadsheetCopy.nameMark), such as \(SpreadsheetCopy.fileName)")
  }

  private func writeRows(
    _ events: PermittedEvents, to sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> (count: Int64, altered: Int64) {
    switch format {
    case .csv: return (try unsafe EventRows.write(events, as: .csv, to: sink).count, 0)
    case .jsonl: return (try unsafe EventRows.write(events, as: .jsonl, to: sink).count, 0)
    case .spreadsheet:
      var copy = SpreadsheetCopy()
      let tally = try unsafe EventRows.write(events, as: .csv) { rows in unsafe try copy.write(rows, to: sink) }
      return (tally.count, copy.alteredCells)
    case .html, .bundle, .json:
      throw Failure(
        .usage, "--format \(format.rawValue) cannot go to standard output", hint: "give --to the name of a file, or --format csv or jsonl")
    }
  }

  private func write(_ events: PermittedEvents, of archive: Archive, to file: NewFile) throws -> (count: Int64, altered: Int64) {
    switch format {
    case .csv, .jsonl, .spreadsheet: return try unsafe writeRows(events) { unsafe try file.write($0) }
    case .html:
      let page = try Page(events: events, facts: try Self.facts(of: archive), coverage: try Self.coverage(of: archive))
      try unsafe page.write { unsafe try file.write($0) }
      return (Int64(page.count), 0)
    case .bundle: return try writeBundle(events, of: archive, to: file)
    case .json: throw Failure(.usage, "--format json is a format of reports", hint: "write --format jsonl")
    }
  }

  /// The folder that the output lies in: what is spooled lies there too, without a name.
  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func facts(of archive: Archive) throws -> ArchiveFacts {
    ArchiveFacts(
      account: archive.settings.account, timeZone: archive.settings.timeZone,
      archivedAt: try archive.lastArchivedAt ?? archive.settings.createdAt, archiveCount: try archive.eventCount, generator: Tool.name)
  }

  /// As of when the archive last took something in: the clock on the wall has no say in what an export holds.
  static func coverage(of archive: Archive) throws -> PageCoverage {
    PageCoverage(
      of: try archive.ledger(), days: try AccountDays(zone: archive.settings.timeZone),
      asOf: try archive.lastArchivedAt ?? archive.settings.createdAt)
  }

  private func writeBundle(_ events: PermittedEvents, of archive: Archive, to file: NewFile) throws -> (count: Int64, altered: Int64) {
    let facts = try Self.facts(of: archive)
    let bundle = Bundle(name: "\(facts.account) audit log", events: events, facts: facts, withSpreadsheet: withSpreadsheet)
    let coverage = try Self.coverage(of: archive)
    let receipt = try unsafe bundle.write(to: file, spoolingIn: folder) { sink, sibling in
      let page = try Page(events: events, facts: facts, coverage: coverage, oneFileLimit: oneFileLimit)
      return (page.count, try unsafe page.write(to: sink, sibling: sibling))
    }
    return (receipt.tally.count, receipt.alteredCells)
  }
}
