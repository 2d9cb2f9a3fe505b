internal import AuditModel

/// Reads events from a CSV export in which each unit has one column of its own: the fast way, and that of the CRM's exports.
final class CSVEventReader: EventReader {
  private let scanner: CSVScanner
  private let dialect: CSVDialect
  private let header: [String]
  /// What each column was taken for.
  private let units: [Unit?]
  private let cellChanges = CellChanges()

  init(scanner: CSVScanner, dialect: CSVDialect, header: [String], units: [Unit?]) {
    self.scanner = scanner
    self.dialect = dialect
    self.header = header
    self.units = units
  }

  var shape: String { dialect.title }
  var preamble: [String] { dialect.preamble }
  var record: ByteView { scanner.record }
  var mapping: [Reading.Entry] { zip(header, units).map { Reading.Entry(name: $0, unit: $1) } }

  /// Moves to the next record. Blank lines are no records.
  func next() throws -> Bool {
    repeat {
      guard try scanner.next() else { return false }
    } while scanner.length == 0 && units.count > 1
    return true
  }

  /// Reads the current record into a draft.
  func read(into draft: inout EventDraft) throws(EventAssembler.Flaw) -> Bool {
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
      ChangeExtractor.readNames(joined: scanner.text(of: cells[column], in: draft.arena), into: &draft)
    }
    return false
  }

  private func readChanges(_ text: ByteView, _ unit: Unit, column: Int, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    do throws(JSONProblem) { try cellChanges.read(text, unit, into: &draft) } catch {
      throw .init(reason: "column “\(header[column])”: not valid JSON at byte \(error.offset) of the cell: \(error.reason)")
    }
  }
}

/// Reads changes that stand as JSON in a cell of their own.
private final class CellChanges {
  private let keys: KeyTable
  private var tape: JSONTape
  private let names: (field: [Int32], before: [Int32], after: [Int32])

  init() {
    let keys = KeyTable()
    let usual = ChangeExtractor.usualNames
    func numbers(_ names: [String]) -> [Int32] { names.map { keys.number(of: $0) } }
    names = (numbers(usual.field), numbers(usual.before), numbers(usual.after))
    keys.pin()
    self.keys = keys
    tape = JSONTape(keys: keys)
  }

  func read(_ text: ByteView, _ unit: Unit, into draft: inout EventDraft) throws(JSONProblem) {
    tape.reset()
    var (outcome, end) = tape.parse(text)
    while end < text.count, JSONTape.isWhiteSpace(text[end]) { end += 1 }
    guard outcome == .complete else { throw tape.problem ?? JSONProblem(offset: end, reason: "expected a value") }
    guard end == text.count else { throw JSONProblem(offset: end, reason: "text after the value") }
    switch unit {
    case .before, .after:
      guard tape.kind(of: 0) == .object else { throw JSONProblem(offset: 0, reason: "expected “{”") }
      ChangeExtractor.addSide(0, of: tape, isBefore: unit == .before, to: &draft)
    default:
      guard tape.kind(of: 0) == .array else { throw JSONProblem(offset: 0, reason: "expected “[”") }
      for element in tape.elements(of: 0) { try add(element, to: &draft) }
    }
  }

  private func add(_ element: Int, to draft: inout EventDraft) throws(JSONProblem) {
    var field: ByteView?
    var (before, after): (ByteView?, ByteView?) = (nil, nil)
    for key in tape.keys(of: element) {
      let value = tape.canonical(key + 1, in: draft.arena)
      if names.field.contains(tape.key(of: key)), tape.isString(key + 1) {
        field = value
      } else if names.before.contains(tape.key(of: key)) {
        before = value
      } else if names.after.contains(tape.key(of: key)) {
        after = value
      } else {
        throw JSONProblem(offset: 0, reason: "unknown key “\(tape.text(of: key).prefix(40))” in a change")
      }
    }
    guard let field else { throw JSONProblem(offset: 0, reason: "a change without a field name") }
    draft.addChange(EventDraft.Change(field: field, before: before, after: after))
  }
}
