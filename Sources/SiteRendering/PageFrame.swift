internal import AuditModel
internal import Templating

/// The page's HTML around its data: a rendered template, cut where the bytes of the page go in.
///
/// No event value passes through the template; what stands in it is escaped, and the slots are filled with bytes that are safe where they go.
struct PageFrame {
  /// What a template names as `{{{style}}}`, and so on.
  enum Slot: String, CaseIterable {
    case style, words, meta, script, payload

    /// Stands for the slot while the template is rendered; escaped text cannot contain it.
    var mark: String { "\u{1}\(rawValue)\u{1}" }
  }

  enum Piece: Equatable {
    case markup([UInt8])
    case slot(Slot)
  }

  let pieces: [Piece]

  /// - Parameters:
  ///   - template: Mustache text with each slot exactly once, unescaped.
  ///   - words: texts by tag, to be escaped.
  ///   - markup: what is written as it is, by tag.
  /// - Throws: `settings` when the template is not one, `failed` when it lacks a slot.
  init(template: String, words: [String: String], markup: [String: String]) throws(Failure) {
    var context = words.mapValues(TemplateValue.text)
    for (tag, text) in markup { context[tag] = .markup(text) }
    for slot in Slot.allCases { context[slot.rawValue] = .markup(slot.mark) }
    let tags = TemplateTags(texts: Set(words.keys), markup: Set(context.keys).subtracting(words.keys))
    pieces = try Self.cut(try Template(template, file: "page.mustache", tags: tags).render(context))
  }

  private static func cut(_ rendered: String) throws(Failure) -> [Piece] {
    let parts = Array(rendered.utf8).split(separator: 1, omittingEmptySubsequences: false)
    var pieces: [Piece] = []
    for (index, part) in parts.enumerated() {
      if index % 2 == 0 {
        pieces.append(.markup(Array(part)))
      } else if let slot = Slot(rawValue: String(decoding: part, as: UTF8.self)) {
        pieces.append(.slot(slot))
      }
    }
    guard parts.count == Slot.allCases.count * 2 + 1, Slot.allCases.allSatisfy({ pieces.contains(.slot($0)) }) else {
      throw Failure(.failed, "the page's template must name style, words, meta, script and payload once each", hint: "see Templates/STYLE.md")
    }
    return pieces
  }
}
