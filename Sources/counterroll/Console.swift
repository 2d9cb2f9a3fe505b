import AuditModel
import Glibc

/// The one place that prints: results to standard output, messages and progress to standard error.
enum Console {
  static let messagesAreOnTerminal = isatty(STDERR_FILENO) == 1
  static let resultsAreOnTerminal = isatty(STDOUT_FILENO) == 1

  /// Columns of the terminal that results go to; 80 if they go elsewhere.
  static var width: Int {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  static func result(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

  static func result(bytes: UnsafeRawBufferPointer) { unsafe write(bytes, to: STDOUT_FILENO) }

  static func message(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

  /// Draws over the last line of a terminal.
  static func progress(_ line: String) { write("\r\u{1B}[K" + line, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { unsafe write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  /// A closed pipe ends the process quietly, as it ends `head`'s partners.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    var written = 0
    while written < bytes.count {
      let count = unsafe Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count > 0 { written += count } else if errno != EINTR { end(writing: descriptor, errno) }
    }
  }

  private static func end(writing descriptor: Int32, _ code: Int32) -> Never {
    if descriptor == STDOUT_FILENO, code != EPIPE {
      message("counterroll: standard output: \(unsafe String(cString: strerror(code))): what the command did is done, only its report is cut")
    }
    exit(code == EPIPE ? 0 : 74)
  }

  /// Text of an event as it may stand on a terminal: no controls, no escape sequences, no marks that turn the direction of writing.
  static func visible(_ text: String, limit: Int = .max) -> String {
    var out = ""
    for scalar in text.unicodeScalars.prefix(limit) { out.unicodeScalars.append(isShown(scalar) ? scalar : "\u{FFFD}") }
    return text.unicodeScalars.count > limit ? out + "…" : out
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: scalar == "\u{200D}"
    default: true
    }
  }
}

/// A text in lines of at most so many characters, broken at spaces. A word that is longer stays whole.
func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    if let last = lines.last, last.count + 1 + word.count <= width { lines[lines.count - 1] += " " + word } else { lines.append(String(word)) }
  }
  return lines
}

/// Columns of text, aligned, for people.
struct TextTable {
  private var rows: [[String]]
  private let rightAligned: Set<Int>

  init(header: [String], rightAligned: Set<Int> = []) {
    rows = [header]
    self.rightAligned = rightAligned
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  var lines: [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { pad(row[$0], to: widths[$0], right: rightAligned.contains($0)) }
      return cells.joined(separator: "  ").trimmingSuffix(while: { $0 == " " })
    }
  }

  private func pad(_ text: String, to width: Int, right: Bool) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return right ? space + text : text + space
  }
}

extension String {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
    var end = endIndex
    while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
    return String(self[..<end])
  }
}
