public import AuditModel
import EvidenceLog
import GRDB

/// What an archive holds, in numbers: plain values, all of one instant.
public struct ArchiveSummary: Equatable, Sendable {
  public struct Module: Equatable, Sendable {
    public var name: String
    public var events: Int64
    /// UTC milliseconds, as all times here.
    public var firstAt: Int64
    public var lastAt: Int64
  }

  /// One source part with its balance.
  public struct Part: Equatable, Sendable {
    public var id: Int32
    public var run: Int64
    public var source: SourcePart
    public var profile: String
    public var shape: String
    public var balance: Balance
    /// The earliest and the latest event read, archived before or not; nil if there was none.
    public var firstAt: Int64?
    public var lastAt: Int64?
  }

  public struct Run: Equatable, Sendable {
    public var id: Int64
    public var startedAt: Int64
    public var endedAt: Int64
    public var login: String
    public var toolVersion: String
    public var balance: Balance
  }

  /// Of the sources; the ledger's own entries are counted apart, and nothing else here speaks of them.
  public var events: Int64
  public var ledgerEntries: Int64
  public var firstAt: Int64?
  public var lastAt: Int64?
  /// Of all runs together.
  public var balance: Balance
  /// Archived variants: events with the same identity as an earlier one, and other content.
  public var conflicts: Int64 { balance.conflict }
  public var rejects: Int64 { balance.rejected }
  public var actors: Int64
  public var documents: Int64
  /// By name.
  public var modules: [Module]
  /// In the order of archiving.
  public var parts: [Part]
  public var runs: [Run]
  /// Who signed the latest checkpoint of the log; empty if nobody did, nil if there is none yet.
  public var signers: [String]?
}

extension ArchiveSummary {
  init(of database: Database) throws {
    func number(_ sql: String) throws -> Int64? { try Int64.fetchOne(database, sql: sql) }
    firstAt = try number("SELECT min(first_at) FROM source_part WHERE \(Self.isOfSources)")
    lastAt = try number("SELECT max(last_at) FROM source_part WHERE \(Self.isOfSources)")
    ledgerEntries = try number("SELECT count(*) FROM ledger_entry") ?? 0
    actors = (try number("SELECT max(id) FROM actor") ?? 0) - (try number(Self.ofLedger("actor")) ?? 0)
    documents = (try number("SELECT max(id) FROM document") ?? 0) - (try number(Self.ofLedger("document")) ?? 0)
    modules = try Self.modules(in: database)
    let parts = try Self.parts(in: database)
    self.parts = parts
    balance = Self.total(parts)
    events = balance.stored + balance.conflict
    runs = try Self.runs(in: database) { run in Self.total(parts.filter { $0.run == run }) }
    let note = try String.fetchOne(database, sql: "SELECT note FROM checkpoint ORDER BY id DESC LIMIT 1")
    signers = note.map { CheckpointNote($0)?.signers ?? [] }
  }

  /// How many actors or documents the ledger's entries have brought: nothing else has any of them.
  private static func ofLedger(_ column: String) -> String {
    "SELECT count(DISTINCT \(column)) FROM ledger_entry JOIN event ON event.id = ledger_entry.event"
  }

  private static let isOfSources = "system <> '\(LedgerEntry.system)'"

  private static func total(_ parts: [Part]) -> Balance { parts.reduce(Balance()) { $0 + $1.balance } }

  private static func modules(in database: Database) throws -> [Module] {
    let select = try RawStatement(
      """
      SELECT name, sum(added + conflicts), min(first_at), max(last_at) FROM day_count JOIN module ON module.id = module
      WHERE source_part IN (SELECT id FROM source_part WHERE \(isOfSources)) GROUP BY module ORDER BY name
      """, on: database)
    return try rows(of: select) { row in
      Module(name: row.text(0), events: row.int(1), firstAt: row.int(2), lastAt: row.int(3))
    }
  }

  private static func parts(in database: Database) throws -> [Part] {
    let select = try RawStatement(
      """
      SELECT source_part.id, run, name, member, bytes, sha256, profile, shape, read, stored, duplicate, conflict, rejected,
             first_at, last_at
      FROM source_part JOIN source_file ON source_file.id = source_part.file
      WHERE \(isOfSources) ORDER BY source_part.id
      """, on: database)
    return try rows(of: select) { row in
      Part(
        id: try row.id(0), run: row.int(1),
        source: SourcePart(file: row.text(2), member: row.optionalText(3), bytes: row.int(4), sha256: row.text(5)),
        profile: row.text(6), shape: row.text(7), balance: balance(in: row, from: 8), firstAt: row.optionalInt(13),
        lastAt: row.optionalInt(14))
    }
  }

  private static func runs(in database: Database, balance: (Int64) -> Balance) throws -> [Run] {
    let select = try RawStatement("SELECT id, started_at, ended_at, login, tool_version FROM ingest_run WHERE kind = 'ingest' ORDER BY id", on: database)
    return try rows(of: select) { row in
      Run(
        id: row.int(0), startedAt: try StoredRange.runTime.checked(row.int(1)), endedAt: try StoredRange.runTime.checked(row.int(2)), login: row.text(3), toolVersion: row.text(4),
        balance: balance(row.int(0)))
    }
  }

  /// Five columns: read, stored, duplicate, conflict, rejected.
  private static func balance(in row: RawStatement, from column: Int32) -> Balance {
    var balance = Balance()
    balance.read = row.int(column)
    balance.stored = row.int(column + 1)
    balance.duplicate = row.int(column + 2)
    balance.conflict = row.int(column + 3)
    balance.rejected = row.int(column + 4)
    return balance
  }

  private static func rows<Value>(of select: RawStatement, _ value: (RawStatement) throws -> Value) throws -> [Value] {
    var values: [Value] = []
    while try select.step() { values.append(try value(select)) }
    return values
  }
}
