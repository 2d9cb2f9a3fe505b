internal import AuditModel

/// Finds the records of a JSON document of any size, one at a time: the elements of an array, of the arrays in an object (the source's
/// envelope), or the values of NDJSON. Only one record is in memory.
///
/// This scanner checks what lies between the records. A record's own bytes are parsed by the tape that is lent to `next`; one that is not valid
/// is delimited by its line, or by its brackets and strings, so that it is rejected alone.
struct JSONRecordScanner {
  enum Shape: String {
    case array = "JSON array"
    case envelope = "JSON object with arrays of records"
    case lines = "NDJSON"
  }

  private enum Place { case start, inRecords, betweenMembers, end }

  let window: Window
  let shape: Shape
  /// The keys of an envelope that hold its records.
  let recordKeys: [String]
  let file: String
  private(set) var length = 0
  /// Why the current record is not valid JSON; nil if the tape holds it.
  private(set) var problem: JSONProblem?
  private var place = Place.start
  private var isFirst = true
  /// Keys of the document's own object so far.
  private var members: Set<[UInt8]> = []

  init(window: Window, shape: Shape, recordKeys: [String] = [], file: String) {
    self.window = window
    self.shape = shape
    self.recordKeys = recordKeys
    self.file = file
  }

  var record: ByteView { window.view.slice(0, length) }
  var offset: Int64 { window.offset }
  var line: Int64 { window.line }

  /// Moves to the next record and parses it. False at the end of the document.
  mutating func next(into tape: inout JSONTape) throws -> Bool {
    window.consume(length)
    length = 0
    switch shape {
    case .lines: return try nextLine(into: &tape)
    case .array, .envelope: guard try nextInDocument() else { return false }
    }
    try takeRecord(into: &tape)
    return true
  }

  /// A record has to begin on a line of its own; a second one on the line of the first is rejected, since nobody can say what was meant.
  private mutating func nextLine(into tape: inout JSONTape) throws -> Bool {
    let before = line
    guard try peek() != nil else { return false }
    let isOnOwnLine = isFirst || line > before
    isFirst = false
    try takeRecord(into: &tape)
    if !isOnOwnLine, problem == nil { problem = JSONProblem(offset: 0, reason: "it begins on the line of the record before it") }
    return true
  }

  /// Parsing finds the end of a valid record by itself; only one that is not, or that goes on beyond the window, is delimited first.
  private mutating func takeRecord(into tape: inout JSONTape) throws {
    tape.reset()
    problem = nil
    var (outcome, end) = tape.parse(window.view, isWhole: false)
    if outcome == .complete {
      length = end
      return
    }
    // Where records are lines, a broken one ends with its line: its brackets may swallow others.
    if outcome == .invalid, shape == .lines {
      length = try endOfLine()
      outcome = .cut
    } else {
      length = try endOfValue()
    }
    if outcome == .cut {
      tape.reset()
      (outcome, end) = tape.parse(record)
    }
    if outcome != .complete { problem = tape.problem }
    if outcome == .complete, end < length { problem = JSONProblem(offset: end, reason: "text after the record") }
  }

  private mutating func nextInDocument() throws -> Bool {
    while true {
      switch place {
      case .start: try enterDocument()
      case .inRecords: if try nextElement() { return true }
      case .betweenMembers: try nextMember()
      case .end:
        guard try peek() == nil else { throw failure("text after the end of the document") }
        return false
      }
    }
  }

  private mutating func enterDocument() throws {
    _ = try peek()
    window.consume(1)
    place = shape == .array ? .inRecords : .betweenMembers
    isFirst = true
  }

  private mutating func nextElement() throws -> Bool {
    guard let byte = try peek() else { throw truncated }
    if byte == UInt8(ascii: "]") {
      window.consume(1)
      (place, isFirst) = (shape == .array ? .end : .betweenMembers, false)
      return false
    }
    try takeComma()
    return true
  }

  private mutating func nextMember() throws {
    guard let byte = try peek() else { throw truncated }
    if byte == UInt8(ascii: "}") {
      window.consume(1)
      return place = .end
    }
    try takeComma()
    guard try peek() == UInt8(ascii: "\"") else { throw failure("expected a key") }
    let keyEnd = try endOfValue()
    let key = try strictly(keyEnd)
    let holdsRecords = recordKeys.contains { Array($0.utf8) == key }
    guard members.insert(key ?? []).inserted else { throw failure("a key occurs twice in the document's object") }
    window.consume(keyEnd)
    guard try peek() == UInt8(ascii: ":") else { throw failure("expected “:”") }
    window.consume(1)
    if holdsRecords, try peek() == UInt8(ascii: "[") {
      window.consume(1)
      (place, isFirst) = (.inRecords, true)
    } else {
      try skipMemberValue()
    }
  }

