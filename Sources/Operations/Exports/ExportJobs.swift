public import AccessPolicy
public import ArchiveStore
public import AuditModel
public import EvidenceLog
internal import Foundation
internal import Logging

/// The export jobs of an archive: asking for one, working on it, and what may be done with it later.
///
/// A job's state and the entries that the ledger gets of it are written in one step (`Job.owed`), then the entries are put down. Whoever is
/// killed in between leaves them to the next one who holds the job: the ledger may be late, it is never wrong.
public struct ExportJobs {
  let archive: Archive
  let rolesPath: String
  let policy: AccessPolicy
  let zone: AccountZone
  let context: RunContext
  let ledger: LedgerBook
  let shelf: JobShelf

  /// Reads the role file, and notes if it has changed.
  public init(of archive: Archive, roles path: String, context: RunContext, key: SigningKey?) throws {
    let access = try Access(to: archive, roles: path, context: context)
    self.archive = archive
    rolesPath = absolute(path)
    (policy, zone) = (access.policy, access.zone)
    self.context = context
    ledger = LedgerBook(of: archive, context: context, key: key)
    shelf = JobShelf(of: archive)
    try ledger.noteChange(of: policy.roles, noticedBy: actor)
  }

  /// Whoever runs this, by the name that the role file has for them.
  var actor: LedgerEntry.Actor { ledger.actor(named: policy.roles.user(context.login)?.name) }

  // MARK: State

  /// Moves a held job to a state, with the entry that says so, and pays it into the ledger.
  func move(
    _ held: HeldJob, to state: JobState, _ action: LedgerEntry.Action?, by actor: LedgerEntry.Actor? = nil, with more: [LedgerEntry.Value] = []
  ) throws {
    let before = held.job.state
    precondition(before.next.contains(state), "a job cannot become \(state) from \(before)")
    held.job.state = state
    if let action {
      owe(held, ledger.entry(action, by: actor ?? self.actor, of: held.job.id, named: held.job.fileName,
        before: [.init("status", .string(before.rawValue))], after: held.job.values(more)))
    }
    try held.save()
    try pay(held)
  }

  func owe(_ held: HeldJob, _ entry: LedgerEntry) {
    held.job.owed.append(Job.Owed(id: entry.id, line: String(decoding: entry.line, as: UTF8.self)))
  }

  /// Puts down what the ledger has not got yet.
  func pay(_ held: HeldJob) throws {
    guard !held.job.owed.isEmpty else { return }
    for entry in held.job.owed { try ledger.note(Array(entry.line.utf8), id: entry.id) }
    held.job.owed = []
    try held.save()
  }

  // MARK: Asking

  /// What is asked for.
  public struct Order {
    public var filter = FilterRequest()
    public var format = Extraction.Format.bundle
    public var split: Job.Split?
    /// Makes a report instead of an export of events.
    public var report: ReportOrder?
    /// Where the finished file also goes.
    public var to: String?
    public var isStreamed = false
    /// Adds a table that is altered for spreadsheets to a bundle.
    public var withSpreadsheet = false
    /// Events that the page of a bundle holds itself; above, their details lie in files beside it.
    public var oneFileLimit = Extraction.usualOneFileLimit

    public init() {}
  }

  /// A job that was asked for and waits for its work.
  public final class Request {
    let held: HeldJob
    public var job: Job { held.job }
    /// Jobs that have made the same already.
    public let same: [Job]

    init(_ held: HeldJob, same: [Job]) {
      self.held = held
      self.same = same
    }
  }

  /// Makes a job of an order. One that is not allowed is noted as well, and then refused.
  public func request(_ order: Order) throws -> Request {
    var order = order
    let filter = try settle(&order)
    let decision = policy.decide(.export, for: context.requester)
    let job = try job(order, filter, decision)
    if let refusal = try refusal(of: job, decision) {
      noteDenied(job, refusal)
      throw refusal
    }
    if let to = order.to, order.split == nil, order.report == nil { try Extraction(format: order.format, path: to).requireName() }
    if let to = order.to { try Self.requireFree(to, isFolder: order.split != nil) }
    let same = try shelf.jobs().filter { $0.state == .completed && $0.isSame(as: job) && decision.covers($0.extent) && !$0.isStreamed }
    let entry = ledger.entry(.requested, by: actor, of: job.id, named: job.fileName, after: job.values(job.asked))
    return Request(try put(job, entry), same: same)
  }

