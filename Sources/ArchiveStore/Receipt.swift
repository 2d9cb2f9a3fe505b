import AuditModel
import EvidenceLog
import GRDB

/// The body of a run's receipt: which files came in, what became of their records, and a digest of every row that the run has added outside
/// the log. It is made from the tables alone, so that it can be made again at any time and compared.
enum Receipt {
  static func body(ofRun run: Int64, in database: Database) throws -> JSONText {
    .object([
      ("run", .number(run)), ("files", try files(ofRun: run, in: database)), ("parts", try parts(ofRun: run, in: database)),
      ("digests", try digests(ofRun: run, in: database)),
    ])
  }

  private static func files(ofRun run: Int64, in database: Database) throws -> JSONText {
    let select = try RawStatement("SELECT id, name, bytes, sha256, kept_sha256 FROM source_file WHERE run = ?1 ORDER BY id", on: database)
    try select.bind(run, at: 1)
    return try array(of: select, named: ["file", "name", "bytes", "sha256", "kept_sha256"])
  }

  private static func parts(ofRun run: Int64, in database: Database) throws -> JSONText {
    let columns = ["member", "profile", "shape", "read", "stored", "duplicate", "conflict", "rejected", "first_at", "last_at"]
    let select = try RawStatement(
      "SELECT source_part.id, file, \(columns.joined(separator: ", ")) FROM source_part JOIN source_file ON source_file.id = file "
        + "WHERE run = ?1 ORDER BY source_part.id", on: database)
    try select.bind(run, at: 1)
    return try array(of: select, named: ["part", "file"] + columns)
  }

  private static func array(of select: RawStatement, named names: [String]) throws -> JSONText {
    var rows: [JSONText] = []
    while try select.step() {
      rows.append(.object(names.indices.map { (names[$0], value(select, Int32($0))) }))
    }
    return .array(rows)
  }

  private static func value(_ row: RawStatement, _ column: Int32) -> JSONText {
    switch row.type(column) {
    case RowDigest.integer: .number(row.int(column))
    case RowDigest.null: .null
    default: .string(row.text(column))
    }
  }

  // MARK: Digests

  /// Tables that the log itself binds, row by row or as a whole.
  private static let inTheLog: Set<String> = ["event", "event_in_time", "log_entry", "leaf_block", "checkpoint"]

  /// For every table whose rows belong to runs, a digest of the run's rows; and of the archive's own description as it was then.
  private static func digests(ofRun run: Int64, in database: Database) throws -> JSONText {
    let tables = try texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name", in: database)
    var digests: [(String, JSONText)] = []
    for table in tables where !inTheLog.contains(table) {
      let columns = try texts("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid", in: database)
      guard let condition = condition(table, columns) else { continue }
      let order = columns.indices.map { String($0 + 1) }.joined(separator: ", ")
      let select = try RawStatement("SELECT * FROM \"\(table)\" WHERE \(condition) ORDER BY \(order)", on: database)
      if condition.contains("?1") { try select.bind(run, at: 1) }
      digests.append((table, .string(hex(try RowDigest.sha256(of: select)))))
    }
    return .object(digests)
  }

  /// Which rows of a table belong to the run; nil for the dictionaries, which the leaves of events bind.
  private static func condition(_ table: String, _ columns: [String]) -> String? {
    let files = "SELECT id FROM source_file WHERE run = ?1"
    if table == "ingest_run" { return "id = ?1" }
    if table == "settings" || table == "about" { return "1" }
    if columns.contains("run") { return "run = ?1" }
    if columns.contains("file") { return "file IN (\(files))" }
    let parts = "SELECT id FROM source_part WHERE file IN (\(files))"
    if columns.contains("source_part") { return "source_part IN (\(parts))" }
    if columns.contains("event") { return "(SELECT source_part FROM event WHERE id = \(table).event) IN (\(parts))" }
    if table == "profile" { return "id IN (SELECT read_by FROM source_part WHERE file IN (\(files)))" }
    return nil
  }

  private static func texts(_ sql: String, in database: Database) throws -> [String] {
    let select = try RawStatement(sql, on: database)
    var texts: [String] = []
    while try select.step() { texts.append(select.text(0)) }
    return texts
  }
}

/// A digest of rows: SHA-256 over each row's count of columns and its values, as units of a leaf spell them.
enum RowDigest {
  // SQLite's own numbers of its types (sqlite3.h).
  static let (integer, real, text, blob, null) = (Int32(1), Int32(2), Int32(3), Int32(4), Int32(5))

  static func sha256(of select: RawStatement) throws -> [UInt8] {
    var hasher = SHA256Hasher()
    while try select.step() {
      var row = bigEndian(Int(select.columnCount))
      for column in 0..<select.columnCount { append(select, column, to: &row) }
      hasher.update(row)
    }
    return hasher.finalize()
  }

  /// Type (0 NULL, 2 text, 3 a number's digits, 7 bytes), length, bytes.
  private static func append(_ row: RawStatement, _ column: Int32, to out: inout [UInt8]) {
    let (type, bytes): (UInt8, [UInt8]) =
      switch row.type(column) {
      case null: (0, [])
      case integer: (3, Array(String(row.int(column)).utf8))
      case real: (3, row.bytes(column))
      case text: (2, row.bytes(column))
      default: (7, row.bytes(column))
      }
    out.append(type)
    out.append(contentsOf: bigEndian(bytes.count))
    out.append(contentsOf: bytes)
  }

  private static func bigEndian(_ count: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } }
}
