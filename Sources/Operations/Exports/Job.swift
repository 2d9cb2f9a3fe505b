public import AccessPolicy
public import AuditModel

/// An export job: who asked for what, by which right, and what became of it. This is the state, kept in the job's folder; its history is in the
/// archive's ledger.
public struct Job: Sendable, Equatable, Codable {
  /// A finished file.
  public struct File: Sendable, Equatable, Codable {
    public var name: String
    public var rows: Int64
    public var bytes: Int64
    public var sha256: String
  }

  /// An entry that the ledger has not got yet. State and entries are written in one step, so that neither is ever without the other.
  struct Owed: Sendable, Equatable, Codable {
    var id: String
    var line: String
  }

  var version = 1
  public let id: String
  public internal(set) var state: JobState
  public let requestedAt: Int64
  /// Who asked, the name that the role file gives them, and as whom they asked.
  public let login: String
  public let name: String
  public let actingAs: String?
  public let format: Extraction.Format
  public let split: Split?
  /// The report that it makes, if it makes one; else it exports events.
  public let report: ReportOrder?
  /// Whether a bundle has a table that is altered for spreadsheets.
  let withSpreadsheet: Bool
  /// Events that the page of a bundle holds itself.
  let oneFileLimit: Int
  /// The name of the finished file, or of the folder of its parts.
  public let fileName: String
  /// Where a copy goes, too; an absolute path.
  public let to: String?
  /// Whether the events go to standard output and no file is kept.
  public let isStreamed: Bool
  /// The role file, and the entry in it by which it was decided.
  let roles: String
  public internal(set) var rule: String
  public internal(set) var roleFileSHA256: String
  public internal(set) var extent: Extent
  /// The last ingest run of the archive as it was exported.
  public internal(set) var archiveRun: Int64
  public internal(set) var startedAt: Int64?
  public internal(set) var endedAt: Int64?
  public internal(set) var expiresAt: Int64?
  public internal(set) var rows: Int64?
  public internal(set) var files: [File] = []
  /// What a report says first, for a mail.
  var summary: Summary?
  /// Cells that were changed for spreadsheets.
  public internal(set) var alteredCells: Int64 = 0
  /// Why it ended as it did, where that needs a word.
  public internal(set) var reason: String?
  var owed: [Owed] = []

  struct Summary: Sendable, Equatable, Codable {
    var subject: String
    var text: String
  }

  /// Into what parts an export is split.
  public enum Split: String, Sendable, CaseIterable, Codable { case month, size }

  public var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }

  /// Where they are parts of one export, in a folder with a manifest.
  public var isSplit: Bool { split != nil }

  var requester: Requester { Requester(login: login, actingAs: actingAs) }
}

extension Job {
  /// What the ledger says of it on the after side.
  func values(_ more: [LedgerEntry.Value] = []) -> [LedgerEntry.Value] {
    var values: [LedgerEntry.Value] = [.init("status", .string(state.rawValue))]
    if let rows { values.append(.init("rows", .number(rows))) }
    if state == .completed {
      values.append(.init("bytes", .number(bytes)))
      if files.count == 1, !isSplit { values.append(.init("sha256", .string(files[0].sha256))) }
      if isSplit { values.append(.init("parts", .array(files.map(\.json)))) }
      if let expiresAt { values.append(.init("expiresAt", .string(Timestamp.canonicalText(expiresAt)))) }
    }
    if let reason { values.append(.init("reason", .string(reason))) }
    return values + more
  }

  /// What was asked for, by which right.
  var asked: [LedgerEntry.Value] {
    var values: [LedgerEntry.Value] = [
      .init("filter", extent.filter.canonicalJSON), .init("filterText", .string(extent.filter.inWords)), .init("format", .string(format.rawValue)),
    ]
    if let split { values.append(.init("split", .string(split.rawValue))) }
    if let report {
      values.append(.init("report", .string(report.period)))
      if let zone = report.timeZone { values.append(.init("timeZone", .string(zone))) }
    }
    if !extent.within.isEmpty { values.append(.init("within", .array(extent.narrowing.map(\.canonicalJSON)))) }
    return values + right
  }

  var right: [LedgerEntry.Value] {
    var values: [LedgerEntry.Value] = []
    if !rule.isEmpty { values.append(.init("rule", .string(rule))) }
    values.append(.init("roleFileSHA256", .string(roleFileSHA256)))
    if let actingAs { values.append(.init("actingAs", .string(actingAs))) }
    return values
  }

  /// The same export of the same archive: it need not be made twice.
  func isSame(as other: Job) -> Bool {
    extent == other.extent && format == other.format && report == other.report && split == other.split && withSpreadsheet == other.withSpreadsheet
      && oneFileLimit == other.oneFileLimit && archiveRun == other.archiveRun
  }
}

extension Job.File {
  public var json: JSONText {
    .object([("name", .string(name)), ("rows", .number(rows)), ("bytes", .number(bytes)), ("sha256", .string(sha256))])
  }
}
