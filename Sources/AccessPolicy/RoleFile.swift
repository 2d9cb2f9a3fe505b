public import AuditModel
internal import EvidenceLog
import Glibc

/// What a role may allow: the source system's own two scopes on its audit logs. Neither implies the other.
public enum Right: String, Sendable, CaseIterable {
  case view = "audit-logs.readonly"
  case export = "audit-logs.export"

  /// The right as a verb, for sentences.
  public var verb: String {
    switch self {
    case .view: "view"
    case .export: "export"
    }
  }
}

/// The role file: who may do what. Read once into memory; what is decided from it names its SHA-256.
///
/// It is read strictly, since a slip here opens the archive: whatever is not understood refuses the whole file.
public struct RoleFile: Sendable {
  /// One right, for all events or for some.
  public struct Grant: Sendable, Equatable {
    public let right: Right
    /// The events that it reaches; `.all` if it is not narrowed.
    public let within: EventFilter
    /// Names or ids of the accounts that it holds for; empty if for any.
    public let accounts: [String]
    /// Where the grant stands in the file.
    public let line: Int
    /// Whether the accounts are ids alone: an account's name is free text, and may be what another account has as its id.
    var isByIDOnly = false

    func applies(to account: Account?) -> Bool {
      guard !accounts.isEmpty else { return true }
      guard let account else { return false }
      return accounts.contains { wanted in [isByIDOnly ? nil : account.name, account.id].contains { $0?.utf8.elementsEqual(wanted.utf8) == true } }
    }
  }

  /// A named set of grants, and what is withheld from whoever has them.
  public struct Role: Sendable, Equatable {
    public let name: String
    public let grants: [Grant]
    public let withheld: Redaction
    /// Where the role stands in the file.
    public let line: Int
  }

  /// A person, known by the login that the operating system asserts.
  public struct User: Sendable, Equatable {
    public let login: String
    public let name: String
    public let email: String?
    /// Names of roles, all of which are in the file.
    public let roles: [String]
    /// Logins that this user may act as, each named.
    public let actAs: [String]
    /// Where the entry stands in the file.
    public let line: Int

    /// Whether the e-mail address is a login, too: so in the source's own list of users.
    var isKnownByEmail = false

    /// Why the source's own list gives this user nothing here, as the end of a sentence; nil if its scopes decide.
    var obstacle: String?

    func isKnown(by login: String) -> Bool {
      self.login.utf8.elementsEqual(login.utf8) || isKnownByEmail && email?.utf8.elementsEqual(login.utf8) == true
    }

    public func mayAct(as other: String) -> Bool { actAs.contains { $0.utf8.elementsEqual(other.utf8) } }
  }

  public let path: String
  /// Of the file's bytes, in hex.
  public let sha256: String
  /// In the order of the file.
  public let roles: [Role]
  public let users: [User]

  /// The file's own name, without its folder.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Reads and checks a role file: our own form in YAML, or the source's list of users in JSON, which begins with a bracket.
  ///
  /// - Parameters:
  ///   - zone: days that grants name are days in it.
  ///   - onBehalf: whether somebody else asks than the user that the process belongs to. A role file that the asker could have written
  ///     itself says nothing then: it must belong to the process's user or to root, and nobody else may change it.
  /// - Throws: `settings` with file, line and reason for anything that is missing, unreadable, unknown or ambiguous.
  public static func load(path: String, zone: ZoneRules = .utc, onBehalf: Bool = false) throws(Failure) -> RoleFile {
    let bytes = try readWhole(path, onBehalf)
    let isJSON = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }.map("[{".utf8.contains) ?? false
    let content = isJSON ? try SourceUsersReader(file: path).read(bytes) : try RoleFileReader(file: path, zone: zone).read(bytes)
    try refuseSharedLogins(content.users, path)
    return RoleFile(path: path, sha256: hex(EvidenceLog.sha256(bytes)), roles: content.roles, users: content.users)
  }

  /// Whatever the form: a login is one user's. The readers see to that, each in its way; this is the last look before rights are given.
  static func refuseSharedLogins(_ users: [User], _ path: String) throws(Failure) {
    var owners: [[UInt8]: Int] = [:]
    for user in users {
      let logins = [user.login] + (user.isKnownByEmail ? [user.email].compactMap { $0 } : [])
      for login in Set(logins.map { Array($0.utf8) }) {
        guard let first = owners.updateValue(user.line, forKey: login) else { continue }
        throw Failure(
          .settings, "\(path):\(user.line): the login “\(String(decoding: login, as: UTF8.self))” is that of two users, the first in line \(first)",
          hint: "keep one of them")
      }
    }
  }

  public func role(_ name: String) -> Role? { roles.first { $0.name == name } }

  /// Logins are compared byte by byte.
  public func user(_ login: String) -> User? { users.first { $0.isKnown(by: login) } }
}

/// Reading the file itself.
extension RoleFile {
  private static let sizeLimit = 1 << 20

  private static func readWhole(_ path: String, _ onBehalf: Bool) throws(Failure) -> [UInt8] {
    // O_NONBLOCK: a named pipe must not hang the program; it is refused below.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard file >= 0 else { throw unreadable(path) }
    defer { close(file) }
    let size = try checkedSize(of: file, path, onBehalf)
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count <= size {
        let got = unsafe read(file, buffer.baseAddress! + count, size + 1 - count)
        if got < 0, errno == EINTR { continue }
        failed = got < 0
        guard got > 0 else { return }
        count += got
      }
    }
    if failed { throw unreadable(path) }
    guard bytes.count == size else {
      throw Failure(.settings, "\(path): the role file changed while it was read", hint: "run the command again")
    }
    return bytes
  }

  private static func checkedSize(of file: CInt, _ path: String, _ onBehalf: Bool) throws(Failure) -> Int {
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw unreadable(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(.settings, "\(path): the role file is not a regular file", hint: "give --roles the path of a role file")
    }
    guard status.st_mode & S_IWOTH == 0 else {
      throw Failure(
        .settings, "\(path): anybody on this machine may change the role file",
        hint: "check its content, then take the right away: chmod o-w \(path)")
    }
    if onBehalf { try requireKept(status, path) }
    guard status.st_size <= sizeLimit else {
      throw Failure(.settings, "\(path): the role file is larger than 1 MiB", hint: "give --roles the path of a role file")
    }
    return Int(status.st_size)
  }

  private static func requireKept(_ status: stat, _ path: String) throws(Failure) {
    guard status.st_uid == 0 || status.st_uid == geteuid() else {
      throw Failure(
        .settings, "\(path): the role file belongs neither to root nor to the user that the program runs as",
        hint: "under sudo only such a file decides: hand it over (chown)")
    }
    guard status.st_mode & S_IWGRP == 0 else {
      throw Failure(
        .settings, "\(path): a group may change the role file", hint: "check its content, then take the right away: chmod g-w \(path)")
    }
  }

  private static func unreadable(_ path: String) -> Failure {
    if errno == ENOENT {
      return Failure(.settings, "\(path): there is no role file", hint: "write one there, or give --roles the path of one")
    }
    let reason = unsafe String(cString: strerror(errno))
    return Failure(.settings, "\(path): the role file cannot be read: \(reason)", hint: "ask its owner for the right to read it")
  }
}
