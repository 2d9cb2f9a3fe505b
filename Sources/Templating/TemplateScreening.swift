import AuditModel

/// Looks through a template before the library reads it: the library takes an unknown tag for an empty text, and knows more kinds of tags than are
/// safe. A partial, for one, would bring back its own escaping.
struct TemplateScreening {
  private let bytes: [UInt8]
  private let file: String
  private let tags: TemplateTags
  private var open: [(name: String, line: Int)] = []

  init(_ text: String, file: String, tags: TemplateTags) {
    bytes = Array(text.utf8)
    self.file = file
    self.tags = tags
  }

  mutating func check() throws(Failure) {
    var (place, line) = (0, 1)
    while place < bytes.count {
      if bytes[place...].starts(with: "{{".utf8) {
        let tag = try self.tag(at: place, line)
        line += bytes[place..<tag].count { $0 == 0x0A }
        place = tag
      } else {
        if bytes[place] == 0x0A { line += 1 }
        if bytes[place] < 0x20, bytes[place] != 0x0A, bytes[place] != 0x09 { throw failure(line, "there is a control character") }
        place += 1
      }
    }
    if let section = open.last { throw failure(section.line, "the section “\(section.name)” has no end") }
  }

  private func failure(_ line: Int, _ reason: String) -> Failure { Template.failure(file, line, reason) }

  /// Reads the tag that begins at a place.
  /// - Returns: the place behind it.
  private mutating func tag(at start: Int, _ line: Int) throws(Failure) -> Int {
    let isTriple = bytes[start...].starts(with: "{{{".utf8)
    let close = Array((isTriple ? "}}}" : "}}").utf8)
    let inside = start + (isTriple ? 3 : 2)
    guard let end = (inside..<bytes.count).first(where: { bytes[$0...].starts(with: close) }) else {
      throw failure(line, "a tag has no end")
    }
    let content = String(decoding: bytes[inside..<end], as: UTF8.self)
    if isTriple { try require(content.trimmed, tags.markup, line, "{{{…}}}") } else { try judge(content, line) }
    return end + close.count
  }

  private mutating func judge(_ content: String, _ line: Int) throws(Failure) {
    let name = String(content.dropFirst()).trimmed
    switch content.first {
    case "!": return
    case "#", "^":
      try require(name, tags.sections, line, "a section")
      open.append((name, line))
    case "/":
      guard let section = open.popLast() else { throw failure(line, "“\(name)” ends and has not begun") }
      guard section.name == name else { throw failure(line, "“\(name)” ends where “\(section.name)” of line \(section.line) should") }
    default: try require(content.trimmed, tags.texts, line, "{{…}}")
    }
  }

  private func require(_ name: String, _ known: Set<String>, _ line: Int, _ use: String) throws(Failure) {
    guard !known.contains(name) else { return }
    let isKnown = tags.texts.union(tags.markup).union(tags.sections).contains(name)
    throw failure(line, isKnown ? "the tag “\(name)” cannot be used as \(use)" : "there is no tag “\(name)”")
  }
}

extension String {
  fileprivate var trimmed: String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0A }
    let bytes = Array(utf8.drop(while: isSpace))
    return String(decoding: bytes[..<((bytes.lastIndex { !isSpace($0) } ?? -1) + 1)], as: UTF8.self)
  }
}
