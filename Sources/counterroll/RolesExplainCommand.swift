import AccessPolicy
import ArgumentParser
import AuditModel
import Operations

struct RolesExplainCommand: ParsableCommand {
  enum Asked: String, ExpressibleByArgument, CaseIterable {
    case view, export

    var right: Right { self == .view ? .view : .export }
  }

  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say whether a login may view or export, by which line of the role file, and how much of a filter it would be given.",
    discussion: """
      Reads the role file and no event, and ends with 0 if the request is allowed, with 77 if it is denied. Under sudo the archive's own role \
      file is asked, and only about your own login or one that you may act as.

      EXAMPLES
        counterroll roles explain --archive acme maria
        counterroll roles explain --archive acme maria --from 2026-06-01
        counterroll roles explain --archive acme maria --right export
        counterroll roles explain --archive acme tomas --as maria --json
      """)

  @Argument(help: "The login to explain.") var login: String
  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var roles: RoleOptions
  @Option(help: "view or export.") var right: Asked = .view
  @OptionGroup var requester: RequesterOptions
  @OptionGroup var filter: FilterOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let context = try Surroundings.context(output, archive: archive.named)
    let review = try RoleReview(archive, roles, context: context)
    let decision = try review.decide(right.right, for: Requester(login: login, actingAs: requester.actingAs))
    let reach = try review.reach(of: filter.request, by: decision, now: context.now())
    output.json ? printJSON(decision, reach) : printText(decision, reach)
    if case .refused = reach { throw ExitCode(ExitCodes.code(of: .notPermitted)) }
  }

  private func printText(_ decision: Decision, _ reach: Reach) {
    Console.result(Console.visible("\(decision.isAllowed ? "allowed" : "denied"): \(decision.reason)"))
    Console.result(Console.visible("rule: \(decision.rule)"))
    guard decision.isAllowed else { return }
    let withheld = decision.redaction.inWords
    Console.result(Console.visible("withheld: \(withheld.isEmpty ? "nothing" : withheld)"))
    Console.result(Console.visible("given: \(words(reach))"))
  }

  private func words(_ reach: Reach) -> String {
    switch reach {
    case .refused(let reason): "nothing, for \(reason)"
    case .events(let parts) where parts.isEmpty: "nothing: no event fits both the filter and the grant"
    case .events(let parts): parts.joined(separator: ", or ")
    }
  }

  private func printJSON(_ decision: Decision, _ reach: Reach) {
    var given: [String] = []
    var refusal: String?
    switch reach {
    case .refused(let reason): refusal = decision.isAllowed ? reason : nil
    case .events(let parts): given = parts
    }
    Console.result(
      jsonLine(
        "decision",
        [
          ("requester", .string(decision.requester)), ("login", .string(decision.login)), ("name", .string(decision.name)),
          ("file", .string(decision.roleFile)), ("sha256", .string(decision.roleFileSHA256)), ("decision", json(decision, within: decision.narrowing)),
          ("given", .array(given.map { .string($0) })), ("filterRefused", .optional(refusal)),
        ]))
  }
}
