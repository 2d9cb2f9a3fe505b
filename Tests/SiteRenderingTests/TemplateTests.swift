import AuditModel
import Foundation
import Testing

@testable import SiteRendering

struct TemplateTests {
  private static let site = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Templates/site")

  private func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: Self.site.path).filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: Self.site.appending(path: name).path, isDirectory: &isFolder) && !isFolder.boolValue
    }
  }

  @Test func everyFileIsInTheBinary() throws {
    #expect(EmbeddedFiles.names.sorted() == (try files()).sorted(), "add the file to Templates/embed.c")
    for name in EmbeddedFiles.names {
      #expect(try EmbeddedFiles.bytes(of: name) == Array(Data(contentsOf: Self.site.appending(path: name))), "\(name)")
    }
  }

  @Test func everyPartOfTheViewerIsInItsOrderOnce() throws {
    let scripts = EmbeddedFiles.names.filter { $0.hasSuffix(".js") }
    #expect(try PageAssets.scriptNames().sorted() == scripts.sorted())
  }

  /// All parts are one script: of two functions with one name the later would silently be both.
  @Test func noNameOfTheViewerIsTakenTwice() throws {
    let declaration = /^(?:async )?(?:function\*?|class|const|let) (\w+)/.anchorsMatchLineEndings()
    let names = try PageAssets.scriptNames().flatMap { try EmbeddedFiles.text(of: $0).matches(of: declaration).map { String($0.output.1) } }
    #expect(names.count > 500)
    #expect(Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys.sorted() == [])
  }

  @Test func scriptAndStyleCannotEndTheirElements() throws {
    for name in EmbeddedFiles.names where name.hasSuffix(".js") || name.hasSuffix(".css") {
      let text = try EmbeddedFiles.text(of: name).lowercased()
      for mark in ["</script", "<!--", "</style", "\r"] { #expect(!text.contains(mark), "\(name)") }
    }
  }

  private func words(_ language: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(EmbeddedFiles.bytes(of: "words/\(language).json"))) as? [String: Any] ?? [:]
  }

  private func names(in words: Any) -> Set<String> {
    let texts = (words as? [String: String])?.values.map { $0 } ?? [words as? String ?? ""]
    return Set(texts.flatMap { $0.matches(of: /\{(\w+)\}/).map { String($0.1) } })
  }

  @Test(arguments: ["de", "es"]) func aTranslationSaysEverythingWithTheSameValues(_ language: String) throws {
    let original = try words("en"), translated = try words(language)
    #expect(Set(original.keys) == Set(translated.keys))
    for (key, text) in original { #expect(names(in: text) == translated[key].map(names), "\(key)") }
  }

  /// Without scripts, and before they run, the frame says what the English words say.
  @Test func theFrameIsInTheWordsOfItsKeys() throws {
    let frame = try EmbeddedFiles.text(of: "page.mustache"), original = try words("en")
    let marked = frame.matches(of: /data-word="([^"]+)"[^>]*>([^<]*)</)
    #expect(!marked.isEmpty)
    for match in marked { #expect(original[String(match.1)] as? String == String(match.2).replacing("&amp;", with: "&")) }
    for match in frame.matches(of: /\s(title|aria-label|placeholder)="([^"]+)"[^>]* data-word-\1="([^"]+)"/) {
      #expect(original[String(match.3)] as? String == String(match.2).replacing("&amp;", with: "&"))
    }
  }

  @Test func aMissingFileIsNamed() {
    #expect(throws: Failure.self) { try EmbeddedFiles.bytes(of: "no such file") }
  }
}

struct PageFrameTests {
  private let slots = "{{{style}}}{{{words}}}{{{meta}}}{{{script}}}{{{payload}}}"

  private func markup(_ template: String, _ words: [String: String]) throws -> String {
    let frame = try PageFrame(template: template + slots, words: words, markup: ["policy": "none"])
    guard case .markup(let bytes) = frame.pieces[0] else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// swift-mustache's own escaping lets all but the first of these out of the attribute.
  @Test(arguments: ["", "\u{301}", "\u{200D}", "\u{FE0F}"])
  func noMarkAfterAQuoteGetsItThrough(_ mark: String) throws {
    let text = try markup(#"<p title="{{account}}">{{account}}</p>"#, ["account": "x\"\(mark) autofocus onfocus=f() y='\(mark)<\(mark)&\(mark)>\(mark)"])
    let escaped = "x&quot;\(mark) autofocus onfocus=f() y=&#39;\(mark)&lt;\(mark)&amp;\(mark)&gt;\(mark)"
    #expect(Array(text.utf8) == Array("<p title=\"\(escaped)\">\(escaped)</p>".utf8))
  }

  @Test func noTextCanStandForASlot() throws {
    let text = try markup("{{account}}", ["account": "\u{1}payload\u{1}\u{0}"])
    #expect(text == "\u{FFFD}payload\u{FFFD}\u{FFFD}")
  }

  @Test func templatesAreCutAtTheirSlots() throws {
    let frame = try PageFrame(template: "a{{{style}}}b{{{words}}}{{{meta}}}{{{script}}}c{{{payload}}}d{{{policy}}}", words: [:], markup: ["policy": "'p'"])
    #expect(frame.pieces == [
      .markup([97]), .slot(.style), .markup([98]), .slot(.words), .markup([]), .slot(.meta), .markup([]), .slot(.script), .markup([99]), .slot(.payload),
      .markup(Array("d'p'".utf8)),
    ])
  }

  @Test(arguments: ["{{{style}}}{{{words}}}{{{meta}}}{{{script}}}", "{{{payload}}}{{{style}}}{{{words}}}{{{meta}}}{{{script}}}{{{payload}}}", "{{#x}}"])
  func templatesWithoutTheirSlotsAreRefused(_ template: String) {
    #expect(throws: Failure.self) { try PageFrame(template: template, words: [:], markup: [:]) }
  }
}

struct PageWordsTests {
  @Test func numbersHaveCommas() {
    #expect([0, 1, 999, 1000, 1_234_567].map(PageWords.events) == ["0 events", "1 event", "999 events", "1,000 events", "1,234,567 events"])
  }

  /// Midnight in UTC is the evening before in Chicago, six hours back in winter and five in summer.
  @Test func periodsAreInTheAccountsZone() throws {
    let january: Int64 = 1_767_247_200_000, july: Int64 = 1_782_882_000_000
    #expect(try PageWords.period(of: [january], in: "America/Chicago") == "1 Jan 2026")
    #expect(try PageWords.period(of: [january - 1], in: "America/Chicago") == "31 Dec 2025")
    #expect(try PageWords.period(of: [july, january - 1], in: "America/Chicago") == "31 Dec 2025 to 1 Jul 2026")
    #expect(try PageWords.period(of: [july - 1, january], in: "UTC") == "1 Jan 2026 to 1 Jul 2026")
    #expect(try PageWords.period(of: [], in: "UTC") == "no period")
  }
}
