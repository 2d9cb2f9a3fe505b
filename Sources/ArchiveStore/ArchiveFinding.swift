/// Something in an archive that is not as it must be.
public struct ArchiveFinding: Equatable, Sendable {
  /// What it is about, as people would look for it: an event, a source file, a table.
  public enum Subject: Equatable, Sendable {
    /// An event and the record it was read from.
    case event(Int64, file: String?, record: Int64?)
    case file(String)
    case run(Int64)
    case checkpoint(Int64)
    case log
    case database
  }

  public var subject: Subject
  /// What is wrong.
  public var message: String
  /// What to do about it.
  public var advice: String

  public init(_ subject: Subject, _ message: String, advice: String) {
    self.subject = subject
    self.message = message
    self.advice = advice
  }

  static let restore = "restore the archive from a copy, and verify that"
}

/// How much of an archive is verified. Each level includes the ones before.
public enum VerifyLevel: String, CaseIterable, Sendable, Comparable {
  /// The database, the log's tree, receipts, checkpoints, and the kept files as they lie there.
  case structure
  /// Every leaf, computed again from the event's row and its record's kept bytes.
  case leaves
  /// Every record, read again from the kept bytes and compared with what is archived of it.
  case records

  private var rank: Int { Self.allCases.firstIndex(of: self)! }

  public static func < (a: VerifyLevel, b: VerifyLevel) -> Bool { a.rank < b.rank }
}

/// A share of the log for the levels that take long: blocks number n, n + t, n + 2t …; all shares together are everything.
public struct VerifyShare: Equatable, Sendable {
  public var number: Int64
  public var total: Int64

  public static let everything = VerifyShare(number: 1, total: 1)

  public init(number: Int64, total: Int64) {
    self.number = number
    self.total = total
  }

  /// - Parameter position: in the log, from 1.
  func includes(position: Int64) -> Bool { includes(item: (position - 1) / Int64(LeafLog.blockSize)) }

  func includes(item: Int64) -> Bool { item % total == number - 1 }
}
