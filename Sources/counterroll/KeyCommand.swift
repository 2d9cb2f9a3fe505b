import ArgumentParser
import AuditModel
import EvidenceLog
import Operations

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Make the key that signs an archive's checkpoints.", subcommands: [MakeKeyCommand.self])
}

struct MakeKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make",
    abstract: "Make a new Ed25519 key in a new file, and print its public half.",
    discussion: """
      Keep the file outside the archive. Give the printed line to those who verify: `counterroll verify --verifier LINE`.

      EXAMPLES
        counterroll key make --to ~/.config/counterroll/signing.key --name audit.example.com
        counterroll ingest --archive acme --key ~/.config/counterroll/signing.key exports/
      """)

  @Option(help: "The new file. One that exists is never replaced.") var to: String
  @Option(help: "Whose key it is: a name without spaces and plus signs.") var name = "counterroll"
  @OptionGroup var output: OutputOptions

  func run() throws {
    _ = try Surroundings.context(output)
    let verifier = try KeyFile.make(at: to, name: name)
    Console.result(output.json ? jsonLine("key", [("file", .string(to)), ("verifier", .string(verifier.text))]) : verifier.text)
  }
}
