import AuditModel
import StrictYAML

/// Reads what a role may not see of the events that it may see.
struct WithheldReader {
  /// The role, for messages.
  let role: String

  func redaction(_ role: StrictYAML.Table) throws(Failure) -> Redaction {
    let withheld = try role["withhold"].map { (item) throws(Failure) in try withheldTable(item) }
    let pseudonyms = try self.units(role["pseudonyms"], "pseudonyms of \(self.role)", known: Redaction.Unit.pseudonymous)
    return Redaction(
      fields: try fields(withheld?["fields"]), units: try units(withheld?["units"], "units to withhold", known: Redaction.Unit.allCases),
      pseudonyms: pseudonyms, isSameAcrossBundles: try isSame(role["same_across_bundles"], hasPseudonyms: !pseudonyms.isEmpty))
  }

  private func withheldTable(_ item: StrictYAML.Item) throws(Failure) -> StrictYAML.Table {
    let what = "withhold of \(role)"
    let hint = "Write for example: withhold: { fields: [email], units: [document_name] }"
    let table = try item.table(what, hint)
    guard !table.members.isEmpty else { throw item.failure("\(what): there is nothing", hint) }
    try table.check(what, required: [], optional: ["fields", "units"])
    return table
  }

  private func fields(_ item: StrictYAML.Item?) throws(Failure) -> [String] {
    guard let item else { return [] }
    return try item.uniqueTexts("a field to withhold", "fields to withhold").map(\.text)
  }

  private func isSame(_ item: StrictYAML.Item?, hasPseudonyms: Bool) throws(Failure) -> Bool {
    guard let item else { return false }
    guard hasPseudonyms else { throw item.failure("\(role) has same_across_bundles, and no pseudonyms", "take it out, or add pseudonyms") }
    return try item.flag("same_across_bundles")
  }

  private func units(_ item: StrictYAML.Item?, _ all: String, known: [Redaction.Unit]) throws(Failure) -> Set<Redaction.Unit> {
    guard let item else { return [] }
    var found: Set<Redaction.Unit> = []
    for (text, place) in try item.uniqueTexts("one of \(all)", all) {
      guard let unit = known.first(where: { $0.rawValue == text }) else {
        throw place.failure("\(all): “\(text)” is not known", "those known are \(known.map(\.rawValue).joined(separator: ", "))")
      }
      found.insert(unit)
    }
    return found
  }
}
