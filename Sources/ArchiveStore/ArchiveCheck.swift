import Archiving
import AuditModel
import Dispatch
public import EvidenceLog
import GRDB
import Glibc

/// Verifies an archive against itself and against what is known of it from elsewhere: reads only, and goes on after each finding.
///
/// Nothing that is read here is trusted: values are taken by `RawStatement`, which converts and never traps, and SQLite's errors are findings.
public final class ArchiveCheck {
  public struct Request: Sendable {
    public var level = VerifyLevel.leaves
    public var share = VerifyShare.everything
    /// A public key that is known from elsewhere.
    public var verifier: VerifierKey?
    /// A checkpoint that was kept elsewhere: the archive must have grown from it.
    public var checkpoint: CheckpointNote?
    /// Where packed sources are unpacked to meanwhile.
    public var spoolFolder = "/tmp"
    /// Asked again and again, from any thread: whether to stop.
    public var isInterrupted: @Sendable () -> Bool = { false }

    public init() {}
  }

  /// What was looked at, to be said beside the findings.
  public struct Facts: Sendable {
    public var events: Int64 = 0
    public var leaves: Int64 = 0
    public var root: [UInt8] = []
    public var checkpoints: Int64 = 0
    /// The names of the keys that signed the latest checkpoint, and whether that was checked with a key from elsewhere.
    public var signers: [String] = []
    public var signatureIsChecked = false
    public var leavesChecked: Int64 = 0
    public var recordsChecked: Int64 = 0
    public var filesChecked: Int64 = 0
  }

  let database: Database
  let place: ArchiveFolder
  public let request: Request
  public internal(set) var facts = Facts()
  private let findings: FindingOrder
  private var step = FindingOrder.Step.structure
  /// Parts in the order of the log; found by `checkBooks`.
  var parts: [KeptPart] = []
  var files: [KeptFile] = []

  private init(_ database: Database, _ place: ArchiveFolder, _ request: Request, _ findings: FindingOrder) {
    self.database = database
    self.place = place
    self.request = request
    self.findings = findings
  }

  /// Verifies the archive in a folder.
  ///
  /// - Parameters:
  ///   - observe: gets each finding as it is found.
  ///   - records: checks the records themselves, at the level where that is asked for.
  /// - Throws: `Failure` where there is no archive to look at, or another process is writing to it.
  public static func run(
    at folder: String, _ request: Request, observe: @escaping (ArchiveFinding) -> Void, records: (ArchiveCheck) throws -> Void
  ) throws -> (facts: Facts, findings: Int) {
    let place = ArchiveFolder(path: folder)
    try place.requireArchive()
    let findings = FindingOrder(observe)
    defer { findings.endAll() }
    var check: ArchiveCheck?
    do {
      try Connection.explaining(place.database, writing: false) {
        try place.takeBackKilledRun()
        try reading(place, request, findings) { opened in
          check = opened
          try opened.run(records)
        }
      }
    } catch let failure as Failure where failure.kind == .badData || failure.kind == .failed {
      // It could not be opened, whatever SQLite says of it; or its damage made SQLite end the snapshot, which is found and said by then.
      if findings.count == 0 { findings.add(ArchiveFinding(.database, failure.message, advice: ArchiveFinding.restore), of: .structure) }
    }
    return (check?.facts ?? Facts(), findings.count)
  }

  /// One snapshot for all of it.
  private static func reading(_ place: ArchiveFolder, _ request: Request, _ findings: FindingOrder, _ body: (ArchiveCheck) throws -> Void) throws {
    let connection = try Connection.open(place.database, readOnly: true)
    try connection.unsafeReentrantRead { database in
      try database.inSavepoint {
        try body(ArchiveCheck(database, place, request, findings))
        return .commit
      }
    }
  }

  private func run(_ records: (ArchiveCheck) throws -> Void) throws {
    try attempt { try checkHeader() }
    try attempt { try checkPages() }
    try attempt { try checkIntegrity() }
    try attempt { try checkSchema() }
    try attempt { try checkPositions() }
    try attempt { try checkBooks() }
    try checkLeaves(while: { try self.checkRest(records) })
  }

