internal import AccessPolicy
public import ArchiveStore
public import AuditModel
public import Coverage
public import EvidenceLog
public import Ingest

/// Takes source files into an archive: one run, one transaction, every record accounted for. The run also takes in what waits to enter the
/// ledger, and ends with an entry of its own.
public struct Ingestion {
  /// What happens during a run, for whoever shows it.
  public enum Event {
    case passedOver(PassedOver)
    case progress(file: String, bytes: Int64, totalBytes: Int64, records: Int64)
    case part(PartReport)
    case knownFile(name: String, archivedAs: String)
  }

  public struct PartReport {
    public let name: String
    public let shape: String
    public let balance: Balance
    public let rejects: [Reject]
    let id: Int32
  }

  public struct Report {
    public internal(set) var parts: [PartReport] = []
    public internal(set) var knownFiles: [(name: String, archivedAs: String)] = []
    public internal(set) var passedOver: [PassedOver] = []
    /// The files as they came; without a digest those whose bytes were in the archive already.
    var files: [(name: String, bytes: Int64, sha256: String?)] = []
    /// What does not fit what the files are said to hold, in words.
    public internal(set) var findings: [String] = []
    public var balance: Balance { parts.reduce(Balance()) { $0 + $1.balance } }
  }

  /// How the files of a run are to be taken.
  public struct Settings: Sendable {
    /// What is said of all files. Where it says nothing, a coverage file beside a source file counts.
    public var declaration = DeclarationRequest()
    /// What is known about how they are written.
    public var reading = ReadingSettings()
    /// What reports and the archive call standard input.
    public var standardInputName = "standard input"
    /// Signs the run's checkpoint.
    public var key: SigningKey?
    /// Does everything, and then takes it back: nothing is written.
    public var rehearsal = false
    /// Allows an archive on a file system that other machines share.
    public var onNetwork = false
    /// The role file, which knows who runs this by name. None is needed.
    public var roles: String?

    public init() {}
  }

  private let archive: Archive
  private let settings: Settings
  private let context: RunContext
  private let observe: (Event) -> Void

  public init(into archive: Archive, settings: Settings = Settings(), context: RunContext, observe: @escaping (Event) -> Void) {
    self.archive = archive
    self.settings = settings
    self.context = context
    self.observe = observe
  }

  /// Reads files, folders and standard input (`-`).
  public func run(_ arguments: [String]) throws -> Report {
    let days = try AccountDays(zone: archive.settings.timeZone)
    let inputs = try InputFiles(
      try Self.withoutSidecars(arguments),
      standardInput: .init(name: settings.standardInputName, spoolFolder: archive.sourcesFolder, isInterrupted: context.isInterrupted))
    let declarations = try inputs.files.map { input in
      if !settings.declaration.isEmpty { return try settings.declaration.resolved(days) }
      return try DeclarationRequest.sidecar(of: input.path, days) ?? Declaration()
    }
    var report = Report()
    report.passedOver = inputs.passedOver
    inputs.passedOver.forEach { observe(.passedOver($0)) }
    let total = inputs.files.reduce(0) { $0 + $1.facts.bytes }
    let waiting = WaitingEntries(of: archive)
    try archive.run(
      startedAt: context.now(), by: context.login, toolVersion: Tool.version, signedBy: settings.key, rehearsal: settings.rehearsal,
      onNetwork: settings.onNetwork
    ) { run in
      let intake = FileIntake(into: run, reading: settings.reading, totalBytes: total, context: context, observe: observe)
      if !settings.rehearsal { try waiting.takeIn(by: intake) }
      for (input, declaration) in zip(inputs.files, declarations) { try take(input, declaration, by: intake, into: &report) }
      if !settings.rehearsal { try note(report, of: run, by: intake) }
    }
    waiting.removeTakenIn()
    if !settings.rehearsal { try addFindings(to: &report, days) }
    return report
  }

  /// Coverage files are read with the exports that they speak of, and are none themselves.
  private static func withoutSidecars(_ paths: [String]) throws(Failure) -> [String] {
    for path in paths {
      if let export = DeclarationRequest.export(ofSidecar: path), !paths.contains(export) {
        throw Failure(.usage, "\(path) says what \(export) covers, and that file is not among those to take in", hint: "name it too")
      }
    }
    return paths.filter { DeclarationRequest.export(ofSidecar: $0) == nil }
  }

  /// A failure here comes after the commit, and must not look as if nothing had been archived.
  private func addFindings(to report: inout Report, _ days: AccountDays) throws(Failure) {
    do throws(Failure) {
      let ledger = try archive.ledger()
      let parts = Set(report.parts.map(\.id))
      report.findings = Finding.findings(in: ledger).filter { parts.contains($0.part) }.map { $0.inWords(of: ledger, days) }
    } catch {
      throw Failure(error.kind, "the run was archived, but what follows from it cannot be told: \(error.message)", hint: error.hint)
    }
  }

  private func take(_ input: Input, _ declaration: Declaration, by intake: FileIntake, into report: inout Report) throws {
    switch try intake.take(input, declaration) {
    case .known(let name):
      report.knownFiles.append((input.name, name))
      report.files.append((input.name, input.facts.bytes, nil))
      observe(.knownFile(name: input.name, archivedAs: name))
    case .taken(let sha256, let bytes, let parts):
      report.parts += parts
      report.files.append((input.name, bytes, sha256))
      parts.forEach { observe(.part($0)) }
    }
  }

  /// The run's own entry in the ledger, in the run itself: it is there if the files are.
  private func note(_ report: Report, of run: IngestRun, by intake: FileIntake) throws {
    let roles = settings.roles.flatMap { try? RoleFile.load(path: $0) }
    let ledger = LedgerBook(of: archive, context: context, key: settings.key)
    let actor = ledger.actor(named: roles?.user(context.login)?.name)
    var entries = [ledger.entry(.ingested, by: actor, of: "run-\(run.id)", named: report.title, after: report.values(run: run.id))]
    if let roles, let change = try ledger.change(of: roles, noticedBy: actor) { entries.insert(change, at: 0) }
    for entry in entries {
      let name = WaitingEntries.name(of: entry.id)
      try intake.takeEntry(Input(entry.line, name: name, place: "\(archive.folder)/\(name)", spoolingIn: archive.sourcesFolder))
    }
  }
}

extension Ingestion.Report {
  /// The file, or how many they were.
  fileprivate var title: String { files.count == 1 ? files[0].name : "\(files.count) files" }

  /// What the ledger says of the run.
  fileprivate func values(run: Int64) -> [LedgerEntry.Value] {
    let list = files.map { file in
      JSONText.object(
        [("name", .string(file.name)), ("bytes", .number(file.bytes))] + (file.sha256.map { [("sha256", .string($0))] } ?? [("known", .bool(true))]))
    }
    return [
      .init("run", .number(run)), .init("files", .array(list)), .init("read", .number(balance.read)), .init("stored", .number(balance.stored)),
      .init("duplicate", .number(balance.duplicate)), .init("conflict", .number(balance.conflict)),
      .init("rejected", .number(balance.rejected)),
    ]
  }
}
