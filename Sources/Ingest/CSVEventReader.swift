internal import AuditModel

/// Reads events from the CSV exports of the home source.
final class CSVEventReader: EventReader {
  private let scanner: CSVScanner
  /// The header as it stands in the file, and what each column was taken for.
  let header: [String]
  let units: [Unit?]
  private var scratch: [UInt8] = []

  init(window: Window, file: String) throws {
    let delimiter = Self.delimiter(in: window.view)
    let scanner = CSVScanner(window: window, delimiter: delimiter, file: file)
    guard try scanner.next() else { throw Failure(.badData, "\(file): the file is empty", hint: "export it again") }
    if let flaw = scanner.flaw {
      throw Failure(.badData, "\(file):1: the header is not a CSV record: \(flaw)", hint: Self.hintExport)
    }
    header = try scanner.cells.map { cell in
      var text: [UInt8] = []
      scanner.appendText(of: cell, to: &text)
      guard text.withView({ $0.firstInvalidUTF8 }) == nil else { throw Self.notText(file) }
      return String(decoding: text, as: UTF8.self)
    }
    units = try Self.units(of: header, file: file)
    self.scanner = scanner
  }

  static let hintExport = "give a CSV export of the audit log; `counterroll inspect FILE` shows how a file is read"

  static func notText(_ file: String) -> Failure {
    Failure(.badData, "\(file): not a text file in UTF-8", hint: hintExport)
  }

  /// The delimiter is the one of comma, semicolon and tab that the first line holds most of.
  private static func delimiter(in view: ByteView) -> UInt8 {
    let line = view.slice(0, view.index(of: UInt8(ascii: "\n"), from: 0))
    func count(_ byte: UInt8) -> Int { (0..<line.count).reduce(0) { $0 + (line[$1] == byte ? 1 : 0) } }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    return candidates.max { count($0) < count($1) } ?? UInt8(ascii: ",")
  }

  /// What each column is. Refused: a table that is no audit log, a missing column, two columns for one unit.
  private static func units(of header: [String], file: String) throws -> [Unit?] {
    let units = header.map { HomeSource.unit(ofColumn: $0) }
    let known = units.compactMap { $0 }
    guard known.count >= 3 else {
      let seen = header.prefix(6).map { VisibleText.quoted($0) }.joined(separator: ", ")
      throw Failure(.badData, "\(file):1: not an audit-log export: its columns are \(seen)", hint: hintExport)
    }
    for (index, unit) in units.enumerated() {
      guard let unit, let first = units[..<index].firstIndex(of: unit) else { continue }
      throw Failure(
        .badData,
        "\(file):1: columns \(VisibleText.quoted(header[first])) and \(VisibleText.quoted(header[index])) both say the \(unit.title)",
        hint: "remove or rename one of them in a copy of the file")
    }
    for required in [Unit.time, .module, .action] where !known.contains(required) {
      let aliases = HomeSource.columnAliases[required]!.joined(separator: ", ")
      throw Failure(
        .badData, "\(file):1: no column for the \(required.title)",
        hint: "export again with all columns, or rename the column to one of: \(aliases)")
    }
    return units
  }

  var shape: String { "CSV" }
  var record: ByteView { scanner.record }
  var mapping: [(name: String, unit: Unit?)] { zip(header, units).map { (name: $0, unit: $1) } }

  /// Moves to the next record. Blank lines are no records.
  func next() throws -> Bool {
    repeat {
      guard try scanner.next() else { return false }
    } while scanner.length == 0 && units.count > 1
    return true
  }

  /// Reads the current record into a draft.
  func read(into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    if let flaw = scanner.flaw { throw .init(reason: flaw) }
    guard scanner.cells.count == units.count else {
      throw .init(reason: "\(scanner.cells.count) cells, the header has \(units.count)")
    }
    for (index, cell) in scanner.cells.enumerated() where cell.end > cell.start || cell.isQuoted {
      if units[index] != .changedFields { try read(cell, column: index, into: &draft) }
    }
    // Last, since a name that holds the separator can only be told from two names by the keys of the sides.
    if let column = units.firstIndex(of: .changedFields) { try read(scanner.cells[column], column: column, into: &draft) }
  }

  private func read(_ cell: CSVScanner.Cell, column: Int, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    if let unit = units[column], unit.rawValue < Unit.textCount {
      draft[unit] = draft.text { scanner.appendText(of: cell, to: &$0) }
      return
    }
    scratch.removeAll(keepingCapacity: true)
    scanner.appendText(of: cell, to: &scratch)
    guard let unit = units[column] else { return draft.addExtra(header[column], scratch) }
    guard !scratch.isEmpty else { return }
    do throws(JSONProblem) {
      try scratch.withView { (text) throws(JSONProblem) in try Self.readChanges(text, unit, into: &draft) }
    } catch {
      throw .init(reason: "column “\(header[column])”: not valid JSON at byte \(error.offset) of the cell: \(error.reason)")
    }
  }

  private static func readChanges(_ text: ByteView, _ unit: Unit, into draft: inout EventDraft) throws(JSONProblem) {
    if unit == .changedFields { return ChangeReader.readFieldNames(cell: text.array, into: &draft) }
    var cursor = JSONCursor(text)
    cursor.skipWhiteSpace()
    switch unit {
    case .before: try ChangeReader.readSide(&cursor, isBefore: true, into: &draft)
    case .after: try ChangeReader.readSide(&cursor, isBefore: false, into: &draft)
    default: try ChangeReader.readList(&cursor, into: &draft)
    }
    cursor.skipWhiteSpace()
    guard cursor.isAtEnd else { throw cursor.problem("text after the value") }
  }
}
