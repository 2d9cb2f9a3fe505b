import AccessPolicy
import ArgumentParser
import AuditModel
import Operations

struct RolesCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read a role file as every command does, and list what each user may do.",
    discussion: """
      A file with a fault is refused as a whole, with its line and exit code 78. With an archive, days are days of its account, and grants
      for a certain account are judged by it; without one, days are those of UTC, and such grants give nothing.

      EXAMPLES
        counterroll roles check --archive acme
        counterroll roles check --roles new-roles.yaml --json
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let review = try RoleReview(archive, roles, context: Surroundings.context(output, archive: archive.named))
    output.json ? printJSON(review) : printText(review)
  }

  private func printText(_ review: RoleReview) {
    let file = review.policy.roles
    if !output.quiet {
      Console.result("\(Console.visible(file.path)): in order. SHA-256 \(file.sha256)")
    }
    var table = TextTable(header: ["LOGIN", "NAME", "MAY VIEW", "MAY EXPORT", "WITHHELD", "MAY ACT AS", "LINE"], rightAligned: [6])
    for entry in review.entries {
      let withheld = entry.view.redaction.union(entry.export.redaction).inWords
      table.add(
        [
          entry.user.login, entry.user.name, words(entry.view), words(entry.export), withheld.isEmpty ? "nothing" : withheld,
          entry.user.actAs.isEmpty ? "nobody" : entry.user.actAs.joined(separator: ", "), String(entry.user.line),
        ].map { Console.visible($0, limit: 60) })
    }
    table.lines.forEach(Console.result)
  }

  private func words(_ decision: Decision) -> String {
    guard decision.isAllowed else { return "nothing" }
    return decision.within.isEmpty ? "all events" : decision.within.map(\.inWords).joined(separator: ", or ")
  }

  private func printJSON(_ review: RoleReview) {
    let users = review.entries.map { entry in
      JSONText.object([
        ("login", .string(entry.user.login)), ("name", .string(entry.user.name)), ("email", .optional(entry.user.email)),
        ("line", .number(entry.user.line)), ("actAs", .array(entry.user.actAs.map { .string($0) })), ("view", json(entry.view)),
        ("export", json(entry.export)),
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

/// A decision for programs: the same for `roles check` and `roles explain`.
func json(_ decision: Decision) -> JSONText {
  .object([
    ("allowed", .bool(decision.isAllowed)), ("right", .string(decision.right.rawValue)), ("reason", .string(decision.reason)),
    ("rule", .string(decision.rule)), ("line", decision.line.map { .number($0) } ?? .null), ("role", .optional(decision.role)),
    ("within", .array(decision.within.map(\.canonicalJSON))), ("withheld", decision.redaction.json),
  ])
}
