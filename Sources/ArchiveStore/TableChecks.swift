import AuditModel
import GRDB

/// The database by itself: its structure, its schema, and what its tables say of one another.
extension ArchiveCheck {
  func checkIntegrity() throws {
    try forEachRow("PRAGMA integrity_check(20)") { row in
      if row.text(0) != "ok" { report(.database, "SQLite's own check: \(row.text(0))") }
    }
  }

  /// Tables, indexes, triggers and views must be those that this program makes.
  func checkSchema() throws {
    let made = try DatabaseQueue().inDatabase { database in
      try database.execute(sql: Schema0001.sql)
      return try Self.schema(of: database)
    }
    let found = try Self.schema(of: database)
    for (name, sql) in made where found[name] != sql {
      report(.database, found[name] == nil ? "\(name) is missing" : "\(name) is not as it was made")
    }
    for name in found.keys where made[name] == nil { report(.database, "\(name) is no part of an archive") }
  }

  private static func schema(of database: Database) throws -> [String: String] {
    let select = try RawStatement("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name", on: database)
    var objects: [String: String] = [:]
    while try select.step() { objects["the \(select.text(0)) \(select.text(1))"] = "\(select.text(2)) \(select.text(3))" }
    return objects
  }

  /// Events and entries together take the places 1, 2, 3 … of the log.
  func checkPositions() throws {
    var expected: Int64 = 1
    try forEachRow("SELECT id FROM event UNION ALL SELECT id FROM log_entry ORDER BY 1") { row in
      let position = row.int(0)
      if position > expected { report(.log, "\(position - expected) places from \(expected) on are empty: events or entries are missing") }
      if position < expected { report(.log, "place \(position) is taken twice") }
      expected = max(expected, position &+ 1)
    }
    facts.leaves = expected - 1
    facts.events = try number("SELECT count(*) FROM event") ?? 0
  }

  // MARK: Books

  /// Every part's balance, and that its rows are there.
  func checkBooks() throws {
    try readFiles()
    try readParts()
    let events = try counts("SELECT source_part, count(*) FROM event GROUP BY source_part")
    let rejects = try counts("SELECT source_part, count(*) FROM reject GROUP BY source_part")
    let duplicates = try counts("SELECT source_part, sum(count) FROM sighting GROUP BY source_part")
    let days = try counts("SELECT source_part, sum(added + conflicts) FROM day_count GROUP BY source_part")
    let actors = try counts("SELECT source_part, sum(added) FROM actor_count GROUP BY source_part")
    for part in parts {
      compare(part, "events", events[part.id], part.added)
      compare(part, "rejects", rejects[part.id], part.rejected)
      compare(part, "sightings", duplicates[part.id], part.duplicates)
      compare(part, "events by day", days[part.id], part.added)
      compare(part, "events by actor", actors[part.id], part.added)
    }
    try checkPlaces()
  }

  private func compare(_ part: KeptPart, _ what: String, _ found: Int64?, _ expected: Int64) {
    guard found ?? 0 != expected else { return }
    report(.file(part.name), "its part \(part.id) has \(found ?? 0) \(what), its balance says \(expected)")
  }

  private func counts(_ sql: String) throws -> [Int64: Int64] {
    var counts: [Int64: Int64] = [:]
    try forEachRow(sql) { row in counts[row.int(0)] = row.int(1) }
    return counts
  }

  private func readFiles() throws {
    try forEachRow("SELECT id, run, name, bytes, sha256, kept_sha256 FROM source_file ORDER BY id") { row in
      files.append(
        KeptFile(
          id: row.int(0), run: row.int(1), name: row.text(2), bytes: row.int(3), sha256: row.text(4), keptSHA256: row.text(5)))
    }
  }

