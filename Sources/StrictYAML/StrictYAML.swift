public import AuditModel

/// A settings file in YAML or JSON, read strictly: what is not understood refuses the whole file, with its line and the next step.
///
/// The tree is walked by hand: a decoder would pass over unknown keys and would not know the lines. Anchors and aliases are refused, since
/// they make one place of the file mean what stands at another.
public struct StrictYAML {
  /// The path, for messages.
  public let file: String
  /// What kind of file it is: `role file`.
  public let kind: String

  public init(file: String, kind: String) {
    self.file = file
    self.kind = kind
  }

  /// Hands the root of a YAML document to `body`.
  ///
  /// - Parameter shape: a sentence that says what such a file holds, for a file that holds nothing.
  public func read<T>(_ bytes: [UInt8], shape: String, _ body: (Item) throws(Failure) -> T) throws(Failure) -> T {
    // A mark of the byte order would count as a column before the first key.
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let text = String(validating: bytes[start...], as: UTF8.self) else { throw failure(1, "the file is not UTF-8 text", "save it as UTF-8") }
    guard let root = try YAMLTree(source: self).root(of: text) else { throw failure(1, "the \(kind) is empty", shape) }
    return try body(Item(node: root, source: self))
  }

  /// Hands the root of a JSON document to `body`.
  public func readJSON<T>(_ bytes: [UInt8], _ body: (Item) throws(Failure) -> T) throws(Failure) -> T {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw failure(1, "the file is not UTF-8 text", "save it as UTF-8") }
    var tree = JSONTree(bytes, source: self)
    return try body(Item(node: try tree.root(), source: self))
  }

  func failure(_ line: Int, _ reason: String, _ hint: String) -> Failure {
    Failure(.settings, "\(file):\(line): \(reason)", hint: hint)
  }
}

/// The tree of a settings file, whatever it was written in.
struct SettingsNode {
  enum Content {
    case scalar(String, Kind)
    case list([SettingsNode])
    case table([(key: SettingsNode, value: SettingsNode)])
    /// A list or table of a kind that no settings file has, such as a set.
    case foreign
  }

  /// What a scalar is, as the language of the file has it.
  enum Kind { case text, whole, flag, time, nothing, other }

  var content: Content
  /// From 1.
  var line: Int
}

extension StrictYAML {
  /// A place in the tree: a table, a list or a scalar. Each step into it has its own sentence when it fails.
  public struct Item {
    fileprivate let node: SettingsNode
    fileprivate let source: StrictYAML

    /// The line on which it stands, from 1.
    public var line: Int { node.line }

    public func failure(_ reason: String, _ hint: String) -> Failure { source.failure(line, reason, hint) }

    public var isTable: Bool { if case .table = node.content { true } else { false } }
    public var isList: Bool { if case .list = node.content { true } else { false } }
    public var isNothing: Bool { scalar(.nothing) != nil }

    /// The text of a scalar of one of these kinds; nil for anything else.
    private func scalar(_ kinds: SettingsNode.Kind...) -> String? {
      guard case .scalar(let text, let kind) = node.content, kinds.contains(kind) else { return nil }
      return text
    }

    /// The members of a table, in the order of the file.
    public func table(_ what: String, _ hint: String) throws(Failure) -> Table {
      guard case .table(let members) = node.content else {
        throw failure(isNothing ? "\(what): there is nothing" : "\(what): is not a table of keys and values", hint)
      }
      return Table(
        item: self, members: members.map { (Item(node: $0.key, source: source), Item(node: $0.value, source: source)) })
    }

    public func list(_ what: String, _ hint: String) throws(Failure) -> [Item] {
      guard case .list(let elements) = node.content else {
        throw failure(isNothing ? "\(what): there is nothing" : "\(what): is not a list", hint)
      }
      return elements.map { Item(node: $0, source: source) }
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

    /// A text that people can tell apart by reading it: not empty, without invisible characters and spaces at its ends.
    public func text(_ what: String) throws(Failure) -> String {
      let text = try anyText(what)
      guard !text.isEmpty, text.first?.isWhitespace == false, text.last?.isWhitespace == false else {
        throw failure("\(what) is empty, or begins or ends with a space", "write it without")
      }
      guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control && $0.properties.generalCategory != .format })
      else { throw failure("\(what) has invisible characters", "type it anew") }
      return text
    }

    /// Any text, also an empty one.
    public func anyText(_ what: String) throws(Failure) -> String {
      guard let text = scalar(.text) else {
        throw failure("\(what) is not a text", "Put it in quotes if it is meant as one: \"…\"")
      }
      return text
    }

    /// A day or a time, as text: YAML has a kind of its own for those that stand without quotes.
    public func timeText(_ what: String) throws(Failure) -> String {
      guard let text = scalar(.time, .text) else { throw failure("\(what) is not a day or a time", "Write 2026-06-01, or 2026-06-01T09:30:00-05:00") }
      return text
    }

    /// `true` or `false`, and no other word for them.
    public func flag(_ what: String) throws(Failure) -> Bool {
      guard let text = scalar(.flag), let flag = Bool(text) else { throw failure("\(what) is neither true nor false", "write one of the two") }
      return flag
    }

    /// A whole number of digits alone, from 1.
    public func count(_ what: String) throws(Failure) -> Int {
      guard let text = scalar(.whole), text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(text), number > 0
      else { throw failure("\(what) is not a whole number above 0", "write it in digits") }
      return number
    }

    /// Minutes east of UTC.
    public func minutes(_ what: String) throws(Failure) -> Int {
      guard let text = scalar(.whole), let minutes = Int(text), abs(minutes) <= 14 * 60 else {
        throw failure("\(what) is not in minutes east of UTC", "write it like -420")
      }
      return minutes
    }

    /// The text of a version number as it stands; nil if it is no plain number.
    fileprivate var versionText: String? { scalar(.whole) }
    fileprivate var rawText: String? { if case .scalar(let text, _) = node.content { text } else { nil } }
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
