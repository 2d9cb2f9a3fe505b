public import AuditModel
internal import Yams

/// A settings file in YAML, read strictly: what is not understood refuses the whole file, with its line and the next step.
///
/// The tree is walked by hand: a decoder would pass over unknown keys and would not know the lines. Anchors are refused, since they make one
/// place of the file mean what stands at another.
public struct StrictYAML {
  /// The path, for messages.
  public let file: String
  /// What kind of file it is: `role file`.
  public let kind: String

  public init(file: String, kind: String) {
    self.file = file
    self.kind = kind
  }

  /// Hands the root of the document to `body`, which must take out what it needs: the tree is gone afterwards.
  ///
  /// - Parameter shape: a sentence that says what such a file holds, for a file that holds nothing.
  public func read<T>(_ bytes: [UInt8], shape: String, _ body: (Item) throws(Failure) -> T) throws(Failure) -> T {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw failure(1, "the file is not UTF-8 text", "save it as UTF-8") }
    let parser: Parser
    let root: Node?
    do {
      parser = try Parser(yaml: text)
      root = try parser.singleRoot()
    } catch {
      throw failure(of: error)
    }
    // The parser owns the anchors' names; with it they would be forgotten, and anchors pass unseen.
    return try withExtendedLifetime(parser) { () throws(Failure) in
      guard let root else { throw failure(1, "the \(kind) is empty", shape) }
      return try body(Item(node: root, source: self))
    }
  }

  fileprivate func failure(_ line: Int, _ reason: String, _ hint: String) -> Failure {
    Failure(.settings, "\(file):\(line): \(reason)", hint: hint)
  }

  private func failure(of error: any Error) -> Failure {
    let hint = "the file is YAML: check quotes, brackets and indentation around this line"
    switch error {
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      let list = keys.map { "“\($0)”" }.joined(separator: ", ")
      return failure(context.mark.line, "the key \(list) occurs twice", "keep one of them")
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      return failure(mark.line, problem, hint)
    case YamlError.reader(let problem, _, _, _):
      return failure(1, problem, hint)
    default:
      return failure(1, "the file cannot be read as YAML", hint)
    }
  }
}

extension StrictYAML {
  /// A place in the tree: a table, a list or a scalar. Each step into it has its own sentence when it fails.
  public struct Item {
    fileprivate let node: Node
    fileprivate let source: StrictYAML

    /// The line on which it stands, from 1.
    public var line: Int { node.mark?.line ?? 1 }

    public func failure(_ reason: String, _ hint: String) -> Failure { source.failure(line, reason, hint) }

    public var isTable: Bool { node.mapping != nil }
    public var isList: Bool { node.sequence != nil }

    /// The members of a table, in the order of the file.
    public func table(_ what: String, _ hint: String) throws(Failure) -> Table {
      try refuseAnchor()
      guard let mapping = node.mapping, node.tag == Tag(.map) else {
        let isNothing = node.tag == Tag(.null)
        throw failure(isNothing ? "\(what): there is nothing" : "\(what): is not a table of keys and values", hint)
      }
      return Table(
        item: self, members: mapping.map { (Item(node: $0.key, source: source), Item(node: $0.value, source: source)) })
    }

    public func list(_ what: String, _ hint: String) throws(Failure) -> [Item] {
      try refuseAnchor()
      guard let sequence = node.sequence, node.tag == Tag(.seq) else { throw failure("\(what): is not a list", hint) }
      return sequence.map { Item(node: $0, source: source) }
    }

    /// A list of texts, at least one and none twice.
    public func uniqueTexts(_ one: String, _ all: String) throws(Failure) -> [(text: String, item: Item)] {
      let items = try list(all, "Write it in brackets: [ … ]")
      guard !items.isEmpty else { throw failure("\(all): there are none", "add one, or take the whole entry out") }
      var found: [(text: String, item: Item)] = []
      for item in items {
        let text = try item.text(one)
        if found.contains(where: { $0.text == text }) { throw item.failure("\(all): “\(text)” occurs twice", "take one of them out") }
        found.append((text, item))
      }
      return found
    }

    public func text(_ what: String) throws(Failure) -> String {
      try refuseAnchor()
      guard let scalar = node.scalar, node.tag == Tag(.str) else {
        throw failure("\(what) is not a text", "Put it in quotes if it is meant as one: \"…\"")
      }
      let text = scalar.string
      guard !text.isEmpty, text.first?.isWhitespace == false, text.last?.isWhitespace == false else {
        throw failure("\(what) is empty, or begins or ends with a space", "write it without")
      }
      guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control && $0.properties.generalCategory != .format })
      else { throw failure("\(what) has invisible characters", "type it anew") }
      return text
    }

    /// A whole number of digits alone, from 1.
    public func count(_ what: String) throws(Failure) -> Int {
      try refuseAnchor()
      guard let scalar = node.scalar, node.tag == Tag(.int), scalar.string.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
        let number = Int(scalar.string), number > 0
      else { throw failure("\(what) is not a whole number above 0", "write it in digits") }
      return number
    }

    /// Minutes east of UTC.
    public func minutes(_ what: String) throws(Failure) -> Int {
      try refuseAnchor()
      guard let scalar = node.scalar, node.tag == Tag(.int), let minutes = Int(scalar.string), abs(minutes) <= 14 * 60 else {
        throw failure("\(what) is not in minutes east of UTC", "write it like -420")
      }
      return minutes
    }

    private func refuseAnchor() throws(Failure) {
      guard let anchor = node.anchor else { return }
      throw failure("the anchor “&\(anchor.rawValue)” is not allowed in a \(source.kind)", "write the value out at each place")
    }

    /// The text of a version number as it stands; nil if it is no plain number.
    fileprivate var versionText: String? { node.tag == Tag(.int) && node.anchor == nil ? node.scalar?.string : nil }
    fileprivate var rawText: String? { node.string }
  }

  /// A table of keys and values.
  public struct Table {
    public let item: Item
    public let members: [(key: Item, value: Item)]

    /// - Parameter item: where a missing key is told.
    public init(item: Item, members: [(key: Item, value: Item)]) {
      self.item = item
      self.members = members
    }

    public subscript(key: String) -> Item? { members.first { $0.key.rawText == key }?.value }

    /// Refuses keys that are not known, and names those that are missing.
    public func check(_ what: String, required: [String], optional: [String] = []) throws(Failure) {
      let known = required + optional
      for (item, _) in members {
        let key = try item.text("a key of \(what)")
        guard known.contains(key) else {
          throw item.failure("\(what) has the key “\(key)”, which is not known", "the keys are \(known.joined(separator: ", "))")
        }
      }
      for key in required where self[key] == nil {
        throw item.failure("\(what): the key “\(key)” is missing", "the keys are \(known.joined(separator: ", "))")
      }
    }

    /// Looks at the version of the file's format before anything else, since another version may have other keys.
    public func checkVersion(key: String) throws(Failure) {
      guard let version = self[key] else { throw item.failure("the key “\(key)” is missing", "Begin the file with: \(key): 1") }
      guard let text = version.versionText else { throw version.failure("the \(key) is not a number", "Write: \(key): 1") }
      guard text == "1" else {
        throw version.failure("version \(text) of the \(item.source.kind) is not known", "this program reads version 1")
      }
    }
  }
}