  private func readParts() throws {
    let sql = """
      SELECT source_part.id, file, run, source_file.name, member, profile, stored, conflict, rejected, duplicate, read, system,
             profile.text, source_part.zone
      FROM source_part LEFT JOIN source_file ON source_file.id = file LEFT JOIN profile ON profile.id = read_by ORDER BY source_part.id
      """
    try forEachRow(sql) { row in
      let name = row.optionalText(4).map { "\(row.text(3)) › \($0)" } ?? row.text(3)
      let part = KeptPart(
        id: row.int(0), file: row.int(1), run: row.int(2), name: name, member: row.optionalText(4), profile: row.text(5),
        system: row.text(11), reading: row.optionalText(12).map { KeptReading(profile: $0, zone: row.optionalText(13)) }, added: row.int(6) &+ row.int(7), rejected: row.int(8), duplicates: row.int(9))
      if row.int(10) != part.added &+ part.rejected &+ part.duplicates {
        report(.file(name), "the balance of its part \(part.id) is not exact: read \(row.int(10)) records")
      }
      parts.append(part)
    }
  }

  /// The events of a part stand together in the log, in the order of the parts, and each run ends with its receipt.
  private func checkPlaces() throws {
    var next: Int64 = 1
    var entries: [(run: Int64, count: Int64)] = []
    try forEachRow("SELECT run, count(*) FROM log_entry GROUP BY run ORDER BY run DESC") { row in entries.append((row.int(0), row.int(1))) }
    for index in parts.indices {
      // Also of runs that had no part, since all their files were known.
      while let entry = entries.last, entry.run < parts[index].run {
        next &+= entry.count
        entries.removeLast()
      }
      let count = max(0, min(parts[index].added, facts.events))
      parts[index].places = next..<(next &+ count)
      next &+= count
    }
    var place = 0
    var strays = 0
    try forEachRow("SELECT id, source_part FROM event ORDER BY id") { row in
      while place < parts.count, parts[place].places.upperBound <= row.int(0) { place += 1 }
      guard place < parts.count, parts[place].id == row.int(1), parts[place].places.contains(row.int(0)) else {
        strays += 1
        if strays <= 10 { report(.event(row.int(0), file: nil, record: nil), "it does not stand in the log among the events of its source part") }
        return
      }
    }
  }

  // MARK: References

  func checkReferences() throws {
    var named = 0
    try forEachRow("PRAGMA foreign_key_check") { row in
      named += 1
      guard named <= 20 else { return }
      let subject: ArchiveFinding.Subject = row.text(0) == "event" ? .event(row.int(1), file: nil, record: nil) : .database
      report(subject, "a row of \(row.text(0)) names a row of \(row.text(2)) that is not there")
    }
    let classes = ["create", "update", "delete", "restore", "read", "other"].map { "'\($0)'" }.joined(separator: ", ")
    let kinds = Actor.Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    for (sql, what) in [
      ("SELECT id FROM action WHERE class NOT IN (\(classes))", "action"), ("SELECT id FROM actor WHERE kind NOT IN (\(kinds))", "actor"),
    ] {
      try forEachRow(sql) { row in report(.database, "\(what) \(row.int(0)) is of a class that there is not") }
    }
  }

  /// The table that finds events: one row for each, at its time; variants name the first event of their identity.
  func checkOrderInTime() throws {
    if try number("SELECT count(*) FROM event_in_time") != number("SELECT count(DISTINCT event) FROM event_in_time") {
      report(.database, "event_in_time has an event twice")
    }
    try forEachRow(
      """
      SELECT event.id FROM event LEFT JOIN event_in_time ON event_in_time.occurred_at = event.occurred_at AND event_in_time.event = event.id
      WHERE event_in_time.event IS NULL OR length(identity) <> 16 OR length(content) <> 16 LIMIT 20
      """
    ) { row in report(.event(row.int(0), file: nil, record: nil), "it cannot be found by its time in event_in_time") }
    if try number("SELECT count(*) FROM event_in_time") != facts.events { report(.database, "event_in_time has rows of no event") }
    try forEachRow(
      """
      SELECT other.event, event.variant_of, first.event
        FROM (SELECT occurred_at, identity, min(event) AS event FROM event_in_time GROUP BY occurred_at, identity) AS first
        JOIN event_in_time AS other ON other.occurred_at = first.occurred_at AND other.identity = first.identity
        JOIN event ON event.id = other.event
       WHERE event.variant_of IS NOT nullif(first.event, event.id) LIMIT 20
      """
    ) { row in report(.event(row.int(0), file: nil, record: nil), "it is said to be a variant of \(row.optionalInt(1).map(String.init) ?? "none"), but its identity says otherwise") }
  }
}
