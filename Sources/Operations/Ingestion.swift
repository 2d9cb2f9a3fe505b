import Foundation
public import ArchiveStore
public import AuditModel
public import Coverage
public import EvidenceLog
public import Ingest
internal import Archiving
internal import Logging

/// Takes source files into an archive: one run, one transaction, every record accounted for.
///
/// Three threads share the work: one keeps and hashes the file's bytes, one reads events from them, and this one archives the events.
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
    /// What does not fit what the files are said to hold, in words.
    public internal(set) var findings: [String] = []
    public var balance: Balance { parts.reduce(Balance()) { $0 + $1.balance } }
  }

  private struct Delivery: Sendable {
    let batch: EventBatch
    let bytes: Int64
  }

  /// Rejects that a report names one by one; the archive keeps them all.
  private static let namedRejects = 5

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
    let assembler = EventAssembler()
    var progress = (before: Int64(0), total: inputs.files.reduce(0) { $0 + $1.facts.bytes })
    try archive.run(
      startedAt: context.now(), by: context.login, toolVersion: Tool.version, signedBy: settings.key, rehearsal: settings.rehearsal,
      onNetwork: settings.onNetwork
    ) { run in
      for (input, declaration) in zip(inputs.files, declarations) {
        try ingest(input, declaration, of: run, assembler, progress: progress, into: &report)
        progress.before += input.facts.bytes
      }
    }
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

  private func ingest(
    _ input: Input, _ declaration: Declaration, of run: IngestRun, _ assembler: EventAssembler, progress: (before: Int64, total: Int64),
    into report: inout Report
  ) throws {
    if try run.sizeIsKnown(input.facts.bytes), case let sum = try Self.sha256(of: input), let known = try run.knownFile(sha256: sum) {
      if !declaration.isEmpty { try run.declare(declaration, file: sum) }
      report.knownFiles.append((input.name, known))
      return observe(.knownFile(name: input.name, archivedAs: known))
    }
    let file = try run.addFile(name: input.name, bytes: input.facts.bytes, sha256: nil)
    let keeper = run.keeper(of: input.path, named: input.place)
    // From here on whatever fails must wait for this thread: it would else go on writing what is taken back.
    let keeping = BackgroundWork("keep source", yielding: 3) { try keeper.keep() }
    do {
      try PackedFile.forEachPart(of: input.path, named: input.place) { member, stream in
        let part = try ingestPart(input.name, member, stream, file, declaration, run, assembler, progress)
        report.parts.append(part)
        observe(.part(part))
      }
    } catch {
      _ = try? keeping.wait()
      throw error
    }
    let kept = try keeping.wait()
    try run.completeFile(file, sha256: kept.sha256, bytes: kept.bytes)
    try input.requireUnchanged()
  }

  private func ingestPart(
    _ fileName: String, _ member: String?, _ stream: ByteStream, _ file: Int64, _ declaration: Declaration, _ run: IngestRun,
    _ assembler: EventAssembler, _ progress: (before: Int64, total: Int64)
  ) throws -> PartReport {
    let name = displayName(ofFile: fileName, member)
    let reader = try PartReader(stream, file: name, assembler: assembler, settings: settings.reading)
    let reading = reader.reading
    let part = try run.addPart(
      file: file, member: member, profile: reading.profile, shape: reading.shape, source: SourceFacts(reading.choice.profile),
      reading: KeptReading(profile: String(decoding: reading.choice.profile.fileBytes, as: UTF8.self), zone: settings.reading.zone))
    context.logger.debug("reading", metadata: ["file": "\(name)", "profile": "\(reading.profile)", "shape": "\(reading.shape)"])
    var rejects: [Reject] = []
    var records: Int64 = 0
    try forEachBatch(of: reader, stream) { delivery in
      if context.isInterrupted() { throw Failure.interruptedRun }
      try run.store(delivery.batch, part: part)
      records += Int64(delivery.batch.rows.count + delivery.batch.rejects.count)
      rejects.append(contentsOf: delivery.batch.rejects.prefix(Self.namedRejects - rejects.count))
      observe(.progress(file: name, bytes: progress.before + delivery.bytes, totalBytes: progress.total, records: records))
    }
    let balance = try run.finishPart(part, declaration: declaration)
    return PartReport(name: name, shape: reading.shape, balance: balance, rejects: rejects, id: part)
  }

  /// Reads on a thread of its own and hands each batch to `body` on this one.
  private func forEachBatch(of reader: PartReader, _ stream: ByteStream, _ body: (Delivery) throws -> Void) throws {
    let queue = BoundedQueue<Delivery>(capacity: 1)
    nonisolated(unsafe) let source = (reader: reader, stream: stream)
    let reading = BackgroundWork("read events") {
      defer { queue.close() }
      while let batch = try unsafe source.reader.nextBatch() {
        guard queue.put(Delivery(batch: batch, bytes: unsafe source.stream.inputBytesRead)) else { return }
      }
    }
    do {
      while let delivery = queue.take() { try body(delivery) }
    } catch {
      queue.close()
      _ = try? reading.wait()
      throw error
    }
    try reading.wait()
  }

  /// SHA-256 of a file that may be known already, so that it need not be read as events again.
  private static func sha256(of input: Input) throws -> String {
    var hasher = SHA256Hasher()
    let stream = try ByteStream(file: input.path, named: input.place)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { unsafe buffer.deallocate() }
    while case let count = try unsafe stream.read(into: buffer), count > 0 {
      unsafe hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    return hex(hasher.finalize())
  }
}

extension SourceFacts {
  /// What a profile knows of the source system beside how its files are read.
  init(_ profile: SourceProfile) {
    self.init(system: profile.source, rowCap: profile.rowCap.map(Int64.init), retentionDays: profile.retentionDays)
  }
}
