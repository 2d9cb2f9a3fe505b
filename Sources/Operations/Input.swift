internal import Archiving
internal import AuditModel
internal import Glibc

/// One file to be read: where its bytes are, and what it is called.
struct Input {
  /// What tells a file from another one, and from itself after a change.
  struct Facts: Equatable {
    let device: UInt64
    let node: UInt64
    let bytes: Int64
    let modifiedSeconds: Int
    let modifiedNanoseconds: Int

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      node = UInt64(status.st_ino)
      bytes = Int64(status.st_size)
      modifiedSeconds = status.st_mtim.tv_sec
      modifiedNanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// Where the bytes can be opened.
  let path: String
  /// What the user calls the place: the path as it was given, or the name of standard input.
  let place: String
  /// What reports and the archive call it.
  let name: String
  let facts: Facts
  /// Holds the bytes of standard input as long as they are needed.
  private let spool: UnnamedFile?

  /// A file under its path. A link that was named is followed: naming it says that it is meant.
  init(path: String, name: String) throws(Failure) {
    self.path = path
    place = path
    self.name = name
    spool = nil
    let status = try Self.status(of: path)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        .noInput, "\(path): neither a file nor a folder",
        hint: "save it to a file first, or pipe it in: counterroll ingest - < \(path)")
    }
    facts = Facts(status)
  }

  /// Everything that comes by standard input, which can be read only once, and is needed three times: to be known again, kept, and read.
  init(standardInputNamed name: String, spoolingIn folder: String, isInterrupted: () -> Bool) throws(Failure) {
    guard isatty(STDIN_FILENO) == 0 else {
      throw Failure(.usage, "standard input is a terminal", hint: "pipe an export in, or name files")
    }
    let spool = try UnnamedFile(in: folder)
    guard try spool.append(allOf: STDIN_FILENO, named: name, isInterrupted: isInterrupted) else { throw Failure.interruptedRun }
    self.spool = spool
    path = spool.path
    place = name
    self.name = name
    facts = Facts(try Self.status(of: spool.path))
  }

  /// Bytes that no file holds yet; `place` is where one would lie.
  init(_ bytes: [UInt8], name: String, place: String, spoolingIn folder: String) throws(Failure) {
    let spool = try UnnamedFile(in: folder)
    try unsafe bytes.withUnsafeBufferPointer { bytes throws(Failure) in try unsafe spool.write(UnsafeRawBufferPointer(bytes)) }
    self.spool = spool
    path = spool.path
    self.place = place
    self.name = name
    facts = Facts(try Self.status(of: spool.path))
  }

  /// Throws if the file is not as it was when it was found: what was read of it may then be of two states.
  func requireUnchanged() throws(Failure) {
    guard let now = try? Self.status(of: path), Facts(now) == facts else {
      throw Failure(.inputOutput, "\(place): the file changed while it was read", hint: "wait until it is complete, then ingest it again")
    }
  }

  static func status(of path: String) throws(Failure) -> stat {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw Failure(.noInput, "\(path): \(unsafe String(cString: strerror(errno)))", hint: "check the path")
    }
    return status
  }
}

extension Failure {
  static var interruptedRun: Failure { Failure(.interrupted, "interrupted: nothing was archived", hint: "run the same command again") }
}
