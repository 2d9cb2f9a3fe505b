internal import AuditModel

/// Decides how a source part is read: by a profile that the user named, or by the one that its structure fits.
struct ReaderChoice {
  let window: Window
  let file: String
  let settings: ReadingSettings

  func reader() throws -> (any EventReader, ProfileChoice) { try Self.startsAsJSON(window.view) ? jsonReader() : csvReader() }

  static func startsAsJSON(_ view: ByteView) -> Bool {
    var at = 0
    while at < view.count, JSONTape.isWhiteSpace(view[at]) { at += 1 }
    return at < view.count && (view[at] == UInt8(ascii: "{") || view[at] == UInt8(ascii: "["))
  }

  /// The profiles to choose from.
  private func profiles(_ format: SourceProfile.Format) throws -> [SourceProfile] {
    guard let named = settings.profile else { return try ProfileLibrary.profiles(format) }
    guard named.format == format else {
      throw Failure(
        .badData, "\(file): the profile \(named.name) is for \(named.format.rawValue), and this is \(format.rawValue)",
        hint: "name another profile, or leave --profile out")
    }
    return [named]
  }

  // MARK: JSON

  private func jsonReader() throws -> (any EventReader, ProfileChoice) {
    let profiles = try profiles(.json)
    let fits = ProfileDetector.fits(window.view, isWhole: window.isAtEnd, profiles)
    if let named = settings.profile {
      let best = fits.max { $0.met.count < $1.met.count }
      let choice = ProfileChoice(profile: named, matched: best?.met ?? [], isNamed: true)
      return (jsonReader(named, best?.shape ?? .lines), choice)
    }
    guard let (fit, choice) = ProfileDetector.choice(among: fits) else { throw unknownJSON(isEmpty: fits.contains { $0.missing == ["records"] }) }
    return (jsonReader(fit.profile, fit.shape), choice)
  }

  private func jsonReader(_ profile: SourceProfile, _ shape: JSONRecordScanner.Shape) -> JSONEventReader {
    let keys = profile.places.compactMap { place -> String? in
      guard case .key(let key) = place else { return nil }
      return key
    }
    return JSONEventReader(window: window, profile: profile, shape: shape, recordKeys: keys, file: file)
  }

  private func unknownJSON(isEmpty: Bool) -> Failure {
    let look = JSONLook(window.view, isWhole: window.isAtEnd, limit: 1)
    let seen = look.firstKeys.prefix(6).map { VisibleText.quoted($0) }.joined(separator: ", ")
    var reason = seen.isEmpty || isEmpty ? "it holds no records" : "no profile knows records with the keys \(seen)"
    if let problem = look.problem { reason = "it is not valid JSON at byte \(window.offset + Int64(problem.offset)): \(problem.reason)" }
    return Failure(
      .badData, "\(file): not an audit-log dump: \(reason)",
      hint: "give the dump of the audit log itself; for another format write a profile: counterroll inspect --write-mapping NEW.yaml FILE")
  }

  // MARK: CSV

  private func csvReader() throws -> (any EventReader, ProfileChoice) {
    let (scanner, header) = try Self.table(in: window, file: file)
    let columns = ColumnNames(header)
    let fits = try profiles(.csv).map { ProfileDetector.fit($0, columns: columns) }
    guard case (let fit, var choice)? = ProfileDetector.choice(among: fits) else { throw unknownTable(header, fits) }
    choice.isNamed = settings.profile != nil
    if let units = try plainUnits(fit.profile, header) { return (CSVEventReader(scanner: scanner, header: header, units: units), choice) }
    return (ProfiledCSVReader(scanner: scanner, header: header, profile: fit.profile), choice)
  }

  /// A scanner that has passed the header, and the header.
  static func table(in window: Window, file: String) throws -> (CSVScanner, header: [String]) {
    let scanner = CSVScanner(window: window, delimiter: delimiter(in: window.view), file: file)
    return (scanner, try header(of: scanner, file: file))
  }

