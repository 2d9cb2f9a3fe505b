public import AuditModel
public import Coverage
import EvidenceLog
import GRDB

/// One ingest run: the only way into the archive. `Archive.run` makes it, inside one transaction, and ends it.
///
/// A source file is added first, then its parts, then each part's batches; the run-local dictionary ids of batches continue over all parts
/// of the run. Every file must be completed and every part finished before the run ends.
public final class IngestRun {
  /// What a run brings: source files (and what they cover), or nothing but entries of the program's own ledger.
  public enum Kind: String, Sendable { case ingest, ledger }

  struct Start {
    /// UTC milliseconds.
    var at: Int64
    var login: String
    var toolVersion: String
    var kind = Kind.ingest
    /// Where the seeds of the log's blocks come from.
    var random: RandomBytes
    /// Signs the checkpoint; nil leaves it unsigned.
    var key: SigningKey?
  }

  /// The number of the run.
  public let id: Int64
  private let start: Start
  private let database: Database
  private let sources: SourceShelf
  private let writer: EventWriter
  private var sightings: SightingWriter
  private let log: LeafLog
  private let worker = LeafWorker()
  private var exactlyOnce: ExactlyOnce
  private let dictionaries: RunDictionaries
  private let claims: ClaimWriter
  private let days: AccountDays
  private var parts: [Int32: PartAccount] = [:]
  /// By run-local module id: whether the source notes its exports there.
  private var notesExports: [Bool] = []
  /// SHA-256 by file id; nil until the file is completed.
  private var files: [Int64: String?] = [:]
  /// The first free place in the log.
  private var next: Int64

  init(_ start: Start, sources: SourceShelf, days: AccountDays, database: Database) throws {
    self.start = start
    self.days = days
    self.database = database
    self.sources = sources
    writer = try EventWriter(in: database)
    sightings = try SightingWriter(in: database)
    exactlyOnce = try ExactlyOnce(in: database)
    dictionaries = try RunDictionaries(in: database)
    log = try LeafLog(in: database, random: start.random)
    next = log.nextPosition
    let insert = try RawStatement("INSERT INTO ingest_run (started_at, login, tool_version, kind) VALUES (?, ?, ?, ?)", on: database)
    try insert.bind(start.at, at: 1)
    try insert.bind(start.login, at: 2)
    try insert.bind(start.toolVersion, at: 3)
    try insert.bind(start.kind.rawValue, at: 4)
    _ = try insert.run()
    id = database.lastInsertedRowID
    claims = ClaimWriter(run: id, in: database)
  }

  // MARK: Files

  /// The name under which exactly these bytes were archived before, in this run or an earlier one; nil if they were not.
  public func knownFile(sha256: String) throws -> String? {
    let select = try RawStatement("SELECT name FROM source_file WHERE sha256 = ?", on: database)
    try select.bind(sha256, at: 1)
    defer { select.reset() }
    return try select.step() ? select.text(0) : nil
  }

