internal import AuditModel

/// Scans CSV by RFC 4180, record by record, on bytes: line breaks inside quotes, doubled quotes, CR LF or LF.
///
/// A record that breaks the grammar (a quote inside a bare cell, text after a closing quote) is delivered with its flaw, to be rejected; an
/// unclosed quote swallows the rest of the file and is an error of the file.
final class CSVScanner {
  /// A cell of the current record.
  struct Cell {
    /// Bounds in the record, without the surrounding quotes.
    var start: Int
    var end: Int
    var isQuoted = false
    var hasDoubledQuotes = false
  }

  let window: Window
  let delimiter: UInt8
  let file: String
  private(set) var cells: [Cell] = []
  /// Length of the current record in bytes, without its line end.
  private(set) var length = 0
  /// Why the current record breaks the grammar, if it does.
  private(set) var flaw: String?
  /// Bytes of the current record with its line end: consumed when the next one is asked for.
  private var extent = 0
  private var endsInLoneReturn = false

  init(window: Window, delimiter: UInt8, file: String) {
    self.window = window
    self.delimiter = delimiter
    self.file = file
  }

  var record: ByteView { window.view.slice(0, length) }
  var offset: Int64 { window.offset }
  var line: Int64 { window.line }

  /// Moves to the next record. False at the end of the file.
  func next() throws -> Bool {
    window.consume(extent, loneReturns: endsInLoneReturn ? 1 : 0)
    (extent, endsInLoneReturn) = (0, false)
    repeat {
      if scanRecord() { return true }
      guard window.view.count <= Window.longestRecord else { throw tooLong }
    } while try window.fill()
    return window.view.isEmpty ? false : try scanLastRecord()
  }

  /// Scans one record at the start of the window. False if it does not end inside the window.
  private func scanRecord() -> Bool {
    let view = window.view
    cells.removeAll(keepingCapacity: true)
    flaw = nil
    var position = 0
    while true {
      guard let next = scanCell(view, at: position), next < view.count else { return false }
      if view[next] == delimiter {
        position = next + 1
        continue
      }
      return endRecord(view, at: next)
    }
  }

  /// Takes the line end at `position`: LF, CR LF, or a CR alone. False if the window ends after a CR that could be half a line end.
  private func endRecord(_ view: ByteView, at position: Int) -> Bool {
    length = position
    extent = position + 1
    guard view[position] == UInt8(ascii: "\r") else { return true }
    if extent == view.count, !window.isAtEnd { return false }
    endsInLoneReturn = extent == view.count || view[extent] != UInt8(ascii: "\n")
    if !endsInLoneReturn { extent += 1 }
    return true
  }

  /// The file's last record has no line end.
  private func scanLastRecord() throws -> Bool {
    let view = window.view
    cells.removeAll(keepingCapacity: true)
    flaw = nil
    var position = 0
    while true {
      guard let next = scanCell(view, at: position) else {
        throw Failure(
          .badData, "\(file):\(line): a quote is opened in this record and never closed",
          hint: "the file is cut off or damaged: export it again")
      }
      guard next < view.count, view[next] == delimiter else {
        if next < view.count { return endRecord(view, at: next) }
        (length, extent) = (view.count, view.count)
        return true
      }
      position = next + 1
    }
  }

  /// Scans one cell. The index of the delimiter or line end after it, `count` if the view ends there, nil if it ends inside quotes.
  @inline(__always)
  private func scanCell(_ view: ByteView, at start: Int) -> Int? {
    guard start < view.count, view[start] == UInt8(ascii: "\"") else { return scanBareCell(view, from: start, cellStart: start) }
    var cell = Cell(start: start + 1, end: start + 1, isQuoted: true)
    let (quote, hasPairs) = view.closingQuote(from: start + 1)
    guard quote < view.count else { return nil }
    cell.end = quote
    cell.hasDoubledQuotes = hasPairs
    cells.append(cell)
    return afterClosingQuote(view, at: quote + 1)
  }

  @inline(__always)
  private func afterClosingQuote(_ view: ByteView, at position: Int) -> Int {
    guard position < view.count else { return position }
    let byte = view[position]
    if byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return position }
    flaw = "text after a closing quote in cell \(cells.count)"
    return endOfBareCell(view, from: position)
  }

  private func scanBareCell(_ view: ByteView, from start: Int, cellStart: Int) -> Int {
    let end = endOfBareCell(view, from: start)
    cells.append(Cell(start: cellStart, end: end))
    return end
  }

  @inline(__always)
  private func endOfBareCell(_ view: ByteView, from start: Int) -> Int {
    var position = start
    while true {
      position = view.index(
        ofAny: delimiter, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\""), from: position)
      guard position < view.count, view[position] == UInt8(ascii: "\"") else { return position }
      flaw = flaw ?? "a quote inside cell \(cells.count + 1), which is not quoted"
      position += 1
    }
  }

  private var tooLong: Failure {
    Failure(
      .badData, "\(file):\(line): a record is longer than \(Window.longestRecord >> 20) MiB",
      hint: "a quote may be missing its partner near this line")
  }

  /// A cell's text, with doubled quotes made single: in the record itself, or in the arena.
  @inline(__always)
  func text(of cell: Cell, in arena: ByteArena) -> ByteView {
    let text = record.slice(cell.start, cell.end)
    guard cell.hasDoubledQuotes else { return text }
    return unsafe arena.text(limit: text.count + 16) { memory in unsafe text.copyUnpaired(to: memory) }
  }
}
