internal import AuditModel

/// RFC 4180: commas, CRLF, quotes doubled. Nothing between two commas is *not recorded*; two quotes are an empty text.
enum CSVEncoding: RowEncoding {
  static func beginRows(_ out: inout ByteBuffer) {
    for column in EventColumn.allCases {
      begin(column, &out)
      out.append(column.name)
    }
    endRow(&out)
  }

  @inline(__always)
  static func begin(_ column: EventColumn, _ out: inout ByteBuffer) {
    if column != .event { out.append(UInt8(ascii: ",")) }
  }

  static func endRow(_ out: inout ByteBuffer) { out.append("\r\n") }

  static func append(_ text: String?, to out: inout ByteBuffer) {
    guard var text else { return }
    text.withUTF8 { bytes in
      if unsafe bytes.isEmpty || bytes.contains(where: isSpecial) {
        unsafe appendQuoted(bytes, to: &out)
      } else {
        unsafe out.append(bytes)
      }
    }
  }

  static func appendJSON(_ json: UnsafeBufferPointer<UInt8>, to out: inout ByteBuffer) {
    if !json.isEmpty { unsafe appendQuoted(json, to: &out) }
  }

  static func append(_ time: Int64, _ instants: inout InstantText, to out: inout ByteBuffer) { instants.append(time, to: &out) }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
  }

  private static func appendQuoted(_ bytes: UnsafeBufferPointer<UInt8>, to out: inout ByteBuffer) {
    out.append(UInt8(ascii: "\""))
    unsafe out.append(bytes, doubling: UInt8(ascii: "\""))
    out.append(UInt8(ascii: "\""))
  }
}
