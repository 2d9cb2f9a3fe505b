/// Values that are made to break out of a page, a table, a template or a terminal. The files around them are well-formed.
enum HostileValues {
  static func csv() -> [UInt8] { CSVSpelling.a(lineEnd: "\n").file(events(texts) + oddPlaces) }

  /// The same, and what only JSON can say.
  static func lines() -> [UInt8] { JSONSpelling.lines(events(texts) + oddPlaces + onlyInJSON) }

  private static let scripts = [
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "<!--<script>", "--><img src=x onerror=alert(3)>", "<!--", "]]>",
    "</textarea></title></style><svg/onload=alert(4)>", "\"><b>bold", "' onmouseover='alert(5)", "<a href=\"javascript:alert(6)\">x</a>",
    "javascript:alert(7)", "JaVaScRiPt:alert(8)", "data:text/html,<script>alert(9)</script>", "&lt;script&gt;&amp;&#x3c;",
    "<SCRIPT SRC=//example.com/x.js>",
    "<iframe srcdoc='<script>alert(10)</script>'>", "<meta http-equiv=refresh content=0;url=//example.com>", "<base href=//example.com/>",
  ]
  private static let formulas = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"https://example.com\",\"click\")", "\t=1+1", "=cmd|' /C calc'!A0",
  ]
  private static let templates = [
    "{{x}}", "{{{x}}}", "{{#x}}loop{{/x}}", "{{> partial}}", "${7*7}", "<%= 7*7 %>", "{{=<% %>=}}", "%s%n%x", "'; DROP TABLE event; --",
    "../../etc/passwd",
  ]
  private static let invisible = [
    "left \u{202E}thgir\u{202C} left", "\u{2066}isolate\u{2069} \u{2067}x", "ze\u{200B}ro\u{200D} wi\u{FEFF}dth",
    "\"\u{0301}quote with accent\"\u{0338}",
    "line\u{2028}and\u{2029}paragraph", "e\u{0301} is not \u{00E9}", "Z\u{0335}\u{0321}\u{0322}\u{0327}\u{0328}\u{0317}a\u{0334}lgo",
    "\u{FFFD}\u{FFFE}\u{10FFFF}", "\u{1F3F4}\u{E0067}\u{E007F} tag",
  ]
  private static let controls = [
    "bell\u{07} escape\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{07}", "\u{01}\u{02}\u{08}\u{0B}\u{0C}\u{1F}\u{7F}\u{85}",
    "carriage\rreturn", "two\nlines\r\nthree",
    " leading and trailing ", "", "null", "undefined", "\\u003c\\x3c\\", "a,b;\"c\"", String(repeating: "W", count: 3000),
  ]
  private static let texts = scripts + formulas + templates + invisible + controls + [large]

  /// One value of 200 KB, that ends in the middle of a tag.
  private static var large: String { String(repeating: "0123456789abcde ", count: 12_800) + "</scr" }

  /// Each text as a new value and, unless it is large, as the name of the record too.
  private static func events(_ texts: [String]) -> [Event] {
    texts.enumerated().map { index, text in
      var event = HostileFiles.plainEvent(100 + index)
      event.changes = [Change(field: "note", before: .text("plain"), after: .text(text))]
      if text.utf8.count < 1000 { event.target.name = text }
      return event
    }
  }

  private static let places: [@Sendable (inout Event) -> Void] = [
    { $0.changes = [Change(field: "__proto__", before: .null, after: .object([Member(name: "polluted", value: .flag(true))]))] },
    { $0.changes = [Change(field: "constructor", after: .text("x")), Change(field: "toString", before: .text("y"))] },
    { $0.changes = [Change(field: "</script><b>", before: .text("a"), after: .text("b"))] },
    { $0.changes = [Change(field: "a; b", before: .text("one field"), after: .text("not two"))] },
    { $0.changes = [Change(field: "", before: .text("no name"), after: .text("still none"))] },
    { $0.actor = Actor(name: "<img src=x onerror=alert(11)>", id: "\"><script>", kind: .person, sources: ["WEB_USER"]) },
    { $0.actor = Actor(name: "=1+1", id: "__proto__", kind: .person, sources: ["WEB_USER"]) },
    { $0.source = "<script>" },
    { $0.module = Module("</option><script>alert(12)</script>", "__PROTO__", weight: 0, initial: 0, []) },
    { $0.action = Action(label: "{{action}}\u{202E}", type: "HASOWNPROPERTY") },
    { $0.target.id = "../../../<x>#?&=%00" },
    { $0.target.parent = "javascript:alert(13)" },
    { $0.changes = [] },
  ]

  /// Hostile text where names, ids and labels are.
  private static var oddPlaces: [Event] {
    places.enumerated().map { index, place in
      var event = HostileFiles.plainEvent(200 + index)
      place(&event)
      return event
    }
  }

  /// NUL, halves of surrogate pairs, and numbers that no machine number holds.
  private static var onlyInJSON: [Event] {
    let values = [
      "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800 swapped\"", "\"cut \\ud83d\"", "1e400", "-1e400", "1E-400",
      "12345678901234567890.5", "-0", "1.0",
    ]
    return values.enumerated().map { index, text in
      var event = HostileFiles.plainEvent(300 + index)
      event.changes = [Change(field: "note", before: .text("plain"), after: .verbatim(text))]
      return event
    }
  }
}
