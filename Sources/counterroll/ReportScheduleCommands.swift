import ArgumentParser
import AuditModel
import Operations

/// What the commands take that work by a schedule.
struct ReportScheduleOptions: ParsableArguments {
  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var signing: SigningOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "The report schedule. Default: reports.yaml in the archive's folder.") var schedule: String?

  func rounds() throws -> ReportRounds {
    let folder = try archive.folder()
    let archive = try self.archive.open()
    let context = try Surroundings.context(output, archive: folder, as: nil)
    let schedules = try ReportSchedules.load(path: schedule ?? ReportSchedules.usualPath(in: archive), of: archive, context: context)
    return try ReportRounds(of: archive, schedules: schedules, roles: roles.path(in: folder), context: context, key: signing.key(for: folder))
  }
}

struct ReportRunDueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run-due", abstract: "Make and deliver the scheduled reports whose period is over, each once.",
    discussion: """
      For a timer: run it as often as you like. What an outage has left behind is caught up with, oldest first. One report's failure does not
      stop the others; it is tried again by the next run. ReportSchedule.md describes the file.

      EXAMPLES
        counterroll report run-due --archive acme
        counterroll report run-due --archive acme --schedule /etc/counterroll/reports.yaml --quiet
      """)

  @OptionGroup var options: ReportScheduleOptions

  func run() throws {
    var failures: [Failure] = []
    let count = try options.rounds().runDue { id, result in
      switch result {
      case .success(let outcome): tell(id, outcome)
      case .failure(let failure):
        failures.append(failure)
        Console.message("counterroll: \(Console.visible(failure.message))")
        if let hint = failure.hint { Console.message("  \(Console.visible(hint))") }
      }
    }
    if count == 0, !options.output.quiet, !options.output.json { Console.message("no report is due") }
    guard let first = failures.first else { return }
    throw Failure(first.kind, "\(counted(Int64(failures.count), "report")) of \(count) could not be delivered", hint: "the next run tries again")
  }

  private func tell(_ id: String, _ outcome: ReportRounds.Outcome) {
    if options.output.json { return Console.result(Self.json(id, outcome).text) }
    guard !options.output.quiet else { return }
    let late = outcome.daysLate == 0 ? "" : ", late by \(counted(Int64(outcome.daysLate), "day"))"
    Console.result("\(id): \(outcome.paths.joined(separator: ", "))\(outcome.isSent ? ", sent" : "")\(late)")
  }

  private static func json(_ id: String, _ outcome: ReportRounds.Outcome) -> JSONText {
    .object([
      ("schema", .string("counterroll-delivery")), ("version", .number(1)), ("id", .string(id)), ("schedule", .string(outcome.schedule)),
      ("period", .string(outcome.period.name)), ("daysLate", .number(outcome.daysLate)), ("files", .array(outcome.paths.map { .string($0) })),
      ("sent", .bool(outcome.isSent)),
    ])
  }
}

struct ReportSettleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Say whether a message went out whose handing over was cut short.",
    discussion: """
      EXAMPLES
        counterroll report settle --archive acme weekly-2026-W44 --sent
        counterroll report settle --archive acme weekly-2026-W44 --unsent
      """)

  enum Fate: String, EnumerableFlag { case sent, unsent }

  @Argument(help: "The report, as run-due names it.") var id: String
  @Flag(help: "Whether a recipient has it.") var fate: Fate
  @OptionGroup var options: ReportScheduleOptions

  func run() throws {
    try options.rounds().settle(id, wasSent: fate == .sent)
    if !options.output.quiet { Console.message("the next run of `report run-due` \(fate == .sent ? "notes its delivery" : "sends it again")") }
  }
}
