internal import Archiving
internal import ArchiveStore
internal import AuditModel
internal import Coverage
internal import EvidenceLog
internal import Ingest
internal import Logging

/// Takes source files into a run, one after another. Three threads share the work: one keeps and hashes the file's bytes, one reads events
/// from them, and this one archives the events.
final class FileIntake {
  private struct Delivery: Sendable {
    let batch: EventBatch
    let bytes: Int64
  }

  /// Rejects that a report names one by one; the archive keeps them all.
  private static let namedRejects = 5

  private let run: IngestRun
  private let reading: ReadingSettings
  private let context: RunContext
  private let observe: (Ingestion.Event) -> Void
  private let assembler = EventAssembler()
  /// Bytes of the files before, and of all files, for whoever shows progress.
  private var (before, total): (Int64, Int64) = (0, 0)

  init(into run: IngestRun, reading: ReadingSettings, totalBytes: Int64, context: RunContext, observe: @escaping (Ingestion.Event) -> Void) {
    self.run = run
    self.reading = reading
    self.context = context
    self.observe = observe
    total = totalBytes
  }

  /// What became of a file.
  enum Outcome {
    case known(name: String)
    case taken(sha256: String, bytes: Int64, parts: [Ingestion.PartReport])
  }

  /// Takes in a file that a user gives.
  func take(_ input: Input, _ declaration: Declaration) throws -> Outcome {
    defer { before += input.facts.bytes }
    if let known = try known(input, declaration) { return known }
    return try takeParts(of: input) { member, stream, file in
      let name = displayName(ofFile: input.name, member)
      let reader = try PartReader(stream, file: name, assembler: assembler, settings: reading)
      // Nobody writes entries into the ledger by giving them as a file.
      guard reader.reading.source != LedgerEntry.system else {
        throw Failure(
          .badData, "\(name): claims to come from this program's own ledger (source \(LedgerEntry.system)), which takes in no files",
          hint: "leave it out: what the ledger has to say of it is in the archive already")
      }
      return try take(reader, member, stream, name: name, as: file, declaration, zone: reading.zone)
    }
  }

  /// Takes in an entry of the ledger.
  func takeEntry(_ input: Input) throws {
    if try known(input, Declaration()) != nil { return }
    let reading = ReadingSettings(profile: try ProfileLibrary.profile(LedgerEntry.profile))
    _ = try takeParts(of: input) { member, stream, file in
      let reader = try PartReader(stream, file: input.name, assembler: assembler, settings: reading)
      return try take(reader, member, stream, name: input.name, as: file, Declaration(), zone: nil)
    }
  }

  private func known(_ input: Input, _ declaration: Declaration) throws -> Outcome? {
    guard try run.sizeIsKnown(input.facts.bytes), case let sum = try sha256(ofFile: input.path, named: input.place), let name = try run.knownFile(sha256: sum) else {
      return nil
    }
    if !declaration.isEmpty { try run.declare(declaration, file: sum) }
    return .known(name: name)
  }

  private func takeParts(
    of input: Input, _ body: (_ member: String?, ByteStream, _ file: Int64) throws -> Ingestion.PartReport
  ) throws -> Outcome {
    let file = try run.addFile(name: input.name, bytes: input.facts.bytes, sha256: nil)
    let keeper = run.keeper(of: input.path, named: input.place)
    var parts: [Ingestion.PartReport] = []
    // From here on whatever fails must wait for this thread: it would else go on writing what is taken back.
    let keeping = BackgroundWork("keep source", yielding: 3) { try keeper.keep() }
    do {
      try PackedFile.forEachPart(of: input.path, named: input.place) { member, stream in parts.append(try body(member, stream, file)) }
    } catch {
      _ = try? keeping.wait()
      throw error
    }
    let kept = try keeping.wait()
    try run.completeFile(file, sha256: kept.sha256, bytes: kept.bytes)
    try input.requireUnchanged()
    return .taken(sha256: kept.sha256, bytes: kept.bytes, parts: parts)
  }

  private func take(
    _ reader: PartReader, _ member: String?, _ stream: ByteStream, name: String, as file: Int64, _ declaration: Declaration,
    zone: String?
  ) throws -> Ingestion.PartReport {
    let reading = reader.reading
    let part = try run.addPart(
      file: file, member: member, profile: reading.profile, shape: reading.shape, source: SourceFacts(reading.choice.profile),
      reading: KeptReading(profile: String(decoding: reading.choice.profile.fileBytes, as: UTF8.self), zone: zone))
    context.logger.debug("reading", metadata: ["file": "\(name)", "profile": "\(reading.profile)", "shape": "\(reading.shape)"])
    var rejects: [Reject] = []
    var records: Int64 = 0
    try forEachBatch(of: reader, stream) { delivery in
      if context.isInterrupted() { throw Failure.interruptedRun }
      try run.store(delivery.batch, part: part)
      records += Int64(delivery.batch.rows.count + delivery.batch.rejects.count)
      rejects.append(contentsOf: delivery.batch.rejects.prefix(Self.namedRejects - rejects.count))
      observe(.progress(file: name, bytes: before + delivery.bytes, totalBytes: total, records: records))
    }
    let balance = try run.finishPart(part, declaration: declaration)
    return Ingestion.PartReport(name: name, shape: reading.shape, balance: balance, rejects: rejects, id: part)
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
}

extension SourceFacts {
  /// What a profile knows of the source system beside how its files are read.
  init(_ profile: SourceProfile) {
    self.init(system: profile.source, rowCap: profile.rowCap.map(Int64.init), retentionDays: profile.retentionDays)
  }
}
