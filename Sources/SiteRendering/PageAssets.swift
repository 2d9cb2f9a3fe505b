internal import AuditModel
internal import EvidenceLog

/// The page's style, script and words, and the policy that lets these two run and nothing else, but for a pause.
struct PageAssets {
  let style: [UInt8]
  let script: [UInt8]
  /// A JSON object of the words of each language, by the language's code.
  let words: [UInt8]

  init() throws(Failure) {
    style = try Self.joined(EmbeddedFiles.names.filter { $0.hasSuffix(".css") })
    script = Array("(() => { \"use strict\";\n".utf8) + (try Self.joined(try Self.scriptNames())) + Array("})();\n".utf8)
    words = try Self.translations().safeInHTML
  }

  /// The files `words/….json`.
  private static func translations() throws(Failure) -> JSONText {
    let names = EmbeddedFiles.names.filter { $0.hasPrefix("words/") }
    var members: [(String, JSONText)] = []
    for name in names {
      let code = name.dropFirst("words/".count).dropLast(".json".count)
      members.append((String(code), JSONText(source: try EmbeddedFiles.bytes(of: name))))
    }
    return .object(members)
  }

  /// The viewer's parts in the order that `viewer/order.txt` gives, one name a line; by name where there is no such file.
  static func scriptNames() throws(Failure) -> [String] {
    let order = "viewer/order.txt"
    guard EmbeddedFiles.names.contains(order) else { return EmbeddedFiles.names.filter { $0.hasSuffix(".js") } }
    let lines = try EmbeddedFiles.text(of: order).split(separator: "\n")
    return lines.filter { !$0.hasPrefix("#") }.map { "viewer/\($0)" }
  }

  private static func joined(_ names: [String]) throws(Failure) -> [UInt8] {
    var out: [UInt8] = []
    for name in names { out += try EmbeddedFiles.bytes(of: name) + Array("\n".utf8) }
    return out
  }

  /// The content security policy, with hashes over exactly the bytes between the tags.
  ///
  /// - Parameter loadsSiblings: lets the script, and nothing else, load the files beside the page.
  func policy(loadsSiblings: Bool) -> String {
    [
      "default-src 'none'", "script-src '\(Self.hash(of: script))' '\(Self.hash(of: Self.pause))'\(loadsSiblings ? " 'strict-dynamic'" : "")",
      "style-src '\(Self.hash(of: style))'", "img-src data:", "worker-src blob:", "base-uri 'none'",
      "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types counterroll",
    ].joined(separator: "; ")
  }

  /// The script of a pause, which does nothing.
  private static let pause = Array("0".utf8)

  /// Scripts that the browser must fetch, if only from their own address, and so lets go of the file meanwhile: time to paint the first rows.
  /// Without them Firefox first works through what it has parsed of a large file, for a third of a second. Two would do.
  var pauses: String {
    let element = #"<script src="data:text/javascript,\#(String(decoding: Self.pause, as: UTF8.self))" integrity="\#(Self.hash(of: Self.pause))"></script>"#
    return String(repeating: element, count: 4)
  }

  private static func hash(of bytes: [UInt8]) -> String {
    "sha256-" + String(decoding: base64(sha256(bytes)), as: UTF8.self)
  }
}