  private static func header(of scanner: CSVScanner, file: String) throws -> [String] {
    guard try scanner.next() else { throw Failure(.badData, "\(file): the file is empty", hint: "export it again") }
    if let flaw = scanner.flaw {
      throw Failure(.badData, "\(file):1: the header is not a CSV record: \(flaw)", hint: hintExport)
    }
    let arena = ByteArena()
    return try scanner.cells.map { cell in
      let text = scanner.text(of: cell, in: arena)
      guard text.firstInvalidUTF8 == nil else { throw notText(file) }
      return text.string
    }
  }

  static let hintExport = "give a CSV export of the audit log; `counterroll inspect FILE` shows how a file is read"

  static func notText(_ file: String) -> Failure { Failure(.badData, "\(file): not a text file in UTF-8", hint: hintExport) }

  /// The delimiter is the one of comma, semicolon and tab that the first line holds most of.
  private static func delimiter(in view: ByteView) -> UInt8 {
    let line = view.slice(0, view.index(of: UInt8(ascii: "\n"), from: 0))
    func count(_ byte: UInt8) -> Int { (0..<line.count).reduce(0) { $0 + (line[$1] == byte ? 1 : 0) } }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    return candidates.max { count($0) < count($1) } ?? UInt8(ascii: ",")
  }

  /// What is wrong with a table that no profile fits, told from the one that comes nearest.
  private func unknownTable(_ header: [String], _ fits: [ProfileDetector.Fit]) -> Failure {
    if let named = settings.profile, let fit = fits.first {
      return Failure(
        .badData, "\(file):1: the profile \(named.name) does not fit: missing \(fit.missing.joined(separator: ", "))",
        hint: "export again with all columns, or name another profile")
    }
    if let near = fits.first(where: { fit in fit.profile.isByUnits && fit.known >= 3 }) {
      for case .unit(let unit) in near.profile.requirements where near.missing.contains("a column for the \(unit.title)") {
        let names = near.profile.units[unit]!.paths.map(\.text).joined(separator: ", ")
        return Failure(
          .badData, "\(file):1: no column for the \(unit.title)",
          hint: "export again with all columns, or rename the column to one of: \(names)")
      }
    }
    let seen = header.prefix(6).map { VisibleText.quoted($0) }.joined(separator: ", ")
    return Failure(.badData, "\(file):1: not an audit-log export: its columns are \(seen)", hint: Self.hintExport)
  }

  /// The unit of each column where every unit has one column and nothing else to do; nil where the profile asks for more.
  private func plainUnits(_ profile: SourceProfile, _ header: [String]) throws -> [Unit?]? {
    guard profile.isPlainCSV, profile.servesEachColumnOnce else { return nil }
    let units = profile.units(ofColumns: header)
    for (index, unit) in units.enumerated() {
      guard let unit, let first = units[..<index].firstIndex(of: unit) else { continue }
      guard profile.isByUnits else { return nil }
      throw Failure(
        .badData,
        "\(file):1: columns \(VisibleText.quoted(header[first])) and \(VisibleText.quoted(header[index])) both say the \(unit.title)",
        hint: "remove or rename one of them in a copy of the file")
    }
    return units
  }
}

extension SourceProfile {
  /// Whether its columns are found by a table of likely names, so that two columns for one unit are a doubt and not a choice.
  var isByUnits: Bool { requirements.contains { if case .unit = $0 { true } else { false } } }

  var isPlainCSV: Bool { units.values.allSatisfy(\.isPlain) && changes.allSatisfy(\.isPlain) }
}

extension SourceProfile.ChangeRule {
  fileprivate var isPlain: Bool {
    switch self {
    case .sides(let before, let after): (before + after).allSatisfy { $0.steps.count == 1 }
    case .list(let at, let field, let before, let after): at.allSatisfy { $0.steps.count == 1 } && (field + before + after).isEmpty
    case .names(let at): at.allSatisfy { $0.steps.count == 1 }
    default: false
    }
  }
}
