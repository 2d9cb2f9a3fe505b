public import Coverage
import AuditModel
import GRDB

/// What is known of the source system that a part comes from, beside its name.
public struct SourceFacts: Equatable, Sendable {
  /// The source system; modules and retention are its own.
  public var system: String
  /// The most records that it puts into one file; nil if there is no such limit, or none is known.
  public var rowCap: Int64?
  /// Days after which it purges its events; nil for the archive's own setting.
  public var retentionDays: Int?

  public init(system: String, rowCap: Int64? = nil, retentionDays: Int? = nil) {
    self.system = system
    self.rowCap = rowCap
    self.retentionDays = retentionDays
  }
}

/// What the records of a part were read by, so that they can be read again as they were.
public struct KeptReading: Equatable, Sendable {
  /// The profile file, word for word.
  public var profile: String
  /// The zone that was assumed for times that say none.
  public var zone: String?

  public init(profile: String, zone: String?) {
    self.profile = profile
    self.zone = zone
  }
}

/// Writes what the parts of a run hold of each day and each actor, and what they claim to hold whole.
struct ClaimWriter {
  private let run: Int64
  private let database: Database

  init(run: Int64, in database: Database) {
    self.run = run
    self.database = database
  }

  func write(_ account: PartAccount, _ declaration: Declaration) throws {
    let insert = try RawStatement("INSERT INTO day_count VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", on: database)
    try insert.bind(Int64(account.id), at: 1)
    for count in account.days.counts.sorted(by: { ($0.day, $0.module) < ($1.day, $1.module) }) {
      let values = [Int64(count.day), Int64(count.module), count.read, count.added, count.conflicts, count.firstAt, count.lastAt]
      for (parameter, value) in zip(Int32(2)..., values) { try insert.bind(value, at: parameter) }
      _ = try insert.run()
    }
    try write(account.actors, part: account.id)
    // Both are in the module Audit Logs; but what this program notes of its exports says nothing of the source's.
    let notes = account.isOfLedger ? "ledger_entry" : "export_note"
    for event in account.exportNotes { try database.execute(sql: "INSERT INTO \(notes) VALUES (?)", arguments: [event]) }
    try claim(part: account.id, declaration)
  }

  private func write(_ actors: ActorTally, part: Int32) throws {
    let insert = try RawStatement("INSERT INTO actor_count VALUES (?1, ?2, ?3, ?4, ?5, ?6)", on: database)
    try insert.bind(Int64(part), at: 1)
    for count in actors.counts.sorted(by: { ($0.actor, $0.module) < ($1.actor, $1.module) }) {
      let values = [Int64(count.actor), Int64(count.module), count.added, count.firstAt, count.lastAt]
      for (parameter, value) in zip(Int32(2)..., values) { try insert.bind(value, at: parameter) }
      _ = try insert.run()
    }
  }

  /// Says anew what the parts of an archived file hold. The newest claim of a part is the one that counts; the others stay.
  func declare(_ declaration: Declaration, file sha256: String) throws {
    let parts = try Int32.fetchAll(
      database, sql: "SELECT source_part.id FROM source_part JOIN source_file ON source_file.id = file WHERE sha256 = ?", arguments: [sha256])
    for part in parts { try claim(part: part, declaration) }
  }

  private func claim(part: Int32, _ declaration: Declaration) throws {
    let events = try Row.fetchOne(database, sql: "SELECT min(first_at), max(last_at) FROM day_count WHERE source_part = ?", arguments: [part])
    let first: Int64? = events?[0], last: Int64? = events?[1]
    let modules = try String.fetchAll(
      database, sql: "SELECT DISTINCT name FROM day_count JOIN module ON module.id = module WHERE source_part = ? ORDER BY name",
      arguments: [part])
    let span = first.flatMap { first in last.map { Span(first, $0 + 1) } }
    guard let claim = declaration.claim(events: span, modules: modules) else { return }
    try database.execute(
      sql: """
        INSERT INTO claim (source_part, run, covers_from, covers_to, range_is_declared, filter, filter_is_declared, events_outside)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        part, run, claim.span.from, claim.span.to, claim.spanIsDeclared ? 1 : 0, claim.filter.canonicalJSON.text,
        claim.filterIsDeclared ? 1 : 0, try FilterCheck(declaration.filter ?? ClaimedFilter(), in: database).eventsOutside(ofPart: part),
      ])
  }
}
