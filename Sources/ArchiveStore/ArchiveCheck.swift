import Archiving
import AuditModel
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
  public private(set) var findingCount = 0
  private let observe: (ArchiveFinding) -> Void
  /// Parts in the order of the log; found by `checkBooks`.
  var parts: [KeptPart] = []
  var files: [KeptFile] = []

  private init(_ database: Database, _ place: ArchiveFolder, _ request: Request, _ observe: @escaping (ArchiveFinding) -> Void) {
    self.database = database
    self.place = place
    self.request = request
    self.observe = observe
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
    var check: ArchiveCheck?
    do {
      try Connection.explaining(place.database, writing: false) {
        try place.takeBackKilledRun()
        let connection = try Connection.open(place.database, readOnly: true)
        try connection.unsafeReentrantRead { database in
          // One snapshot for all of it.
          try database.inSavepoint {
            check = ArchiveCheck(database, place, request, observe)
            try check?.run(records)
            return .commit
          }
        }
      }
    } catch let failure as Failure where failure.kind == .badData {
      // It could not be opened; or its damage made SQLite end the snapshot, which is found and said by then.
      guard let check, check.findingCount > 0 else {
        observe(ArchiveFinding(.database, failure.message, advice: ArchiveFinding.restore))
        return (check?.facts ?? Facts(), 1)
      }
    }
    return (check?.facts ?? Facts(), check?.findingCount ?? 0)
  }

  private func run(_ records: (ArchiveCheck) throws -> Void) throws {
    try attempt { try checkHeader() }
    try attempt { try checkPages() }
    try attempt { try checkIntegrity() }
    try attempt { try checkSchema() }
    try attempt { try checkPositions() }
    try attempt { try checkBooks() }
    try attempt { try checkReferences() }
    try attempt { try checkOrderInTime() }
    try attempt { try checkLog() }
    try attempt { try checkReceipts() }
    if request.level == .structure { try attempt { try checkKeptFiles() } }
    if request.level >= .leaves { try attempt { try checkLeaves() } }
    if request.level == .records { try attempt { try records(self) } }
  }

  public func report(_ finding: ArchiveFinding) {
    findingCount += 1
    observe(finding)
  }

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
