public import AccessPolicy
public import Archiving
public import AuditModel
internal import EvidenceLog

/// Evidence to hand over: a ZIP with one folder that holds the page, the events as CSV, and what is needed to check them.
///
/// BundleFormat.md says what is in it. The same archive and the same request give the same bytes: there is no clock, no user and no computer's
/// name in it.
public struct Bundle {
  /// Writes a page to a sink, and files beside it by their names; returns the number of its events, and its fingerprint.
  public typealias PageWriter = (
    _ sink: (UnsafeRawBufferPointer) throws -> Void, _ sibling: (String, UnsafeRawBufferPointer) throws -> Void
  ) throws -> (events: Int, fingerprint: String)

  private let folder: String
  private let events: PermittedEvents
  private let facts: ArchiveFacts
  private let withSpreadsheet: Bool
  /// An activity report of these events: files that lie beside the page, by name.
  public var report: [(name: String, bytes: [UInt8])] = []

  /// - Parameters:
  ///   - name: the folder inside the ZIP; characters other than letters, digits, `.`, `_` and `-` are replaced.
  ///   - withSpreadsheet: adds a second table, altered for spreadsheets.
  public init(name: String, events: PermittedEvents, facts: ArchiveFacts, withSpreadsheet: Bool = false) {
    folder = BundleName.sanitised(name)
    self.events = events
    self.facts = events.facts(facts)
    self.withSpreadsheet = withSpreadsheet
  }

  /// Writes the whole ZIP into a new file, which the caller publishes.
  ///
  /// - Parameters:
  ///   - spoolFolder: where page and CSV lie, without a name, until their sizes are known: the new file's own folder is right.
  ///   - page: called once, for `index.html` and what lies beside it.
  /// - Throws: a `Failure` when something cannot be written, or when page and CSV do not hold the same number of events.
  public func write(to file: NewFile, spoolingIn spoolFolder: String, page: PageWriter) throws -> BundleReceipt {
    let table = try Spool(in: spoolFolder)
    let altered = withSpreadsheet ? try Spool(in: spoolFolder) : nil
    var copy = SpreadsheetCopy()
    let tally = try unsafe EventRows.write(events, as: .csv, keepingEvents: true) { rows in
      unsafe try table.write(rows)
      if let altered { unsafe try copy.write(rows) { unsafe try altered.write($0) } }
    }
    let index = try Spool(in: spoolFolder)
    var siblings: [(String, Spool)] = []
    let shown = try unsafe page({ unsafe try index.write($0) }) { name, bytes in
      if siblings.last?.0 != name { siblings.append((name, try Spool(in: spoolFolder))) }
      unsafe try siblings[siblings.count - 1].1.write(bytes)
    }
    guard Int64(shown.events) == tally.count else {
      throw Failure(.failed, "the page has \(shown.events) events and the CSV \(tally.count)", hint: "run it again while nothing is being archived")
    }
    let evidence = try Spool(in: spoolFolder)
    let isProved = try unsafe EvidenceLines(events: events, ids: tally.events).write { unsafe try evidence.write($0) }
    var spooled = [("index.html", index)] + siblings + [("events.csv", table)]
    if let altered { spooled.append((SpreadsheetCopy.fileName, altered)) }
    if isProved { spooled.append(("evidence.jsonl", evidence)) }
    return BundleReceipt(folder: folder, tally: tally, files: try pack(spooled, tally, shown.fingerprint, into: file), alteredCells: copy.alteredCells)
  }

  private func pack(_ spooled: [(String, Spool)], _ tally: EventTally, _ fingerprint: String, into file: NewFile) throws -> [BundledFile] {
    let readMe = ReadMe(facts: facts, events: events, tally: tally, withSpreadsheet: withSpreadsheet, withReport: !report.isEmpty).bytes
    let listed = [Self.listed("README.txt", readMe)] + report.map { Self.listed($0.name, $0.bytes) } + spooled.map { Self.listed($0, $1) }
    let sources = events.redaction.hides(.sourceFile) ? [] : try tally.sourceParts.map { try events.sourcePart($0) }
    let manifest = Manifest(facts: facts, events: events, tally: tally, sources: sources, fingerprint: fingerprint, files: listed).json
    let files = listed + [Self.listed("manifest.json", manifest)]

    let zip = try ZipWriter(to: file, modified: facts.archivedAt / 1000)
    try zip.add("\(folder)/README.txt", readMe)
    for (name, bytes) in report { try zip.add("\(folder)/\(name)", bytes) }
    for (name, spool) in spooled { try unsafe zip.add("\(folder)/\(name)", size: spool.count) { write in unsafe try spool.read(write) } }
    try zip.add("\(folder)/manifest.json", manifest)
    try zip.add("\(folder)/manifest-sha256.txt", Manifest.sums(of: files))
    try zip.close()
    return files
  }

  private static func listed(_ name: String, _ bytes: [UInt8]) -> BundledFile {
    BundledFile(name: name, bytes: Int64(bytes.count), sha256: hex(sha256(bytes)))
  }

  private static func listed(_ name: String, _ spool: Spool) -> BundledFile {
    BundledFile(name: name, bytes: spool.count, sha256: hex(spool.sha256))
  }
}
