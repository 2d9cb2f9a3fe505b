import ArgumentParser
import AuditModel
import Operations

struct ExportsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exports",
    abstract: "See to export jobs: list, wait, download, cancel, resume, purge. Needs the right audit-logs.export.",
    discussion: """
      EXAMPLES
        counterroll exports list --archive acme
        counterroll exports download --archive acme 20261125-9f2c4a --to acme.zip

      You see your own jobs, and those whose events your right to export reaches now. Files are kept for as many days as the archive says;
      then they go, at the next run of `export` or `exports`. The beginning of an id is enough.
      """,
    subcommands: [
      ExportsListCommand.self, ExportsShowCommand.self, ExportsWaitCommand.self, ExportsDownloadCommand.self, ExportsCancelCommand.self,
      ExportsResumeCommand.self, ExportsPurgeCommand.self, ExportsWorkCommand.self,
    ])
}

/// What all of them take.
struct ExportsOptions: ParsableArguments {
  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var requester: RequesterOptions
  @OptionGroup var signing: SigningOptions
  @OptionGroup var output: OutputOptions

  /// The jobs, after what was due has been seen to.
  func jobs(tidied: Bool = true) throws -> ExportJobs {
    let folder = try archive.folder()
    let context = try Surroundings.context(output, archive: folder, as: requester.actingAs)
    let jobs = try ExportJobs(of: archive.open(), roles: roles.path(in: folder), context: context, key: signing.key(for: folder))
    if tidied { try jobs.tidy() }
    return jobs
  }

  func text(_ jobs: ExportJobs) -> JobText { JobText(jobs: jobs, output: output) }
}

struct ExportsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List export jobs, newest first.",
    discussion: """
      EXAMPLES
        counterroll exports list --archive acme
        counterroll exports list --archive acme --json
      """)

  @OptionGroup var options: ExportsOptions

  func run() throws {
    let jobs = try options.jobs()
    options.text(jobs).printList(try jobs.list())
  }
}

struct ExportsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Say everything about one export job.",
    discussion: """
      EXAMPLES
        counterroll exports show --archive acme 20261125-9f2c4a
      """)

  @Argument(help: "The job's id.") var id: String
  @OptionGroup var options: ExportsOptions

  func run() throws {
    let jobs = try options.jobs()
    options.text(jobs).printDetails(try jobs.job(id))
  }
}

struct ExportsWaitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Wait until an export job has ended, and end as it did.",
    discussion: """
      It ends with 0 if the job is completed or empty, 64 if it is over the limit, 1 if it failed, 77 if it was denied, 130 if it was
      cancelled, and 75 if --timeout is over first.

      EXAMPLES
        counterroll exports wait --archive acme 20261125-9f2c4a
        counterroll exports wait --archive acme --timeout 60 20261125-9f2c4a
      """)

  @Argument(help: "The job's id.") var id: String
  @Option(help: "Wait at most so many seconds.") var timeout: Double?
  @OptionGroup var options: ExportsOptions

  func run() throws {
    let jobs = try options.jobs()
    guard let job = try jobs.wait(for: id, seconds: timeout) else {
      throw Failure(.locked, "export \(id) is still at work", hint: "wait longer, or look: counterroll exports show \(id)")
    }
    try options.text(jobs).printEnd(job)
  }
}

struct ExportsDownloadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "download", abstract: "Copy the files of a completed export. Noted in the archive before a byte is handed over.",
    discussion: """
      EXAMPLES
        counterroll exports download --archive acme 20261125-9f2c4a --to acme.zip
        counterroll exports download --archive acme 20261125-9f2c4a --to - > acme.csv
      """)

  @Argument(help: "The job's id.") var id: String
  @Option(help: "Where to; nothing may be there yet. - is standard output. Default: the export's own file name.") var to: String?
  @OptionGroup var options: ExportsOptions

  func run() throws {
    let jobs = try options.jobs()
    if to == "-" {
      _ = try jobs.download(id, to: nil) { unsafe Console.result(bytes: $0) }
      return
    }
    let job = try jobs.download(id, to: to)
    if options.output.json { return Console.result(JobText.json(job)) }
    if !options.output.quiet { Console.result("\(to ?? job.fileName): \(grouped(job.bytes)) bytes of export \(job.id)") }
  }
}

struct ExportsCancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Stop an export job that is not done.",
    discussion: """
      Its requester may, and whoever has the right to export all that it holds.

      EXAMPLES
        counterroll exports cancel --archive acme 20261125-9f2c4a
      """)

  @Argument(help: "The job's id.") var id: String
  @OptionGroup var options: ExportsOptions

  func run() throws {
    let job = try options.jobs().cancel(id)
    if options.output.json { return Console.result(JobText.json(job)) }
    if !options.output.quiet {
      Console.result("export \(job.id): \(job.state == .cancelled ? "cancelled" : "was quicker: it is \(job.state.rawValue)")")
    }
  }
}

struct ExportsResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Begin a failed export job anew, by the right that you have now.",
    discussion: """
      EXAMPLES
        counterroll exports resume --archive acme 20261125-9f2c4a
        counterroll exports resume --archive acme --background 20261125-9f2c4a
      """)

  @Argument(help: "The job's id.") var id: String
  @Flag(help: "Go on in a process that survives the terminal.") var background = false
  @OptionGroup var options: ExportsOptions

  func run() throws {
    let jobs = try options.jobs()
    let request = try jobs.resume(id)
    guard background else { return try options.text(jobs).printEnd(try jobs.work(on: request)) }
    let folder = try options.archive.folder()
    try request.detach(
      ExportsWorkCommand.arguments(request.job, archive: folder, roles: options.roles.path(in: folder), options.requester, options.signing))
    Console.result(options.output.json ? JobText.json(request.job) : request.job.id)
  }
}

struct ExportsPurgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge", abstract: "Remove files whose time is over; or those of certain jobs at once.",
    discussion: """
      EXAMPLES
        counterroll exports purge --archive acme
        counterroll exports purge --archive acme 20261125-9f2c4a
      """)

  @Argument(help: "Ids of completed jobs. Without any: all whose time is over.") var ids: [String] = []
  @OptionGroup var options: ExportsOptions

  func run() throws {
    let gone = try options.jobs(tidied: false).purge(ids)
    for job in gone { Console.result(options.output.json ? JobText.json(job) : "export \(job.id): its files are gone") }
    if gone.isEmpty, !options.output.quiet, !options.output.json { Console.message("no files whose time is over") }
  }
}

/// What a worker in the background runs; people have no use for it.
struct ExportsWorkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "work", abstract: "Go on with a job whose lock was handed over.", shouldDisplay: false)

  @Argument var id: String
  @OptionGroup var options: ExportsOptions

  static func arguments(_ job: Job, archive: String, roles: String, _ requester: RequesterOptions, _ signing: SigningOptions) -> [String] {
    var words = ["exports", "work", job.id, "--archive", archive, "--roles", roles]
    if let login = requester.actingAs { words += ["--as", login] }
    if let key = signing.key { words += ["--key", key] }
    return words
  }

  func run() throws {
    let jobs = try options.jobs(tidied: false)
    try options.text(jobs).printEnd(try jobs.work(on: try jobs.adopt(id, lock: ExportJobs.Request.lockNumber), isPatient: true))
  }
}
