public import AuditModel

/// Who runs the program, as the kernel and sudo tell it. Plain values, so that every case can be tested.
///
/// Under sudo the process belongs to the account that sudo changed to, and `SUDO_UID` says who called it. A variable is no proof: anybody can
/// set it. It counts only where the process's user owns the archive and so could read it without this program: a made-up one opens nothing
/// that was closed. Anywhere else the request is refused, not taken for one of the process's user: with a folder of their own, in which
/// links lead into the archive, people would otherwise ask as the account that sudo changed to.
public struct ProcessUser: Sendable {
  private let real: UInt32
  private let effective: UInt32
  private let sudoUID: String?
  /// The user that this session was opened for, which the kernel keeps through su and sudo; nil where it does not know.
  private let session: UInt32?
  /// Nil if there is no archive yet: whoever makes it will own it. Nobody's number (the largest) if others can write in its folder.
  private let archiveOwner: UInt32?

  public init(real: UInt32, effective: UInt32, sudoUID: String?, session: UInt32?, archiveOwner: UInt32?) {
    self.real = real
    self.effective = effective
    self.sudoUID = sudoUID
    self.session = session
    self.archiveOwner = archiveOwner
  }

  /// The user that asks.
  ///
  /// - Throws: `notPermitted` for a program that was installed set-user-ID, and for a `SUDO_UID` that does not count.
  public func requester() throws(Failure) -> UInt32 {
    guard real == effective else {
      throw Failure(
        .notPermitted, "the program runs with the rights of another user, and not by sudo",
        hint: "take the set-user-ID bit off it, and use sudo (README, Permissions)")
    }
    guard let sudoUID, sudoUID != String(effective) else { return effective }
    guard let caller = UInt32(sudoUID), String(caller) == sudoUID, caller != .max else {
      throw Failure(.notPermitted, "SUDO_UID is not the number of a user", hint: "run the command by sudo, or without that variable")
    }
    guard archiveOwner ?? effective == effective else {
      throw Failure(
        .notPermitted, "the archive does not belong to the user that sudo changed to, and to no other, so nobody can tell who asks",
        hint: "let only its owner write in its folder, and change to that owner: sudo -u OWNER counterroll …; without sudo, unset SUDO_UID")
    }
    guard session != effective else {
      throw Failure(
        .notPermitted, "SUDO_UID names user \(caller), but the session is that of user \(effective) itself", hint: "unset SUDO_UID, and run the command again")
    }
    return caller
  }
}
