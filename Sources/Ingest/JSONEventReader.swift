internal import AuditModel

/// Reads events from the home source's own JSON: its envelope, an array of its records, or one record a line.
final class JSONEventReader: EventReader {
  private var scanner: JSONRecordScanner

  init(window: Window, file: String) throws {
    scanner = JSONRecordScanner(window: window, shape: try Self.shape(in: window, file: file), file: file)
  }

  var shape: String { scanner.shape.rawValue }
  var record: ByteView { scanner.record }
  var mapping: [(name: String, unit: Unit?)] { HomeSource.jsonKeys.map { (name: "\($0.0)", unit: $0.1) } }

  func next() throws -> Bool { try scanner.next() }

  /// An array by its first byte; an envelope by a key that holds an array of records; else a record a line.
  private static func shape(in window: Window, file: String) throws -> JSONRecordScanner.Shape {
    let view = window.view
    var cursor = JSONCursor(view)
    cursor.skipWhiteSpace()
    if cursor.byte == UInt8(ascii: "[") { return .array }
    var isEnvelope = false
    try? cursor.object { (key, cursor) throws(JSONProblem) in
      if cursor.byte == UInt8(ascii: "["), JSONRecordScanner.recordKeys.contains(where: { key.equals($0) }) {
        isEnvelope = true
        throw cursor.problem("found")
      }
      _ = try cursor.value(depth: 1)
    }
    return isEnvelope ? .envelope : .lines
  }

  /// Reads the current record into a draft.
  func read(into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    do throws(JSONProblem) {
      var cursor = JSONCursor(scanner.record)
      try Self.readRecord(&cursor, into: &draft)
      guard cursor.isAtEnd else { throw cursor.problem("text after the record") }
    } catch {
      throw .init(reason: "not valid JSON at byte \(error.offset) of the record: \(error.reason)")
    }
    Self.relabel(&draft)
  }

  private static func readRecord(_ cursor: inout JSONCursor, into draft: inout EventDraft) throws(JSONProblem) {
    guard cursor.byte == UInt8(ascii: "{") else { throw cursor.problem("a record must be an object") }
    try cursor.object { (key, cursor) throws(JSONProblem) in
      if let unit = HomeSource.unit(ofKey: key) {
        try readUnit(unit, key, &cursor, into: &draft)
      } else {
        let value = try cursor.value(depth: 1)
        if key.equals("meta") { takeActorSource(fromMeta: value, into: &draft) }
        draft.addExtra(key: key.canonical(in: draft.arena), value: value)
      }
    }
  }

  private static func readUnit(
    _ unit: Unit, _ key: JSONString, _ cursor: inout JSONCursor, into draft: inout EventDraft
  ) throws(JSONProblem) {
    switch (unit, cursor.byte) {
    case (.changedFields, UInt8(ascii: "[")): try ChangeReader.readFieldNames(&cursor, into: &draft)
    case (.before, UInt8(ascii: "{")): try ChangeReader.readSide(&cursor, isBefore: true, into: &draft)
    case (.after, UInt8(ascii: "{")): try ChangeReader.readSide(&cursor, isBefore: false, into: &draft)
    case (.changedFields, _), (.before, _), (.after, _): draft.addExtra(key: key.canonical(in: draft.arena), value: try cursor.value(depth: 1))
    case (_, UInt8(ascii: "\"")): draft[unit] = try readText(&cursor, into: &draft)
    default: draft.addExtra(key: key.canonical(in: draft.arena), value: try cursor.value(depth: 1))
    }
  }

  private static func readText(_ cursor: inout JSONCursor, into draft: inout EventDraft) throws(JSONProblem) -> ByteView {
    let string = try cursor.string()
    guard string.hasEscapes else { return string.source }
    guard let decoded = string.decoded else { throw cursor.problem("a lone surrogate in a name or id") }
    return draft.arena.store(decoded)
  }

  /// `meta.after.createdBy.source` is the better source where the record's own is `UNKNOWN_SOURCE`.
  private static func takeActorSource(fromMeta meta: ByteView, into draft: inout EventDraft) {
    guard draft.string(.actorSource) ?? "UNKNOWN_SOURCE" == "UNKNOWN_SOURCE" else { return }
    guard let source = string(at: ["after", "createdBy", "source"], in: meta) else { return }
    draft.set(.actorSource, to: source)
  }

  private static func string(at path: [StaticString], in value: ByteView) -> String? {
    var cursor = JSONCursor(value)
    cursor.skipWhiteSpace()
    guard let key = path.first else { return (try? cursor.string())?.text }
    guard cursor.byte == UInt8(ascii: "{") else { return nil }
    var found: String?
    try? cursor.object { (name, cursor) throws(JSONProblem) in
      let value = try cursor.value()
      if name.equals(key) { found = string(at: Array(path.dropFirst()), in: value) }
    }
    return found
  }

  /// The JSON spells modules and actions as types; the archive uses the labels of the source's screen.
  private static func relabel(_ draft: inout EventDraft) {
    if let type = draft.string(.module) { draft.set(.module, to: HomeSource.module(ofType: type)) }
    if let type = draft.string(.action) { draft.set(.action, to: HomeSource.action(ofType: type)) }
  }
}
