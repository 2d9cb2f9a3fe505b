import AuditModel
import Operations
import Testing

/// Whom the program takes for the one who asks. 1001 is a person, 1002 another, 990 the service account that owns the archive.
@Suite("The requester under sudo and without")
struct ProcessUserTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let says: String
    let real: UInt32
    let effective: UInt32
    let sudoUID: String?
    let session: UInt32?
    let owner: UInt32?
    let requester: UInt32?
    var testDescription: String { says }

    init(_ says: String, _ real: UInt32, _ effective: UInt32, _ sudoUID: String?, session: UInt32?, owner: UInt32?, is requester: UInt32?) {
      (self.says, self.real, self.effective, self.sudoUID) = (says, real, effective, sudoUID)
      (self.session, self.owner, self.requester) = (session, owner, requester)
    }
  }

  static let cases: [Case] = [
    Case("a person", 1001, 1001, nil, session: 1001, owner: 990, is: 1001),
    Case("a person who made the variable up", 1001, 1001, "1002", session: 1001, owner: 990, is: nil),
    Case("the same where the kernel knows no session", 1001, 1001, "1002", session: nil, owner: 990, is: nil),
    Case("a person who wants to be root", 1001, 1001, "0", session: nil, owner: 990, is: nil),
    Case("sudo to the service account", 990, 990, "1001", session: 1001, owner: 990, is: 1001),
    Case("the same where the kernel knows no session", 990, 990, "1001", session: nil, owner: 990, is: 1001),
    Case("sudo to root, whose archive it is", 0, 0, "1001", session: 1001, owner: 0, is: 1001),
    Case("sudo to root, whose archive it is not", 0, 0, "1001", session: 1001, owner: 990, is: nil),
    Case("sudo to the service account, with a folder of the caller's own", 990, 990, "1001", session: 1001, owner: 1001, is: nil),
    Case("sudo to an account that owns nothing here", 991, 991, "1001", session: 1001, owner: 990, is: nil),
    Case("the service account by itself", 990, 990, nil, session: nil, owner: 990, is: 990),
    Case("the service account by sudo from itself", 990, 990, "990", session: nil, owner: 990, is: 990),
    Case("root's own session with a made-up variable", 0, 0, "1001", session: 0, owner: 0, is: nil),
    Case("an archive that is being made", 990, 990, "1001", session: nil, owner: nil, is: 1001),
    Case("set-user-ID", 1001, 990, nil, session: 1001, owner: 990, is: nil),
    Case("set-user-ID with the variable", 1001, 990, "1002", session: 1001, owner: 990, is: nil),
    Case("a name instead of a number", 0, 0, "maria", session: nil, owner: 0, is: nil),
    Case("an empty variable", 0, 0, "", session: nil, owner: 0, is: nil),
    Case("a number in another spelling", 0, 0, "+1001", session: nil, owner: 0, is: nil),
    Case("a number with zeros before it", 0, 0, "01001", session: nil, owner: 0, is: nil),
    Case("the number that stands for none", 0, 0, "4294967295", session: nil, owner: 0, is: nil),
    Case("a number that is too large", 0, 0, "4294968297", session: nil, owner: 0, is: nil),
  ]

  @Test(arguments: cases)
  func requester(_ item: Case) throws {
    let user = ProcessUser(
      real: item.real, effective: item.effective, sudoUID: item.sudoUID, session: item.session, archiveOwner: item.owner)
    if let expected = item.requester {
      #expect(try user.requester() == expected)
    } else {
      let failure = #expect(throws: Failure.self) { try user.requester() }
      #expect(failure?.kind == .notPermitted && failure?.hint != nil)
    }
  }
}
