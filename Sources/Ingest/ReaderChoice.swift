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
    guard let (fit, choice) = ProfileDetector.choice(among: fits) ?? ProfileDetector.choiceOfEmpty(among: fits) else {
      throw unknownJSON(isEmpty: fits.contains(where: \.isEmpty))
    }
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
    let profiles = try profiles(.csv)
    let (scanner, dialect, header) = try Self.table(in: window, file: file) { names in Self.isHeader(names, profiles) }
    let columns = ColumnNames(header)
    let fits = profiles.map { ProfileDetector.fit($0, columns: columns) }
    guard case (let fit, var choice)? = ProfileDetector.choice(among: fits) else { throw unknownTable(header, fits, line: scanner.line) }
    choice.isNamed = settings.profile != nil
    let units = try plainUnits(fit.profile, header, line: scanner.line)
    try CSVDialect.refuseEqualNames(header, file: file, line: scanner.line)
    if let units { return (CSVEventReader(scanner: scanner, dialect: dialect, header: header, units: units), choice) }
    return (ProfiledCSVReader(scanner: scanner, dialect: dialect, header: header, profile: fit.profile), choice)
  }

  /// A line that a profile fits, or that has as many known columns as make a table an audit log with something missing.
  private static func isHeader(_ names: [String], _ profiles: [SourceProfile]) -> Bool {
    let columns = ColumnNames(names)
    return profiles.lazy.map { ProfileDetector.fit($0, columns: columns) }.contains { $0.missing.isEmpty || ($0.profile.isByUnits && $0.known >= 3) }
  }

  /// A scanner that has passed the header, and the header. Without a way to know the header, it is the first line that is not blank.
  static func table(
    in window: Window, file: String, isHeader: @escaping ([String]) -> Bool = { _ in false }
  ) throws -> (CSVScanner, CSVDialect, header: [String]) {
    let dialect = CSVDialect(detectingIn: window, isHeader: isHeader)
    let scanner = CSVScanner(window: window, delimiter: dialect.delimiter, file: file)
    return (scanner, dialect, try header(of: scanner, file: file))
  }

  private static func header(of scanner: CSVScanner, file: String) throws -> [String] {
    guard try scanner.next() else { throw Failure(.badData, "\(file): the file is empty", hint: "export it again") }
    if let flaw = scanner.flaw {
      throw Failure(.badData, "\(file):\(scanner.line): the header is not a CSV record: \(flaw)", hint: hintExport)
    }
    let arena = ByteArena()
    return CSVDialect.names(
      ofHeader: try scanner.cells.map { cell in
        let text = scanner.text(of: cell, in: arena)
        guard text.firstInvalidUTF8 == nil else { throw notText(file) }
        return text.string
      })
  }

  static let hintExport = "give a CSV export of the audit log; `counterroll inspect FILE` shows how a file is read"

  static func notText(_ file: String) -> Failure { Failure(.badData, "\(file): not a text file in UTF-8", hint: hintExport) }

  /// What is wrong with a table that no profile fits, told from the one that comes nearest.
  private func unknownTable(_ header: [String], _ fits: [ProfileDetector.Fit], line: Int64) -> Failure {
    if let named = settings.profile, let fit = fits.first {
      return Failure(
        .badData, "\(file):\(line): the profile \(named.name) does not fit: missing \(fit.missing.joined(separator: ", "))",
        hint: "export again with all columns, or name another profile")
    }
    if let near = fits.first(where: { fit in fit.profile.isByUnits && fit.known >= 3 }) {
      for case .unit(let unit) in near.profile.requirements where near.missing.contains("a column for the \(unit.title)") {
        let names = near.profile.units[unit]!.paths.map(\.text).joined(separator: ", ")
        return Failure(
          .badData, "\(file):\(line): no column for the \(unit.title)",
          hint: "export again with all columns, or rename the column to one of: \(names)")
      }
    }
    let seen = header.prefix(6).map { VisibleText.quoted($0) }.joined(separator: ", ")
    return Failure(.badData, "\(file):\(line): not an audit-log export: its columns are \(seen)", hint: Self.hintExport)
  }

  /// The unit of each column where every unit has one column and nothing else to do; nil where the profile asks for more.
  private func plainUnits(_ profile: SourceProfile, _ header: [String], line: Int64) throws -> [Unit?]? {
    guard profile.isPlainCSV, profile.servesEachColumnOnce else { return nil }
    let units = profile.units(ofColumns: header)
    for (index, unit) in units.enumerated() {
      guard let unit, let first = units[..<index].firstIndex(of: unit) else { continue }
      guard profile.isByUnits else { return nil }
      throw Failure(
        .badData,
        "\(file):\(line): columns \(VisibleText.quoted(header[first])) and \(VisibleText.quoted(header[index])) both say the \(unit.title)",
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
