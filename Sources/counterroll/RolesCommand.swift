import ArgumentParser

struct RolesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roles",
    abstract: "Check a role file, and say what it gives whom and why.",
    discussion: """
      EXAMPLES
        counterroll roles check --archive acme
        counterroll roles explain --archive acme maria --right export
      """,
    subcommands: [RolesCheckCommand.self, RolesExplainCommand.self])
}
