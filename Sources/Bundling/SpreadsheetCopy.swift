internal import AuditModel

/// Makes of the rows of `events.csv` a file for spreadsheets: for viewing, not for evidence.
///
/// A cell that a spreadsheet could take for a formula gets `'` before every such line of it; a last column names the cells that were changed.
/// What was recorded stands in quotes; a byte order mark says that it is UTF-8. BundleFormat.md has the rules.
public struct SpreadsheetCopy: ~Copyable {
  /// The name of the file in a bundle, and what any name for it must hold: it says that the file is altered.
  public static let fileName = "events-for-spreadsheets-altered.csv"
  public static let nameMark = "altered"

  /// Cells that were changed so far.
  public private(set) var alteredCells: Int64 = 0
  private var out = ByteBuffer()
  private var isHeader = true

  public init() {}

  /// - Parameter rows: whole rows as `EventRows` writes them; the first is the header.
  public mutating func write(_ rows: UnsafeRawBufferPointer, to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    var at = 0
    while at < rows.count {
      unsafe addRow(rows, &at)
      try unsafe out.flush(to: sink)
    }
    try unsafe out.drain(to: sink)
  }

  private mutating func addRow(_ rows: UnsafeRawBufferPointer, _ at: inout Int) {
    var altered: [String] = []
    var column = 0
    if isHeader { out.append([0xEF, 0xBB, 0xBF]) }
    while true {
      if column > 0 { out.append(UInt8(ascii: ",")) }
      let (text, isRecorded) = unsafe Self.cell(rows, &at)
      if isRecorded { add(text, of: column, &altered) }
      column += 1
      let ends = unsafe at >= rows.count || rows[at] == UInt8(ascii: "\r")
      at += ends ? 2 : 1
      if ends { break }
    }
    out.append(UInt8(ascii: ","))
    if isHeader { out.append("\"\(Self.nameMark)\"".utf8.map { $0 }) } else if !altered.isEmpty {
      out.append(Array("\"\(altered.joined(separator: " "))\"".utf8))
    }
    out.append("\r\n")
    isHeader = false
  }

  private mutating func add(_ text: [UInt8], of column: Int, _ altered: inout [String]) {
    let guarded = Self.guarded(text)
    if guarded.count != text.count {
      alteredCells += 1
      altered.append(EventColumn(rawValue: column).map { "\($0.name)" } ?? "column \(column + 1)")
    }
    out.append(UInt8(ascii: "\""))
    unsafe guarded.withUnsafeBufferPointer { unsafe out.append($0, doubling: UInt8(ascii: "\"")) }
    out.append(UInt8(ascii: "\""))
  }

  /// The text of the cell at a place, which moves behind it.
  private static func cell(_ rows: UnsafeRawBufferPointer, _ at: inout Int) -> (text: [UInt8], isRecorded: Bool) {
    var text: [UInt8] = []
    guard at < rows.count, unsafe rows[at] == UInt8(ascii: "\"") else {
      while at < rows.count, unsafe rows[at] != UInt8(ascii: ","), unsafe rows[at] != UInt8(ascii: "\r") {
        unsafe text.append(rows[at])
        at += 1
      }
      return (text, !text.isEmpty)
    }
    at += 1
    while at < rows.count {
      let byte = unsafe rows[at]
      at += 1
      if byte == UInt8(ascii: "\"") {
        guard at < rows.count, unsafe rows[at] == byte else { break }
        at += 1
      }
      text.append(byte)
    }
    return (text, true)
  }

  // MARK: Formulas

  /// The text with `'` before every line that a spreadsheet could take for a formula; a negative number alone is none.
  static func guarded(_ text: [UInt8]) -> [UInt8] {
    guard !isNegativeNumber(text) else { return text }
    var out: [UInt8] = []
    for index in text.indices {
      let beginsLine = index == 0 || isLineEnd(text[index - 1])
      if beginsLine, isFormula(text[index...]) || (index == 0 && isLineEnd(text[0])) { out.append(UInt8(ascii: "'")) }
      out.append(text[index])
    }
    return out
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

  private static let marks: [[UInt8]] = ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"].map { Array($0.utf8) }
  private static let blanks: [[UInt8]] = [" ", "\u{A0}", "\u{3000}", "\u{FEFF}"].map { Array($0.utf8) }

  /// Whether a line begins with a formula's mark, blanks before it left aside.
  private static func isFormula(_ line: ArraySlice<UInt8>) -> Bool {
    var line = line
    while let blank = blanks.first(where: { line.starts(with: $0) }) { line = line.dropFirst(blank.count) }
    return marks.contains { line.starts(with: $0) }
  }

  private static func isNegativeNumber(_ text: [UInt8]) -> Bool {
    guard text.first == UInt8(ascii: "-") else { return false }
    let parts = text.dropFirst().split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } }
  }
}
