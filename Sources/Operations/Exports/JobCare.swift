public import AccessPolicy
internal import ArchiveStore
internal import Archiving
public import AuditModel
internal import Foundation
internal import Logging

/// What is done with jobs after they were asked for. All of it needs the right to export at that moment.
extension ExportJobs {
  // MARK: At each run

  /// Sees to what is due: jobs that lost their worker are marked failed, files whose time is over go, the ledger gets what it is owed.
  public func tidy() throws {
    try care()
    ledger.takeIn()
  }

  private func care() throws {
    for id in try shelf.ids {
      guard let job = try? shelf.job(id), needsCare(job), let held = try shelf.hold(id) else { continue }
      try pay(held)
      if held.job.state.isOpen { try lost(held) }
      if isOver(held.job) { try expire(held, by: .program) }
    }
  }

  private func needsCare(_ job: Job) -> Bool { job.state.isOpen || !job.owed.isEmpty || isOver(job) }

  private func isOver(_ job: Job) -> Bool { job.state == .completed && job.expiresAt.map { $0 <= context.now() } ?? false }

  private func lost(_ held: HeldJob) throws {
    held.removeFiles()
    held.job.endedAt = context.now()
    if let canceller = CancelNote.read(held.cancelNote) {
      try move(held, to: .cancelled, .cancelled, by: canceller)
      unsafe unlink(held.cancelNote)
    } else {
      held.job.reason = "its worker ended without a word: it was killed, or the machine stopped"
      try move(held, to: .failed, .failed, by: .program)
    }
  }

  private func expire(_ held: HeldJob, by actor: LedgerEntry.Actor) throws {
    held.removeFiles()
    try move(held, to: .expired, .expired, by: actor)
  }

  // MARK: Seeing

  /// The requester's own right to export, without which none of this is open to them.
  private func right() throws(Failure) -> Decision {
    let decision = policy.decide(.export, for: context.requester)
    guard decision.isAllowed else { throw decision.refusal }
    return decision
  }

  private func isOpen(_ job: Job, to decision: Decision) -> Bool {
    job.login.utf8.elementsEqual(context.login.utf8) || decision.covers(job.extent)
  }

  /// The requester's own jobs, and those that they could have made themselves; newest first.
  public func list() throws -> [Job] {
    let decision = try right()
    return try shelf.jobs().filter { isOpen($0, to: decision) }.reversed()
  }

  public func job(_ text: String) throws -> Job {
    let decision = try right()
    let job = try shelf.job(shelf.id(text))
    try requireOpen(job, to: decision, "see")
    return job
  }

  /// Waits until nobody is at work on a job.
  ///
  /// - Returns: nil if that took longer than so many seconds.
  public func wait(for text: String, seconds: Double?) throws -> Job? {
    let id = try job(text).id
    let start = context.now()
    while true {
      if let job = try shelf.hold(id, isShared: true)?.job {
        if !job.state.isOpen { return job }
        // Nobody holds it, and it is not done: it has lost its worker.
        try tidy()
      }
      if context.isInterrupted() { throw Failure(.interrupted, "interrupted: the export goes on", hint: "counterroll exports show \(id)") }
      if let seconds, Double(context.now() - start) > seconds * 1000 { return nil }
      usleep(50_000)
    }
  }

  // MARK: Doing

  /// Throws, and notes it, unless a job is the requester's own or could have been made by them.
  private func requireOpen(_ job: Job, to decision: Decision, _ attempt: String) throws(Failure) {
    if isOpen(job, to: decision) { return }
    let refusal = try refused(job, attempt, decision)
    throw refusal
  }

  /// Notes that somebody was refused something about a job, and says it in words.
  private func refused(_ job: Job, _ attempt: String, _ decision: Decision) throws(Failure) -> Failure {
    let tooMuch = Failure(
      .notPermitted, "login “\(context.login)”\(asOther(decision)) may not \(attempt) export \(job.id): it holds more than their right to export reaches",
      hint: "ask whoever keeps the role file, or make an export of your own")
    let refusal = decision.isAllowed ? tooMuch : decision.refusal
    var values: [LedgerEntry.Value] = [
      .init("attempt", .string(attempt)), .init("reason", .string(refusal.message)), .init("roleFileSHA256", .string(policy.roles.sha256)),
    ]
    if let other = decision.actingAs { values.append(.init("actingAs", .string(other))) }
    try ledger.note(ledger.entry(.denied, by: actor, of: job.id, named: job.fileName, after: values))
    ledger.takeIn()
    return refusal
  }

  private func asOther(_ decision: Decision) -> String { decision.actingAs.map { ", acting as “\($0)”," } ?? "" }

  /// Hands over the files of a job: to a path, or to a sink if there is one. Noted before a byte is handed over.
  public func download(_ text: String, to path: String?, sink: ((UnsafeRawBufferPointer) throws -> Void)? = nil) throws -> Job {
    let decision = policy.decide(.export, for: context.requester)
    let id = try shelf.id(text)
    let job = try shelf.job(id)
    guard decision.isAllowed, decision.covers(job.extent) else {
      let refusal = try refused(job, "download", decision)
      throw refusal
    }
    guard let held = try shelf.hold(id, isShared: true) else {
      throw Failure(.locked, "somebody is at work on export \(id)", hint: "wait for it: counterroll exports wait \(id)")
    }
    try requireFiles(held.job)
    let note = { try ledger.note(entry(ofDownload: held.job, decision)) }
    if let sink {
      guard held.job.files.count == 1 else { throw Failure(.usage, "export \(id) has several files", hint: "give --to a folder that does not exist yet") }
      try note()
      try unsafe Destination.copy(held.job.files[0], from: held.files, to: sink)
    } else {
      try Destination(path ?? held.job.fileName, isFolder: held.job.isSplit).take(held.job.files, from: held.files, note: note)
    }
    ledger.takeIn()
    return held.job
  }

