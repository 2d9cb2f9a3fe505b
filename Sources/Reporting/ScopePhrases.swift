import AccessPolicy
import AuditModel

/// What a report is about, and what is withheld from it, in its own language.
struct ScopePhrases {
  let extent: Extent
  let words: ReportWords
  let clock: ZoneRules

  /// Empty where it is about everything, and nothing is withheld.
  func sentences() -> [String] { [scope, withheld].compactMap(\.self) }

  private var scope: String? {
    let asked = filter(extent.filter)
    let within = extent.within.map { grant in
      let shown = extent.redaction.shown(grant)
      return (filter(shown) + (shown == grant ? [] : [words.say("scope.certain")])).joined(separator: "; ")
    }
    if within.isEmpty { return asked.isEmpty ? nil : words.say("scope", ["scope": asked.joined(separator: "; ")]) }
    let reached = within.joined(separator: words.say("scope.alternative"))
    return words.say("scope", ["scope": asked.isEmpty ? reached : words.say("scope.within", ["asked": asked.joined(separator: "; "), "within": reached])])
  }

  private func filter(_ filter: EventFilter) -> [String] {
    var parts = [("user", filter.users), ("module", filter.modules), ("action", filter.actions), ("record", filter.document.map { [$0] } ?? [])]
      .filter { !$1.isEmpty }
      .map { key, names in words.say("scope.\(key)", ["names": quoted(names, words.say("scope.or"))]) }
    if let from = filter.from { parts.append(words.say("scope.from", ["time": words.moment(from, clock)])) }
    if let to = filter.to { parts.append(words.say("scope.until", ["time": words.moment(to, clock)])) }
    return parts
  }

  private func quoted(_ names: [String], _ separator: String) -> String {
    names.map { words.say("quoted", ["text": Phrases.shown($0)]) }.joined(separator: separator)
  }

  private var withheld: String? {
    let redaction = extent.redaction
    guard !redaction.isNone else { return nil }
    var parts: [String] = []
    if !redaction.fields.isEmpty {
      parts.append(words.say("scope.fields", ["names": quoted(redaction.fields, ", ")], n: redaction.fields.count))
    }
    parts += redaction.widestUnits.map { words.say("unit.\($0.rawValue)") }
    parts += redaction.replaced.map { words.say("pseudonyms.\($0.rawValue)") }
    return words.say("withheld", ["what": parts.joined(separator: "; ")])
  }
}
