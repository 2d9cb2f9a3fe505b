import AccessPolicy
import ArgumentParser
import AuditModel
import Foundation
import Operations

struct RolesCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read a role file as every command does, and list what each user may do.",
    discussion: """
      A file with a fault is refused as a whole, with its line and exit code 78. With an archive, days are days of its account, and grants \
      for a certain account are judged by it; without one, days are those of UTC, and such grants give nothing.

      A line with “warning” stands where an export holds what is withheld from the same user's view. Under sudo nobody may list what others may do: \
      ask `roles explain` about yourself.

      EXAMPLES
        counterroll roles check --archive acme
        counterroll roles check --roles new-roles.yaml --json
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let review = try RoleReview(archive, roles, context: Surroundings.context(output, archive: archive.named))
    let entries = try review.entries()
    output.json ? printJSON(review, entries) : printText(review, entries)
  }

  private func printText(_ review: RoleReview, _ entries: [RoleReview.Entry]) {
    let file = review.policy.roles
    if !output.quiet {
      Console.result("\(Console.visible(file.path)): in order. SHA-256 \(file.sha256)")
    }
    for entry in entries { printText(entry) }
  }

  /// A block of lines for each user, in which nothing is cut: whoever wrote the file checks all of it.
  private func printText(_ entry: RoleReview.Entry) {
    Console.result(Console.visible("\(entry.user.login) (\(entry.user.name)), line \(entry.user.line)"))
    for (verb, decision) in [("view", entry.view), ("export", entry.export)] {
      printLine("  may \(verb)", words(decision))
      if decision.isAllowed { printLine("    withheld", decision.redaction.isNone ? "nothing" : decision.redaction.inWords) }
    }
    printLine("  may act as", entry.user.actAs.isEmpty ? "nobody" : entry.user.actAs.joined(separator: ", "))
    if entry.exportWithholdsLess {
      printLine("  warning", "an export withholds less than the view: what a role withholds, it withholds of the rights that it grants itself, and no other")
    }
  }

  private func printLine(_ name: String, _ text: String) {
    for (index, line) in wrapped(Console.visible(text), to: max(Console.width - 14, 40)).enumerated() {
      Console.result((index == 0 ? name : "").padding(toLength: 14, withPad: " ", startingAt: 0) + line)
    }
  }

  /// With all names: whoever may ask has the role file.
  private func words(_ decision: Decision) -> String {
    guard decision.isAllowed else { return "nothing" }
    return decision.within.isEmpty ? "all events" : decision.within.map(\.inWords).joined(separator: ", or ")
  }

  private func printJSON(_ review: RoleReview, _ entries: [RoleReview.Entry]) {
    let users = entries.map { entry in
      JSONText.object([
        ("login", .string(entry.user.login)), ("name", .string(entry.user.name)), ("email", .optional(entry.user.email)),
        ("line", .number(entry.user.line)), ("actAs", .array(entry.user.actAs.map { .string($0) })),
        ("view", json(entry.view, within: entry.view.within)), ("export", json(entry.export, within: entry.export.within)),
        ("exportWithholdsLess", .bool(entry.exportWithholdsLess)),
      ])
    }
    let file = review.policy.roles
    Console.result(jsonLine("roles", [("file", .string(file.path)), ("sha256", .string(file.sha256)), ("users", .array(users))]))
  }
}

extension RoleReview {
  /// The file that a command would ask, read for the archive that is named, if one is.
  init(_ archive: ArchiveOptions, _ roles: RoleOptions, context: RunContext) throws {
    guard let folder = archive.named else {
      guard let path = roles.named else {
        throw Failure(.usage, "no role file given", hint: "add --roles FILE or --archive FOLDER, or set COUNTERROLL_ROLES or COUNTERROLL_ARCHIVE")
      }
      try self.init(roles: path, archive: nil, context: context)
      return
    }
    try self.init(roles: roles.path(in: folder), archive: archive.open(), context: context)
  }
}

/// A decision for programs: the same for `roles check` and `roles explain`, which tells of the narrowing only what the one it gives may see.
func json(_ decision: Decision, within: [EventFilter]) -> JSONText {
  .object([
    ("allowed", .bool(decision.isAllowed)), ("right", .string(decision.right.rawValue)), ("reason", .string(decision.reason)),
    ("rule", .string(decision.rule)), ("line", decision.line.map { .number($0) } ?? .null), ("role", .optional(decision.role)),
    ("within", .array(within.map(\.canonicalJSON))), ("withheld", decision.redaction.json),
  ])
}
