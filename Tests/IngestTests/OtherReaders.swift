import Foundation

/// Programs that others wrote and that read the same formats: what they say is compared with what we say.
enum OtherReaders {
  /// Runs a program with a text on its standard input and gives its standard output.
  static func run(_ program: String, _ arguments: [String], input: Data) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: "other-reader-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (source, result) = (folder.appending(path: "input"), folder.appending(path: "output"))
    try input.write(to: source)
    FileManager.default.createFile(atPath: result.path, contents: nil)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = try FileHandle(forWritingTo: result)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(program: program, status: process.terminationStatus) }
    return try Data(contentsOf: result)
  }

  struct Failed: Error {
    let program: String
    let status: Int32
  }

  /// Gives a value as JSON to a Python script and reads the JSON that it prints.
  static func python<T: Decodable>(_ script: String, _ input: some Encodable, as type: T.Type) throws -> T {
    try JSONDecoder().decode(type, from: run("python3", ["-c", script], input: JSONEncoder().encode(input)))
  }
}
