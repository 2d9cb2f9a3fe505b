public import AuditModel

/// Who runs the program, as the kernel and sudo tell it. Plain values, so that every case can be tested.
///
/// Under sudo the process belongs to the account that sudo changed to, and `SUDO_UID` says who called it. A variable is no proof: anybody can
/// set it. It is believed only of a process that could read and change the archive without this program anyway, root's and the
/// archive's owner's, so that a made-up one opens nothing that was closed.
public struct ProcessUser: Sendable {
  private let real: UInt32
  private let effective: UInt32
  private let sudoUID: String?
  /// The user that this session was opened for, which the kernel keeps through su and sudo; nil where it does not know.
  private let session: UInt32?
  /// Nil if there is no archive yet: whoever makes it will own it.
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
  /// - Throws: `notPermitted` for a program that was installed set-user-ID, and for a `SUDO_UID` that is no number.
  public func requester() throws(Failure) -> UInt32 {
    guard real == effective else {
      throw Failure(
        .notPermitted, "the program runs with the rights of another user, and not by sudo",
        hint: "take the set-user-ID bit off it, and use sudo (README, Permissions)")
    }
    guard let sudoUID, mayHaveBeenChanged else { return effective }
    guard let caller = UInt32(sudoUID), String(caller) == sudoUID, caller != .max else {
      throw Failure(.notPermitted, "SUDO_UID is not the number of a user", hint: "run the command by sudo, or without that variable")
    }
    return caller
  }

  /// Whether the process may stand for somebody else: see the type.
  private var mayHaveBeenChanged: Bool {
    let couldDoAnything = effective == 0 || archiveOwner ?? effective == effective
    return couldDoAnything && session != effective
  }
}
