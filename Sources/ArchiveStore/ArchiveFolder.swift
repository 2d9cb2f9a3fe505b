import AuditModel
import Glibc

/// Where an archive's files are, and who may read them: folders 0700, files 0600.
struct ArchiveFolder: Sendable {
  let path: String

  var database: String { path + "/archive.sqlite" }
  var hasJournal: Bool { unsafe access(database + "-journal", F_OK) == 0 }
  var sources: String { path + "/sources" }
  var exports: String { path + "/exports" }
  var ledger: String { path + "/ledger" }
  var lock: String { path + "/lock" }

  func source(sha256: String) -> String { "\(sources)/\(sha256).zst" }

  static let initHint = "make one with `counterroll init --archive FOLDER --account NAME --time-zone Area/City`"

  /// Makes the folder, or takes an empty one, and puts the empty files into it.
  /// - Returns: Whether the folder itself is new.
  func make() throws(Failure) -> Bool {
    let isNew = unsafe mkdir(path, 0o700) == 0
    if !isNew {
      guard errno == EEXIST else { throw Failure(.cannotCreate, "cannot make \(path): \(systemReason())") }
      try requireEmpty()
    }
    do { try fill() } catch {
      unmake(isNew: isNew)
      throw error
    }
    return isNew
  }

  /// Takes back what `make` made.
  func unmake(isNew: Bool) {
    for file in [database, database + "-journal", lock] { unsafe unlink(file) }
    for folder in [sources, exports, ledger] { unsafe rmdir(folder) }
    if isNew { unsafe rmdir(path) }
  }

  private func fill() throws(Failure) {
    // The process's umask may have taken bits away, and a folder that was there may have more.
    guard unsafe chmod(path, 0o700) == 0 else { throw Failure(.cannotCreate, "cannot make \(path): \(systemReason())") }
    for folder in [sources, exports, ledger] {
      guard unsafe mkdir(folder, 0o700) == 0, unsafe chmod(folder, 0o700) == 0 else {
        throw Failure(.cannotCreate, "cannot make \(folder): \(systemReason())")
      }
    }
    for file in [lock, database] { try makeFile(file) }
  }

  /// Throws unless there is something that may be an archive.
  func requireArchive() throws(Failure) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw Failure(.noInput, "cannot open \(path): \(systemReason())", hint: Self.initHint)
    }
    guard unsafe stat(database, &status) == 0 else {
      throw Failure(.noInput, "\(path) is not an archive: it has no archive.sqlite", hint: Self.initHint)
    }
    guard unsafe access(database, R_OK) == 0 else { throw Failure(.noInput, "cannot read \(database): \(systemReason())") }
  }

  private func requireEmpty() throws(Failure) {
    let entries: [String]
    do { entries = try names(in: path) } catch { throw Failure(.cannotCreate, "cannot make an archive at \(path): \(error.message)") }
    guard entries.isEmpty else {
      let isArchive = entries.contains("archive.sqlite")
      throw Failure(
        .cannotCreate, isArchive ? "\(path) is an archive already" : "\(path) is not empty",
        hint: isArchive ? "use it as it is, or name another folder" : "name a new or an empty folder")
    }
  }

  private func makeFile(_ file: String) throws(Failure) {
    let descriptor = unsafe open(file, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(.cannotCreate, "cannot make \(file): \(systemReason())") }
    close(descriptor)
  }
}

/// The names in a folder, in no order, without `.` and `..`.
func names(in folder: String) throws(Failure) -> [String] {
  guard let directory = unsafe opendir(folder) else { throw Failure(.inputOutput, "cannot read \(folder): \(systemReason())") }
  defer { unsafe closedir(directory) }
  var names: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
      unsafe String(cString: UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

/// The last error of the C library, in words.
func systemReason() -> String { unsafe String(cString: strerror(errno)) }

/// The one writer's claim on an archive: a flock(2) on its file `lock`, held as long as this object lives and gone with the process.
final class WriterLock {
  private let descriptor: Int32

  init(_ folder: ArchiveFolder) throws(Failure) {
    let descriptor = unsafe open(folder.lock, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(.inputOutput, "cannot open \(folder.lock): \(systemReason())") }
    guard Self.lock(descriptor) else {
      let isHeld = errno == EWOULDBLOCK
      let reason = systemReason()
      close(descriptor)
      guard isHeld else { throw Failure(.inputOutput, "cannot lock \(folder.lock): \(reason)") }
      throw Failure(.locked, "another run is writing to \(folder.path)", hint: "wait until it has ended, then repeat the command")
    }
    self.descriptor = descriptor
  }

  /// Tries for a quarter of a second: a run that has just ended, or a process that was just started from one, may still have the file open.
  private static func lock(_ descriptor: Int32) -> Bool {
    for _ in 0..<25 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      usleep(10_000)
    }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  deinit { close(descriptor) }
}
