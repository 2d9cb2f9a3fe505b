internal import Archiving
internal import AuditModel

/// How a CSV file is written, found out before its first record: the delimiter, and where the header is.
///
/// Exports put lines of their own before the header: a title, “Exported on …”, blank lines, or the `sep=;` of spreadsheet programs. They are
/// passed over, told by `inspect`, and kept with the source's bytes like all else.
struct CSVDialect {
  /// The header is looked for in so many lines.
  private static let searchedLines = 20
  private static let usualDelimiters = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

  let delimiter: UInt8
  /// The lines before the header, without their line ends.
  let preamble: [String]

  var title: String {
    switch delimiter {
    case UInt8(ascii: ","): "CSV"
    case UInt8(ascii: ";"): "CSV with semicolons"
    case UInt8(ascii: "\t"): "CSV with tabs"
    default: "CSV with “\(Character(Unicode.Scalar(delimiter)))”"
    }
  }

  /// Finds the header among the first lines of the window and drops what stands before it.
  ///
  /// The header is the first line whose cells `isHeader` knows, read with the delimiter under which it has most cells. If there is none,
  /// the first line that is not blank stays, for the reader to say what is wrong with it.
  init(detectingIn window: Window, isHeader: @escaping ([String]) -> Bool) {
    let view = window.view
    var search = HeaderSearch(view: view, isHeader: isHeader)
    let found = search.run(lines: Self.searchedLines, delimiters: Self.usualDelimiters)
    delimiter = found.delimiter
    preamble = search.lines(before: found.start)
    window.consume(found.start, loneReturns: Int64(preamble.count) - view.slice(0, found.start).lineFeeds)
  }

  // MARK: Header

  /// The names of the columns. A column without a name is called by its place, so that its cells can be kept under a name.
  static func names(ofHeader cells: [String]) -> [String] {
    cells.enumerated().map { index, name in name.allSatisfy(\.isWhitespace) ? "column \(index + 1)" : name }
  }

  /// Refuses two columns of one name: a reader could only guess which of them is meant.
  static func refuseEqualNames(_ names: [String], file: String, line: Int64) throws(Failure) {
    var places: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let first = places.updateValue(index, forKey: name) else { continue }
      throw Failure(
        .badData, "\(file):\(line): columns \(first + 1) and \(index + 1) are both called \(VisibleText.quoted(name))",
        hint: "rename one of them in a copy of the file")
    }
  }
}

/// Looks for a header line by line.
private struct HeaderSearch {
  private static let longestHeader = 1 << 17
  let view: ByteView
  let isHeader: ([String]) -> Bool

  struct Found {
    var start: Int
    var delimiter: UInt8
  }

  mutating func run(lines: Int, delimiters usual: [UInt8]) -> Found {
    let declared = declaredDelimiter()
    let delimiters = declared.map { [$0.delimiter] } ?? usual
    var start = declared?.end ?? 0
    var firstLine: Int?
    for _ in 0..<lines where start < view.count {
      let end = endOfLine(from: start)
      if end > start {
        firstLine = firstLine ?? start
        if let delimiter = header(at: start, delimiters) { return Found(start: start, delimiter: delimiter) }
      }
      start = afterLineEnd(end)
    }
    let first = firstLine ?? start
    return Found(start: first, delimiter: mostFrequent(delimiters, in: view.slice(first, endOfLine(from: first))))
  }

  /// The delimiter of a first line `sep=;`, with or without quotes around it, and where the next line begins.
  private func declaredDelimiter() -> (delimiter: UInt8, end: Int)? {
    let end = endOfLine(from: 0)
    var line = view.slice(0, end).array
    if line.first == UInt8(ascii: "\""), line.last == UInt8(ascii: "\"") { line = Array(line.dropFirst().dropLast()) }
    guard line.count == 5, String(decoding: line[..<4], as: UTF8.self).lowercased() == "sep=" else { return nil }
    let delimiter = line[4]
    // A byte that cells are made of would delimit anything.
    guard delimiter < 0x80, !Character(Unicode.Scalar(delimiter)).isLetter, !Character(Unicode.Scalar(delimiter)).isNumber,
      delimiter != UInt8(ascii: "\""), delimiter > 0x20 || delimiter == UInt8(ascii: "\t")
    else { return nil }
    return (delimiter, afterLineEnd(end))
  }

  /// The delimiter under which a known header begins at `start`; of several the one that makes most cells of it.
  private func header(at start: Int, _ delimiters: [UInt8]) -> UInt8? {
    let known = delimiters.compactMap { delimiter -> (delimiter: UInt8, cells: Int)? in
      guard let cells = cells(at: start, delimiter), isHeader(CSVDialect.names(ofHeader: cells)) else { return nil }
      return (delimiter, cells.count)
    }
    return known.max { $0.cells < $1.cells }?.delimiter
  }

  /// The cells of the record at `start`; nil if it is not text, or does not end.
  private func cells(at start: Int, _ delimiter: UInt8) -> [String]? {
    let end = min(view.count, start + Self.longestHeader)
    let window = Window(ByteStream(bytes: view.slice(start, end).array), size: Self.longestHeader)
    let scanner = CSVScanner(window: window, delimiter: delimiter, file: "")
    guard (try? scanner.next()) == true else { return nil }
    guard scanner.record.firstInvalidUTF8 == nil else { return nil }
    let arena = ByteArena()
    return scanner.cells.map { scanner.text(of: $0, in: arena).string }
  }

  func lines(before end: Int) -> [String] {
    var lines: [String] = []
    var start = 0
    while start < end {
      let stop = endOfLine(from: start)
      lines.append(String(decoding: view.slice(start, stop).array, as: UTF8.self))
      start = afterLineEnd(stop)
    }
    return lines
  }

  private func endOfLine(from start: Int) -> Int {
    min(view.index(of: UInt8(ascii: "\n"), from: start), view.index(of: UInt8(ascii: "\r"), from: start))
  }

  private func afterLineEnd(_ end: Int) -> Int {
    guard end < view.count else { return end }
    let isPair = view[end] == UInt8(ascii: "\r") && end + 1 < view.count && view[end + 1] == UInt8(ascii: "\n")
    return end + (isPair ? 2 : 1)
  }

  private func mostFrequent(_ delimiters: [UInt8], in line: ByteView) -> UInt8 {
    func count(_ byte: UInt8) -> Int { (0..<line.count).count { line[$0] == byte } }
    return delimiters.max { count($0) < count($1) } ?? UInt8(ascii: ",")
  }
}