  private func checkRest(_ records: (ArchiveCheck) throws -> Void) throws {
    try attempt { try checkReferences() }
    try attempt { try checkOrderInTime() }
    try attempt { try checkLog() }
    try attempt { try checkReceipts() }
    if request.level == .structure { try attempt { try checkKeptFiles() } }
    findings.end(.structure)
    step = .records
    if request.level == .records { try attempt { try records(self) } }
  }

  /// Checks the leaves on a thread of their own, if they are asked for, while `body` runs. Both see the same archive: as long as one of them reads,
  /// no run is committed.
  private func checkLeaves(while body: () throws -> Void) throws {
    guard request.level >= .leaves else { return try body() }
    nonisolated(unsafe) let this = self
    nonisolated(unsafe) var result: Result<Facts, any Error>?
    let done = DispatchGroup()
    DispatchQueue(label: "leaves").async(group: done) { unsafe result = Result { try unsafe this.checkLeavesApart() } }
    let rest = Result { try body() }
    done.wait()
    try rest.get()
    let facts = try unsafe result!.get()
    self.facts.leavesChecked += facts.leavesChecked
    self.facts.filesChecked += facts.filesChecked
  }

  private func checkLeavesApart() throws -> Facts {
    var facts = Facts()
    try Self.reading(place, request, findings) { apart in
      (apart.parts, apart.files, apart.step) = (parts, files, .leaves)
      defer { facts = apart.facts }
      try apart.attempt { try apart.checkLeaves() }
    }
    findings.end(.leaves)
    return facts
  }

  public func report(_ finding: ArchiveFinding) { findings.add(finding, of: step) }

  func report(_ subject: ArchiveFinding.Subject, _ message: String, advice: String = ArchiveFinding.restore) {
    report(ArchiveFinding(subject, message, advice: advice))
  }

  /// Runs one check; what SQLite cannot read is a finding, and the next check goes on. A writer in the way is no finding.
  func attempt(_ check: () throws -> Void) throws {
    do { try check() } catch let error as DatabaseError {
      if error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED { throw error }
      report(.database, "SQLite cannot read all of it: \(error.message ?? "error \(error.resultCode.rawValue)")")
    } catch let failure as Failure where failure.kind != .interrupted {
      report(.database, failure.message)
    }
  }

  // MARK: Reading

  func number(_ sql: String) throws -> Int64? {
    let select = try RawStatement(sql, on: database)
    defer { select.reset() }
    return try select.step() ? select.optionalInt(0) : nil
  }

  /// Runs a body for each row.
  func forEachRow(_ sql: String, _ bind: (RawStatement) throws -> Void = { _ in }, _ body: (RawStatement) throws -> Void) throws {
    let select = try RawStatement(sql, on: database)
    try bind(select)
    defer { select.reset() }
    while try select.step() { try body(select) }
  }
}

/// A kept source file, as the archive names it.
struct KeptFile {
  var id: Int64
  var run: Int64
  var name: String
  var bytes: Int64
  var sha256: String
  var keptSHA256: String
}

/// A source part with the places that its events have in the log.
public struct KeptPart {
  public var id: Int64
  var file: Int64
  public var run: Int64
  public var name: String
  public var member: String?
  /// The profile that its records were read by, and the source system that it is for.
  public var profile: String
  public var system: String
  /// What its records are to be read by again; nil if the archive does not say.
  public var reading: KeptReading?
  var added: Int64
  var rejected: Int64
  var duplicates: Int64
  /// Places in the log that its events should have.
  var places: Range<Int64> = 0..<0
}

extension ArchiveFolder {
  /// What a killed run has left in the database is taken back when the file is next read by a connection that may write: here only then.
  fileprivate func takeBackKilledRun() throws {
    guard unsafe access(database + "-journal", F_OK) == 0 else { return }
    _ = try Connection.open(database).inDatabase { database in try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") }
  }
}
