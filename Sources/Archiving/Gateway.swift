import AuditModel
import CArchive
import Glibc

/// The one place where libarchive's return codes become Swift errors.
///
/// `ArchivingTests` runs it over damaged and hostile files. Only this target imports libarchive.
enum Gateway {
  /// What a warning means to the caller. Most are about names or attributes that we do not use; while a member's bytes are read, a
  /// warning is libarchive's way to say that the checksum or the size is wrong.
  enum Warnings { case pass, refuse }

  private static let retryLimit = 16

  /// Runs a libarchive call, again while it asks for that. Returns false at the end of the data (`ARCHIVE_EOF`).
  ///
  /// - Parameter place: the file, and the member where there is one, for the message.
  /// - Throws: `badData` with libarchive's own reason, or `inputOutput` when reading or writing the file itself failed.
  @discardableResult
  static func check(
    _ handle: OpaquePointer, at place: String, warnings: Warnings = .pass, _ call: (OpaquePointer) -> CInt
  ) throws(Failure) -> Bool {
    for _ in 0..<retryLimit {
      switch unsafe call(handle) {
      case ARCHIVE_OK: return true
      case ARCHIVE_EOF: return false
      case ARCHIVE_WARN where warnings == .pass: return true
      case ARCHIVE_RETRY: continue
      default: throw unsafe failure(of: handle, at: place)
      }
    }
    throw unsafe failure(of: handle, at: place)
  }

  private static func failure(of handle: OpaquePointer, at place: String) -> Failure {
    let reason = unsafe archive_error_string(handle).map { unsafe String(cString: $0) } ?? "no reason given"
    switch unsafe archive_errno(handle) {
    case EIO, ENOSPC, EFBIG, EDQUOT: return Failure(.inputOutput, "\(place): \(reason)")
    default:
      return Failure(
        .badData, "\(place): cannot be unpacked: \(reason)",
        hint: "the file is damaged or was cut off. Get it again from where it came")
    }
  }

  /// Lets libarchive read and write names as UTF-8. Swift programs start in the "C" locale, in which a name outside ASCII is an error.
  static func useUTF8Names() { _ = localeIsSet }

  private static let localeIsSet: Bool = unsafe setlocale(LC_CTYPE, "C.UTF-8") != nil

  /// Makes UTC the process's time zone. libarchive stores times in ZIP files through `localtime`, so that the same bytes would differ
  /// from one zone to the next. The command line does this at its start; here it is made sure of.
  static func useUTC() {
    if let zone = unsafe getenv("TZ"), unsafe strcmp(zone, "UTC") == 0 { return tzset() }
    unsafe setenv("TZ", "UTC", 1)
    tzset()
  }
}

/// An open archive being read; closed and freed with the value.
@safe struct ReadHandle: ~Copyable {
  @unsafe let pointer: OpaquePointer

  init() {
    Gateway.useUTF8Names()
    guard let pointer = unsafe archive_read_new() else { fatalError("out of memory") }
    unsafe self.pointer = unsafe pointer
  }

  deinit { unsafe archive_read_free(pointer) }
}

/// An open archive being written; abandoned and freed with the value.
@safe struct WriteHandle: ~Copyable {
  @unsafe let pointer: OpaquePointer

  init() {
    Gateway.useUTF8Names()
    guard let pointer = unsafe archive_write_new() else { fatalError("out of memory") }
    unsafe self.pointer = unsafe pointer
  }

  deinit {
    // Without this, freeing would still try to write the end of an archive that nobody wants any more.
    unsafe archive_write_fail(pointer)
    unsafe archive_write_free(pointer)
  }
}

/// The description of one member, as libarchive writes it.
@safe struct EntryHandle: ~Copyable {
  @unsafe let pointer: OpaquePointer

  init() {
    guard let pointer = unsafe archive_entry_new() else { fatalError("out of memory") }
    unsafe self.pointer = unsafe pointer
  }

  deinit { unsafe archive_entry_free(pointer) }
}