  private mutating func skipMemberValue() throws {
    guard try peek() != nil else { throw truncated }
    let end = try endOfValue()
    _ = try strictly(end)
    window.consume(end)
    isFirst = false
  }

  private mutating func takeComma() throws {
    if !isFirst {
      guard try peek() == UInt8(ascii: ",") else { throw failure("expected “,”") }
      window.consume(1)
      guard let byte = try peek() else { throw truncated }
      guard byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}") else { throw failure("a comma with nothing after it") }
    }
    isFirst = false
  }

  /// The next byte that is not white space, consumed up to it; nil at the end.
  private func peek() throws -> UInt8? {
    while true {
      let view = window.view
      var count = 0
      while count < view.count, JSONTape.isWhiteSpace(view[count]) { count += 1 }
      window.consume(count)
      if count < view.count { return window.view[0] }
      guard try window.fill() else { return nil }
    }
  }

  /// Checks the value at the start of the window, which is of this length; of a string, gives its text.
  private func strictly(_ length: Int) throws -> [UInt8]? {
    var tape = JSONTape(keys: KeyTable())
    let (outcome, end) = tape.parse(window.view.slice(0, length))
    guard outcome == .complete, end == length else { throw failure(tape.problem?.reason ?? "expected “,”") }
    return tape.isString(0) ? tape.string(0).comparable : nil
  }

  /// The length of the value at the start of the window, by its brackets and strings alone.
  private func endOfValue() throws -> Int {
    var extent = ValueExtent()
    while true {
      if let end = extent.scan(window.view) { return end }
      guard window.view.count <= Window.longestRecord else { throw failure("a record longer than \(Window.longestRecord >> 20) MiB") }
      guard try window.fill() else {
        if let end = extent.endOfBareValue(window.view) { return end }
        throw truncated
      }
    }
  }

  /// The length of the rest of the line at the start of the window, without its end.
  private func endOfLine() throws -> Int {
    while true {
      let view = window.view
      let end = view.index(of: UInt8(ascii: "\n"), from: 0)
      if end < view.count { return end > 0 && view[end - 1] == UInt8(ascii: "\r") ? end - 1 : end }
      guard view.count <= Window.longestRecord else { throw failure("a record longer than \(Window.longestRecord >> 20) MiB") }
      guard try window.fill() else { return view.count }
    }
  }

  private var truncated: Failure {
    Failure(
      .badData, "\(file):\(line): the file ends in the middle of the JSON document: it is cut off",
      hint: "fetch or export the file again; nothing was taken from it")
  }

  private func failure(_ reason: String) -> Failure {
    Failure(.badData, "\(file):\(line): not valid JSON at byte \(offset): \(reason)", hint: "the file is damaged: fetch it again")
  }
}

/// Looks for the end of a value by brackets and strings; goes on where it stopped when the window has grown.
private struct ValueExtent {
  private var position = 0
  private var depth = 0
  private var isInString = false

  /// The index after the value, or nil if the view ends first.
  mutating func scan(_ view: ByteView) -> Int? {
    while position < view.count {
      if isInString {
        guard skipString(view) else { return nil }
        if depth == 0 { return position }
        continue
      }
      switch view[position] {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth <= 1 { return depth == 1 ? position + 1 : max(position, 1) }
        depth -= 1
      case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09:
        if depth == 0 { return max(position, 1) }
      default: break
      }
      position += 1
    }
    return nil
  }

  /// A number or word may end with the file; a string or a bracket may not.
  func endOfBareValue(_ view: ByteView) -> Int? { depth == 0 && !isInString && !view.isEmpty ? view.count : nil }

  /// Moves behind the closing quote. False if the view ends first.
  private mutating func skipString(_ view: ByteView) -> Bool {
    while true {
      position = view.indexOfStringStop(from: position)
      guard position < view.count else { return false }
      switch view[position] {
      case UInt8(ascii: "\""):
        position += 1
        isInString = false
        return true
      case UInt8(ascii: "\\"):
        guard position + 1 < view.count else { return false }
        position += 2
      default: position += 1
      }
    }
  }
}
