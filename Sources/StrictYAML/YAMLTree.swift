import AuditModel
internal import Yams

/// Reads YAML into the tree of a settings file.
struct YAMLTree {
  let source: StrictYAML

  /// Nil if there is no document.
  func root(of text: String) throws(Failure) -> SettingsNode? {
    do {
      let parser = try Parser(yaml: text)
      // The parser owns the anchors' names; with it they would be forgotten, and anchors pass unseen.
      return try withExtendedLifetime(parser) { try parser.singleRoot().map(node) }
    } catch {
      throw failure(of: error)
    }
  }

  private func node(_ node: Node) -> SettingsNode {
    let content: SettingsNode.Content =
      switch node {
      case .scalar(let scalar): .scalar(scalar.string, kind(of: node.tag))
      case .sequence(let sequence): node.tag == Tag(.seq) ? .list(sequence.map(self.node)) : .foreign
      case .mapping(let mapping): node.tag == Tag(.map) ? .table(mapping.map { (self.node($0.key), self.node($0.value)) }) : .foreign
      default: .foreign
      }
    return SettingsNode(content: content, line: node.mark?.line ?? 1, anchor: node.anchor?.rawValue)
  }

  private func kind(of tag: Tag) -> SettingsNode.Kind {
    switch tag {
    case Tag(.str): .text
    case Tag(.int): .whole
    case Tag(.bool): .flag
    case Tag(.timestamp): .time
    case Tag(.null): .nothing
    default: .other
    }
  }

  private func failure(of error: any Error) -> Failure {
    let hint = "the file is YAML: check quotes, brackets and indentation around this line"
    switch error {
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      let list = keys.map { "“\($0)”" }.joined(separator: ", ")
      return source.failure(context.mark.line, "the key \(list) occurs twice", "keep one of them")
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      return source.failure(mark.line, problem, hint)
    case YamlError.reader(let problem, _, _, _):
      return source.failure(1, problem, hint)
    default:
      return source.failure(1, "the file cannot be read as YAML", hint)
    }
  }
}
