internal import AuditModel
internal import StrictYAML

/// Reads one entry under `changes` of a profile file.
struct ChangeRuleFile {
  let profile: ProfileFile

  /// The spellings with the keys of each.
  private static let spellings: [(name: String, required: [String], optional: [String])] = [
    ("sides", ["before", "after"], []), ("list", ["at"], ["field", "before", "after"]), ("pairs", ["at"], []), ("names", ["at"], []),
    ("suffix", ["at", "suffix"], []), ("parameters", ["at", "before", "after", "field"], ["name", "value"]),
    ("named-sides", ["fields", "before", "after"], []), ("single", ["field", "before", "after"], []), ("columns", ["field", "before", "after"], []),
  ]

  func rule(_ item: StrictYAML.Item) throws(Failure) -> SourceProfile.ChangeRule {
    let table = try item.table("a spelling of changes", "Write for example: - { spelling: pairs, at: changes }")
    guard let name = table["spelling"] else { throw item.failure("a spelling of changes: the key “spelling” is missing", Self.hint) }
    let word = try name.text("the spelling")
    guard let spelling = Self.spellings.first(where: { $0.name == word }) else {
      throw name.failure("the spelling “\(word)” is not known", Self.hint)
    }
    try table.check("the spelling “\(word)”", required: ["spelling"] + spelling.required, optional: spelling.optional)
    return try rule(word, table)
  }

  private static var hint: String { "the spellings are \(spellings.map(\.name).joined(separator: ", "))" }

  private func rule(_ word: String, _ table: StrictYAML.Table) throws(Failure) -> SourceProfile.ChangeRule {
    switch word {
    case "sides": .sides(before: try paths(table, "before"), after: try paths(table, "after"))
    case "list":
      .list(
        at: try paths(table, "at"), field: try texts(table, "field"), before: try texts(table, "before"), after: try texts(table, "after"))
    case "pairs": .pairs(at: try paths(table, "at"))
    case "names": .names(at: try paths(table, "at"))
    case "suffix": .suffix(at: try profile.path(table["at"]!), suffixes: try texts(table, "suffix"))
    case "parameters":
      .parameters(
        at: try paths(table, "at"), name: try texts(table, "name").first ?? "name", value: try texts(table, "value", else: ["value"]),
        before: try texts(table, "before"), after: try texts(table, "after"), field: try paths(table, "field"))
    case "named-sides":
      .namedSides(fields: try paths(table, "fields"), before: try paths(table, "before"), after: try paths(table, "after"))
    case "single":
      .single(field: try table["field"]!.text("the field"), before: try paths(table, "before"), after: try paths(table, "after"))
    default:
      .columns(
        field: try table["field"]!.text("the field"), before: try table["before"]!.text("before"), after: try table["after"]!.text("after"))
    }
  }

  private func paths(_ table: StrictYAML.Table, _ key: String) throws(Failure) -> [ProfilePath] { try profile.paths(table[key]!) }

  private func texts(_ table: StrictYAML.Table, _ key: String, else usual: [String] = []) throws(Failure) -> [String] {
    guard let item = table[key] else { return usual }
    return item.isList ? try item.uniqueTexts("a key", key).map(\.text) : [try item.text(key)]
  }
}
