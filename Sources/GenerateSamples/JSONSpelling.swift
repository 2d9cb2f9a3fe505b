/// JSON as the source writes it: compact, keys in the order of the event, everything outside ASCII as it is.
extension [UInt8] {
  mutating func append(json text: String) {
    append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy(isPlainInJSON) {
      append(contentsOf: text.utf8)
    } else {
      for byte in text.utf8 { append(jsonEscaped: byte) }
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func append(jsonEscaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append(contentsOf: "\\\"".utf8)
    case UInt8(ascii: "\\"): append(contentsOf: "\\\\".utf8)
    case 10: append(contentsOf: "\\n".utf8)
    case 13: append(contentsOf: "\\r".utf8)
    case 9: append(contentsOf: "\\t".utf8)
    case 0..<32:
      append(contentsOf: "\\u00".utf8)
      append(hexadecimal: UInt64(byte), width: 2)
    default: append(byte)
    }
  }

  mutating func append(json value: Value) {
    switch value {
    case .null: append(contentsOf: "null".utf8)
    case .flag(let flag): append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let text), .verbatim(let text): append(contentsOf: text.utf8)
    case .text(let text): append(json: text)
    case .list(let values): append(jsonList: values)
    case .object(let members): append(jsonObject: members)
    }
  }

  private mutating func append(jsonList values: [Value]) {
    append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(json: value)
    }
    append(UInt8(ascii: "]"))
  }

  private mutating func append(jsonObject members: [Member]) {
    append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(key: member.name)
      append(json: member.value)
    }
    append(UInt8(ascii: "}"))
  }

  mutating func append(key: String) {
    append(json: key)
    append(UInt8(ascii: ":"))
  }

  /// One side of all changes as an object; a side that was not recorded leaves its key out.
  mutating func append(side: Side, of changes: [Change]) {
    append(UInt8(ascii: "{"))
    var isFirst = true
    for change in changes {
      guard let value = change[side] else { continue }
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      append(key: change.field)
      append(json: value)
    }
    append(UInt8(ascii: "}"))
  }
}

private func isPlainInJSON(_ byte: UInt8) -> Bool {
  byte >= 32 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
}

/// Events as the records of the source's own JSON.
enum JSONSpelling {
  static func append(_ event: Event, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "{\"_id\":".utf8)
    bytes.append(json: event.id)
    bytes.append(contentsOf: ",\"createdAt\":\"".utf8)
    bytes.append(utc: event.time)
    bytes.append(UInt8(ascii: "\""))
    member("documentType", event.module.type, to: &bytes)
    member("type", event.action.type, to: &bytes)
    member("id", event.target.id, to: &bytes)
    if !event.target.parent.isEmpty { member("secondaryId", event.target.parent, to: &bytes) }
    member("documentName", event.target.name, to: &bytes)
    member("source", event.hidesSource ? "UNKNOWN_SOURCE" : event.source, to: &bytes)
    if !event.actor.id.isEmpty { member("sourceId", event.actor.id, to: &bytes) }
    member("sourceName", event.actor.name, to: &bytes)
    appendChanges(of: event, to: &bytes)
    appendMeta(of: event, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  /// The envelope that the screen receives: the newer modules lie in a list of their own.
  static func envelope(_ events: [Event]) -> [UInt8] {
    var bytes = Array("{\"logs\":[".utf8)
    appendList(events.filter { !$0.module.isNewer }, to: &bytes)
    bytes.append(contentsOf: "],\n\"mongoLogs\":[".utf8)
    appendList(events.filter { $0.module.isNewer }, to: &bytes)
    bytes.append(contentsOf: "],\n\"pagination\":{\"hasMore\":false,\"cursorToken\":\"eyJwYWdlIjoxN30\"}}\n".utf8)
    return bytes
  }

  static func lines(_ events: [Event]) -> [UInt8] {
    var bytes: [UInt8] = []
    for event in events {
      append(event, to: &bytes)
      bytes.append(10)
    }
    return bytes
  }

  private static func appendList(_ events: [Event], to bytes: inout [UInt8]) {
    for (index, event) in events.enumerated() {
      bytes.append(contentsOf: (index > 0 ? ",\n" : "\n").utf8)
      append(event, to: &bytes)
    }
    bytes.append(10)
  }

  private static func appendChanges(of event: Event, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: ",\"changedFields\":[".utf8)
    for (index, change) in event.changes.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(json: change.field)
    }
    bytes.append(contentsOf: "],\"before\":".utf8)
    bytes.append(side: .before, of: event.changes)
    bytes.append(contentsOf: ",\"after\":".utf8)
    bytes.append(side: .after, of: event.changes)
  }

  private static func appendMeta(of event: Event, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: ",\"meta\":{".utf8)
    if event.hidesSource {
      bytes.append(contentsOf: "\"after\":{\"createdBy\":{\"source\":".utf8)
      bytes.append(json: event.source)
      bytes.append(contentsOf: "}}".utf8)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func member(_ name: String, _ value: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: ","))
    bytes.append(key: name)
    bytes.append(json: value)
  }
}
