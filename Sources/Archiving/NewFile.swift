public import AuditModel
internal import Glibc

/// A file that appears under its name whole or not at all, and never in place of another.
///
/// The bytes go to a file without a name in the target's folder (`O_TMPFILE`); `publish()` gives it the name. Where the file system cannot
/// do that, the file has a name ending in `.partial` meanwhile, which goes away with the object. Without `publish()` nothing remains.
public final class NewFile {
  private static let bufferSize = 1 << 18
  /// `O_TMPFILE` of <fcntl.h>, which Swift does not import.
  private static let unnamed = 0o20_000_000 | O_DIRECTORY

  public let path: String
  private let name: String
  private let folder: OpenFile
  private let file: OpenFile
  /// The name of the file while it is being written; nil if it has none.
  private var partialName: String?
  private var buffer: [UInt8] = []

  /// Bytes written so far.
  public private(set) var count: Int64 = 0

  /// - Parameter mode: the file's permissions, whatever the process's umask.
  /// - Throws: `cannotCreate` when the path exists, or its folder does not, or is not writable.
  public convenience init(path: String, mode: UInt32 = 0o600) throws(Failure) {
    try self.init(path: path, mode: mode, usesUnnamed: true)
  }

  /// - Parameter usesUnnamed: false does as on a file system without `O_TMPFILE`.
  init(path: String, mode: UInt32 = 0o600, usesUnnamed: Bool) throws(Failure) {
    let (folderPath, name) = try Self.split(path)
    let folder = try Self.openFolder(folderPath, for: path)
    try Self.refuseExisting(name, in: folder.descriptor, path)
    self.path = path
    self.name = name
    let unnamed = usesUnnamed ? try Self.createUnnamed(in: folder.descriptor, path) : nil
    if let unnamed {
      file = OpenFile(descriptor: unnamed)
    } else {
      let named = try Self.createNamed(name, in: folder.descriptor, path)
      file = OpenFile(descriptor: named.descriptor)
      partialName = named.name
    }
    self.folder = folder
    fchmod(file.descriptor, mode)
    buffer.reserveCapacity(Self.bufferSize)
  }

  deinit {
    if let partialName { unsafe unlinkat(folder.descriptor, partialName, 0) }
  }

  public func write(_ bytes: [UInt8]) throws(Failure) {
    try unsafe bytes.withUnsafeBufferPointer { bytes throws(Failure) in try unsafe write(UnsafeRawBufferPointer(bytes)) }
  }

  /// - Throws: `inputOutput` with the reason, such as a full disk.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    count += Int64(bytes.count)
    if bytes.count + buffer.count > Self.bufferSize { try flush() }
    if bytes.count > Self.bufferSize { return try unsafe writeThrough(bytes) }
    unsafe buffer.append(contentsOf: bytes)
  }

  /// Makes the file durable and visible under its name. To be called once, last.
  ///
  /// - Throws: `cannotCreate` when something took the name meanwhile, `inputOutput` when the disk fails.
  public func publish() throws(Failure) {
    try flush()
    guard fsync(file.descriptor) == 0 else { throw unwritten() }
    guard giveName() == 0 else { throw errno == EEXIST ? Self.exists(path) : unwritten() }
    partialName = nil
    guard fsync(folder.descriptor) == 0 || errno == EINVAL else {
      let failure = unwritten()
      unsafe unlinkat(folder.descriptor, name, 0)
      throw failure
    }
  }

  private func flush() throws(Failure) {
    try unsafe buffer.withUnsafeBufferPointer { bytes throws(Failure) in try unsafe writeThrough(UnsafeRawBufferPointer(bytes)) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let written = unsafe UnsafeRawBufferPointer(rebasing: rest).withMemoryRebound(to: UInt8.self) {
        unsafe Glibc.write(file.descriptor, $0.baseAddress, $0.count)
      }
      if written >= 0 {
        unsafe rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw unwritten()
      }
    }
  }

  private func giveName() -> CInt {
    guard let partialName else {
      return unsafe linkat(AT_FDCWD, "/proc/self/fd/\(file.descriptor)", folder.descriptor, name, AT_SYMLINK_FOLLOW)
    }
    let renamed = folder.rename(partialName, to: name)
    guard renamed != 0, errno == EINVAL || errno == ENOSYS else { return renamed }
    // No such flag in this file system: a second name never replaces either.
    guard unsafe linkat(folder.descriptor, partialName, folder.descriptor, name, 0) == 0 else { return -1 }
    return unsafe unlinkat(folder.descriptor, partialName, 0)
  }

  private func unwritten() -> Failure {
    Failure(.inputOutput, "\(path): cannot be written: \(OpenFile.lastReason)", hint: "make room, or give another path")
  }
}