  /// Says for good what an order leaves open, and what events it asks for.
  private func settle(_ order: inout Order) throws(Failure) -> EventFilter {
    guard let report = order.report else { return try order.filter.resolved(in: zone, now: context.now()) }
    let (settled, filter) = try report.settled(order.filter, in: zone, now: context.now())
    order.report = settled
    return filter
  }

  private func job(_ order: Order, _ filter: EventFilter, _ decision: Decision) throws(Failure) -> Job {
    let now = context.now()
    let id = shelf.newID(at: now)
    let to = order.to.map(absolute)
    let usual = (order.report.map { "report-\($0.period)-\(id)" } ?? "export-\(id)") + (order.split == nil ? "." + order.format.ending : "")
    return Job(
      id: id, state: .queued, requestedAt: now, login: context.login, name: actor.name, actingAs: decision.actingAs, format: order.format,
      split: order.split, report: order.report, withSpreadsheet: order.withSpreadsheet, oneFileLimit: order.oneFileLimit,
      fileName: to.map { Operations.fileName($0) } ?? usual, to: to, isStreamed: order.isStreamed, roles: rolesPath,
      rule: decision.isAllowed ? decision.rule : "", roleFileSHA256: decision.roleFileSHA256,
      extent: Extent(filter: filter, within: decision.within, redaction: decision.redaction), archiveRun: try archive.lastIngestRun)
  }

  private func put(_ job: Job, _ entry: LedgerEntry) throws -> HeldJob {
    var job = job
    job.owed = [Job.Owed(id: entry.id, line: String(decoding: entry.line, as: UTF8.self))]
    let held = try shelf.make(job)
    try pay(held)
    return held
  }

  /// Why a job is not allowed: there is no such right, or it asks by what is withheld. Nil if it is.
  private func refusal(of job: Job, _ decision: Decision) throws(Failure) -> Failure? {
    guard decision.isAllowed else { return decision.refusal }
    let reader = try archive.reader(spoolingIn: context.temporaryFolder)
    do throws(Failure) { _ = try permitted(job, reader) } catch {
      guard error.kind == .notPermitted else { throw error }
      return error
    }
    return nil
  }

  /// Notes a refusal. Where that is impossible it is a refusal all the same.
  private func noteDenied(_ job: Job, _ refusal: Failure) {
    var job = job
    (job.state, job.reason, job.endedAt) = (.denied, refusal.message, context.now())
    do {
      _ = try put(job, ledger.entry(.denied, by: actor, of: job.id, named: job.fileName, after: job.values(job.asked)))
      ledger.takeIn()
    } catch {
      context.logger.warning("the refusal could not be noted in the archive: \((error as? Failure)?.message ?? "\(error)")")
    }
  }

  /// The events that a job's requester is given now. Its right is looked up anew each time: what is not allowed any more is not worked on.
  func permitted(_ job: Job, _ source: any EventSource) throws(Failure) -> PermittedEvents {
    guard job.login.utf8.elementsEqual(context.login.utf8) else {
      throw Failure(.notPermitted, "export job \(job.id) is that of \(job.login), and only they can go on with it")
    }
    return try policy.permit(.export, to: job.requester, filter: job.extent.filter, of: source)
  }
}

/// For whoever shows jobs.
extension ExportJobs {
  /// An instant on the account's clock.
  public func time(_ instant: Int64) -> String { zone.text(instant) }

  public func day(_ instant: Int64?) -> String { instant.map { String(zone.text($0).prefix(10)) } ?? "" }

  /// A path below the folder that we are in, from there.
  public func relative(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }

  /// - Throws: `cannotCreate` if something is at a path, or nothing can be.
  static func requireFree(_ path: String, isFolder: Bool) throws(Failure) { _ = try Destination(path, isFolder: isFolder) }
}

extension Extraction.Format {
  /// The ending of a file's name.
  var ending: String {
    switch self {
    case .html: "html"
    case .bundle: "zip"
    case .spreadsheet: "altered.csv"
    default: rawValue
    }
  }
}

/// A path that means the same wherever the process goes.
func absolute(_ path: String) -> String {
  path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
}
