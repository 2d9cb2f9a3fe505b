import Foundation
import Testing

/// Every script in `Scripts`, run against the real optimised program.
struct ScriptTests {
  static let scripts = Program.root.appending(path: "Tests/CommandTests/Scripts")

  static var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: scripts.path)) ?? []).filter { $0.hasSuffix(".txt") }.sorted()
  }

  @Test func thereAreScripts() { #expect(Self.names.contains("main-job.txt")) }

  @Test(arguments: names)
  func script(_ name: String) throws {
    for failure in try Script(Self.scripts.appending(path: name)).failures() { Issue.record(Comment(rawValue: failure)) }
  }
}
