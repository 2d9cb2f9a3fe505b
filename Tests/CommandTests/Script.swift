import Foundation

/// A readable test of the real program: commands and what must come of them.
///
/// ```
/// # a comment
/// $ counterroll events --archive acme      a shell command, run by bash in the script's own empty folder
/// > its further lines                       so that a file can be written with a here-document
/// exit 77                                   the exit code; 0 where none is given
/// stdout REGEX                              standard output has a match (lines are separate); `stderr` likewise
/// ! stdout REGEX                            … has none
/// stdout-is-empty
/// exists PATH        missing PATH           a file or folder is there, or is not
/// ```
///
/// `counterroll` is on the PATH, `$SAMPLES` is the folder of samples, and the login that runs the test is in `$LOGIN`.
struct Script {
  struct Step {
    let line: Int
    var command: String
    var expectations: [(line: Int, text: String)] = []
  }

  let name: String
  let steps: [Step]

  init(_ file: URL) throws {
    name = file.lastPathComponent
    var steps: [Step] = []
    for (index, text) in try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if text.hasPrefix("$ ") {
        steps.append(Step(line: index + 1, command: String(text.dropFirst(2))))
      } else if text.hasPrefix("> ") || text == ">" {
        steps[steps.count - 1].command += "\n" + text.dropFirst(2)
      } else if !text.isEmpty, !text.hasPrefix("#") {
        steps[steps.count - 1].expectations.append((index + 1, String(text)))
      }
    }
    self.steps = steps
  }

  /// Runs the script in a new folder. The result tells what did not hold, each with its line.
  func failures(environment: [String: String]) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "counterroll-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      _ = try? Self.run("chmod -R u+rwX .", in: folder, environment)
      try? FileManager.default.removeItem(at: folder)
    }
    return try steps.flatMap { step in
      let outcome = try Self.run(step.command, in: folder, environment)
      let wanted = step.expectations.contains { $0.text.hasPrefix("exit ") } ? step.expectations : [(step.line, "exit 0")] + step.expectations
      return wanted.filter { !outcome.satisfies($0.text, in: folder) }.map { "\(name):\($0.line): \($0.text)\n\(outcome.description(of: step))" }
    }
  }

  struct Outcome {
    let code: Int32
    let output: String
    let errors: String

    func satisfies(_ expectation: String, in folder: URL) -> Bool {
      if expectation.hasPrefix("! ") { return !satisfies(String(expectation.dropFirst(2)), in: folder) }
      let words = expectation.split(separator: " ", maxSplits: 1).map(String.init)
      let argument = words.count > 1 ? words[1] : ""
      switch words[0] {
      case "exit": return code == Int32(argument)
      case "stdout": return Self.matches(output, argument)
      case "stderr": return Self.matches(errors, argument)
      case "stdout-is-empty": return output.isEmpty
      case "exists": return FileManager.default.fileExists(atPath: folder.appending(path: argument).path)
      case "missing": return !FileManager.default.fileExists(atPath: folder.appending(path: argument).path)
      default: return false
      }
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
      guard let regex = try? Regex(pattern).anchorsMatchLineEndings() else { return false }
      return text.contains(regex)
    }

    func description(of step: Step) -> String {
      "$ \(step.command)\nexit \(code)\n--- stdout\n\(output.suffix(3000))\n--- stderr\n\(errors.suffix(3000))"
    }
  }

  /// Output goes through files: a pipe that nobody reads would stop the program.
  private static func run(_ command: String, in folder: URL, _ environment: [String: String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    process.environment = environment
    let files = try ["out", "err"].map { _ in
      let file = FileManager.default.temporaryDirectory.appending(path: "counterroll-\(UUID().uuidString)")
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
      return (file, try FileHandle(forWritingTo: file))
    }
    defer { files.forEach { try? FileManager.default.removeItem(at: $0.0) } }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = files[0].1
    process.standardError = files[1].1
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0.0), as: UTF8.self) }
    return Outcome(code: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
