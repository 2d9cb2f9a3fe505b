internal import AccessPolicy
internal import ArchiveStore
internal import Archiving
public import AuditModel
internal import Coverage
internal import EvidenceLog
internal import Foundation
internal import Logging
internal import Reporting

/// Working on a job.
extension ExportJobs {
  /// Does a job's work to its end, whatever that is, and notes it.
  ///
  /// - Parameters:
  ///   - isPatient: waits as long as somebody else is writing to the archive; else the job fails and may be resumed.
  ///   - sink: where a streamed job's bytes go.
  /// - Returns: the job as it ended: completed, empty, over the limit or cancelled.
  /// - Throws: why it failed or was denied.
  public func work(on request: Request, isPatient: Bool = false, sink: ((UnsafeRawBufferPointer) throws -> Void)? = nil) throws -> Job {
    defer { ledger.takeIn() }
    return try work(on: request.held, isPatient: isPatient, sink: sink)
  }

  private func work(on held: HeldJob, isPatient: Bool, sink: ((UnsafeRawBufferPointer) throws -> Void)?) throws -> Job {
    var target: Destination?
    do {
      target = try held.job.to.map { path in try Destination(path, isFolder: held.job.isSplit) }
      try make(held, isPatient: isPatient, sink: sink)
    } catch is WatchedEvents.Stopped {
      try stopped(held)
    } catch {
      try failed(held, error)
      throw error
    }
    if held.job.state == .completed { try target?.take(held.job.files, from: held.files) }
    return held.job
  }

  private func make(_ held: HeldJob, isPatient: Bool, sink: ((UnsafeRawBufferPointer) throws -> Void)?) throws {
    var isTold = false
    while true {
      do { return try makeNow(held, sink) } catch let failure as Failure where failure.kind == .locked && isPatient {
        if isStopped(held) { throw WatchedEvents.Stopped() }
        held.removeFiles()
        if !isTold { context.logger.warning("waiting: \(failure.message)") }
        isTold = true
        sleep(1)
      }
    }
  }

  /// One instant of the archive for all of it: what is counted is what is written.
  private func makeNow(_ held: HeldJob, _ sink: ((UnsafeRawBufferPointer) throws -> Void)?) throws {
    let reader = try archive.reader(spoolingIn: held.path)
    try reader.atOneInstant {
      let events = try permitted(held.job, WatchedEvents(reader, until: { isStopped(held) }))
      try begin(held, events)
      if let report = held.job.report { return try write(held, try ReportWork(archive: archive, zone: zone, order: report, events: events)) }
      guard let parts = try plan(held, events) else { return }
      if held.job.isStreamed, let sink { return try stream(held, events, sink) }
      try write(held, parts)
    }
  }

  private func begin(_ held: HeldJob, _ events: PermittedEvents) throws {
    held.job.extent = Extent(filter: events.filter, within: events.decision.within, redaction: events.decision.redaction)
    (held.job.rule, held.job.roleFileSHA256) = (events.decision.rule, events.decision.roleFileSHA256)
    (held.job.archiveRun, held.job.startedAt) = (try archive.lastIngestRun, context.now())
    // Running already if it waited for the archive.
    if held.job.state == .queued { try move(held, to: .running, nil) } else { try held.save() }
    held.removeFiles()
    guard unsafe mkdir(held.files, 0o700) == 0 else { throw JobShelf.unmade(held.files) }
  }

  private func isStopped(_ held: HeldJob) -> Bool { context.isInterrupted() || exists(held.cancelNote) }

  // MARK: Parts

  struct Part {
    var name: String
    var events: PermittedEvents
  }

  /// What files there will be; nil if there is nothing to write, or too much, which is then noted.
  private func plan(_ held: HeldJob, _ events: PermittedEvents) throws -> [Part]? {
    // Where there cannot be too many, one event tells that there is something to write.
    let isSmall = try held.job.split == nil && archive.eventBound <= archive.settings.exportLimit
    var tally = PartTally(limit: archive.settings.exportLimit, days: try AccountDays(zone: archive.settings.timeZone))
    try (isSmall ? events.prefix(1) : events).forEach { tally.count($0.occurredAt) }
    if !isSmall || tally.total == 0 { held.job.rows = tally.total }
    if tally.total == 0 {
      try end(held, .empty, .empty)
      return nil
    }
    let limit = archive.settings.exportLimit
    guard let split = held.job.split else {
      if tally.total <= limit { return [Part(name: held.job.fileName, events: events)] }
      try overLimit(held, Self.tooMany(tally.total, limit))
      return nil
    }
    let ranges = split == .month ? tally.months() : tally.pieces()
    if let large = ranges.first(where: { $0.count > limit }) {
      try overLimit(held, "part \(large.name) alone would hold \(grouped(large.count)) events, more than the \(grouped(limit)) that one file may hold")
      return nil
    }
    return ranges.map { Part(name: "\($0.name).\(held.job.format.ending)", events: events.part(from: $0.from, to: $0.to)) }
  }

  private func overLimit(_ held: HeldJob, _ reason: String) throws {
    held.job.reason = reason
    try end(held, .overLimit, .overLimit)
  }

