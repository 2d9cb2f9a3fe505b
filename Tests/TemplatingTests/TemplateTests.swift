import AuditModel
import Testing

@testable import Templating

struct TemplateTests {
  private let tags = TemplateTags(texts: ["name", "word"], markup: ["chart"], sections: ["rows", "isThere"])

  private func render(_ text: String, _ values: [String: TemplateValue]) throws -> String {
    try Template(text, file: "report.mustache", tags: tags).render(values)
  }

  private func refusal(of text: String) -> String? {
    do { _ = try Template(text, file: "report.mustache", tags: tags) } catch {
      #expect(error.kind == .settings)
      return error.message
    }
    return nil
  }

  /// Also inside sections, and in sections of sections, where the library might come back to its own escaping.
  @Test(arguments: ["", "\u{301}", "\u{200D}", "\u{FE0F}"]) func textsAreEscapedEverywhere(_ mark: String) throws {
    let hostile = "\"\(mark)'\(mark)<\(mark)&\(mark)>\(mark){{chart}}"
    let escaped = "&quot;\(mark)&#39;\(mark)&lt;\(mark)&amp;\(mark)&gt;\(mark){{chart}}"
    let text = try render(
      "{{name}}{{#rows}}{{word}}{{#rows}}{{word}}{{/rows}}{{/rows}}{{^isThere}}{{name}}{{/isThere}}",
      ["name": .text(hostile), "isThere": .flag(false), "rows": .list([["word": .text(hostile), "rows": .list([["word": .text(hostile)]])]])])
    #expect(Array(text.utf8) == Array(String(repeating: escaped, count: 4).utf8))
  }

  @Test func markupIsPutInAsItIs() throws { #expect(try render("<p>{{{chart}}}</p>{{! a remark }}", ["chart": .markup("<svg/>")]) == "<p><svg/></p>") }

  @Test func emptyListsAndFlags() throws {
    #expect(try render("{{#rows}}a{{/rows}}{{^rows}}b{{/rows}}{{#isThere}}c{{/isThere}}", ["rows": .list([]), "isThere": .flag(true)]) == "bc")
  }

  @Test(arguments: [
    ("{{nmae}}", 1, "there is no tag “nmae”"), ("\n\n{{{name}}}", 3, "the tag “name” cannot be used as {{{…}}}"),
    ("{{chart}}", 1, "the tag “chart” cannot be used as {{…}}"), ("a\n{{#rows}}\n{{word}}", 2, "the section “rows” has no end"),
    ("{{#rows}}\n{{/isThere}}", 2, "“isThere” ends where “rows” of line 1 should"), ("{{/rows}}", 1, "“rows” ends and has not begun"),
    ("\n{{name", 2, "a tag has no end"), ("{{> part}}", 1, "there is no tag “> part”"), ("{{&name}}", 1, "there is no tag “&name”"),
    ("{{=<% %>=}}", 1, "there is no tag “=<% %>=”"), ("{{% CONTENT_TYPE: TEXT}}", 1, "there is no tag “% CONTENT_TYPE: TEXT”"),
    ("{{.}}", 1, "there is no tag “.”"), ("{{#name}}{{/name}}", 1, "the tag “name” cannot be used as a section"), ("{{rows}}", 1, "the tag “rows” cannot be used as {{…}}"),
    ("{{capitalized(name)}}", 1, "there is no tag “capitalized(name)”"), ("x\r\n", 1, "there is a control character"),
  ])
  func aBrokenTemplateIsRefusedWithItsLine(_ text: String, _ line: Int, _ reason: String) {
    #expect(refusal(of: text) == "report.mustache:\(line): \(reason)")
  }
}
