import AccessPolicy
import ArgumentParser
import AuditModel
import Operations

/// Export jobs for people and for programs.
struct JobText {
  let jobs: ExportJobs
  let output: OutputOptions

  /// How a job ended: what it made, or why it made nothing. Ends with the exit code that fits.
  func printEnd(_ job: Job) throws {
    if output.json { Console.result(Self.json(job)) }
    switch job.state {
    case .completed:
      report(altered: job.alteredCells)
      guard !output.json, !output.quiet, !job.isStreamed else { return }
      Console.result("\(job.to.map(shown) ?? "export \(job.id)"): \(events(job))\(asked(job)), \(grouped(job.bytes)) bytes")
      if job.to == nil { Console.result("kept until \(jobs.day(job.expiresAt)): counterroll exports download \(job.id)") }
    case .empty:
      if !output.quiet, !output.json { Console.message("no event fits (\(Console.visible(job.extent.inWords))): no file was made") }
    case .overLimit:
      throw Failure(
        .usage, "export \(job.id) is over the limit: \(job.reason ?? "")",
        hint: "narrow it with --from, --until, --module, --user or --action; or make several parts: --split size, or --split month")
    case .cancelled: throw Failure(.interrupted, "export \(job.id) was cancelled")
    case .failed, .denied: throw Failure(job.state == .denied ? .notPermitted : .failed, "export \(job.id) \(job.state.rawValue): \(job.reason ?? "")")
    case .queued, .running, .expired: return
    }
  }

  private func report(altered cells: Int64) {
    guard cells > 0 else { return }
    let words = cells == 1 ? "1 cell that a spreadsheet could take for a formula was" : "\(grouped(cells)) cells were"
    Console.message("warning: \(words) altered for spreadsheets: that table is for viewing, not for evidence")
  }

  /// A path as it was given, where it is below the folder that we are in.
  private func shown(_ path: String) -> String { jobs.relative(path) }

  /// A report says by its period what it is of.
  private func asked(_ job: Job) -> String { job.report == nil ? " (\(Console.visible(job.extent.inWords)))" : "" }

  private func events(_ job: Job) -> String {
    let count = job.rows ?? 0
    if let report = job.report { return "report of \(report.period), \(counted(count, "event"))" }
    return counted(count, "event") + (job.isSplit ? " in " + counted(job.files.count - 1, "part") : "")
  }

  func printList(_ list: [Job]) {
    if output.json { return list.forEach { Console.result(Self.json($0)) } }
    var table = TextTable(header: ["EXPORT", "REQUESTED AT", "REQUESTED BY", "STATUS", "FORMAT", "ROWS", "BYTES", "EXPIRES", "FILTER"], rightAligned: [5, 6])
    for job in list {
      table.add([
        job.id, jobs.time(job.requestedAt), Console.visible(who(job), limit: 24), job.state.rawValue, job.format.rawValue, job.rows.map(grouped) ?? "",
        job.state == .completed ? grouped(job.bytes) : "", job.state == .completed ? jobs.day(job.expiresAt) : "",
        Console.visible(job.extent.filter.inWords, limit: 60),
      ])
    }
    table.lines.forEach(Console.result)
    if !output.quiet { Console.message(counted(list.count, "export")) }
  }

  func printDetails(_ job: Job) {
    if output.json { return Console.result(Self.json(job)) }
    var lines = [
      ("export", job.id), ("status", job.state.rawValue), ("requested by", who(job)), ("requested at", jobs.time(job.requestedAt)),
      ("filter", job.extent.filter.inWords), ("format", job.format.rawValue), ("rule", job.rule),
    ]
    if let report = job.report { lines.append(("report of", report.period + (report.timeZone.map { " by the clock of \($0)" } ?? ""))) }
    if !job.extent.within.isEmpty { lines.append(("narrowed to", job.extent.redaction.inWords(job.extent.within))) }
    if !job.extent.redaction.isNone { lines.append(("withheld", job.extent.redaction.inWords)) }
    if let reason = job.reason { lines.append(("reason", reason)) }
    if let rows = job.rows { lines.append(("events", grouped(rows))) }
    for file in job.files { lines.append(("file", "\(file.name), \(grouped(file.bytes)) bytes, SHA-256 \(file.sha256)")) }
    if let end = job.endedAt { lines.append(("ended at", jobs.time(end))) }
    if job.state == .completed, job.expiresAt != nil { lines.append(("kept until", jobs.day(job.expiresAt))) }
    for (name, value) in lines where !value.isEmpty {
      Console.result(name + String(repeating: " ", count: 14 - name.count) + Console.visible(value))
    }
  }

  private func who(_ job: Job) -> String { job.actingAs.map { "\(job.name) as \($0)" } ?? job.name }

  static func json(_ job: Job) -> String {
    func time(_ instant: Int64?) -> JSONText { instant.map { .string(Timestamp.canonicalText($0)) } ?? .null }
    return jsonLine(
      "export",
      [
        ("id", .string(job.id)), ("status", .string(job.state.rawValue)), ("path", .optional(job.to)), ("format", .string(job.format.rawValue)),
        ("split", .optional(job.split?.rawValue)), ("report", .optional(job.report?.period)), ("events", job.rows.map { .number($0) } ?? .null), ("bytes", .number(job.bytes)),
        ("filter", job.extent.filter.canonicalJSON), ("narrowedTo", .array(job.extent.narrowing.map(\.canonicalJSON))),
        ("withheld", job.extent.redaction.json), ("login", .string(job.login)),
        ("name", .string(job.name)), ("actingAs", .optional(job.actingAs)), ("rule", .string(job.rule)),
        ("roleFileSHA256", .string(job.roleFileSHA256)), ("requestedAt", time(job.requestedAt)), ("endedAt", time(job.endedAt)),
        ("expiresAt", time(job.expiresAt)), ("reason", .optional(job.reason)), ("files", .array(job.files.map(\.json))),
      ])
  }
}
