import AuditModel
internal import Yams

/// Reads YAML that was screened into the tree of a settings file.
struct YAMLTree {
  let source: StrictYAML

  /// Nil if there is no document.
  func root(of text: String) throws(Failure) -> SettingsNode? {
    var screening = YAMLScreening(Array(text.utf8), source: source)
    try screening.check()
    do {
      return try Parser(yaml: text).singleRoot().map(node)
    } catch {
      throw failure(of: error)
    }
  }

  private func node(_ node: Node) -> SettingsNode {
    let content: SettingsNode.Content =
      switch node {
      case .scalar(let scalar): .scalar(scalar.string, kind(of: node.tag))
      case .sequence(let sequence): isPlain(node, .seq) ? .list(sequence.map(self.node)) : .foreign
      case .mapping(let mapping): isPlain(node, .map) ? .table(mapping.map { (self.node($0.key), self.node($0.value)) }) : .foreign
      default: .foreign
      }
    return SettingsNode(content: content, line: node.mark?.line ?? 1)
  }

  private func isPlain(_ node: Node, _ name: Tag.Name) -> Bool { node.tag.rawValue == name.rawValue }

  /// By the tag's name: a `Tag` made for comparison brings a resolver of its own, and a file has thousands of scalars.
  private func kind(of tag: Tag) -> SettingsNode.Kind {
    switch tag.rawValue {
    case Tag.Name.str.rawValue: .text
    case Tag.Name.int.rawValue: .whole
    case Tag.Name.bool.rawValue: .flag
    case Tag.Name.timestamp.rawValue: .time
    case Tag.Name.null.rawValue: .nothing
    default: .other
    }
  }

  /// What the parser itself objects to was told when the file was screened; left are faults of the tree.
  private func failure(of error: any Error) -> Failure {
    guard case YamlError.duplicatedKeysInMapping(let keys, let context) = error else {
      return source.failure(1, "the file cannot be read as YAML", "check quotes, brackets and indentation")
    }
    let list = keys.map { "“\($0)”" }.joined(separator: ", ")
    return source.failure(context.mark.line, "the key \(list) occurs twice", "keep one of them")
  }
}
