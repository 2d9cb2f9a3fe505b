public import AuditModel
public import Coverage
import GRDB

extension Archive {
  /// What the archive knows about its coverage, all of one instant.
  public func ledger() throws(Failure) -> Ledger {
    try reading { database in
      var ledger = Ledger(usualRetentionDays: settings.retentionDays)
      // Deferred: it only reads, and may do so while a reader of its own process holds the archive still.
      try database.inTransaction(.deferred) {
        ledger.parts = try LedgerReader.parts(in: database)
        ledger.counts = try LedgerReader.counts(in: database)
        ledger.trail = try LedgerReader.trail(in: database)
        ledger.retentionDays = try LedgerReader.retention(in: database)
        return .commit
      }
      return ledger
    }
  }
}

extension Archive {
  /// What the newest entry of the program's own ledger with this action has in a field, on its after side.
  public func latestLedgerText(action: String, field: String) throws(Failure) -> String? {
    try reading { database in
      try String.fetchOne(database, sql: LedgerReader.latestText, arguments: [action, field])
    }
  }
}

/// Reads the tables of coverage and of the program's own ledger.
enum LedgerReader {
  /// Of an action (1) and a field (2). CROSS: SQLite would else go through the events, all of them where there is no such entry.
  static let latestText = """
    SELECT json_extract(after, '$') FROM readable_change WHERE field = ?2 AND event = (
      SELECT ledger_entry.event FROM ledger_entry CROSS JOIN event ON event.id = ledger_entry.event JOIN action ON action.id = event.action
      WHERE action.name = ?1 ORDER BY ledger_entry.event DESC LIMIT 1)
    """

  static func parts(in database: Database) throws -> [Ledger.Part] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT source_part.id, name, member, system, shape, started_at, read, first_at, last_at, row_cap, covers_from, covers_to,
               range_is_declared, filter, filter_is_declared, events_outside
        FROM source_part
        JOIN source_file ON source_file.id = source_part.file
        JOIN ingest_run ON ingest_run.id = source_file.run
        LEFT JOIN claim ON claim.id = (SELECT max(id) FROM claim WHERE source_part = source_part.id)
        WHERE system <> '\(LedgerEntry.system)'
        ORDER BY source_part.id
        """)
    return try rows.map { row in
      let source = SourcePart(file: row["name"], member: row["member"], bytes: 0, sha256: "")
      return Ledger.Part(
        id: try StoredRange.id(row["id"] as Int64), name: source.displayName, source: row["system"],
        isExport: TrailEvent.notes(system: row["system"], shape: row["shape"]),
        ingestedAt: try StoredRange.runTime.checked(row["started_at"] as Int64), claim: try claim(in: row, database),
        firstAt: try StoredRange.instant.checked(row["first_at"] as Int64?), lastAt: try StoredRange.instant.checked(row["last_at"] as Int64?),
        read: row["read"], rowCap: row["row_cap"],
        eventsOutside: row["events_outside"] ?? 0)
    }
  }

  private static func claim(in row: Row, _ database: Database) throws -> Claim? {
    guard let from: Int64 = row["covers_from"], let to: Int64 = row["covers_to"], let json: String = row["filter"] else { return nil }
    var filter = ClaimedFilter()
    for entry in try Row.fetchAll(
      database, sql: "SELECT keys.key, one.value FROM json_each(?) keys, json_each(keys.value) one ORDER BY one.value", arguments: [json])
    {
      let value: String = entry["value"]
      switch entry["key"] as String {
      case "users": filter.users.append(value)
      case "modules": filter.modules.append(value)
      case "actions": filter.actions.append(value)
      case "documents": filter.documents.append(value)
      default: throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a claim's filter has an unknown key")
      }
    }
    let span = Span(try StoredRange.instant.checked(from), try StoredRange.instant.checked(to))
    return Claim(
      span: span, spanIsDeclared: row["range_is_declared"] != 0, filter: filter, filterIsDeclared: row["filter_is_declared"] != 0)
  }

  static func counts(in database: Database) throws -> [Ledger.Count] {
    let select = try RawStatement(
      """
      SELECT source_part, name, day, day_count.read, added, conflicts
      FROM day_count JOIN module ON module.id = module JOIN source_part ON source_part.id = source_part
      WHERE system <> '\(LedgerEntry.system)'
      """, on: database)
    var names: [String: String] = [:]
    var counts: [Ledger.Count] = []
    while try select.step() {
      // One string for each module, not one for each row.
      let name = select.text(1)
      let module = names[name] ?? name
      names[name] = module
      counts.append(
        Ledger.Count(
          part: try select.id(0), module: module, day: Int(select.int(2)), read: select.int(3), added: select.int(4),
          conflicts: select.int(5)))
    }
    return counts
  }

  static func trail(in database: Database) throws -> [TrailEvent] {
    // CROSS: SQLite would else begin with the events, all of them.
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT event.id, occurred_at, action.name, document_id
        FROM export_note CROSS JOIN event ON event.id = export_note.event JOIN action ON action.id = action
        JOIN document ON document.id = document
        WHERE variant_of IS NULL ORDER BY occurred_at, event.id
        """)
    return rows.compactMap { row in
      TrailEvent.kind(ofAction: row["name"]).map { TrailEvent(event: row["id"], kind: $0, at: row["occurred_at"], export: row["document_id"]) }
    }
  }

  static func retention(in database: Database) throws -> [String: Int] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT system, min(retention_days) AS days FROM source_part WHERE retention_days IS NOT NULL GROUP BY system")
    // A profile may say more days than there ever were: then nothing is purged.
    return Dictionary(
      uniqueKeysWithValues: try rows.map { row in
        (row["system"], Int(try StoredRange.days.checked(min(row["days"] as Int64, StoredRange.days.range.upperBound))))
      })
  }
}
