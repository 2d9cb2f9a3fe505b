internal import Archiving
internal import ArchiveStore
internal import AuditModel
internal import Foundation

/// Where jobs lie: the archive's folder `exports`, one folder for each.
///
/// ```
/// exports/20261125-9f2c4a/
///   job.json   its state, replaced in one step
///   lock       whoever works on it holds a flock: a job that is open and not locked has lost its worker
///   log        what a worker in the background had to say
///   files/     what was made
/// ```
struct JobShelf {
  let folder: String

  init(of archive: Archive) { folder = archive.exportsFolder }

  /// The ids of all jobs, oldest first by their days.
  var ids: [String] {
    get throws(Failure) {
      try namesInOwnFolder(folder).filter { exists("\(folder)/\($0)/job.json") }
    }
  }

  func path(of id: String) -> String { "\(folder)/\(id)" }

  /// A job as it is now.
  func job(_ id: String) throws(Failure) -> Job { try Self.read("\(path(of: id))/job.json") }

  static func read(_ path: String) throws(Failure) -> Job {
    let bytes = try wholeFile(path)
    do { return try JSONDecoder().decode(Job.self, from: Data(bytes)) } catch {
      throw Failure(.badData, "\(path): is not the state of an export job", hint: "restore it from a copy, or remove its folder")
    }
  }

  /// All jobs that can be read.
  func jobs() throws(Failure) -> [Job] { try ids.compactMap { id in try? job(id) }.sorted { ($0.requestedAt, $0.id) < ($1.requestedAt, $1.id) } }

  /// The id that somebody means, who may write its beginning only.
  func id(_ text: String) throws(Failure) -> String {
    let fitting = try ids.filter { $0.hasPrefix(text) }
    if fitting.contains(text) { return text }
    guard let id = fitting.first, !text.isEmpty else {
      throw Failure(.usage, "there is no export job \(text)", hint: "see: counterroll exports list")
    }
    guard fitting.count == 1 else {
      throw Failure(.usage, "\(text) may be any of \(fitting.joined(separator: ", "))", hint: "write more of the id")
    }
    return id
  }

  /// Makes a job's folder, with the job in it, and holds it. It appears whole or not at all.
  func make(_ job: Job) throws(Failure) -> HeldJob {
    if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST { throw Self.unmade(folder) }
    let new = "\(folder)/.new-\(job.id)"
    guard unsafe mkdir(new, 0o700) == 0 else { throw Self.unmade(new) }
    do throws(Failure) {
      guard let held = try HeldJob(job, in: new, at: path(of: job.id), isShared: false) else { throw Self.unmade(new) }
      try held.save(in: new)
      guard unsafe rename(new, path(of: job.id)) == 0 else { throw Self.unmade(path(of: job.id)) }
      return held
    } catch {
      for name in ["job.json", "job.json.new", "lock"] { unsafe unlink("\(new)/\(name)") }
      unsafe rmdir(new)
      throw error
    }
  }

  static func unmade(_ path: String) -> Failure {
    Failure(
      errno == ENOSPC || errno == EIO ? .inputOutput : .cannotCreate, "cannot make \(path): \(unsafe String(cString: strerror(errno)))",
      hint: "an export is noted in the archive, whose folder must be writable")
  }

  /// Holds a job; nil if somebody else does.
  func hold(_ id: String, isShared: Bool = false) throws(Failure) -> HeldJob? {
    guard let held = try HeldJob(try job(id), in: path(of: id), at: path(of: id), isShared: isShared) else { return nil }
    // It may have gone on until it was held.
    held.job = try job(id)
    return held
  }

  /// An id that no job has: the day, and six digits.
  func newID(at time: Int64) -> String {
    let day = Timestamp.canonicalText(time).prefix(10).filter { $0 != "-" }
    while true {
      let digits = String(Int.random(in: 0x100000...0xFFFFFF), radix: 16)
      if !exists(path(of: "\(day)-\(digits)")) { return "\(day)-\(digits)" }
    }
  }
}

/// A job that this process holds: only it may change the job's state.
final class HeldJob {
  var job: Job
  let path: String
  /// Of the lock, which is held as long as any process has it open.
  let lock: Int32

  var files: String { "\(path)/files" }
  var cancelNote: String { "\(path)/cancel" }

  init?(_ job: Job, in folder: String, at path: String, isShared: Bool) throws(Failure) {
    let lock = unsafe open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard lock >= 0 else { throw Failure(.inputOutput, "cannot open \(folder)/lock: \(unsafe String(cString: strerror(errno)))") }
    guard flock(lock, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
      close(lock)
      return nil
    }
    (self.job, self.path, self.lock) = (job, path, lock)
  }

  /// Takes over a job whose lock was handed to this process.
  init(_ job: Job, at path: String, inheriting lock: Int32) {
    self.job = job
    self.path = path
    self.lock = lock
    _ = fcntl(lock, F_SETFD, FD_CLOEXEC)
  }

  deinit { close(lock) }

  /// Writes the state, so that it lasts: the old one or the new one is there at any moment.
  func save(in folder: String? = nil) throws(Failure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    guard let data = try? encoder.encode(job) else { throw Failure(.failed, "the state of job \(job.id) cannot be written as JSON") }
    try replaceFile("\(folder ?? path)/job.json", with: Array(data))
  }

  /// Removes whatever was made.
  func removeFiles() {
    for file in (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? [] { unsafe unlink("\(files)/\(file)") }
    unsafe rmdir(files)
  }
}

/// Replaces a file's content in one step.
func replaceFile(_ path: String, with bytes: [UInt8]) throws(Failure) {
  let new = path + ".new"
  let descriptor = unsafe open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
  func unwritten() -> Failure { Failure(.inputOutput, "cannot write \(path): \(unsafe String(cString: strerror(errno)))", hint: "make room, then repeat the command") }
  guard descriptor >= 0 else { throw unwritten() }
  defer { close(descriptor) }
  var written = 0
  while written < bytes.count {
    let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress! + written, bytes.count - written) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { throw unwritten() }
    written += count
  }
  guard fsync(descriptor) == 0, unsafe rename(new, path) == 0 else { throw unwritten() }
  let folder = unsafe open(String(path.dropLast(fileName(path).count)), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  defer { if folder >= 0 { close(folder) } }
  guard folder >= 0, fsync(folder) == 0 else { throw unwritten() }
}
