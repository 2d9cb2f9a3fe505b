/// Reads a script's lines into steps; each expectation belongs to the command above it.
struct ScriptReader {
  let name: String
  private var rest: ArraySlice<(number: Int, text: String)>
  private var steps: [Script.Step] = []

  init(name: String, text: String) {
    self.name = name
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    rest = zip(1..., lines).map { (number: $0, text: $1) }[...]
  }

  mutating func read() throws -> [Script.Step] {
    while let line = rest.popFirst() {
      if line.text.isEmpty || line.text.hasPrefix("#") { continue }
      if let action = try action(line) {
        steps.append(Script.Step(line: line.number, action: action))
      } else {
        try expect(line)
      }
    }
    return steps
  }

  private mutating func action(_ line: (number: Int, text: String)) throws -> Script.Action? {
    let words = line.text.split(separator: " ", maxSplits: 1).map(String.init)
    switch words[0] {
    case "counterroll": return .command(line.text, mustFail: false)
    case "!" where line.text.hasPrefix("! counterroll"): return .command(String(line.text.dropFirst(2)), mustFail: true)
    case "$" where words.count == 2: return .command(continued(words[1]), mustFail: false)
    case "file" where words.count == 2: return .file(name: words[1], body: try body(of: line))
    case "needs" where words.count == 2: return .needs(words[1])
    case "env" where words.count == 2:
      let sides = words[1].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return sides.count == 2 ? .environment(name: sides[0], value: sides[1]) : nil
    default: return nil
    }
  }

  private mutating func continued(_ command: String) -> String {
    var command = command
    while let next = rest.first, next.text == ">" || next.text.hasPrefix("> ") {
      command += "\n" + next.text.dropFirst(2)
      rest.removeFirst()
    }
    return command
  }

  private mutating func body(of file: (number: Int, text: String)) throws -> String {
    var body = ""
    while let next = rest.popFirst() {
      if next.text == "." { return body }
      body += next.text + "\n"
    }
    throw Script.Malformed(description: "\(name):\(file.number): no line `.` ends this file")
  }

  private mutating func expect(_ line: (number: Int, text: String)) throws {
    guard let last = steps.indices.last, case .command = steps[last].action else {
      throw Script.Malformed(description: "\(name):\(line.number): no command above this line: \(line.text)")
    }
    steps[last].expectations.append(try Expectation(line: line.number, text: line.text, script: name))
  }
}
