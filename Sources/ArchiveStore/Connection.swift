import AuditModel
import GRDB

/// How the archive's database is opened, and what its errors mean to the user.
enum Connection {
  /// `Ctrr` in ASCII.
  static let applicationID: Int32 = 1_131_704_946
  static let formatVersion: Int32 = 1

  /// What SQLite itself waits for, in seconds, before it gives up on a database that another process writes.
  private static let patience = 10.0

  /// - Parameters:
  ///   - isNew: the file is empty, and what makes an archive's file is to be settled before it is written.
  ///   - patience: seconds to wait for others.
  static func open(_ file: String, readOnly: Bool = false, isNew: Bool = false, patience: Double = patience) throws -> DatabaseQueue {
    try PageWriting.begin()
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(patience)
    // The references in the schema are documentation: every id is looked up before it is used.
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { database in
      if isNew {
        try database.execute(sql: "PRAGMA page_size = \(PageChecksums.pageSize)")
        try PageChecksums.reserve(in: database)
      }
      try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA cache_size = -12000")
    }
    return try DatabaseQueue(path: file, configuration: configuration)
  }

  /// Sets for how many seconds a database waits for others from now on; nil for as long as usual.
  static func wait(_ seconds: Double?, in database: Database) throws {
    try database.execute(sql: "PRAGMA busy_timeout = \(Int((seconds ?? patience) * 1000))")
  }

  /// Throws unless the database is an archive of a version that this program reads.
  static func requireArchive(_ database: Database, file: String) throws {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == applicationID else {
      throw Failure(.badData, "\(file) is not an archive of counterroll", hint: ArchiveFolder.initHint)
    }
    let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version == formatVersion else {
      throw Failure(
        .badData, "\(file) has format version \(version), this program reads version \(formatVersion)",
        hint: "use a newer counterroll")
    }
  }

  /// Runs a body and turns SQLite's errors into sentences about the file.
  static func explaining<T>(_ file: String, writing: Bool, _ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as DatabaseError { throw failure(error, file: file, writing: writing) }
  }

  /// As `explaining`, where nothing but a `Failure` can leave the body.
  static func explainingAll<T>(_ file: String, writing: Bool, _ body: () throws -> T) throws(Failure) -> T {
    do { return try explaining(file, writing: writing, body) } catch let error as Failure { throw error } catch {
      throw Failure(.failed, "\(file): \(error)")
    }
  }

  private static func failure(_ error: DatabaseError, file: String, writing: Bool) -> Failure {
    let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    let cannot = "cannot \(writing ? "write" : "read") \(file): \(reason)"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return Failure(.locked, "another process is using \(file)", hint: "wait until it has ended, then repeat the command")
    case .SQLITE_FULL:
      return Failure(.inputOutput, cannot, hint: "make room on the disk, then repeat the command: nothing was archived")
    case .SQLITE_READONLY where !writing:
      // A journal that has to be played back, seen by somebody who may not write.
      return Failure(
        .inputOutput, "cannot read \(file): the last run was cut off, and what it left must be taken back first, which you may not do",
        hint: "let the archive's owner run: counterroll status")
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: return Failure(.inputOutput, cannot)
    case .SQLITE_NOTADB: return Failure(.badData, "\(file) is not an archive of counterroll", hint: ArchiveFolder.initHint)
    case .SQLITE_CORRUPT: return Failure(.badData, "\(file) is damaged: \(reason)", hint: "check the disk, and restore the archive from a copy")
    default: return Failure(.failed, cannot)
    }
  }
}
