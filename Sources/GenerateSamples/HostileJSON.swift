/// JSON dumps with one fault each.
enum HostileJSON {
  static var all: [SampleFile] {
    let good = JSONSpelling.envelope((0..<6).map(HostileFiles.plainEvent))
    return [
      SampleFile(name: "truncated.json", bytes: cut(good, after: "\"changedFields\":", occurrence: 4)),
      SampleFile(name: "truncated-in-string.json", bytes: cut(good, after: "\"documentName\":\"Con", occurrence: 4)),
      HostileFiles.text("trailing-comma.json", "{\"logs\":[\n\(record(0)),\n\(record(1)),\n],\"mongoLogs\":[]}\n"),
      HostileFiles.text("duplicate-key.json", "{\"logs\":[\n\(twice)\n],\"mongoLogs\":[]}\n"),
      deep,
    ]
  }

  /// One record that has two document names.
  private static var twice: String { record(0).dropLast() + ",\"documentName\":\"Another name\"}" }

  /// A value inside a hundred lists.
  private static var deep: SampleFile {
    var event = HostileFiles.plainEvent(0)
    var value = Value.text("bottom")
    for _ in 0..<100 { value = .list([value]) }
    event.changes = [Change(field: "customFields", before: .null, after: value)]
    return SampleFile(name: "deep.json", bytes: JSONSpelling.envelope([event]))
  }

  private static func record(_ number: Int) -> String {
    var bytes: [UInt8] = []
    JSONSpelling.append(HostileFiles.plainEvent(number), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes up to the end of the nth occurrence of a text.
  private static func cut(_ bytes: [UInt8], after text: String, occurrence: Int) -> [UInt8] {
    let mark = Array(text.utf8)
    let places = bytes.indices.filter { bytes[$0...].starts(with: mark) }
    return Array(bytes[..<(places[occurrence - 1] + mark.count)])
  }
}
