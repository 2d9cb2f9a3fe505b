import CArchive
import Glibc

/// A file descriptor that is closed with the value.
struct OpenFile: ~Copyable {
  let descriptor: CInt

  deinit { close(descriptor) }

  /// The reason of the last failed system call, in words: "Permission denied".
  static var lastReason: String { unsafe String(cString: strerror(errno)) }

  /// Renames inside the folder, but never over another file: `EEXIST` then.
  func rename(_ old: String, to new: String) -> CInt { unsafe renameat2(descriptor, old, descriptor, new, Self.noReplace) }

  /// `RENAME_NOREPLACE` of <stdio.h>, which Swift does not import.
  private static let noReplace: UInt32 = 1
}
