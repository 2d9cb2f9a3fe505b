internal import ArchiveStore
public import AuditModel
internal import Glibc

/// This program once more, in a session of its own, so that it outlives the terminal. It inherits the job's lock: at no moment is the job
/// without somebody who holds it.
extension ExportJobs.Request {
  /// The number that the lock has in the worker.
  public static let lockNumber: Int32 = 3

  /// Starts a worker that goes on with the job.
  /// - Parameter arguments: the program's, without its name.
  public func detach(_ arguments: [String]) throws(Failure) {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = unsafe posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    // POSIX_SPAWN_SETSID of <spawn.h>.
    unsafe posix_spawnattr_setflags(&attributes, 0x80)
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, held.path + "/log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    // A copy of its own number: dup2 onto itself would leave it to be closed.
    let lock = fcntl(held.lock, F_DUPFD_CLOEXEC, Self.lockNumber + 1)
    defer { close(lock) }
    unsafe posix_spawn_file_actions_adddup2(&actions, lock, Self.lockNumber)
    var words: [UnsafeMutablePointer<CChar>?] = unsafe (["counterroll"] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, "/proc/self/exe", &actions, &attributes, &words, environ)
    guard code == 0 else { throw Failure(.failed, "a worker for export \(job.id) cannot be started: \(unsafe String(cString: strerror(code)))") }
  }
}
