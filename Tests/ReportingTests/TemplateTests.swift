import AuditModel
import Foundation
import Testing

@testable import Reporting

struct ReportTemplateTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Templates/report")

  @Test func everyFileIsInTheBinary() throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path).filter { $0.contains(".") }
    #expect(ReportFiles.embedded.map(\.name) == names.sorted(), "add the file to Templates/embed-report.c")
    for (name, bytes) in ReportFiles.embedded { #expect(try bytes == Array(Data(contentsOf: Self.folder.appending(path: name))), "\(name)") }
  }

  private func words(_ language: String) throws -> [String: Any] {
    let bytes = try #require(ReportFiles.embedded.first { $0.name == "words/\(language).json" }).bytes
    return try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
  }

  private func values(in words: Any?) -> Set<String> {
    let texts = (words as? [String: String])?.values.map { $0 } ?? [words as? String ?? ""]
    return Set(texts.flatMap { $0.matches(of: /\{(\w+)\}/).map { String($0.1) } })
  }

  @Test(arguments: ["de", "es"]) func aTranslationSaysEverythingWithTheSameValues(_ language: String) throws {
    let (original, translated) = (try words("en"), try words(language))
    #expect(Set(original.keys) == Set(translated.keys))
    for (key, text) in original { #expect(values(in: text) == values(in: translated[key]), "\(key)") }
  }

  @Test func pluralsAndNumbers() throws {
    func said(_ language: String, _ n: Int) throws -> String { try ReportTemplates(folder: nil, language: language).words.say("list.all", n: n) }
    #expect(try [1, 2, 12_345].map { try said("en", $0) } == ["1 event.", "All 2 events.", "All 12,345 events."])
    #expect(try [0, 1, 1234].map { try said("de", $0) } == ["Alle 0 Ereignisse.", "1 Ereignis.", "Alle 1.234 Ereignisse."])
    #expect(try [1, 1234, 12_345, 2_000_000].map { try said("es", $0) } == ["1 evento.", "Los 1234 eventos.", "Los 12.345 eventos.", "Los 2.000.000 de eventos."])
  }

  private func refusal(_ name: String, _ text: String) throws -> Failure? {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder.appending(path: "words"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    do {
      _ = try ReportTemplates(folder: folder.path, language: "en")
    } catch {
      #expect(error.message.hasPrefix(folder.path))
      return error
    }
    return nil
  }

  @Test(arguments: [
    ("report.css", "p {\n}\n@import 'x';", 3), ("report.css", "a{}</STYLE>", 1), ("words/en.json", "{\n\"total\": 3\n}", 2), ("words/en.json", "{\n\n\"total\": \"a\",\n}", 4),
    ("report.mustache", "<p>\n{{acount}}", 2), ("report.mustache", "\n\n{{> x}}", 3), ("report.mustache", "{{#rows}}", 1),
  ])
  func aBrokenFileIsRefusedWithItsLine(_ name: String, _ text: String, _ line: Int) throws {
    let failure = try #require(try refusal(name, text))
    #expect(failure.message.contains("/\(name):\(line): "))
    #expect(failure.kind == .settings)
  }

  @Test func aFileOfOnesOwnIsTaken() throws { #expect(try refusal("report.mustache", "<p>{{account}}</p><style>{{{style}}}</style>") == nil) }
}
