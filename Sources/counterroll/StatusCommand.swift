import ArgumentParser
import Coverage
import Operations

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say what is in the archive, which days it covers, and until when to export again.",
    discussion: """
      The calendar shows for each day whether files cover it; what no file covers is listed with the day on which the source purges
      it. It ends with code 6 if there is a hole between files, or if the source purges something within --warn-days that is not
      archived: made for cron. --since takes older holes out of sight, when nothing can be done about them any more.

      EXAMPLES
        counterroll status --archive acme
        counterroll status --archive acme --since 2026-09-01 --warn-days 10 --quiet || mail-somebody
        counterroll status --archive acme --as-of 2026-11-01 --json
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "Days before a purge from which on the exit code warns.") var warnDays = 14
  @Option(help: "Look at the calendar from this day on only.") var since: String?
  @Option(help: "Speak of another moment than now: a day, or a full time.") var asOf: String?
  @Flag(help: "Draw the calendar of every module.") var everyModule = false

  func validate() throws {
    guard 0...3650 ~= warnDays else { throw ValidationError("--warn-days takes 0 to 3650 days") }
  }

  func run() throws {
    let context = try Surroundings.context(output)
    let status = try Status(of: try archive.open(), asOf: asOf, since: since, context: context)
    if output.json {
      Console.result(StatusJSON(status: status, warnDays: warnDays).line)
    } else {
      let text = StatusText(status: status, warnDays: warnDays, everyModule: everyModule, width: Console.width)
      (output.quiet ? text.brief : text.lines).forEach(Console.result)
    }
    if status.report.needsAction(within: warnDays) { throw ExitCode(ExitCodes.coverage) }
  }
}