  /// Whether some archived file has this size: if none has, a file of this size cannot be known.
  public func sizeIsKnown(_ bytes: Int64) throws -> Bool {
    try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM source_file WHERE bytes = ?)", arguments: [bytes]) ?? false
  }

  /// Adds a source file. Its SHA-256 may follow with `completeFile`, when its bytes have been read.
  public func addFile(name: String, bytes: Int64, sha256: String?) throws -> Int64 {
    let insert = try RawStatement("INSERT INTO source_file (run, name, bytes, sha256) VALUES (?, ?, ?, ?)", on: database)
    try insert.bind(id, at: 1)
    try insert.bind(name, at: 2)
    try insert.bind(bytes, at: 3)
    try insert.bind(sha256, at: 4)
    _ = try insert.run()
    let file = database.lastInsertedRowID
    files.updateValue(sha256, forKey: file)
    return file
  }

  /// Sets what is known of a file only after it was read.
  public func completeFile(_ file: Int64, sha256: String, bytes: Int64? = nil) throws {
    precondition(files.keys.contains(file), "completeFile: no file \(file) in this run")
    try database.execute(
      sql: "UPDATE source_file SET sha256 = ?, bytes = coalesce(?, bytes) WHERE id = ?", arguments: [sha256, bytes, file])
    files.updateValue(sha256, forKey: file)
  }

  /// A keeper for a source file's bytes, which messages call by `name`, to be run on a thread of its own. If a file of the run turns out to have its SHA-256, the copy is
  /// part of the archive when the run is committed; else it is removed.
  public func keeper(of path: String, named name: String? = nil) -> SourceKeeper { sources.keeper(of: path, named: name ?? path) }

  /// Says anew what a file that was archived before holds whole.
  public func declare(_ declaration: Declaration, file sha256: String) throws {
    try prepareComparison(with: declaration)
    try claims.declare(declaration, file: sha256)
  }

  // MARK: Parts

  /// Adds a source part: the file itself, or a member of a packed one.
  /// - Parameters:
  ///   - profile: Name of the source description that its records are read by.
  ///   - shape: The file's form, such as `csv`.
  ///   - source: The system that it comes from; one of the profile's name if it is left out.
  ///   - reading: What its records can be read again by.
  public func addPart(
    file: Int64, member: String?, profile: String, shape: String, source: SourceFacts? = nil, reading: KeptReading? = nil
  ) throws -> Int32 {
    precondition(files.keys.contains(file), "addPart: no file \(file) in this run")
    let insert = try RawStatement(
      """
      INSERT INTO source_part (file, member, profile, shape, system, row_cap, retention_days, read_by, zone)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, on: database)
    try insert.bind(file, at: 1)
    try insert.bind(member, at: 2)
    try insert.bind(profile, at: 3)
    try insert.bind(shape, at: 4)
    try insert.bind(source?.system ?? profile, at: 5)
    try insert.bind(source?.rowCap, at: 6)
    try insert.bind(source?.retentionDays.map(Int64.init), at: 7)
    try insert.bind(try reading.map { try id(ofProfile: profile, text: $0.profile) }, at: 8)
    try insert.bind(reading?.zone, at: 9)
    _ = try insert.run()
    let part = try StoredRange.id(database.lastInsertedRowID)
    parts[part] = PartAccount(id: part, system: source?.system ?? profile, days: days)
    return part
  }

  private func id(ofProfile name: String, text: String) throws -> Int64 {
    try database.execute(sql: "INSERT INTO profile (name, text) VALUES (?, ?) ON CONFLICT DO NOTHING", arguments: [name, text])
    return try Int64.fetchOne(database, sql: "SELECT id FROM profile WHERE text = ?", arguments: [text])!
  }

  /// Archives a batch of a part: each event exactly once (see `ExactlyOnce`), each reject with its bytes.
  public func store(_ batch: EventBatch, part: Int32) throws {
    guard var account = parts.removeValue(forKey: part) else { preconditionFailure("store: no open part \(part) in this run") }
    defer { parts[part] = account }
    try dictionaries.add(batch)
    notesExports += batch.newModules.map(TrailEvent.isModule)
    let first = next
    let decisions = try exactlyOnce.decide(batch.rows, of: account, keepingOrder: batch.keepsOrder, next: &next)
    let seeds = try log.seeds(ofNext: Int(next - first))
    let leaves = try worker.leaves(of: decisions, in: batch, account, dictionaries, seeds: seeds) {
      try writer.write(decisions, of: batch, part: part, through: dictionaries)
      try writer.write(batch.rejects, part: part)
      try note(sightingsIn: decisions, of: batch, part: part)
    }
    try log.append(.event, leaves: leaves)
    account.addEvents(first..<next)
    for decision in decisions {
      let row = batch.rows[decision.row]
      let module = Int(row.module)
      account.count(
        decision, row, actor: dictionaries.actors[Int(row.actor)], module: dictionaries.modules[module], notesExports: notesExports[module])
    }
    account.countRejects(batch.rejects.count)
  }

  /// In the order of the records, in which duplicates lie side by side.
  private func note(sightingsIn decisions: [Decision], of batch: EventBatch, part: Int32) throws {
    let duplicates = decisions.filter { $0.kind == .duplicate }.sorted { $0.row < $1.row }
    for decision in duplicates { try sightings.add(event: decision.event, record: batch.rows[decision.row].recordNumber, part: part) }
    try sightings.flush(part: part)
  }

  /// Ends a part and writes its balance.
  /// - Parameters:
  ///   - read: How many records the reader of the part has counted itself, if it has; another number than was stored is a bug.
  ///   - declaration: What is said about the stretch and the filter that the part holds whole.
  public func finishPart(_ part: Int32, read: Int64? = nil, declaration: Declaration = Declaration()) throws -> Balance {
    guard let account = parts.removeValue(forKey: part) else { preconditionFailure("finishPart: no open part \(part) in this run") }
    let balance = account.balance
    precondition(balance.isExact && read ?? balance.read == balance.read, "the balance of part \(part) is not exact: \(balance)")
    try database.execute(
      sql: """
        UPDATE source_part SET read = ?, stored = ?, duplicate = ?, conflict = ?, rejected = ?, first_at = ?, last_at = ? WHERE id = ?
        """,
      arguments: [
        balance.read, balance.stored, balance.duplicate, balance.conflict, balance.rejected, account.firstAt, account.lastAt, part,
      ])
    try prepareComparison(with: declaration)
    try claims.write(account, declaration)
    return balance
  }

  /// A declared filter by document is compared with all documents of the archive, those of this run too.
  private func prepareComparison(with declaration: Declaration) throws {
    if declaration.filter != nil { try dictionaries.writeNew() }
  }

  // MARK: End

  /// Closes the books, seals them in the evidence log, and puts the kept sources under their names: the last step before the commit.
  /// - Parameter origin: of the log's checkpoints.
  func end(at time: Int64, origin: String) throws {
    precondition(parts.isEmpty, "parts \(parts.keys.sorted()) are not finished")
    try dictionaries.writeNew()
    let sums = files.values.compactMap(\.self)
    precondition(sums.count == files.count, "a file of the run has no SHA-256")
    try database.execute(sql: "UPDATE ingest_run SET ended_at = ? WHERE id = ?", arguments: [time, id])
    for (sha256, kept) in sources.keptSums {
      try database.execute(sql: "UPDATE source_file SET kept_sha256 = ? WHERE sha256 = ?", arguments: [kept, sha256])
    }
    try RunSeal(run: id, endedAt: time, start: start, origin: origin).seal(log, in: database)
    try sources.shelve(Set(sums))
  }
}