  private func requireFiles(_ job: Job) throws(Failure) {
    switch job.state {
    case .completed where !job.isStreamed: return
    case .expired:
      throw Failure(.noInput, "the files of export \(job.id) are gone: their time was over", hint: "export again")
    default:
      throw Failure(.noInput, "export \(job.id) has no files: it is \(job.isStreamed ? "one to standard output" : job.state.rawValue)", hint: "counterroll exports show \(job.id)")
    }
  }

  private func entry(ofDownload job: Job, _ decision: Decision) -> LedgerEntry {
    var values: [LedgerEntry.Value] = [.init("rows", .number(job.rows ?? 0)), .init("bytes", .number(job.bytes))]
    if !job.isSplit { values.append(.init("sha256", .string(job.files[0].sha256))) }
    values += [.init("rule", .string(decision.rule)), .init("roleFileSHA256", .string(decision.roleFileSHA256))]
    if let other = decision.actingAs { values.append(.init("actingAs", .string(other))) }
    return ledger.entry(.downloaded, by: actor, of: job.id, named: job.fileName, after: values)
  }

  /// Stops a job that is not done. Its requester may, and whoever could have made it.
  public func cancel(_ text: String) throws -> Job {
    let decision = try right()
    let id = try shelf.id(text)
    let job = try shelf.job(id)
    try requireOpen(job, to: decision, "cancel")
    guard job.state.isOpen else { throw Failure(.usage, "export \(id) is \(job.state.rawValue): there is nothing to cancel") }
    try replaceFile("\(shelf.path(of: id))/cancel", with: CancelNote.bytes(actor))
    defer { ledger.takeIn() }
    while true {
      try care()
      let now = try shelf.job(id)
      if !now.state.isOpen { return now }
      if context.isInterrupted() { throw Failure(.interrupted, "interrupted: the export is told to stop, and has not done so yet") }
      usleep(50_000)
    }
  }

  /// Lets a failed job begin anew, by the right that its requester has now.
  public func resume(_ text: String) throws -> Request {
    let id = try job(text).id
    guard let held = try shelf.hold(id) else { throw Failure(.locked, "somebody is at work on export \(id)", hint: "counterroll exports wait \(id)") }
    guard held.job.state == .failed else {
      throw Failure(.usage, "export \(id) is \(held.job.state.rawValue): only one that failed can be resumed", hint: "export again")
    }
    guard !held.job.isStreamed else { throw Failure(.usage, "export \(id) went to standard output", hint: "export again") }
    let reader = try archive.reader(spoolingIn: context.temporaryFolder)
    let decision = try permitted(held.job, reader).decision
    (held.job.reason, held.job.endedAt, held.job.files, held.job.rows) = (nil, nil, [], nil)
    (held.job.rule, held.job.roleFileSHA256) = (decision.rule, decision.roleFileSHA256)
    unsafe unlink(held.cancelNote)
    try move(held, to: .queued, .resumed, with: held.job.right)
    return Request(held, same: [])
  }

  /// Removes files before their time, or, without a job, all whose time is over.
  /// - Returns: the jobs whose files went.
  public func purge(_ texts: [String]) throws -> [Job] {
    let decision = try right()
    guard !texts.isEmpty else {
      let before = Set(try shelf.jobs().filter { $0.state == .completed }.map(\.id))
      try tidy()
      return try shelf.jobs().filter { $0.state == .expired && before.contains($0.id) }
    }
    return try texts.map { text in
      let id = try shelf.id(text)
      try requireOpen(try shelf.job(id), to: decision, "purge")
      guard let held = try shelf.hold(id) else {
        throw Failure(.locked, "somebody is at work on export \(id), or downloads it just now", hint: "repeat the command when that is done")
      }
      guard held.job.state == .completed else { throw Failure(.usage, "export \(id) is \(held.job.state.rawValue): it has no files") }
      try expire(held, by: actor)
      ledger.takeIn()
      return held.job
    }
  }

  // MARK: In the background

  /// Takes over a job from the process that was asked for it.
  public func adopt(_ id: String, lock: Int32) throws -> Request {
    let path = shelf.path(of: id)
    var (own, handed) = (stat(), stat())
    guard unsafe stat("\(path)/lock", &own) == 0, unsafe fstat(lock, &handed) == 0, own.st_ino == handed.st_ino, own.st_dev == handed.st_dev,
      flock(lock, LOCK_EX | LOCK_NB) == 0
    else { throw Failure(.usage, "the lock of export \(id) was not handed over", hint: "go on with it: counterroll exports resume \(id)") }
    return Request(HeldJob(try shelf.job(id), at: path, inheriting: lock), same: [])
  }
}

/// A wish to stop a job, left in its folder for its worker.
enum CancelNote {
  static func bytes(_ actor: LedgerEntry.Actor) -> [UInt8] {
    JSONText.object([("login", .string(actor.login)), ("name", .string(actor.name))]).bytes
  }

  /// Who wishes it; nil if nobody does.
  static func read(_ path: String) -> LedgerEntry.Actor? {
    guard let bytes = try? wholeFile(path), let note = try? JSONDecoder().decode([String: String].self, from: Data(bytes)),
      let login = note["login"], let name = note["name"]
    else { return nil }
    return LedgerEntry.Actor(login: login, name: name)
  }
}
