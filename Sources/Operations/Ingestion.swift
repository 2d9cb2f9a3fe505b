import Foundation
public import ArchiveStore
public import AuditModel
internal import Archiving
internal import EvidenceLog
internal import Ingest
internal import Logging

/// Takes source files into an archive: one run, one transaction, every record accounted for.
///
/// Three threads share the work: one keeps and hashes the file's bytes, one reads events from them, and this one archives the events.
public struct Ingestion {
  /// What happens during a run, for whoever shows it.
  public enum Event {
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

  public func run(_ paths: [String]) throws -> Report {
    let sizes = try paths.map { try Self.size(of: $0) }
    var report = Report()
    let assembler = EventAssembler()
    try archive.run(startedAt: context.now(), by: context.login, toolVersion: Tool.version) { run in
      for (path, size) in zip(paths, sizes) {
        let total = sizes.reduce(0, +)
        let before = sizes[..<paths.firstIndex(of: path)!].reduce(0, +)
        try ingest(path, size, of: run, assembler, progress: (before, total), into: &report)
      }
    }
    return report
  }

  private func ingest(
    _ path: String, _ size: Int64, of run: IngestRun, _ assembler: EventAssembler, progress: (before: Int64, total: Int64),
    into report: inout Report
  ) throws {
    if try run.sizeIsKnown(size), let known = try run.knownFile(sha256: Self.sha256(of: path)) {
      report.knownFiles.append((fileName(path), known))
      return observe(.knownFile(name: fileName(path), archivedAs: known))
    }
    let keeper = run.keeper(of: path)
    let keeping = BackgroundWork("keep source") { try keeper.keep() }
    let file = try run.addFile(name: fileName(path), bytes: size, sha256: nil)
    do {
      try PackedFile.forEachPart(of: path) { member, stream in
        let part = try ingestPart(path, member, stream, file, run, assembler, progress)
        report.parts.append(part)
        observe(.part(part))
      }
    } catch {
      _ = try? keeping.wait()
      throw error
    }
    let kept = try keeping.wait()
    try run.completeFile(file, sha256: kept.sha256, bytes: kept.bytes)
    guard try Self.size(of: path) == kept.bytes, kept.bytes == size else {
      throw Failure(.inputOutput, "\(path): the file changed while it was read", hint: "wait until it is complete, then ingest it again")
    }
  }

  private func ingestPart(
    _ path: String, _ member: String?, _ stream: ByteStream, _ file: Int64, _ run: IngestRun, _ assembler: EventAssembler,
    _ progress: (before: Int64, total: Int64)
  ) throws -> PartReport {
    let name = displayName(path, member)
    let reader = try PartReader(stream, file: name, assembler: assembler)
    let part = try run.addPart(file: file, member: member, profile: reader.reading.profile, shape: reader.reading.shape)
    context.logger.debug("reading", metadata: ["file": "\(name)", "shape": "\(reader.reading.shape)"])
    var rejects: [Reject] = []
    var records: Int64 = 0
    try forEachBatch(of: reader, stream) { delivery in
      if context.isInterrupted() { throw Failure(.interrupted, "interrupted: nothing was archived", hint: "run the same command again") }
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

  private static func size(of path: String) throws(Failure) -> Int64 {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else {
      throw Failure(.noInput, "\(path): \(unsafe String(cString: strerror(errno)))", hint: "check the path")
    }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw Failure(.noInput, "\(path): not a file", hint: "name the files themselves, such as \(path)/*.csv")
    }
    return Int64(facts.st_size)
  }

  /// SHA-256 of a file that may be known already, so that it need not be read as events again.
  private static func sha256(of path: String) throws -> String {
    var hasher = SHA256Hasher()
    let stream = try ByteStream(file: path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { unsafe buffer.deallocate() }
    while case let count = try unsafe stream.read(into: buffer), count > 0 {
      unsafe hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    return hex(hasher.finalize())
  }
}
