public import AuditModel
internal import Mustache

/// What a tag of a template stands for.
public enum TemplateValue: Sendable {
  /// Escaped where it is put in.
  case text(String)
  /// Put in as it is, by `{{{tag}}}` and nothing else: bytes that are safe where they stand.
  case markup(String)
  /// A section that is there or not.
  case flag(Bool)
  /// A section for each element, with tags of its own beside those around it.
  case list([[String: TemplateValue]])
}

/// The tags that a template may use, by what they stand for.
public struct TemplateTags: Sendable {
  public var texts: Set<String>
  public var markup: Set<String>
  /// Flags and lists.
  public var sections: Set<String>

  public init(texts: Set<String>, markup: Set<String>, sections: Set<String> = []) {
    self.texts = texts
    self.markup = markup
    self.sections = sections
  }
}

/// A page's template: Mustache with `{{text}}`, `{{{markup}}}`, `{{#section}}…{{/section}}`, `{{^section}}…{{/section}}` and `{{! remarks }}`, and
/// nothing else of it. A tag that is not known, or not meant to be used so, refuses the template with its line.
public struct Template {
  private let template: MustacheTemplate

  /// - Parameter file: its name, for messages.
  /// - Throws: `settings`, with file and line.
  public init(_ text: String, file: String, tags: TemplateTags) throws(Failure) {
    var screening = TemplateScreening(text, file: file, tags: tags)
    try screening.check()
    MarkupEscaping.registered
    do {
      template = try MustacheTemplate(string: MarkupEscaping.pragma + text)
    } catch let error as MustacheTemplate.ParserError {
      throw Self.failure(file, error.context.lineNumber, "\(error.error)")
    } catch {
      throw Self.failure(file, 1, "\(error)")
    }
  }

  public func render(_ values: [String: TemplateValue]) -> String { template.render(Self.plain(values)) }

  private static func plain(_ values: [String: TemplateValue]) -> [String: Any] {
    values.mapValues { value -> Any in
      switch value {
      case .text(let text), .markup(let text): text
      case .flag(let flag): flag
      case .list(let elements): elements.map(plain)
      }
    }
  }

  static func failure(_ file: String, _ line: Int, _ reason: String) -> Failure {
    Failure(.settings, "\(file):\(line): \(reason)", hint: "Templates/STYLE.md says what a template may do")
  }
}
