internal import AuditModel

/// One JSON object a line, with all columns in every one. `null` is *not recorded*; two quotes are an empty text.
enum JSONLinesEncoding: RowEncoding {
  static func beginRows(_ out: inout ByteBuffer) {}

  @inline(__always)
  static func begin(_ column: EventColumn, _ out: inout ByteBuffer) {
    out.append(column == .event ? "{\"" : ",\"")
    out.append(column.name)
    out.append("\":")
  }

  static func endRow(_ out: inout ByteBuffer) { out.append("}\n") }

  static func append(_ text: String?, to out: inout ByteBuffer) {
    guard let text else { return out.append("null") }
    out.append(JSONText.string(text).bytes)
  }

  /// JSON from a source may hold line breaks between its parts, which a line must not: it is then a text that holds the JSON.
  static func appendJSON(_ json: UnsafeBufferPointer<UInt8>, to out: inout ByteBuffer) {
    guard !json.isEmpty else { return out.append("null") }
    if unsafe json.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      var text: [UInt8] = []
      unsafe JSONText.appendString(json, to: &text)
      out.append(text)
    } else {
      unsafe out.append(json)
    }
  }

  static func append(_ time: Int64, _ instants: inout InstantText, to out: inout ByteBuffer) {
    out.append(UInt8(ascii: "\""))
    instants.append(time, to: &out)
    out.append(UInt8(ascii: "\""))
  }
}
