internal import AuditModel

/// Reads events from a CSV export by a profile that asks for more than one column for each unit: labels, further JSON in a cell, changes in
/// numbered columns.
///
/// A row is read as a JSON object, column → text, so that everything a profile can say about JSON holds for CSV too. A cell with nothing in it,
/// not even quotes, is not recorded.
final class ProfiledCSVReader: EventReader {
  private let scanner: CSVScanner
  private let dialect: CSVDialect
  private let header: [String]
  private let extractor: RecordExtractor
  private let profile: SourceProfile
  /// The columns' names as JSON strings.
  private let keys: [[UInt8]]
  private var row: [UInt8] = []
  private var texts = ByteArena()

  init(scanner: CSVScanner, dialect: CSVDialect, header: [String], profile: SourceProfile) {
    self.scanner = scanner
    self.dialect = dialect
    self.header = header
    self.profile = profile
    let columns = ColumnNames(header)
    extractor = RecordExtractor(profile, columns: header) { columns.spelled($0) }
    keys = columns.keys.map { JSONText.string($0).bytes }
  }

  var shape: String { dialect.title }
  var preamble: [String] { dialect.preamble }
  var record: ByteView { scanner.record }
  var takesNUL: Bool { profile.isOfArchive }
  var mapping: [Reading.Entry] { profile.mapping(ofColumns: header) }

  func next() throws -> Bool {
    repeat {
      guard try scanner.next() else { return false }
    } while scanner.length == 0 && header.count > 1
    return true
  }

  func read(into draft: inout EventDraft) throws(EventAssembler.Flaw) -> Bool {
    if let flaw = scanner.flaw { throw .init(reason: flaw) }
    let cells = scanner.cells
    guard cells.count == header.count else { throw .init(reason: "\(cells.count) cells, the header has \(header.count)") }
    texts.reset()
    row.removeAll(keepingCapacity: true)
    for index in cells.indices where cells[index].end > cells[index].start || cells[index].isQuoted {
      row.append(row.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
      row.append(contentsOf: keys[index])
      row.append(UInt8(ascii: ":"))
      JSONText.appendString(scanner.text(of: cells[index], in: texts).array, to: &row)
    }
    if row.isEmpty { row.append(UInt8(ascii: "{")) }
    row.append(UInt8(ascii: "}"))
    let text = texts.store(row)
    let outcome = extractor.parse { tape in
      tape.reset()
      return tape.parse(text).outcome
    }
    precondition(outcome == .complete)
    _ = try extractor.begin()
    try extractor.read(0, into: &draft)
    return false
  }
}

/// The columns of a header, found by their names without case, spaces and marks.
struct ColumnNames {
  /// Each column under a name of its own: one without a name is called by its place.
  let keys: [String]
  private let folded: [String: String]

  init(_ header: [String]) {
    var (keys, folded): ([String], [String: String]) = ([], [:])
    for (index, name) in header.enumerated() {
      var key = name.isEmpty || keys.contains(name) ? "column \(index + 1)" : name
      while keys.contains(key) || (key != name && header.contains(key)) { key += "'" }
      keys.append(key)
      let fold = SourceProfile.folded(key)
      if folded[fold] == nil { folded[fold] = key }
    }
    (self.keys, self.folded) = (keys, folded)
  }

  /// The column as the file spells it, or nil.
  func spelled(_ name: String) -> String? { folded[SourceProfile.folded(name)] }
}
