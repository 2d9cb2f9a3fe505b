import AuditModel
internal import CYaml

/// Looks through a YAML file before its tree is built, one event of the parser after the other.
///
/// What could make the tree larger than the file is refused here, since in the tree it has happened already: a few lines of aliases that
/// name each other stand for gigabytes. So is what lies too deep in each other for the tree's recursion.
struct YAMLScreening {
  private static let depthLimit = 64
  private static let hint = "the file is YAML: check quotes, brackets and indentation around this line"

  private let bytes: [UInt8]
  private let source: StrictYAML
  private var depth = 0
  private var documents = 0

  init(_ bytes: [UInt8], source: StrictYAML) {
    self.bytes = bytes
    self.source = source
  }

  mutating func check() throws(Failure) {
    guard !bytes.isEmpty else { return }
    // The parser keeps its own address, so it must not move.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { unsafe parser.deallocate() }
    guard unsafe yaml_parser_initialize(parser) == 1 else { throw source.failure(1, "there is no memory to read the file", "run the command again") }
    defer { unsafe yaml_parser_delete(parser) }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    let bytes = self.bytes
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(Failure) in
      unsafe yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
      while try unsafe step(parser) {}
    }
  }

  /// Looks at the next event; false after the last.
  private mutating func step(_ parser: UnsafeMutablePointer<yaml_parser_t>) throws(Failure) -> Bool {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw unsafe failure(of: parser.pointee) }
    defer { unsafe yaml_event_delete(&event) }
    let line = unsafe event.start_mark.line + 1
    switch unsafe event.type {
    case YAML_STREAM_END_EVENT: return false
    case YAML_DOCUMENT_START_EVENT: try begin(line)
    case YAML_ALIAS_EVENT: try unsafe refuse("alias “*", event.data.alias.anchor, line)
    case YAML_SCALAR_EVENT: try unsafe refuse("anchor “&", event.data.scalar.anchor, line)
    case YAML_SEQUENCE_START_EVENT: try unsafe enter(event.data.sequence_start.anchor, line)
    case YAML_MAPPING_START_EVENT: try unsafe enter(event.data.mapping_start.anchor, line)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: depth -= 1
    default: break
    }
    return true
  }

  private mutating func begin(_ line: Int) throws(Failure) {
    documents += 1
    guard documents == 1 else { throw source.failure(line, "a second document begins here", "a \(source.kind) is one: take out the line --- and what follows") }
  }

  private mutating func enter(_ anchor: UnsafePointer<yaml_char_t>?, _ line: Int) throws(Failure) {
    try unsafe refuse("anchor “&", anchor, line)
    depth += 1
    guard depth <= Self.depthLimit else {
      throw source.failure(line, "tables and lists lie more than \(Self.depthLimit) deep in each other", Self.hint)
    }
  }

  private func refuse(_ what: String, _ name: UnsafePointer<yaml_char_t>?, _ line: Int) throws(Failure) {
    guard let name = unsafe name else { return }
    let text = unsafe String(cString: name)
    throw source.failure(line, "the \(what)\(text)” is not allowed in a \(source.kind)", "write the value out at each place")
  }

  private func failure(of parser: yaml_parser_t) -> Failure {
    guard let problem = unsafe parser.problem else { return source.failure(1, "the file cannot be read as YAML", Self.hint) }
    // What cannot be a character is told with its place among the bytes, everything else with its line.
    let isReading = unsafe parser.error == YAML_READER_ERROR
    let line = unsafe isReading ? bytes.prefix(parser.problem_offset).count { $0 == 0x0A } : parser.problem_mark.line
    return source.failure(line + 1, unsafe String(cString: problem), Self.hint)
  }
}
