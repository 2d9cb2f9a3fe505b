import Foundation
public import ArchiveStore
public import AuditModel
internal import Archiving
public import EvidenceLog
internal import Ingest
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
  }

  public struct Report {
    public internal(set) var parts: [PartReport] = []
    public internal(set) var knownFiles: [(name: String, archivedAs: String)] = []
    public internal(set) var passedOver: [PassedOver] = []
    public var balance: Balance { parts.reduce(Balance()) { $0 + $1.balance } }
  }

  private struct Delivery: Sendable {
    let batch: EventBatch
    let bytes: Int64
  }

  /// Rejects that a report names one by one; the archive keeps them all.
  private static let namedRejects = 5

  private let archive: Archive
  private let context: RunContext
  private let observe: (Event) -> Void

  public init(into archive: Archive, context: RunContext, observe: @escaping (Event) -> Void) {
    self.archive = archive
    self.context = context
    self.observe = observe
  }

  /// Reads files, folders and standard input (`-`).
  ///
  /// - Parameters:
  ///   - standardInputName: what reports and the archive call standard input.
  ///   - rehearsal: does everything, and then takes it back: nothing is written.
  ///   - key: signs the run's checkpoint.
  ///   - onNetwork: allows an archive on a file system that other machines share.
  public func run(
    _ arguments: [String], standardInputName: String = "standard input", rehearsal: Bool = false,
    signedBy key: SigningKey? = nil, onNetwork: Bool = false
  ) throws -> Report {
    let inputs = try InputFiles(
      arguments,
      standardInput: .init(name: standardInputName, spoolFolder: archive.sourcesFolder, isInterrupted: context.isInterrupted))
    var report = Report()
    report.passedOver = inputs.passedOver
    inputs.passedOver.forEach { observe(.passedOver($0)) }
    let assembler = EventAssembler()
    var progress = (before: Int64(0), total: inputs.files.reduce(0) { $0 + $1.facts.bytes })
    try archive.run(
      startedAt: context.now(), by: context.login, toolVersion: Tool.version, signedBy: key, rehearsal: rehearsal, onNetwork: onNetwork
    ) { run in
      for input in inputs.files {
        try ingest(input, of: run, assembler, progress: progress, into: &report)
        progress.before += input.facts.bytes
      }
    }
    return report
  }

  private func ingest(
    _ input: Input, of run: IngestRun, _ assembler: EventAssembler, progress: (before: Int64, total: Int64), into report: inout Report
  ) throws {
    if try run.sizeIsKnown(input.facts.bytes), let known = try run.knownFile(sha256: Self.sha256(of: input)) {
      report.knownFiles.append((input.name, known))
      return observe(.knownFile(name: input.name, archivedAs: known))
    }
    let file = try run.addFile(name: input.name, bytes: input.facts.bytes, sha256: nil)
    let keeper = run.keeper(of: input.path, named: input.place)
    // From here on whatever fails must wait for this thread: it would else go on writing what is taken back.
    let keeping = BackgroundWork("keep source") { try keeper.keep() }
    do {
      try PackedFile.forEachPart(of: input.path, named: input.place) { member, stream in
        let part = try ingestPart(input.name, member, stream, file, run, assembler, progress)
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
    _ fileName: String, _ member: String?, _ stream: ByteStream, _ file: Int64, _ run: IngestRun, _ assembler: EventAssembler,
    _ progress: (before: Int64, total: Int64)
  ) throws -> PartReport {
    let name = displayName(ofFile: fileName, member)
    let reader = try PartReader(stream, file: name, assembler: assembler)
    let part = try run.addPart(file: file, member: member, profile: reader.reading.profile, shape: reader.reading.shape)
    context.logger.debug("reading", metadata: ["file": "\(name)", "shape": "\(reader.reading.shape)"])
    var rejects: [Reject] = []
    var records: Int64 = 0
    try forEachBatch(of: reader, stream) { delivery in
      if context.isInterrupted() { throw Failure.interruptedRun }
      try run.store(delivery.batch, part: part)
      records += Int64(delivery.batch.rows.count + delivery.batch.rejects.count)
      rejects.append(contentsOf: delivery.batch.rejects.prefix(Self.namedRejects - rejects.count))
      observe(.progress(file: name, bytes: progress.before + delivery.bytes, totalBytes: progress.total, records: records))
    }
    return PartReport(name: name, shape: reader.reading.shape, balance: try run.finishPart(part), rejects: rejects)
  }

  /// Reads on a thread of its own and hands each batch to `body` on this one.
  private func forEachBatch(of reader: PartReader, _ stream: ByteStream, _ body: (Delivery) throws -> Void) throws {
    let queue = BoundedQueue<Delivery>(capacity: 3)
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