  private func end(_ held: HeldJob, _ state: JobState, _ action: LedgerEntry.Action, by actor: LedgerEntry.Actor? = nil) throws {
    held.removeFiles()
    held.job.endedAt = context.now()
    try move(held, to: state, action, by: actor)
  }

  // MARK: Files

  private func write(_ held: HeldJob, _ parts: [Part]) throws {
    held.job.alteredCells = 0
    held.job.files = try parts.map { part in
      let path = "\(held.files)/\(part.name)"
      let extraction = Extraction(
        format: held.job.format, path: path, withSpreadsheet: held.job.withSpreadsheet, oneFileLimit: held.job.oneFileLimit)
      let made = try extraction.make(from: part.events, of: archive)
      held.job.alteredCells += made.alteredCells
      return Job.File(name: part.name, rows: made.events, bytes: made.bytes, sha256: try sha256(ofFile: path))
    }
    if held.job.isSplit { try writeManifest(held) }
    try complete(held)
  }

  /// A report without events is a report: it says so.
  private func write(_ held: HeldJob, _ work: ReportWork) throws {
    let report = try work.report()
    if held.job.format == .bundle, report.total.count > archive.settings.exportLimit {
      held.job.rows = Int64(report.total.count)
      return try overLimit(held, Self.tooMany(Int64(report.total.count), archive.settings.exportLimit))
    }
    let (name, path) = (held.job.fileName, "\(held.files)/\(held.job.fileName)")
    let bytes = try work.write(report, as: held.job.format, path: path, spoolingIn: held.path)
    held.job.summary = try work.summary(of: report, file: name)
    held.job.files = [Job.File(name: name, rows: Int64(report.total.count), bytes: bytes, sha256: try sha256(ofFile: path))]
    try complete(held)
  }

  private static func tooMany(_ count: Int64, _ limit: Int64) -> String {
    "\(grouped(count)) events are more than the \(grouped(limit)) that one file of an export may hold"
  }

  private func stream(_ held: HeldJob, _ events: PermittedEvents, _ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    var (hasher, bytes) = (SHA256Hasher(), Int64(0))
    let made = try unsafe Extraction(format: held.job.format, path: "-").stream(events) { piece in
      if isStopped(held) { throw WatchedEvents.Stopped() }
      unsafe hasher.update(piece)
      bytes += Int64(piece.count)
      try unsafe sink(piece)
    }
    held.job.files = [Job.File(name: "-", rows: made.events, bytes: bytes, sha256: hex(hasher.finalize()))]
    held.job.alteredCells = made.alteredCells
    try complete(held)
  }

  private func complete(_ held: HeldJob) throws {
    let now = context.now()
    held.job.rows = held.job.files.reduce(0) { $0 + $1.rows }
    held.job.endedAt = now
    if !held.job.isStreamed { held.job.expiresAt = now + Int64(archive.settings.exportDays) * Timestamp.millisecondsPerDay }
    try move(held, to: .completed, .completed)
  }

  /// One manifest for all parts.
  private func writeManifest(_ held: HeldJob) throws {
    let job = held.job
    let manifest = JSONText.object([
      ("export", .string(job.id)), ("version", .number(1)), ("filter", job.extent.filter.canonicalJSON), ("filterText", .string(job.extent.inWords)),
      ("narrowedTo", .array(job.extent.narrowing.map(\.canonicalJSON))), ("withheld", job.extent.redaction.json),
      ("format", .string(job.format.rawValue)), ("split", .string(job.split?.rawValue ?? "")), ("rule", .string(job.rule)),
      ("roleFileSHA256", .string(job.roleFileSHA256)), ("rows", .number(job.files.reduce(0) { $0 + $1.rows })),
      ("parts", .array(job.files.map(\.json))),
    ])
    let path = "\(held.files)/manifest.json"
    let file = try NewFile(path: path)
    try file.write(manifest.bytes + [UInt8(ascii: "\n")])
    try file.publish()
    held.job.files.append(Job.File(name: "manifest.json", rows: 0, bytes: file.count, sha256: try sha256(ofFile: path)))
  }

  // MARK: Other ends

  /// Somebody cancelled it; or the process was told to stop, which is a failure that can be made good.
  private func stopped(_ held: HeldJob) throws {
    guard let canceller = CancelNote.read(held.cancelNote) else {
      let failure = Failure(
        .interrupted, "interrupted: nothing was made", hint: held.job.isStreamed ? "export again" : "go on with it: counterroll exports resume \(held.job.id)")
      try failed(held, failure)
      throw failure
    }
    try end(held, .cancelled, .cancelled, by: canceller)
    unsafe unlink(held.cancelNote)
  }

  private func failed(_ held: HeldJob, _ error: any Error) throws {
    guard held.job.state.isOpen else { return }
    let failure = error as? Failure
    held.job.reason = failure?.message ?? "\(error)"
    held.removeFiles()
    held.job.endedAt = context.now()
    // The reason for the failure may well be one for this one, too. Then the job has lost its worker, and the next run notes it.
    if failure?.kind == .notPermitted { try? move(held, to: .denied, .denied) } else { try? move(held, to: .failed, .failed) }
  }
}
