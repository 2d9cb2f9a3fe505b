import Foundation
import Testing

/// Every script in `Scripts`, run against the real optimised program.
struct ScriptTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let scripts = root.appending(path: "Tests/CommandTests/Scripts")

  static var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: scripts.path)) ?? []).filter { $0.hasSuffix(".txt") }.sorted()
  }

  /// The program under test, in a folder that is first on the PATH.
  static var environment: [String: String] {
    let given = ProcessInfo.processInfo.environment
    let binary = given["COUNTERROLL_BINARY"] ?? root.appending(path: ".build/release/counterroll").path
    return [
      "PATH": URL(filePath: binary).deletingLastPathComponent().path + ":" + (given["PATH"] ?? "/usr/bin:/bin"),
      "HOME": "/nonexistent", "SAMPLES": root.appending(path: "Samples").path, "ROOT": root.path, "LOGIN": NSUserName(), "LC_ALL": "C.UTF-8",
    ]
  }

  @Test func theProgramIsThere() {
    let folder = Self.environment["PATH"]!.split(separator: ":")[0]
    #expect(FileManager.default.isExecutableFile(atPath: folder + "/counterroll"), "build it first: make build")
    #expect(Self.names.count >= 8)
  }

  @Test(arguments: names)
  func script(_ name: String) throws {
    for failure in try Script(Self.scripts.appending(path: name)).failures(environment: Self.environment) {
      Issue.record(Comment(rawValue: failure))
    }
  }
}
