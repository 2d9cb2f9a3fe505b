import ArgumentParser
import AuditModel
import CMalloc
import Foundation
import Glibc
import Logging
import Operations
import Synchronization

let versionText = Tool.name

/// The process's surroundings: signals, zone, login and clock. Nothing below this floor looks at them by itself.
enum Surroundings {
  private static let interrupted = Atomic<Bool>(false)

  /// Before anything else: files are ours alone, libarchive's times are UTC, a full file or a closed pipe is an error and not a death.
  static func settle() {
    umask(0o077)
    openStandardStreams()
    // Batches of some mebibytes are made and freed all the time: kept in the heap, they need no fresh pages from the kernel each time.
    mallopt(M_MMAP_THRESHOLD, 32 << 20)
    mallopt(M_TRIM_THRESHOLD, 256 << 20)
    unsafe setenv("TZ", "UTC", 1)
    tzset()
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    signal(SIGINT) { _ in Surroundings.interrupted.store(true, ordering: .relaxed) }
    signal(SIGTERM) { _ in Surroundings.interrupted.store(true, ordering: .relaxed) }
  }

  /// A standard stream that is closed would give its number to the next file that is opened, and messages would end up in it. Standard input
  /// and output become files that cannot be read or written, which is then said; messages nobody wants go nowhere.
  private static func openStandardStreams() {
    for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)] where fcntl(stream, F_GETFD) < 0 {
      _ = unsafe open("/dev/null", mode)
    }
  }

  /// - Parameters:
  ///   - folder: the archive that the command is about.
  ///   - actingAs: the login that the requester asks to act as.
  static func context(_ output: OutputOptions, archive folder: String? = nil, as actingAs: String? = nil) throws -> RunContext {
    LoggingSystem.bootstrap { label in StreamLogHandler.standardError(label: label) }
    var logger = Logger(label: "counterroll")
    logger.logLevel = output.verbose ? .debug : output.quiet ? .error : .warning
    let user = try requester(archive: folder)
    return RunContext(
      now: { Int64(Date().timeIntervalSince1970 * 1000) }, login: try login(of: user), isOnBehalf: user != geteuid(), actingAs: actingAs,
      isInterrupted: { Surroundings.interrupted.load(ordering: .relaxed) }, logger: logger,
      temporaryFolder: ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp")
  }

  private static func requester(archive folder: String?) throws -> uid_t {
    var status = stat()
    let exists = unsafe folder.map { unsafe stat($0, &status) == 0 } ?? false
    // Where others can write in the folder, what lies in it is nobody's in particular.
    let owner: uid_t? = !exists ? nil : status.st_mode & (S_IWGRP | S_IWOTH) == 0 ? status.st_uid : .max
    let session = (try? String(contentsOfFile: "/proc/self/loginuid", encoding: .utf8)).flatMap { UInt32($0.filter(\.isNumber)) }
    return try ProcessUser(
      real: getuid(), effective: geteuid(), sudoUID: ProcessInfo.processInfo.environment["SUDO_UID"], session: session == .max ? nil : session,
      archiveOwner: owner
    ).requester()
  }

  /// A user's login, from the system's own database; the environment is not asked.
  private static func login(of user: uid_t) throws -> String {
    guard let entry = unsafe getpwuid(user) else {
      throw Failure(.notPermitted, "user id \(user) has no login on this machine", hint: "run as a user that the system knows")
    }
    return unsafe String(cString: entry.pointee.pw_name)
  }

  static func end(with error: any Error) -> Never {
    if let failure = error as? Failure {
      Console.message("counterroll: \(Console.visible(failure.message))")
      if let hint = failure.hint { Console.message("  next: \(Console.visible(hint))") }
      exit(ExitCodes.code(of: failure.kind))
    }
    Counterroll.exit(withError: error)
  }
}
