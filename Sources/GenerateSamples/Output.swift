internal import Foundation

/// The file to write cannot be made: its folder is missing, or may not be written to.
struct CannotCreate: Error, CustomStringConvertible {
  let path: String

  var description: String { "cannot create \(path)" }
}

/// A file that is written in large pieces.
final class Output {
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private(set) var written = 0
  private let pieceSize = 1 << 20

  init(path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path) else {
      throw CannotCreate(path: path)
    }
    self.handle = handle
    buffer.reserveCapacity(pieceSize + 1 << 16)
  }

  /// Lets `fill` append to the buffer, and writes the buffer once it is large.
  func append(_ fill: (inout [UInt8]) -> Void) throws {
    fill(&buffer)
    if buffer.count >= pieceSize { try flush() }
  }

  func close() throws {
    try flush()
    try handle.close()
  }

  private func flush() throws {
    try handle.write(contentsOf: Data(buffer))
    written += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Writes files into a folder, which is made where it is missing.
func write(_ files: [SampleFile], to folder: String) throws {
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  for file in files {
    try Data(file.bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent(file.name))
  }
}
