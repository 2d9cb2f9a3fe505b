import Foundation
import Glibc
import Testing

/// The program under test: the optimised one that `make build` makes, or the one that `COUNTERROLL_BINARY` names.
enum Program {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static var binary: URL {
    ProcessInfo.processInfo.environment["COUNTERROLL_BINARY"].map { URL(filePath: $0).absoluteURL } ?? root.appending(path: ".build/release/counterroll")
  }

  /// Without the program no test of it means anything: each one fails with this sentence.
  static func requireBinary() throws {
    try #require(
      FileManager.default.isExecutableFile(atPath: binary.path),
      "there is no program to test at \(binary.path): build it with `make build`, or set COUNTERROLL_BINARY")
  }

  /// What commands see: `counterroll` first on the PATH, an empty home, one locale, and no zone or settings of whoever runs the tests.
  static func environment(commandsIn folder: URL) -> [String: String] {
    [
      "PATH": folder.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"), "HOME": "/nonexistent",
      "LC_ALL": "C.UTF-8", "SAMPLES": root.appending(path: "Samples").path, "ROOT": root.path, "LOGIN": NSUserName(),
    ]
  }
}

/// An empty folder for one test, with `counterroll` as a command. It is gone with the test.
final class Workplace {
  let folder: URL
  var environment: [String: String]
  private let whole: URL

  init() throws {
    try Program.requireBinary()
    whole = FileManager.default.temporaryDirectory.appending(path: "counterroll-\(UUID().uuidString)")
    folder = whole.appending(path: "work")
    let commands = whole.appending(path: "commands")
    for new in [whole, folder, commands] {
      try FileManager.default.createDirectory(at: new, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }
    try FileManager.default.createSymbolicLink(at: commands.appending(path: "counterroll"), withDestinationURL: Program.binary)
    environment = Program.environment(commandsIn: commands)
  }

  deinit {
    _ = try? start("chmod -R u+rwX .").end()
    try? FileManager.default.removeItem(at: whole)
  }

  /// Runs a shell command to its end.
  func run(_ command: String) throws -> Outcome { try start(command).end() }

  /// Starts a shell command. One that does not end is stopped after a minute, with exit code 124.
  func start(_ command: String) throws -> Running {
    try Running(["timeout", "--kill-after=5", "300", "bash", "-c", command], in: folder, environment)
  }

  /// Starts the program itself, so that a signal reaches it and not a shell.
  func startCounterroll(_ arguments: [String]) throws -> Running {
    try Running(["counterroll"] + arguments, in: folder, environment)
  }
}

/// A command that runs. Its output goes to files: a pipe that nobody reads would stop it. Signals are as in a fresh shell: the threads that
/// Swift runs tests on block them, and whatever they start would inherit that.
struct Running {
  private let process = Process()
  private let output: FileHandle
  private let errors: FileHandle

  init(_ command: [String], in folder: URL, _ environment: [String: String]) throws {
    (output, errors) = (try Self.namelessFile(), try Self.namelessFile())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--default-signal"] + command
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
  }

  func kill(_ signal: Int32) { _ = Glibc.kill(process.processIdentifier, signal) }

  func end() throws -> Outcome {
    process.waitUntilExit()
    let code = process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
    return Outcome(code: code, output: try Self.text(of: output), errors: try Self.text(of: errors))
  }

  private static func namelessFile() throws -> FileHandle {
    let file = FileManager.default.temporaryDirectory.appending(path: "counterroll-\(UUID().uuidString)")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try FileHandle(forUpdating: file)
  }

  private static func text(of file: FileHandle) throws -> String {
    try file.seek(toOffset: 0)
    return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
  }
}

/// How a command ended: its exit code (128 + the signal that killed it, as in a shell) and everything that it wrote.
struct Outcome {
  let code: Int32
  let output: String
  let errors: String
}
