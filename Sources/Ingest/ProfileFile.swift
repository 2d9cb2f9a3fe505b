internal import AuditModel
internal import StrictYAML

/// Turns the bytes of a profile file into a profile, or into a sentence that names the line at fault.
struct ProfileFile {
  /// The path, for messages.
  let file: String

  private static let shape = "a profile has the keys profile, name, title, format, detect and units"

  func read(_ bytes: [UInt8]) throws(Failure) -> SourceProfile {
    var profile = try StrictYAML(file: file, kind: "profile").read(bytes, shape: Self.shape) { (root) throws(Failure) in try document(root) }
    profile.fileBytes = bytes
    return profile
  }

  private func document(_ root: StrictYAML.Item) throws(Failure) -> SourceProfile {
    let table = try root.table("the profile", Self.shape)
    try table.checkVersion(key: "profile")
    try table.check(
      "the profile", required: ["profile", "name", "title", "format", "detect", "units"],
      optional: [
        "source", "limits", "records", "each", "changes", "further-fields", "left-out", "must-be-absent", "written-by",
      ])
    let name = try table["name"]!.text("the name")
    guard name.utf8.allSatisfy({ 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") }) else {
      throw table["name"]!.failure("the name “\(name)” has other characters than a-z, 0-9 and -", "write it like crm-csv")
    }
    var profile = SourceProfile(
      name: name, title: try table["title"]!.text("the title"),
      source: try table["source"].map { (item) throws(Failure) in try item.text("the source") } ?? name, format: try format(table["format"]!))
    try limits(table["limits"], &profile)
    profile.places = try places(table, profile.format)
    profile.each = try table["each"].map { (item) throws(Failure) in try path(item) }
    try units(table["units"]!, &profile)
    profile.requirements = try requirements(table["detect"]!, profile)
    if let changes = table["changes"] {
      profile.changes = try changes.list("changes", Self.changesHint).map { (item) throws(Failure) in try ChangeRuleFile(profile: self).rule(item) }
    }
    profile.furtherFields = try table["further-fields"].map { (item) throws(Failure) in try paths(item) } ?? []
    profile.mustBeAbsent = try table["must-be-absent"].map { (item) throws(Failure) in try paths(item) } ?? []
    profile.leftOut = try table["left-out"].map { (item) throws(Failure) in try paths(item) } ?? []
    profile.isOfArchive = try writer(table["written-by"], profile)
    return profile
  }

  /// Whether the files are an archive's export. Only there a record names its system: everywhere else the profile does.
  private func writer(_ item: StrictYAML.Item?, _ profile: SourceProfile) throws(Failure) -> Bool {
    guard let item else {
      guard let rule = profile.units[.system] else { return false }
      throw Failure(.settings, "\(file):\(rule.line): the unit “system” is for exports of an archive only", hint: "say source: NAME instead")
    }
    guard try item.text("the writer") == "counterroll", profile.source == ArchiveExport.system else {
      throw item.failure("written-by: is for exports of an archive only", "write: written-by: counterroll, and source: \(ArchiveExport.system)")
    }
    return true
  }

  private static let changesHint = "Write for example: - { spelling: sides, before: before, after: after }"

  private func format(_ item: StrictYAML.Item) throws(Failure) -> SourceProfile.Format {
    let word = try item.text("the format")
    guard let format = SourceProfile.Format(rawValue: word) else {
      throw item.failure("the format “\(word)” is not known", "the formats are csv and json")
    }
    return format
  }

  private func limits(_ item: StrictYAML.Item?, _ profile: inout SourceProfile) throws(Failure) {
    guard let table = try item?.table("limits", "Write for example: limits: { retention-days: 60, row-cap: 500000 }") else { return }
    try table.check("limits", required: [], optional: ["retention-days", "row-cap"])
    profile.retentionDays = try table["retention-days"].map { (item) throws(Failure) in try item.count("the number of days") }
    profile.rowCap = try table["row-cap"].map { (item) throws(Failure) in try item.count("the number of rows") }
  }

  private func places(_ table: StrictYAML.Table, _ format: SourceProfile.Format) throws(Failure) -> [SourceProfile.Place] {
    guard format == .json else {
      if let item = table["records"] { throw item.failure("records: is for the format json only", "take it out") }
      if let item = table["each"] { throw item.failure("each: is for the format json only", "take it out") }
      return []
    }
    guard let item = table["records"] else { return [.lines, .list] }
    return try item.uniqueTexts("a place of records", "places of records").map { text, _ in
      switch text {
      case "lines": .lines
      case "list": .list
      default: .key(text)
      }
    }
  }

  private func requirements(_ item: StrictYAML.Item, _ profile: SourceProfile) throws(Failure) -> [SourceProfile.Requirement] {
    let table = try item.table("detect", "Write for example: detect: { have: [id, created] }")
    try table.check("detect", required: [], optional: ["have", "units"])
    var found: [SourceProfile.Requirement] = []
    if let have = table["have"] {
      for (text, item) in try have.uniqueTexts("a column or key", "columns or keys to have") {
        found.append(.paths(try text.split(separator: " | ").map { (part) throws(Failure) in try path(String(part), item) }))
      }
    }
    if let units = table["units"] {
      for (text, item) in try units.uniqueTexts("a unit", "units to have") {
        let unit = try unit(text, item)
        guard profile.units[unit] != nil else { throw item.failure("the unit “\(text)” has no column", "add it under units") }
        found.append(.unit(unit))
      }
    }
    guard !found.isEmpty else { throw item.failure("detect: says nothing", "name the columns or keys that tell this export from others") }
    return found
  }

  // MARK: Units

  static let unitNames: [(name: String, unit: Unit)] = [
    ("event-id", .sourceEventID), ("time", .time), ("actor", .actorName), ("actor-id", .actorID), ("actor-kind", .actorSource),
    ("module", .module), ("action", .action), ("document-id", .documentID), ("document", .documentName), ("parent-id", .parentID),
    ("written-time", .writtenTime), ("system", .system),
  ]

  private func unit(_ name: String, _ item: StrictYAML.Item) throws(Failure) -> Unit {
    if let unit = Self.unitNames.first(where: { $0.name == name })?.unit { return unit }
    throw item.failure("the unit “\(name)” is not known", "the units are \(Self.unitNames.map(\.name).joined(separator: ", "))")
  }

  private func units(_ item: StrictYAML.Item, _ profile: inout SourceProfile) throws(Failure) {
    let table = try item.table("units", "Write for example: time: created_at")
    for (key, value) in table.members {
      let name = try key.text("a unit")
      let unit = try unit(name, key)
      profile.units[unit] = try rule(value, unit, name, &profile)
      profile.units[unit]!.line = key.line
    }
    guard profile.units[.time] != nil else { throw item.failure("units: there is no time", "say where it stands: time: created_at") }
    guard profile.units[.module] != nil || profile.units[.action] != nil else {
      throw item.failure("units: there is neither a module nor an action", "say where one of them stands")
    }
  }

  private func rule(
    _ item: StrictYAML.Item, _ unit: Unit, _ name: String, _ profile: inout SourceProfile
  ) throws(Failure) -> SourceProfile.UnitRule {
    guard item.isTable else { return SourceProfile.UnitRule(paths: try paths(item)) }
    let table = try item.table(name, "Write a column, a key, or a table with from")
    var known = ["from", "join", "with", "constant", "nothing", "labels", "spelling"]
    if unit == .time { known = ["from", "formats", "zone", "zone-words"] }
    if unit == .actorSource { known = ["from", "constant", "nothing", "kinds"] }
    try table.check(name, required: [], optional: known)
    let sources = ["from", "join", "constant"].filter { table[$0] != nil }
    guard sources.count == 1 else { throw item.failure("\(name): needs exactly one of from, join and constant", "keep one of them") }
    var rule = SourceProfile.UnitRule()
    if let from = table["from"] ?? table["join"] { rule.paths = try paths(from) }
    if table["join"] != nil { rule.separator = try table["with"].map { (item) throws(Failure) in try item.text("with") } ?? "/" }
    rule.constant = try table["constant"].map { (item) throws(Failure) in try item.text("the constant") }
    if let words = table["nothing"] { rule.nothing = try words.uniqueTexts("a word", "words that say nothing").map(\.text) }
    rule.labels = try texts(table["labels"], "labels").map { (TextPattern($0.key), $0.value) }
    rule.isSentence = try spelling(table["spelling"])
    if unit == .time { profile.time = try time(table) }
    if unit == .actorSource { profile.kinds = try kinds(table, rule) }
    return rule
  }

  private func spelling(_ item: StrictYAML.Item?) throws(Failure) -> Bool {
    guard let item else { return false }
    let word = try item.text("the spelling")
    guard word == "sentence" else { throw item.failure("the spelling “\(word)” is not known", "the only one is: sentence") }
    return true
  }

  private func texts(_ item: StrictYAML.Item?, _ what: String) throws(Failure) -> [(key: String, value: String, item: StrictYAML.Item)] {
    guard let item else { return [] }
    let table = try item.table(what, "Write for example: \(what): { CONTACT: Contacts }")
    return try table.members.map { (key, value) throws(Failure) in (try key.text("a word"), try value.text("a text"), value) }
  }

  private func kinds(
    _ table: StrictYAML.Table, _ rule: SourceProfile.UnitRule
  ) throws(Failure) -> [(pattern: TextPattern, kind: Actor.Kind)] {
    if let constant = rule.constant { return [(TextPattern("*"), try kind(constant, table["constant"]!))] }
    return try texts(table["kinds"], "kinds").map { (entry) throws(Failure) in (TextPattern(entry.key, ignoringCase: true), try kind(entry.value, entry.item)) }
  }

  private func kind(_ word: String, _ item: StrictYAML.Item) throws(Failure) -> Actor.Kind {
    if let kind = Actor.Kind(rawValue: word) { return kind }
    let known = Actor.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    throw item.failure("“\(word)” is no kind of actor", "the kinds are \(known)")
  }

  private func time(_ table: StrictYAML.Table) throws(Failure) -> TimeRule {
    var rule = TimeRule()
    if let formats = table["formats"] {
      let spellings = try formats.uniqueTexts("a format", "formats of the time").map { (word, item) throws(Failure) in
        if let spelling = TimeFormat.Spelling(rawValue: word) { return spelling }
        let known = TimeFormat.Spelling.allCases.map(\.rawValue).joined(separator: ", ")
        throw item.failure("the format “\(word)” of times is not known", "the formats are \(known)")
      }
      guard let format = TimeFormat(spellings) else {
        throw formats.failure("two of these formats could be taken for each other", "keep the one that the source writes")
      }
      rule.format = format
    }
    if let zone = table["zone"] {
      rule.zone = try zone.text("the zone")
      guard (try? ZoneRules(named: rule.zone!)) != nil else {
        throw zone.failure("no such time zone: \(rule.zone!)", "use a name of the tz database, such as America/Chicago or UTC")
      }
    }
    for (key, value) in try table["zone-words"]?.table("zone-words", "Write for example: zone-words: { PDT: -420 }").members ?? [] {
      rule.words[try key.text("a zone word")] = try value.minutes("the offset")
    }
    return rule
  }

  // MARK: Paths

  /// One path, or a list of them of which the first that holds something wins.
  func paths(_ item: StrictYAML.Item) throws(Failure) -> [ProfilePath] {
    guard item.isList else { return [try path(item)] }
    return try item.uniqueTexts("a column or key", "columns or keys").map { (text, item) throws(Failure) in try path(text, item) }
  }

  func path(_ item: StrictYAML.Item) throws(Failure) -> ProfilePath { try path(try item.text("a column or key"), item) }

  func path(_ text: String, _ item: StrictYAML.Item) throws(Failure) -> ProfilePath {
    if let path = ProfilePath(text) { return path }
    throw item.failure("“\(text)” is no way to a column or key", "write it like actor.email, target[0].id or parameters[name=OLD].value")
  }
}
