internal import Archiving
internal import AuditModel
internal import EvidenceLog
internal import Foundation

/// Where finished files are copied to: one file, or a folder for the parts of an export. It appears whole or not at all, and nothing that is
/// there is replaced.
final class Destination {
  private let path: String
  private let isFolder: Bool
  /// The file, where it is one: made at once, so that what stands in the way is found before the work begins.
  private let file: NewFile?
  /// The folder under another name, as long as it is not whole.
  private var partial: String?

  /// - Throws: `cannotCreate` if there is something already, or no place for it.
  init(_ path: String, isFolder: Bool) throws(Failure) {
    self.path = path
    self.isFolder = isFolder
    file = isFolder ? nil : try NewFile(path: path)
    guard isFolder else { return }
    guard !exists(path) else { throw Self.isThere(path) }
    let new = "\(path).partial-\(getpid())"
    guard unsafe mkdir(new, 0o700) == 0 else {
      throw Failure(.cannotCreate, "\(path): cannot be created: \(unsafe String(cString: strerror(errno)))", hint: "make the folder first, or give another path")
    }
    partial = new
  }

  deinit { if let partial { try? FileManager.default.removeItem(atPath: partial) } }

  private static func isThere(_ path: String) -> Failure {
    Failure(.cannotCreate, "\(path): exists already and is not replaced", hint: "give --to another path")
  }

  /// Copies files, each checked against its digest, and lets the target appear.
  ///
  /// - Parameter note: called when all is ready, before anything appears.
  func take(_ files: [Job.File], from folder: String, note: () throws -> Void = {}) throws {
    if let file {
      try Self.copy(files[0], from: folder) { unsafe try file.write($0) }
      try note()
      return try file.publish()
    }
    guard let partial else { return }
    for one in files {
      let copy = try NewFile(path: "\(partial)/\(one.name)")
      try Self.copy(one, from: folder) { unsafe try copy.write($0) }
      try copy.publish()
    }
    try note()
    guard !exists(path), unsafe rename(partial, path) == 0 else { throw Self.isThere(path) }
    self.partial = nil
  }

  /// Hands over a file's bytes, and makes sure that they are those that were made.
  static func copy(_ file: Job.File, from folder: String, to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    var hasher = SHA256Hasher()
    let stream = try ByteStream(file: "\(folder)/\(file.name)")
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { unsafe buffer.deallocate() }
    while case let count = try unsafe stream.read(into: buffer), count > 0 {
      let piece = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
      unsafe hasher.update(piece)
      try unsafe sink(piece)
    }
    guard hex(hasher.finalize()) == file.sha256 else {
      throw Failure(.badData, "\(folder)/\(file.name): is not the file that was made: its SHA-256 is another", hint: "export again")
    }
  }
}
