public import ArchiveStore
internal import AuditModel
internal import Archiving

/// Makes an archive with a first role file in it.
public struct Setup {
  public static func make(
    at folder: String, account: String, accountID: String? = nil, timeZone: String, retentionDays: Int,
    exports: (limit: Int64, days: Int) = (500_000, 30), onNetwork: Bool = false, context: RunContext
  ) throws -> Archive {
    _ = try AccountZone(timeZone)
    guard !account.isEmpty else { throw Failure(.usage, "the account's name is empty", hint: "give --account NAME") }
    if accountID?.isEmpty == true { throw Failure(.usage, "the account's id is empty", hint: "give --account-id ID, or leave it out") }
    guard 1...3650 ~= retentionDays else { throw Failure(.usage, "--retention-days \(retentionDays): not from 1 to 3650") }
    guard 1...1_000_000_000 ~= exports.limit else { throw Failure(.usage, "--export-limit \(exports.limit): not from 1 to 1,000,000,000") }
    guard 1...3650 ~= exports.days else { throw Failure(.usage, "--export-days \(exports.days): not from 1 to 3650") }
    let settings = ArchiveSettings(
      account: account, accountID: accountID, timeZone: timeZone, retentionDays: retentionDays, createdAt: context.now(),
      exportLimit: exports.limit, exportDays: exports.days)
    return try Archive.create(at: folder, settings: settings, onNetwork: onNetwork) { folder in
      let file = try NewFile(path: folder + "/roles.yaml")
      try file.write(Array(roleFile(for: context.login).utf8))
      try file.publish()
    }
  }

  /// Whoever makes the archive may do everything until the file says otherwise: they own its files anyway.
  private static func roleFile(for login: String) -> String {
    """
    # Who may view and who may export this archive. Nobody else may: there is no default.
    # Logins are those of the operating system. Check this file into your own records when you change it.
    version: 1
    roles:
      auditor:
        grants: [audit-logs.readonly]
      compliance:
        grants: [audit-logs.readonly, audit-logs.export]
    users:
      - login: \(JSONText.string(login).text)
        name: \(JSONText.string(login).text)
        roles: [compliance]

    """
  }
}
