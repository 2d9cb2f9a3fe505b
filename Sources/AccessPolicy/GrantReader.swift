import AuditModel
import StrictYAML

/// Reads the grants of a role: each a right, or a right with what narrows it.
struct GrantReader {
  private static let keys = ["modules", "actions", "users", "from", "until", "account"]

  /// The role, for messages.
  let role: String
  let zone: ZoneRules

  func grants(_ item: StrictYAML.Item) throws(Failure) -> [RoleFile.Grant] {
    let items = try item.list("grants of \(role)", "Write it in brackets: [ … ]")
    guard !items.isEmpty else { throw item.failure("grants of \(role): there are none", "add one, or take the whole entry out") }
    var grants: [RoleFile.Grant] = []
    for item in items {
      let grant = try item.isTable ? narrowed(item) : RoleFile.Grant(right: right(item), within: .all, accounts: [], line: item.line)
      try refuseRepetition(of: grant, in: grants, item)
      grants.append(grant)
    }
    return grants
  }

  /// A right that is granted whole and narrowed in the same role is a slip: whoever wrote the narrowing would be surprised.
  private func refuseRepetition(of grant: RoleFile.Grant, in grants: [RoleFile.Grant], _ item: StrictYAML.Item) throws(Failure) {
    let others = grants.filter { $0.right == grant.right }
    if others.contains(where: { $0.within == grant.within && $0.accounts == grant.accounts }) {
      throw item.failure("grants of \(role): “\(grant.right.rawValue)” occurs twice", "take one of them out")
    }
    guard let first = others.first(where: { $0.isWhole || grant.isWhole }) else { return }
    throw item.failure(
      "\(role) grants \(grant.right.rawValue) both whole and narrowed (line \(first.line))", "keep one of them: the whole grant makes the other void")
  }

  private func right(_ item: StrictYAML.Item) throws(Failure) -> Right {
    let text = try item.text("a grant of \(role)")
    if let right = Right(rawValue: text) { return right }
    let known = Right.allCases.map(\.rawValue).joined(separator: " and ")
    throw item.failure("the grant “\(text)” is not known", "the grants are \(known)")
  }

  private func narrowed(_ item: StrictYAML.Item) throws(Failure) -> RoleFile.Grant {
    let hint = "Write for example: - audit-logs.readonly: { modules: [Contacts] }"
    let outer = try item.table("a grant of \(role)", hint)
    guard outer.members.count == 1 else { throw item.failure("a grant of \(role): is not one right with what narrows it", hint) }
    let (key, body) = outer.members[0]
    let right = try self.right(key)
    let what = "the narrowing of \(right.rawValue)"
    let fields = try body.table(what, hint)
    guard !fields.members.isEmpty else { throw body.failure("\(what): there is nothing", "write the right alone if it is not narrowed") }
    try fields.check(what, required: [], optional: Self.keys)
    let account = try fields["account"].map { (item) throws(Failure) in try item.text("the account") }
    return RoleFile.Grant(right: right, within: try filter(fields, what), accounts: account.map { [$0] } ?? [], line: key.line)
  }

  private func filter(_ fields: StrictYAML.Table, _ what: String) throws(Failure) -> EventFilter {
    var filter = EventFilter()
    filter.modules = try texts(fields["modules"], "a module", "modules of \(what)")
    filter.actions = try texts(fields["actions"], "an action", "actions of \(what)")
    filter.users = try texts(fields["users"], "a user", "users of \(what)")
    filter.from = try instant(fields["from"], "from")
    filter.to = try instant(fields["until"], "until")
    if let from = filter.from, let to = filter.to, from >= to {
      throw fields["until"]!.failure("the time range of \(what) ends before it begins", "from is the first instant, until the first one after")
    }
    return filter
  }

  private func texts(_ item: StrictYAML.Item?, _ one: String, _ all: String) throws(Failure) -> [String] {
    guard let item else { return [] }
    return try item.uniqueTexts(one, all).map(\.text)
  }

  private func instant(_ item: StrictYAML.Item?, _ key: String) throws(Failure) -> Int64? {
    guard let item else { return nil }
    let text = try item.timeText(key)
    do {
      return try zone.instant(ofDayOrTime: text)
    } catch {
      throw item.failure("\(key) \(text): \(error.rawValue)", "write 2026-06-01, or 2026-06-01T09:30:00-05:00")
    }
  }
}

extension RoleFile.Grant {
  fileprivate var isWhole: Bool { within.isAll && accounts.isEmpty }
}
