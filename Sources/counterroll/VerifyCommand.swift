import ArchiveStore
import ArgumentParser
import AuditModel
import EvidenceLog
import Operations

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that an archive is what was logged: its database, its evidence log, its kept sources.",
    discussion: """
      LEVELS, each with those before it
        structure   the database and its tables, the log's tree, receipts and checkpoints, the kept files as they lie there
        leaves      every leaf, computed again from the event's row and its record's bytes in the kept source
        records     every record, read again from the kept source and compared with what is archived of it

      An archive alone proves that it was not damaged. That nobody rewrote it as a whole is proved by something from elsewhere:
      --verifier, the public key of whoever signed, and --checkpoint, a note that was kept when the archive was younger.
      A run that wants to write waits until this has ended.

      EXAMPLES
        counterroll verify acme
        counterroll verify acme --level records --share 1/7
        counterroll verify acme --checkpoint kept/june.txt --verifier audit.example.com+5d8a9f01+AQ…
      """)

  @Argument(help: "The archive's folder. Default: as --archive.") var folder: String?
  @OptionGroup var archive: ArchiveOptions
  @Option(help: "structure, leaves or records.", transform: Self.level) var level = VerifyLevel.leaves
  @Option(help: "Only the n-th of t shares of events and files: 1/7 on Mondays, 2/7 on Tuesdays …", transform: Self.share)
  var share = VerifyShare.everything
  @Option(help: "The public key that must have signed every checkpoint, as `key make` printed it.") var verifier: String?
  @Option(help: "A file with a checkpoint that was kept elsewhere: the archive must have grown from it.") var checkpoint: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let context = try Surroundings.context(output)
    var request = ArchiveCheck.Request()
    (request.level, request.share) = (level, share)
    request.verifier = try verifier.map { text throws(Failure) in try VerifierKey(text) }
    request.checkpoint = try checkpoint.map { try CheckpointFile.read($0) }
    let folder = try folder ?? archive.folder()
    var count = 0
    let result = try Verification.run(at: folder, request, context: context) { finding in
      count += 1
      output.json ? printJSON(finding, count) : printText(finding, count)
    }
    output.json ? printJSON(result.facts, result.findings) : printText(result.facts, result.findings)
    if result.findings > 0 { throw ExitCode(ExitCodes.findings) }
  }

  private static func level(_ text: String) throws -> VerifyLevel {
    guard let level = VerifyLevel(rawValue: text) else { throw ValidationError("a level is one of structure, leaves, records") }
    return level
  }

  private static func share(_ text: String) throws -> VerifyShare {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int64($0) }
    guard parts.count == 2, let number = parts[0], let total = parts[1], 1...1_000_000 ~= total, 1...total ~= number else {
      throw ValidationError("a share is written like 1/7: the first of seven")
    }
    return VerifyShare(number: number, total: total)
  }

  // MARK: Text

  private func printText(_ finding: ArchiveFinding, _ number: Int) {
    Console.result("\(number). \(Console.visible(words(finding.subject))): \(Console.visible(finding.message))")
    Console.result("   next: \(Console.visible(finding.advice))")
  }

  private func words(_ subject: ArchiveFinding.Subject) -> String {
    switch subject {
    case .event(let id, let file, let record):
      "event \(id)" + (file.map { " (\($0)\(record.map { ", record \($0)" } ?? ""))" } ?? "")
    case .file(let name): "source \(name)"
    case .run(let id): "run \(id)"
    case .checkpoint(let id): "checkpoint \(id)"
    case .log: "the log"
    case .database: "archive.sqlite"
    }
  }

  private func printText(_ facts: ArchiveCheck.Facts, _ findings: Int) {
    if output.quiet, findings == 0 { return }
    Console.result("\(counted(facts.events, "event")), \(grouped(facts.leaves)) \(facts.leaves == 1 ? "leaf" : "leaves"), root \(root(facts))")
    Console.result("  \(counted(facts.checkpoints, "checkpoint")); \(signature(facts))")
    if level >= .leaves { Console.result("  \(grouped(facts.leavesChecked)) \(facts.leavesChecked == 1 ? "leaf" : "leaves") of events computed again") }
    if level == .records { Console.result("  \(counted(facts.recordsChecked, "record")) read again") }
    Console.result("  \(counted(facts.filesChecked, "kept source file")) checked")
    Console.result(findings == 0 ? "Nothing found: all is as it was logged." : "\(counted(findings, "finding")).")
  }

  private func root(_ facts: ArchiveCheck.Facts) -> String { String(decoding: base64(facts.root), as: UTF8.self) }

  private func signature(_ facts: ArchiveCheck.Facts) -> String {
    guard !facts.signers.isEmpty else { return "the latest is not signed: no key was configured" }
    let names = Console.visible(facts.signers.joined(separator: ", "))
    return facts.signatureIsChecked
      ? "the latest is signed by \(names), by the key that was given"
      : "the latest is signed by \(names), checked only with the key beside it: give --verifier"
  }

  // MARK: JSON

  private func printJSON(_ finding: ArchiveFinding, _ number: Int) {
    var members: [(String, JSONText)] = [("number", .number(number)), ("subject", .string(words(finding.subject)))]
    switch finding.subject {
    case .event(let id, let file, let record):
      members += [("event", .number(id)), ("source", .optional(file)), ("record", record.map { .number($0) } ?? .null)]
    case .file(let name): members.append(("source", .string(name)))
    case .run(let id): members.append(("run", .number(id)))
    case .checkpoint(let id): members.append(("checkpoint", .number(id)))
    case .log, .database: break
    }
    Console.result(jsonLine("finding", members + [("message", .string(finding.message)), ("next", .string(finding.advice))]))
  }

  private func printJSON(_ facts: ArchiveCheck.Facts, _ findings: Int) {
    Console.result(
      jsonLine(
        "verify",
        [
          ("level", .string(level.rawValue)), ("share", .string("\(share.number)/\(share.total)")), ("findings", .number(findings)),
          ("events", .number(facts.events)), ("leaves", .number(facts.leaves)), ("root", .string(root(facts))),
          ("checkpoints", .number(facts.checkpoints)), ("signers", .array(facts.signers.map { .string($0) })),
          ("signatureIsChecked", .bool(facts.signatureIsChecked)), ("leavesChecked", .number(facts.leavesChecked)),
          ("recordsChecked", .number(facts.recordsChecked)), ("filesChecked", .number(facts.filesChecked)),
        ]))
  }
}
