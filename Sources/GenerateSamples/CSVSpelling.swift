/// Events as rows of the two CSV exports that the compliance team has: spelling A with two JSON cells, spelling B with one list of changes.
struct CSVSpelling: Sendable {
  let header: String
  let lineEnd: String
  let isSpellingB: Bool

  static let headerA =
    "Log ID,Date & Time,Done By,User ID,Source,Module,Action,Document ID,Name,Parent ID,Changed Fields,Before,After"
  static let headerB =
    "event_id,created_at,user_name,user_id,source,module,action,document_id,document_name,parent_id,changes"

  static func a(lineEnd: String) -> CSVSpelling { CSVSpelling(header: headerA, lineEnd: lineEnd, isSpellingB: false) }
  static let b = CSVSpelling(header: headerB, lineEnd: "\n", isSpellingB: true)

  func file(_ events: [Event]) -> [UInt8] {
    var bytes = Array((header + lineEnd).utf8)
    var scratch: [UInt8] = []
    for event in events { append(event, to: &bytes, scratch: &scratch) }
    return bytes
  }

  /// Appends one row. `scratch` is room for the JSON of a cell before its quotes are doubled.
  func append(_ event: Event, to bytes: inout [UInt8], scratch: inout [UInt8]) {
    bytes.append(contentsOf: event.id.utf8)
    bytes.append(UInt8(ascii: ","))
    if isSpellingB { bytes.append(chicago: event.time) } else { bytes.append(utc: event.time) }
    cell(event.actor.name, to: &bytes)
    cell(event.actor.id, to: &bytes)
    cell(event.source, to: &bytes)
    cell(event.module.label, to: &bytes)
    cell(event.action.label, to: &bytes)
    cell(event.target.id, to: &bytes)
    cell(event.target.name, to: &bytes)
    cell(event.target.parent, to: &bytes)
    if isSpellingB {
      appendChanges(event.changes, to: &bytes, scratch: &scratch)
    } else {
      appendSides(event.changes, to: &bytes, scratch: &scratch)
    }
    bytes.append(contentsOf: lineEnd.utf8)
  }

  private func appendSides(_ changes: [Change], to bytes: inout [UInt8], scratch: inout [UInt8]) {
    scratch.removeAll(keepingCapacity: true)
    for (index, change) in changes.enumerated() {
      if index > 0 { scratch.append(contentsOf: "; ".utf8) }
      scratch.append(contentsOf: change.field.utf8)
    }
    bytes.append(csvCell: scratch)
    sideCell(.before, of: changes, to: &bytes, scratch: &scratch)
    sideCell(.after, of: changes, to: &bytes, scratch: &scratch)
  }

  private func sideCell(
    _ side: Side, of changes: [Change], to bytes: inout [UInt8], scratch: inout [UInt8]
  ) {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(side: side, of: changes)
    if scratch.count == 2 { scratch.removeAll(keepingCapacity: true) }
    bytes.append(csvCell: scratch)
  }

  private func appendChanges(_ changes: [Change], to bytes: inout [UInt8], scratch: inout [UInt8]) {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(UInt8(ascii: "["))
    for (index, change) in changes.enumerated() {
      if index > 0 { scratch.append(UInt8(ascii: ",")) }
      scratch.append(contentsOf: "{\"field\":".utf8)
      scratch.append(json: change.field)
      appendSide("before", change.before, to: &scratch)
      appendSide("after", change.after, to: &scratch)
      scratch.append(UInt8(ascii: "}"))
    }
    scratch.append(UInt8(ascii: "]"))
    bytes.append(csvCell: scratch)
  }

  private func appendSide(_ name: String, _ value: Value?, to scratch: inout [UInt8]) {
    guard let value else { return }
    scratch.append(UInt8(ascii: ","))
    scratch.append(key: name)
    scratch.append(json: value)
  }

  private func cell(_ text: String, to bytes: inout [UInt8]) {
    if text.utf8.contains(where: needsQuotes) {
      bytes.append(csvCell: Array(text.utf8))
    } else {
      bytes.append(UInt8(ascii: ","))
      bytes.append(contentsOf: text.utf8)
    }
  }
}

extension [UInt8] {
  /// A comma and a cell, in quotes where the rules of CSV (RFC 4180) ask for them.
  mutating func append(csvCell content: [UInt8]) {
    append(UInt8(ascii: ","))
    guard content.contains(where: needsQuotes) else { return append(contentsOf: content) }
    append(UInt8(ascii: "\""))
    for byte in content {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}

private func needsQuotes(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13
}
