public import AuditModel
import Coverage
public import EvidenceLog
import GRDB
import Glibc

/// What was said when the archive was made.
public struct ArchiveSettings: Equatable, Sendable {
  /// Whose audit logs these are.
  public var account: String
  /// The source's own id of the account; nil if it was not said.
  public var accountID: String?
  /// IANA name, for showing times to people.
  public var timeZone: String
  /// How many days the source system itself keeps its events.
  public var retentionDays: Int
  /// UTC milliseconds since 1970.
  public var createdAt: Int64
  /// The most events that one file of an export may hold.
  public var exportLimit: Int64
  /// How many days the files of an export are kept.
  public var exportDays: Int
  /// Tells this archive from all others: 32 hex digits.
  public var archiveID: String

  public init(
    account: String, accountID: String? = nil, timeZone: String, retentionDays: Int, createdAt: Int64, exportLimit: Int64 = 500_000,
    exportDays: Int = 30,
    archiveID: String = ArchiveSettings.newID()
  ) {
    self.exportLimit = exportLimit
    self.exportDays = exportDays
    self.archiveID = archiveID
    self.account = account
    self.accountID = accountID
    self.timeZone = timeZone
    self.retentionDays = retentionDays
    self.createdAt = createdAt
  }
}

extension ArchiveSettings {
  /// 128 random bits, which need not be secret.
  public static func newID() -> String {
    var random = SystemRandomNumberGenerator()
    return hex((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
  }

  /// The origin line of the archive's checkpoints.
  public var logOrigin: String { "counterroll/\(archiveID)" }
}

/// A local archive of audit log events: one folder with one SQLite file that can be read without this program (see its table `about`).
///
/// ```swift
/// let archive = try Archive.open(at: "acme")
/// try archive.run(startedAt: now, by: login) { run in
///   let file = try run.addFile(name: "june.csv", bytes: size, sha256: sum)
///   let part = try run.addPart(file: file, member: nil, profile: "people", shape: "csv")
///   try run.store(batch, part: part)
///   let balance = try run.finishPart(part)
/// }
/// ```
public final class Archive: Sendable {
  /// The folder, as it was given.
  public let folder: String
  public let settings: ArchiveSettings
  let place: ArchiveFolder

  /// Where the kept sources lie: also the place for what is to become one.
  public var sourcesFolder: String { place.sources }
  /// Where export jobs lie.
  public var exportsFolder: String { place.exports }
  /// Where entries of the ledger wait until a run takes them in.
  public var ledgerFolder: String { place.ledger }

  private let connection: DatabaseQueue

  private init(place: ArchiveFolder, settings: ArchiveSettings, connection: DatabaseQueue) {
    self.folder = place.path
    self.place = place
    self.settings = settings
    self.connection = connection
  }

  /// What is unsafe about the folder and yet no reason to refuse a reader, in sentences.
  public var warnings: [String] { place.warnings }

  /// Makes a new archive in a new or an empty folder; throws `.cannotCreate` where there is something already.
  /// - Parameters:
  ///   - onNetwork: allows a file system that other machines share.
  ///   - finish: puts into the folder what else belongs there. Where it throws, nothing of the archive stays.
  public static func create(
    at folder: String, settings: ArchiveSettings, onNetwork: Bool = false, finish: (_ folder: String) throws -> Void = { _ in }
  ) throws(Failure) -> Archive {
    let place = ArchiveFolder(path: folder)
    let isNew = try place.make()
    do {
      try place.requireSafeForWriting(onNetwork: onNetwork)
      return try Connection.explainingAll(place.database, writing: true) {
        let connection = try Connection.open(place.database, isNew: true)
        try connection.inDatabase { database in try writeSchema(settings, in: database) }
        try finish(folder)
        return Archive(place: place, settings: settings, connection: connection)
      }
    } catch {
      place.unmake(isNew: isNew)
      throw error
    }
  }

  /// Opens an archive; throws `.noInput` where there is none, `.badData` where the file is something else or newer than this program.
  public static func open(at folder: String) throws(Failure) -> Archive {
    let place = ArchiveFolder(path: folder)
    try place.requireArchive()
    return try Connection.explainingAll(place.database, writing: false) {
      let connection = try Connection.open(place.database)
      let settings = try connection.inDatabase { database in
        try Connection.requireArchive(database, file: place.database)
        return try readSettings(in: database)
      }
      return Archive(place: place, settings: settings, connection: connection)
    }
  }

  private static func writeSchema(_ settings: ArchiveSettings, in database: Database) throws {
    try database.inTransaction {
      try database.execute(sql: Schema0001.sql)
      let insert = try RawStatement("INSERT INTO settings VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", on: database)
      try insert.bind(settings.account, at: 1)
      try insert.bind(settings.timeZone, at: 2)
      try insert.bind(Int64(settings.retentionDays), at: 3)
      try insert.bind(settings.createdAt, at: 4)
      try insert.bind(settings.archiveID, at: 5)
      try insert.bind(settings.accountID, at: 6)
      try insert.bind(settings.exportLimit, at: 7)
      try insert.bind(Int64(settings.exportDays), at: 8)
      _ = try insert.run()
      for (topic, words) in About.topics {
        try database.execute(sql: "INSERT INTO about (topic, words) VALUES (?, ?)", arguments: [topic, words])
      }
      try database.execute(
        sql: "PRAGMA application_id = \(Connection.applicationID); PRAGMA user_version = \(Connection.formatVersion)")
      return .commit
    }
  }

  private static func readSettings(in database: Database) throws -> ArchiveSettings {
    let select = try RawStatement(
      "SELECT account, time_zone, retention_days, created_at, archive_id, account_id, export_limit, export_days FROM settings", on: database)
    defer { select.reset() }
    guard try select.step() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the table settings is empty") }
    return ArchiveSettings(
      account: select.text(0), accountID: select.optionalText(5), timeZone: select.text(1), retentionDays: Int(try StoredRange.days.checked(select.int(2))),
      createdAt: try StoredRange.runTime.checked(select.int(3)), exportLimit: select.int(6),
      exportDays: Int(try StoredRange.days.checked(select.int(7))), archiveID: select.text(4))
  }
}

// MARK: - Reading

extension Archive {
  /// When the last ingest run ended, in UTC milliseconds; nil if nothing was ever archived. The ledger's own runs do not count.
  public var lastArchivedAt: Int64? {
    get throws(Failure) {
      try reading { database in
        try StoredRange.runTime.checked(try Int64.fetchOne(database, sql: "SELECT max(ended_at) FROM ingest_run WHERE kind = 'ingest'"))
      }
    }
  }

  /// How many events the archive holds, by its books: counting them would take a pass. The ledger's own do not count.
  public var eventCount: Int64 {
    get throws(Failure) { try number("SELECT sum(stored + conflict) FROM source_part WHERE system <> '\(LedgerEntry.system)'") ?? 0 }
  }

  /// No more events than this, of whatever source.
  public var eventBound: Int64 {
    get throws(Failure) { try number("SELECT max(id) FROM event") ?? 0 }
  }

  /// The number of the last ingest run: as long as it is the same, so is what the archive has of its sources. Zero before the first.
  public var lastIngestRun: Int64 {
    get throws(Failure) { try number("SELECT max(id) FROM ingest_run WHERE kind = 'ingest'") ?? 0 }
  }

  /// Whether the last run's checkpoint is signed.
  public var isSigned: Bool {
    get throws(Failure) { try number("SELECT verifier IS NOT NULL FROM checkpoint ORDER BY id DESC LIMIT 1") == 1 }
  }

  /// A reader with a connection of its own. It waits some seconds for a run that is writing, then throws `.locked`.
  /// - Parameter spoolFolder: where a packed source is unpacked to, without a name, when a record's original is read back.
  public func reader(spoolingIn spoolFolder: String = "/tmp") throws(Failure) -> ArchiveReader {
    try Connection.explainingAll(place.database, writing: false) {
      ArchiveReader(connection: try Connection.open(place.database, readOnly: true), place: place, spoolFolder: spoolFolder)
    }
  }

  /// What the archive holds, in numbers.
  public func summary() throws(Failure) -> ArchiveSummary {
    try Connection.explainingAll(place.database, writing: false) {
      try connection.unsafeReentrantRead { database in
        var summary: ArchiveSummary?
        try database.inSavepoint {
          summary = try ArchiveSummary(of: database)
          return .commit
        }
        return summary!
      }
    }
  }

  private func number(_ sql: String) throws(Failure) -> Int64? {
    try reading { database in try Int64.fetchOne(database, sql: sql) }
  }

  func reading<T>(_ body: (Database) throws -> T) throws(Failure) -> T {
    try Connection.explainingAll(place.database, writing: false) { try connection.unsafeReentrantRead(body) }
  }
}

// MARK: - Writing

extension Archive {
  /// Runs one ingest run as one transaction: it is wholly in the archive or not at all.
  ///
  /// - Parameters:
  ///   - startedAt: UTC milliseconds.
  ///   - login: Who runs it.
  ///   - toolVersion: Version of the program, for the record.
  ///   - random: Where the seeds of the evidence log's keys come from.
  ///   - key: Signs the checkpoint at the run's end; nil leaves it unsigned.
  ///   - kind: Whether the run brings source files, or nothing but entries of the program's own ledger.
  ///   - patience: Seconds to wait for readers; nil for as long as usual.
  ///   - rehearsal: Does the same work and then takes it back: nothing is written.
  ///   - onNetwork: Allows a file system that other machines share.
  ///   - body: Stores the files. What it throws rolls the run back and is thrown on. It must wait for its `SourceKeeper`s' threads.
  /// - Throws: `Failure` of kind `.settings` if the folder is not safe to write to, `.locked` if another run holds the archive, `.inputOutput`
  ///   if the disk is full or broken.
  public func run<T>(
    startedAt: Int64, by login: String, toolVersion: String = "unreleased", random: RandomBytes = .system,
    signedBy key: SigningKey? = nil, kind: IngestRun.Kind = .ingest, patience: Double? = nil, rehearsal: Bool = false,
    onNetwork: Bool = false, _ body: (IngestRun) throws -> T
  ) throws -> T {
    let days = try AccountDays(zone: settings.timeZone)
    try place.requireSafeForWriting(onNetwork: onNetwork)
    let lock = try WriterLock(place)
    defer { withExtendedLifetime(lock) {} }
    return try Connection.explaining(place.database, writing: true) {
      try connection.inDatabase { database in
        let start = IngestRun.Start(at: startedAt, login: login, toolVersion: toolVersion, kind: kind, random: random, key: key)
        try Connection.wait(patience, in: database)
        if rehearsal { return try rehearse(start, days, database, body) }
        let sources = try SourceShelf(place, in: database)
        let lastRun = try Self.lastRun(in: database)
        do {
          return try commit(start, sources, days, database, body)
        } catch {
          throw takeBack(sources, after: error, unlessLaterThan: lastRun, database)
        }
      }
    }
  }

  /// Takes a failed run back, and says why it failed.
  ///
  /// After a broken write SQLite itself takes the run back only when the file is next read: that happens here, while the lock is held. Where
  /// the disk failed only after the commit, the run is there, and its sources must stay. Where it cannot be read now, the journal tells: as
  /// long as there is one, it will be played back. Without it the sources stay, for the next run to see to.
  private func takeBack(_ sources: SourceShelf, after error: any Error, unlessLaterThan lastRun: Int64, _ database: Database) -> any Error {
    let run = try? Self.lastRun(in: database)
    if run == lastRun || run == nil && place.hasJournal { sources.takeBack() }
    guard let run, run > lastRun else { return error }
    let reason = (error as? DatabaseError)?.message ?? "\(error)"
    return Failure(
      .inputOutput, "\(place.database): the run was archived, but the disk did not confirm that it will last: \(reason)",
      hint: "check the disk, then repeat the command: what is archived will be known")
  }

  private static func lastRun(in database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) FROM ingest_run") ?? 0
  }

  /// EXCLUSIVE from the start: a reader is then kept waiting or told so, instead of the writer in the middle of its work.
  private func commit<T>(
    _ start: IngestRun.Start, _ sources: SourceShelf, _ days: AccountDays, _ database: Database, _ body: (IngestRun) throws -> T
  ) throws -> T {
    var result: T?
    try database.inTransaction(.exclusive) {
      let run = try IngestRun(start, sources: sources, days: days, database: database)
      result = try body(run)
      try run.end(at: max(start.at, Self.now()), origin: settings.logOrigin)
      return .commit
    }
    return result!
  }

  /// A run that never happened: no source is kept, and the transaction is rolled back. What of it did not fit into memory went to the
  /// database with the old pages in its journal, as in every run, and is taken back with them.
  private func rehearse<T>(
    _ start: IngestRun.Start, _ days: AccountDays, _ database: Database, _ body: (IngestRun) throws -> T
  ) throws -> T {
    var result: T?
    try database.inTransaction(.exclusive) {
      result = try body(try IngestRun(start, sources: SourceShelf(rehearsingIn: place), days: days, database: database))
      return .rollback
    }
    return result!
  }

  /// UTC milliseconds.
  private static func now() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
