/// An event's leaf with all that opens it.
public struct OpenLeaf: Sendable {
  /// The position in the log, from 1.
  public var event: Int64
  public var key: [UInt8]
  /// Salt and commitment of each unit.
  public var units: [(salt: [UInt8], commitment: [UInt8])]
  /// What a leaf binds and no row of `events.csv` shows: the source system, the action's class, and part, record, offset and length.
  public var system: String
  public var actionClass: String
  public var place: [Int64]
  /// In the archive's form.
  public var changes: [UInt8]

  public init(
    event: Int64, key: [UInt8], units: [(salt: [UInt8], commitment: [UInt8])], system: String, actionClass: String, place: [Int64],
    changes: [UInt8]
  ) {
    (self.event, self.key, self.units, self.system) = (event, key, units, system)
    (self.actionClass, self.place, self.changes) = (actionClass, place, changes)
  }
}

/// A place whose events can be proved to be in a log. The archive is one; `AccessPolicy` stands before it.
public protocol EvidenceSource {
  /// The note of the newest checkpoint, and the public key beside it; nil if there is none.
  func checkpoint() throws -> (note: String, verifier: String?)?
  /// Hands over the leaves of these events, in the order in which their records lie in the kept sources.
  func forEachOpenLeaf(of events: [Int64], _ body: (OpenLeaf) throws -> Void) throws
  /// Hands the tree of so many leaves to a body.
  func withTree<T>(ofFirst size: Int, _ body: (EvidenceTree) throws -> T) throws -> T
}