/// Finding a place for a new file.
extension NewFile {
  private static func split(_ path: String) throws(Failure) -> (folder: String, name: String) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    guard !name.isEmpty, name != ".", name != ".." else {
      throw Failure(.cannotCreate, "\(path): is not the name of a file", hint: "give a path that ends in a file name")
    }
    let folder = String(path.dropLast(name.count))
    return (folder.isEmpty ? "." : folder, name)
  }

  private static func openFolder(_ folder: String, for path: String) throws(Failure) -> OpenFile {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor < 0 else {
      let file = OpenFile(descriptor: descriptor)
      try refuseUnlessSafe(file.descriptor, folder, path)
      return file
    }
    let reason = errno == ENOENT ? "the folder \(folder) does not exist" : "the folder \(folder): \(OpenFile.lastReason)"
    throw Failure(.cannotCreate, "\(path): cannot be created: \(reason)", hint: "make the folder first, or give another path")
  }

  /// A folder in which anybody may rename and replace what others have put there is no place for a file that is to be trusted. With the
  /// sticky bit, as in /tmp, only its owner may; a folder of a group is the group's own matter.
  private static func refuseUnlessSafe(_ descriptor: CInt, _ folder: String, _ path: String) throws(Failure) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & (S_IWOTH | S_ISVTX) == S_IWOTH else { return }
    throw Failure(
      .cannotCreate, "\(path): cannot be created safely: anybody on this machine may replace files in the folder \(folder)",
      hint: "give a path in another folder, or: chmod o-w \(folder)")
  }

  private static func refuseExisting(_ name: String, in folder: CInt, _ path: String) throws(Failure) {
    var status = stat()
    if unsafe fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { throw exists(path) }
  }

  private static func exists(_ path: String) -> Failure {
    Failure(.cannotCreate, "\(path): exists already and is not replaced", hint: "give --to another path")
  }

  /// Nil where files without names, or the way to name them, do not exist.
  private static func createUnnamed(in folder: CInt, _ path: String) throws(Failure) -> CInt? {
    guard unsafe access("/proc/self/fd", X_OK) == 0 else { return nil }
    let descriptor = unsafe openat(folder, ".", unnamed | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor < 0 else { return descriptor }
    guard [EOPNOTSUPP, EISDIR, ENOENT, EINVAL].contains(errno) else { throw uncreated(path) }
    return nil
  }

  /// The way for file systems that know no files without names.
  private static func createNamed(_ name: String, in folder: CInt, _ path: String) throws(Failure) -> (descriptor: CInt, name: String) {
    for attempt in 0..<100 {
      let partialName = ".\(name).\(getpid())-\(attempt).partial"
      let descriptor = unsafe openat(folder, partialName, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      if descriptor >= 0 { return (descriptor, partialName) }
      guard errno == EEXIST else { break }
    }
    throw uncreated(path)
  }

  private static func uncreated(_ path: String) -> Failure {
    Failure(.cannotCreate, "\(path): cannot be created: \(OpenFile.lastReason)", hint: "give a path in a folder that you may write to")
  }
}
