public import AuditModel
internal import Glibc

/// What a leaf of the log stands for. Numbers that are not used yet are reserved: a reader counts an unknown kind as a leaf like others.
public enum LeafKind: UInt8, Sendable, CaseIterable {
  case event = 1
  case receipt = 2
  case seal = 3
  case redaction = 4
  case exportNotice = 5
  case keyChange = 6
}

/// Computes leaves of the evidence log: salted commitments to the units of an entry, and a leaf over them.
///
/// The format is described to the byte in `EvidenceFormat.md`; `LeafTests` compares it with vectors that a Python program of its own has
/// computed from that description. Leaves are gathered first and hashed together, since many hashes at once take half the time; one hasher
/// serves one thread and reuses its buffers, so that a leaf costs no allocation.
public struct LeafHasher: ~Copyable {
  static let version: UInt8 = 1
  static let keyLength = 16
  static let saltLength = 16
  public static let leafLength = 32
  /// So many bytes of messages fit the processor's nearest caches.
  private static let fullAt = 1 << 16

  private enum Domain {
    static let leaf: UInt8 = 0
    static let commitment: UInt8 = 2
    static let salt: UInt8 = 3
  }

  /// What a unit is: one of ours, or a change of one of the source's fields.
  enum UnitName: UInt8 {
    case field = 1
    /// A field whose name holds half a surrogate pair, which UTF-8 cannot say: the name is then its JSON text.
    case fieldAsJSON = 2
    case when = 16
    case who, what, which, id, place, rest, original, body
  }

  /// The byte before a value.
  enum ValueType: UInt8 {
    case absent = 0
    case null, string, number, yes, no, nested, raw, integer
  }

  private var units = UnitMessages()
  private var salts = HashMessages()
  private var leaves = HashMessages()
  /// Of each leaf that waits: its kind, and how many units it has.
  private var kinds: [LeafKind] = []
  private var unitCounts: [Int] = []
  private var digests: [UInt8] = []

  public init() {}

  /// How many leaves wait for `finish`.
  public var count: Int { kinds.count }

  /// Whether it is time for `finish`.
  public var isFull: Bool { units.messages.byteCount >= Self.fullAt }

  // MARK: Gathering

  /// Adds an event.
  ///
  /// - Parameter key: 16 random bytes, of this event alone.
  /// - Throws: `.badData` if the changes are not in the archive's form; the event is then not added.
  public mutating func add(_ event: EventUnits, key: UnsafeRawPointer) throws(Failure) {
    let before = units.messages.count
    do {
      try unsafe units.add(event)
    } catch {
      units.messages.cut(to: before)
      throw error
    }
    unsafe end(.event, units: units.messages.count - before, key: key)
  }

  /// Adds an entry of another kind, with its time, who caused it, and its body as JSON text.
  public mutating func add(_ kind: LeafKind, recordedAt: Int64, login: [UInt8], body: [UInt8], key: UnsafeRawPointer) {
    let before = units.messages.count
    units.add(recordedAt: recordedAt, login: login, body: body)
    unsafe end(kind, units: units.messages.count - before, key: key)
  }

  /// Salts 2j and 2j+1 are the two halves of one hash, of the key and j.
  private mutating func end(_ kind: LeafKind, units count: Int, key: UnsafeRawPointer) {
    for j in 0..<UInt32(count + 1) / 2 {
      salts.begin(Domain.salt, room: Self.keyLength + 4)
      unsafe salts.append(UnsafeRawBufferPointer(start: key, count: Self.keyLength))
      salts.append(bigEndian: j)
      salts.end()
    }
    kinds.append(kind)
    unitCounts.append(count)
  }

  // MARK: Hashing

  /// Writes 32 bytes for each leaf that was added, in that order; none waits then. Returns where the next ones belong.
  @discardableResult
  public mutating func finish(into target: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    let end = unsafe target + Self.leafLength * count
    // Out of self, so that it can be lent while the messages change.
    var room: [UInt8] = []
    swap(&room, &digests)
    defer { swap(&room, &digests) }
    let most = 32 * max(salts.count, units.messages.count)
    if room.count < most { room = [UInt8](repeating: 0, count: 2 * most) }
    unsafe room.withUnsafeMutableBytes { digests in
      guard let digests = unsafe digests.baseAddress else { return }
      unsafe salts.hash(into: digests)
      unsafe units.messages.put(digests, at: 1, runs: unitCounts)
      unsafe units.messages.hash(into: digests)
      unsafe gatherLeaves(over: digests)
      unsafe leaves.hash(into: target)
    }
    kinds.removeAll(keepingCapacity: true)
    unitCounts.removeAll(keepingCapacity: true)
    return unsafe end
  }

  /// - Parameter commitments: 32 bytes for each unit.
  private mutating func gatherLeaves(over commitments: UnsafeRawPointer) {
    var next = unsafe commitments
    for (kind, count) in zip(kinds, unitCounts) {
      leaves.begin(Domain.leaf, room: 6 + 32 * count)
      leaves.append(Self.version)
      leaves.append(kind.rawValue)
      leaves.append(bigEndian: UInt32(count))
      unsafe leaves.append(UnsafeRawBufferPointer(start: next, count: 32 * count))
      leaves.end()
      unsafe next += 32 * count
    }
  }
}

