public import Archiving
public import AuditModel

/// What a file that no profile fits looks like: its columns or keys with their first values, so that a profile can be written for it.
public struct FirstLook {
  /// A column, or a key with the keys that lead to it.
  public struct Field {
    public let name: String
    /// Texts of the first records, shortened and without controls; nil where the record has none.
    public let values: [String?]
    /// Whether all of them are times in ISO 8601.
    public let isTime: Bool
  }

  public let format: SourceProfile.Format
  public let fields: [Field]

  private static let records = 3

  /// - Throws: `badData` for what is no text in records at all.
  public init(_ stream: ByteStream, file: String) throws {
    let window = Window(stream)
    try window.fill(to: 1 << 16)
    if window.view.count >= 3, window.view[0] == 0xEF, window.view[1] == 0xBB, window.view[2] == 0xBF { window.consume(3) }
    if ReaderChoice.startsAsJSON(window.view) {
      format = .json
      var look = JSONLook(window.view, isWhole: window.isAtEnd, limit: Self.records)
      fields = look.leaves.map { Self.field($0.text, look.texts(at: $0)) }
    } else {
      format = .csv
      let (scanner, _, header) = try ReaderChoice.table(in: window, file: file)
      var rows: [[String?]] = []
      while rows.count < Self.records, try scanner.next() {
        let arena = ByteArena()
        rows.append(scanner.cells.map { $0.end > $0.start ? scanner.text(of: $0, in: arena).string : nil })
      }
      fields = header.enumerated().map { index, name in Self.field(name, rows.map { index < $0.count ? $0[index] : nil }) }
    }
    guard fields.count > 1 else { throw Failure(.badData, "\(file): no columns or keys are seen in it", hint: "give a CSV or JSON export") }
  }

  private static func field(_ name: String, _ texts: [String?]) -> Field {
    let written = texts.compactMap { $0 }
    let isTime = !written.isEmpty && written.allSatisfy { text in (try? Timestamp.parse(Array(text.utf8).span)) != nil }
    return Field(name: name, values: texts.map { $0.map { VisibleText.quoted($0) } }, isTime: isTime)
  }

  /// A profile to be completed: what is certain is filled in, everything else stands as a comment.
  public func skeleton(name: String, title: String) -> String {
    let have = fields.prefix(6).map { Self.yaml($0.name) }.joined(separator: ", ")
    let time = fields.first(where: \.isTime)
    var lines = [
      "# A profile to be completed: say for each unit under which \(format == .csv ? "column" : "key") it stands, and remove the # before it.",
      "# Then: counterroll inspect --profile THIS-FILE EXPORT", "profile: 1", "name: \(name)", "title: \(Self.yaml(title))",
      "format: \(format.rawValue)", "# What tells this export from others:", "detect: { have: [\(have)] }", "units:",
      time.map { "  time: \(Self.yaml($0.name))" } ?? "  # time: { from: …, formats: [iso-8601], zone: UTC }",
    ]
    lines += ProfileFile.unitNames.filter { $0.unit != .time }.map { "  # \($0.name): …" }
    lines += ["# changes:", "#   - { spelling: sides, before: …, after: … }", "#", "# What the first records hold:"]
    lines += fields.map { field in
      "#   \(VisibleText.quoted(field.name, limit: 60)): \(field.values.map { $0 ?? "–" }.joined(separator: ", "))"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A name as a YAML text.
  private static func yaml(_ text: String) -> String { JSONText.string(text).text }
}

extension SourceProfile {
  /// The profile's file under another name, to be edited.
  public func file(named name: String) -> String {
    let lines = String(decoding: fileBytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { $0.hasPrefix("name: ") ? "name: \(name)" : String($0) }.joined(separator: "\n")
  }
}
