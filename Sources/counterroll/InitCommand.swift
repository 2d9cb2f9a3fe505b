import ArchiveStore
import ArgumentParser
import AuditModel
import Operations

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make an archive: a folder with one SQLite file, the kept source files and a role file.",
    discussion: """
      EXAMPLES
        counterroll init --archive acme --account "Acme Homes" --time-zone America/Chicago
        counterroll init --archive acme --account "Acme Homes" --account-id ve9EPM428h8vShlRW1KT --time-zone America/Chicago
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "The account's name, as it will stand on pages.") var account: String
  @Option(help: "The source's own id of the account, by which its list of users says who may reach it.") var accountID: String?
  @Option(help: "The account's time zone, a name of the tz database.") var timeZone: String
  @OptionGroup var network: NetworkOptions
  @Option(help: "Days after which the source purges its log.") var retentionDays = 60
  @Option(help: "The most events that one file of an export may hold.") var exportLimit: Int64 = 500_000
  @Option(help: "Days for which the files of an export are kept.") var exportDays = 30

  func run() throws {
    let context = try Surroundings.context(output, archive: archive.folder())
    let folder = try archive.folder()
    let made = try Setup.make(
      at: folder, account: account, accountID: accountID, timeZone: timeZone, retentionDays: retentionDays,
      exports: (exportLimit, exportDays), onNetwork: network.allowNetworkFolder, context: context)
    if output.json {
      Console.result(jsonLine("init", [("archive", .string(made.folder)), ("account", .string(account)), ("accountId", .optional(accountID)), ("timeZone", .string(timeZone))]))
    } else if !output.quiet {
      Console.result("Made the archive \(made.folder) for \(account), \(timeZone).")
      Console.result("\(made.folder)/roles.yaml lets \(context.login) view and export; add the others there.")
      Console.result("Next: counterroll ingest --archive \(made.folder) FILE…")
    }
  }
}

/// One line of `--json` output: what it is, the version of its schema, then its members.
func jsonLine(_ type: String, _ members: [(String, JSONText)]) -> String {
  JSONText.object([("schema", .string("counterroll-\(type)")), ("version", .number(1))] + members).text
}

func json(_ balance: Balance) -> JSONText {
  .object([
    ("read", .number(balance.read)), ("stored", .number(balance.stored)), ("duplicate", .number(balance.duplicate)),
    ("conflict", .number(balance.conflict)), ("rejected", .number(balance.rejected)),
  ])
}