/// One leaf by itself.
extension LeafHasher {
  public mutating func leaf(of event: EventUnits, key: UnsafeRawPointer, into leaf: UnsafeMutableRawPointer) throws(Failure) {
    precondition(count == 0, "other leaves wait")
    try unsafe add(event, key: key)
    unsafe finish(into: leaf)
  }
}

extension LeafHasher {
  /// The leaf of an event over the commitments to its units.
  public static func leaf(over commitments: [[UInt8]]) -> [UInt8] {
    let count = unsafe withUnsafeBytes(of: UInt32(commitments.count).bigEndian, Array.init)
    return sha256([Domain.leaf, version, LeafKind.event.rawValue] + count + Array(commitments.joined()))
  }
}

/// What is given out of a unit of an entry, so that others can compute the entry's leaf.
public enum UnitOpening: Equatable, Sendable {
  /// The unit is shown: with its 16 bytes of salt, anybody can commit to it.
  case salt([UInt8])
  /// The unit is withheld: these 32 bytes stand for it.
  case commitment([UInt8])
}

/// Leaves of which not all is shown.
extension LeafHasher {
  /// Salt and commitment of each unit of an event, in their order.
  public mutating func units(of event: EventUnits, key: UnsafeRawPointer) throws(Failure) -> [(salt: [UInt8], commitment: [UInt8])] {
    precondition(count == 0, "other leaves wait")
    try unsafe add(event, key: key)
    let number = unitCounts[0]
    let salts = hashSalts()
    let commitments = hashUnits(saltedWith: salts)
    kinds.removeAll()
    unitCounts.removeAll()
    return (0..<number).map { (Array(salts[16 * $0..<16 * $0 + 16]), Array(commitments[32 * $0..<32 * $0 + 32])) }
  }

  /// The salts that come from a leaf's key.
  public mutating func salts(_ number: Int, key: [UInt8]) -> [[UInt8]] {
    precondition(count == 0 && key.count == Self.keyLength, "other leaves wait")
    unsafe key.withUnsafeBytes { key in if let key = key.baseAddress { unsafe end(.event, units: number, key: key) } }
    kinds.removeAll()
    unitCounts.removeAll()
    let salts = hashSalts()
    return (0..<number).map { Array(salts[16 * $0..<16 * $0 + 16]) }
  }

  /// The leaf of an event, from what is shown of it. What the event says in a withheld unit does not matter.
  ///
  /// - Throws: `.badData` if there are not as many openings as the event has units.
  public mutating func leaf(of event: EventUnits, openings: [UnitOpening]) throws(Failure) -> [UInt8] {
    precondition(count == 0, "other leaves wait")
    do { try unsafe units.add(event) } catch {
      units.messages.cut(to: 0)
      throw error
    }
    guard units.messages.count == openings.count else {
      let found = units.messages.count
      units.messages.cut(to: 0)
      throw Failure(.badData, "it has \(found) units, and its evidence speaks of \(openings.count)")
    }
    unitCounts = [openings.count]
    var commitments = hashUnits(saltedWith: openings.flatMap(Self.salt) + [UInt8](repeating: 0, count: Self.saltLength))
    unitCounts.removeAll()
    for (index, opening) in openings.enumerated() {
      if case .commitment(let bytes) = opening { commitments.replaceSubrange(32 * index..<32 * index + 32, with: bytes) }
    }
    return hashLeaf(over: commitments, units: openings.count)
  }

  private static func salt(_ opening: UnitOpening) -> [UInt8] {
    if case .salt(let bytes) = opening, bytes.count == saltLength { bytes } else { [UInt8](repeating: 0, count: saltLength) }
  }

  private mutating func hashSalts() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 32 * salts.count)
    unsafe bytes.withUnsafeMutableBytes { if let start = $0.baseAddress { unsafe salts.hash(into: start) } }
    return bytes
  }

  private mutating func hashUnits(saltedWith salts: [UInt8]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 32 * units.messages.count)
    unsafe salts.withUnsafeBytes { if let start = $0.baseAddress { unsafe units.messages.put(start, at: 1, runs: unitCounts) } }
    unsafe bytes.withUnsafeMutableBytes { if let start = $0.baseAddress { unsafe units.messages.hash(into: start) } }
    return bytes
  }

  private mutating func hashLeaf(over commitments: [UInt8], units number: Int) -> [UInt8] {
    (kinds, unitCounts) = ([.event], [number])
    unsafe commitments.withUnsafeBytes { if let start = $0.baseAddress { unsafe gatherLeaves(over: start) } }
    kinds.removeAll()
    unitCounts.removeAll()
    var leaf = [UInt8](repeating: 0, count: Self.leafLength)
    unsafe leaf.withUnsafeMutableBytes { if let start = $0.baseAddress { unsafe leaves.hash(into: start) } }
    return leaf
  }
}
