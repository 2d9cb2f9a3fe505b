internal import AuditModel

/// Reads events from the CSV exports of the home source.
final class CSVEventReader: EventReader {
  private let scanner: CSVScanner
  /// The header as it stands in the file, and what each column was taken for.
  let header: [String]
  let units: [Unit?]

  init(window: Window, file: String) throws {
    let delimiter = Self.delimiter(in: window.view)
    let scanner = CSVScanner(window: window, delimiter: delimiter, file: file)
    guard try scanner.next() else { throw Failure(.badData, "\(file): the file is empty", hint: "export it again") }
    if let flaw = scanner.flaw {
      throw Failure(.badData, "\(file):1: the header is not a CSV record: \(flaw)", hint: Self.hintExport)
    }
    let arena = ByteArena()
    header = try scanner.cells.map { cell in
      let text = scanner.text(of: cell, in: arena)
      guard text.firstInvalidUTF8 == nil else { throw Self.notText(file) }
      return text.string
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
    let cells = scanner.cells
    guard cells.count == units.count else { throw .init(reason: "\(cells.count) cells, the header has \(units.count)") }
    for index in cells.indices where cells[index].end > cells[index].start || cells[index].isQuoted {
      let text = scanner.text(of: cells[index], in: draft.arena)
      guard let unit = units[index] else {
        draft.addExtra(header[index], text)
        continue
      }
      if unit.rawValue < Unit.textCount {
        draft[unit] = text
      } else if unit != .changedFields, !text.isEmpty {
        try readChanges(text, unit, column: index, into: &draft)
      }
    }
    // Last, since a name that holds the separator can only be told from two names by the keys of the sides.
    if let column = units.firstIndex(of: .changedFields) {
      ChangeReader.readFieldNames(cell: scanner.text(of: cells[column], in: draft.arena), into: &draft)
    }
  }

  private func readChanges(_ text: ByteView, _ unit: Unit, column: Int, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    do throws(JSONProblem) { try Self.readChanges(text, unit, into: &draft) } catch {
      throw .init(reason: "column “\(header[column])”: not valid JSON at byte \(error.offset) of the cell: \(error.reason)")
    }
  }

  private static func readChanges(_ text: ByteView, _ unit: Unit, into draft: inout EventDraft) throws(JSONProblem) {
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
