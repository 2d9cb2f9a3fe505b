import ArgumentParser
import AuditModel
import Glibc

/// The command line: reads arguments, runs one operation, prints what happened.
@main
struct Counterroll: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "counterroll",
    abstract: "Keep a CRM account's audit log for good, and hand it out as a page that opens anywhere.",
    discussion: """
      EXAMPLES
        counterroll init --archive acme --account "Acme Homes" --time-zone America/Chicago
        counterroll inspect export.csv
        counterroll ingest --archive acme exports/*.csv dump.json
        counterroll status --archive acme
        counterroll events --archive acme --module Contacts --last 7d
        counterroll verify acme
        counterroll roles explain --archive acme maria --right export
        counterroll export --archive acme --format bundle --to acme-2026.zip
        counterroll exports list --archive acme
        counterroll report --archive acme --period month --to october.html

      \(ExitCodes.help)
      """,
    version: versionText,
    subcommands: [
      InitCommand.self, InspectCommand.self, IngestCommand.self, StatusCommand.self, EventsCommand.self, ExportCommand.self, ExportsCommand.self, ReportCommand.self,
      VerifyCommand.self, RolesCommand.self, KeyCommand.self,
    ])

  /// The process as a whole: its environment is settled first, then one command runs, and every end has its exit code.
  static func main() {
    Surroundings.settle()
    do {
      var command = try parseAsRoot()
      try RepeatedOptions.refuse(in: CommandLine.arguments)
      try command.run()
    } catch {
      Surroundings.end(with: error)
    }
  }
}
