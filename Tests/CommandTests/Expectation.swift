import Foundation

/// One line of a script that says what must hold after a command.
struct Expectation {
  private enum Claim {
    case exit(Int32)
    case output(Regex<AnyRegexOutput>)
    case errors(Regex<AnyRegexOutput>)
    case outputIsEmpty
    case errorsAreEmpty
    case exists(String)
    case emptyFolder(String)
    case same(String, String)
  }

  let line: Int
  let text: String
  private let claim: Claim
  private let isNegated: Bool

  /// Throws if the line is no expectation, so that a slip of the pen cannot pass for a test.
  init(line: Int, text: String, script: String) throws {
    (self.line, self.text) = (line, text)
    isNegated = text.hasPrefix("! ")
    let words = text.dropFirst(isNegated ? 2 : 0).split(separator: " ", maxSplits: 1).map(String.init)
    guard let claim = try? Self.claim(words[0], words.count > 1 ? words[1] : nil) else {
      throw Script.Malformed(description: "\(script):\(line): not a line of a script: \(text)")
    }
    self.claim = claim
  }

  private static func claim(_ word: String, _ argument: String?) throws -> Claim? {
    switch (word, argument) {
    case ("exit", let code?): Int32(code).map(Claim.exit)
    case ("stdout", let pattern?): .output(try Regex(pattern).anchorsMatchLineEndings())
    case ("stderr", let pattern?): .errors(try Regex(pattern).anchorsMatchLineEndings())
    case ("stdout-is-empty", nil): .outputIsEmpty
    case ("stderr-is-empty", nil): .errorsAreEmpty
    case ("exists", let path?): .exists(path)
    case ("empty-folder", let path?): .emptyFolder(path)
    case ("same", let paths?): pair(paths)
    default: nil
    }
  }

  private static func pair(_ paths: String) -> Claim? {
    let paths = paths.split(separator: " ").map(String.init)
    return paths.count == 2 ? .same(paths[0], paths[1]) : nil
  }

  var isExitCode: Bool { if case .exit = claim { true } else { false } }

  func holds(for outcome: Outcome, in workplace: Workplace) -> Bool {
    let isSo =
      switch claim {
      case .exit(let code): outcome.code == code
      case .output(let regex): outcome.output.contains(regex)
      case .errors(let regex): outcome.errors.contains(regex)
      case .outputIsEmpty: outcome.output.isEmpty
      case .errorsAreEmpty: outcome.errors.isEmpty
      case .exists(let name): FileManager.default.fileExists(atPath: path(name, workplace))
      case .emptyFolder(let name): (try? FileManager.default.contentsOfDirectory(atPath: path(name, workplace)))?.isEmpty == true
      case .same(let first, let second): Self.areSame(path(first, workplace), path(second, workplace))
      }
    return isSo != isNegated
  }

  private static func areSame(_ first: String, _ second: String) -> Bool {
    guard let bytes = FileManager.default.contents(atPath: first) else { return false }
    return FileManager.default.contents(atPath: second) == bytes
  }

  private func path(_ name: String, _ workplace: Workplace) -> String {
    URL(filePath: expanded(name, workplace.environment), relativeTo: workplace.folder.appending(path: "")).path
  }
}
