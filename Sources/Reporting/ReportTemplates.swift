public import AuditModel
internal import CTemplates
internal import EvidenceLog
internal import Foundation
import StrictYAML
internal import Templating

/// The files of `Templates/report` that a report is made with: those inside the binary, or those of a folder where it has them.
public struct ReportTemplates {
  let template: Template
  let style: [UInt8]
  let words: ReportWords
  let branding: Branding

  static let templateName = "report.mustache"
  static let styleName = "report.css"

  /// - Parameters:
  ///   - folder: nil for the shipped ones alone.
  ///   - language: a code, such as `en`.
  ///   - branding: nil for none.
  /// - Throws: `settings`, with file and line, where a file is not what it must be; `usage` for a language that is not there.
  public init(folder: String?, language: String, branding: Branding? = nil) throws(Failure) {
    if let branding { self.branding = branding } else { self.branding = try Branding() }
    let files = ReportFiles(folder: folder)
    try files.check()
    let template = try files.read(Self.templateName)
    guard let text = String(validating: template.bytes, as: UTF8.self) else {
      throw Failure(.settings, "\(template.file):1: the file is not UTF-8 text", hint: "save it as UTF-8")
    }
    let style = try files.read(Self.styleName)
    try Self.check(style.bytes, style.file)
    self.style = style.bytes + self.branding.style
    guard let wanted = try files.find("words/\(language).json") else {
      throw Failure(.usage, "--language \(language): there are no words in it", hint: "write one of \(ReportFiles.languages.joined(separator: ", "))")
    }
    words = try ReportWords(wanted, instead: files.read("words/en.json"), language: language)
    self.template = try Template(text, file: template.file, tags: ReportContent.tags(words))
  }

  /// What could end the style's element, or fetch something.
  private static func check(_ style: [UInt8], _ file: String) throws(Failure) {
    for (number, line) in style.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let text = String(decoding: line, as: UTF8.self).lowercased()
      for mark in ["</style", "<!--", "@import", "\r"] where text.contains(mark) {
        throw Failure(.settings, "\(file):\(number + 1): “\(mark == "\r" ? "carriage return" : mark)” is not allowed in a style", hint: "take it out")
      }
    }
  }

  var policy: String {
    let hash = String(decoding: base64(sha256(style)), as: UTF8.self)
    return ["default-src 'none'", "style-src 'sha256-\(hash)'", "img-src data:", "base-uri 'none'", "form-action 'none'"].joined(separator: "; ")
  }
}

/// Where the files are read from.
struct ReportFiles {
  typealias File = (bytes: [UInt8], file: String)

  let folder: String?

  static var languages: [String] { embedded.map(\.name).compactMap { $0.hasPrefix("words/") ? String($0.dropFirst(6).dropLast(5)) : nil } }

  static var embedded: [(name: String, bytes: [UInt8])] {
    let files = unsafe counterroll_report()
    let table = unsafe UnsafeBufferPointer(start: files.first, count: files.count)
    return unsafe table.map { file in
      (unsafe String(cString: file.name), unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.length)))
    }
  }

  /// - Throws: `settings` for a folder that is none, or that replaces nothing.
  func check() throws(Failure) {
    guard let folder else { return }
    guard Self.embedded.contains(where: { FileManager.default.fileExists(atPath: "\(folder)/\($0.name)") }) else {
      throw Failure(
        .settings, "\(folder): has none of the templates of reports",
        hint: "their names are \(Self.embedded.map(\.name).joined(separator: ", "))")
    }
  }

  func find(_ name: String) throws(Failure) -> File? {
    if let folder, FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
        throw Failure(.noInput, "\(folder)/\(name): cannot be read", hint: "check who may read it")
      }
      return (Array(data), "\(folder)/\(name)")
    }
    return Self.embedded.first { $0.name == name }.map { ($0.bytes, "Templates/report/\(name)") }
  }

  func read(_ name: String) throws(Failure) -> File {
    guard let file = try find(name) else {
      throw Failure(.failed, "the program was built without its template \(name)", hint: "build it again from a complete source folder")
    }
    return file
  }
}
