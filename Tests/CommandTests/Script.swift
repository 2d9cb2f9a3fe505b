import Foundation

/// A readable test of the real program: commands, and what must come of them.
///
/// ```
/// # a comment
/// counterroll events --archive a   runs the program, with quotes and $VARIABLES as in a shell; it must succeed
/// ! counterroll events             … it must fail, with an exit code of its own and not by a crash
/// $ unzip -Z1 one.zip | sort       what only a shell can do: a command for bash; `> ` continues it on the next line
/// file viewer.yaml                 makes a file of the lines that follow, up to a line `.`; $VARIABLES stand for their values
/// env TZ=Asia/Tokyo                sets a variable for the commands that follow
/// needs unshare --mount true       the script goes no further on a machine where this command fails, and says so
///
/// exit 77                          the exit code of the command above
/// stdout REGEX     stderr REGEX    its output has a match (`^` and `$` are the ends of a line), with `! ` before it: has none
/// stdout-is-empty  stderr-is-empty
/// exists PATH      ! exists PATH   there is a file or a folder, or there is none
/// empty-folder PATH                there is a folder with nothing in it
/// same PATH PATH                   two files have the same bytes
/// ```
///
/// Each script starts in an empty folder of its own, and ends at the first command of which something does not hold.
/// `$SAMPLES` and `$ROOT` are the folders of the samples and of the package, `$LOGIN` is the login that runs the test.
struct Script {
  enum Action {
    case command(String, mustFail: Bool)
    case file(name: String, body: String)
    case environment(name: String, value: String)
    case needs(String)
  }

  struct Step {
    let line: Int
    let action: Action
    var expectations: [Expectation] = []
  }

  /// A line that is no part of the language.
  struct Malformed: Error, CustomStringConvertible {
    let description: String
  }

  let name: String
  let steps: [Step]

  init(_ file: URL) throws {
    name = file.lastPathComponent
    var reader = ScriptReader(name: name, text: try String(contentsOf: file, encoding: .utf8))
    steps = try reader.read()
  }

  /// Runs the script. The result says what did not hold at the first command where something did not, each with its line.
  func failures() throws -> [String] {
    let workplace = try Workplace()
    for step in steps {
      if case .needs(let command) = step.action, try workplace.run(command).code != 0 {
        print("\(name):\(step.line): goes no further: this machine cannot do `\(command)`")
        return []
      }
      let failures = try failures(of: step, in: workplace)
      if !failures.isEmpty { return failures }
    }
    return []
  }

  private func failures(of step: Step, in workplace: Workplace) throws -> [String] {
    switch step.action {
    case .environment(let name, let value):
      workplace.environment[name] = expanded(value, workplace.environment)
    case .file(let name, let body):
      try Data(expanded(body, workplace.environment).utf8).write(to: workplace.folder.appending(path: name))
    case .command(let command, let mustFail):
      let outcome = try workplace.run(command)
      var failures = step.expectations.filter { !$0.holds(for: outcome, in: workplace) }.map { "\(name):\($0.line): \($0.text)" }
      if let failure = codeFailure(outcome.code, mustFail, step) { failures.insert("\(name):\(step.line): \(failure)", at: 0) }
      return failures.map { "\($0)\n\(description(of: outcome, after: command))" }
    case .needs: break
    }
    return []
  }

  /// Where no exit code is asked for, success or failure is.
  private func codeFailure(_ code: Int32, _ mustFail: Bool, _ step: Step) -> String? {
    if mustFail { return 1..<128 ~= code ? nil : "should fail, with an exit code of its own" }
    let isAskedFor = step.expectations.contains { $0.isExitCode }
    return isAskedFor || code == 0 ? nil : "should succeed"
  }

  private func description(of outcome: Outcome, after command: String) -> String {
    "$ \(command)\nexit \(outcome.code)\n--- stdout\n\(outcome.output)\n--- stderr\n\(outcome.errors)"
  }
}

/// Text in which `$NAME` stands for the variable's value.
func expanded(_ text: String, _ environment: [String: String]) -> String {
  environment.keys.sorted { $0.count > $1.count }.reduce(text) { $0.replacingOccurrences(of: "$" + $1, with: environment[$1]!) }
}
