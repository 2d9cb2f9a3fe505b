public import AuditModel

/// What a leaf of the log stands for. Numbers that are not used yet are reserved: a reader counts an unknown kind as a leaf like others.
public enum LeafKind: UInt8, Sendable, CaseIterable {
  case event = 1
  case receipt = 2
  case seal = 3
  case redaction = 4
  case exportNotice = 5
  case keyChange = 6
}

/// Computes leaves of the evidence log: salted commitments to the units of an event, a body over them, a leaf over the body.
///
/// The format is described to the byte in `EvidenceFormat.md`; `LeafTests` compares it with vectors that a Python program of its own has
/// computed from that description. One hasher serves one thread: it reuses its buffers, so that a leaf costs no allocation.
/// It is a struct because the run-time's exclusivity checks on a class's properties cost a quarter of the time.
public struct LeafHasher: ~Copyable {
  static let version: UInt8 = 1
  static let keyLength = 16
  public static let leafLength = 32

  private enum Domain {
    static let leaf: UInt8 = 0
    static let commitment: UInt8 = 2
    static let salt: UInt8 = 3
    static let body: UInt8 = 4
  }

  /// The byte before a unit's name: a field of the source can be called `when`, and one of our units is.
  enum NameKind: UInt8 {
    case unit = 0
    case field = 1
    /// A field whose name holds half a surrogate pair, which UTF-8 cannot say: the name is then its JSON text.
    case fieldAsJSON = 2
  }

  /// The byte before a value.
  enum ValueType: UInt8 {
    case absent = 0
    case null, string, number, yes, no, nested, raw
  }

  private var unit = HashMessage()
  /// A unit that waits for the next one: two are hashed at once.
  private var waiting = HashMessage()
  private var body = HashMessage()
  private var scratch = HashMessage()
  private var secondScratch = HashMessage()
  /// The salts of four units, 16 bytes each.
  private var salts = HashMessage()
  private var key: (UInt64, UInt64) = (0, 0)
  private var units: UInt32 = 0

  public init() {}

  /// Writes the 32 bytes of an event's leaf.
  ///
  /// - Parameter key: 16 random bytes, of this event alone.
  /// - Throws: `.badData` if the changes are not in the archive's form.
  public mutating func leaf(of event: EventUnits, key: UnsafeRawPointer, into leaf: UnsafeMutableRawPointer) throws(Failure) {
    unsafe begin(key: key)
    unsafe commitToFixedUnits(of: event)
    try unsafe commit(toChanges: event.changes)
    beginUnit("rest")
    unsafe append(.nested, event.extras)
    endUnit()
    beginUnit("original")
    unsafe append(.raw, event.original)
    endUnit()
    unsafe end(.event, into: leaf)
  }

  /// A leaf of another kind: an entry of the log with its time, who caused it, and its body as JSON text.
  public mutating func leaf(
    _ kind: LeafKind, recordedAt: Int64, login: [UInt8], body: [UInt8], key: UnsafeRawPointer, into leaf: UnsafeMutableRawPointer
  ) {
    unsafe begin(key: key)
    beginUnit("when")
    append(number: recordedAt)
    endUnit()
    beginUnit("who")
    unsafe login.withUnsafeBytes { unsafe append(.string, $0) }
    endUnit()
    beginUnit("body")
    unsafe body.withUnsafeBytes { unsafe append(.nested, $0) }
    endUnit()
    unsafe end(kind, into: leaf)
  }

  // MARK: Units

  @inline(__always)
  private mutating func commitToFixedUnits(of event: EventUnits) {
    beginUnit("when")
    unsafe append(number: event.occurredAt)
    unsafe append(.string, event.sourceTime)
    endUnit()
    unsafe commit("who", event.actorName, event.actorID, event.actorKind)
    unsafe commit("what", event.module, event.action, event.actionClass)
    unsafe commit("which", event.documentID, event.documentName, event.parentID)
    beginUnit("id")
    unsafe append(.string, event.sourceSystem)
    unsafe append(.string, event.sourceEventID)
    endUnit()
    beginUnit("where")
    unsafe append(number: event.sourcePart)
    unsafe append(number: event.recordNumber)
    unsafe append(number: event.sourceOffset)
    unsafe append(number: event.sourceLength)
    endUnit()
  }

  /// A unit of three texts.
  @inline(__always)
  private mutating func commit(_ name: StaticString, _ first: EventUnits.Bytes?, _ second: EventUnits.Bytes?, _ third: EventUnits.Bytes?) {
    beginUnit(name)
    unsafe append(.string, first)
    unsafe append(.string, second)
    unsafe append(.string, third)
    endUnit()
  }

  /// One unit for each change, in the order in which the source names them.
  private mutating func commit(toChanges changes: EventUnits.Bytes) throws(Failure) {
    var reader = unsafe ChangeReader(changes.assumingMemoryBound(to: UInt8.self).span)
    while let change = try reader.next() {
      beginUnit()
      let field = unsafe UnsafeRawBufferPointer(rebasing: changes[change.field])
      try unsafe appendName(ofField: field)
      for side in [change.before, change.after] { try unsafe append(side, of: changes) }
      endUnit()
    }
  }

  /// - Parameter field: a JSON string with its quotes.
  private mutating func appendName(ofField field: UnsafeRawBufferPointer) throws(Failure) {
    let place = unit.count
    unit.append(NameKind.field.rawValue)
    unit.append(bigEndian: 0)
    let content = unsafe UnsafeRawBufferPointer(rebasing: field[1..<(field.count - 1)])
    if try !(unsafe unit.append(decodedJSON: content)) {
      unit.cut(to: place)
      unit.append(NameKind.fieldAsJSON.rawValue)
      unit.append(bigEndian: 0)
      unsafe unit.append(field)
    }
    unit.put(UInt32(unit.count - place - 5), at: place + 1)
  }

  @inline(__always)
  private mutating func append(_ side: ChangeReader.Side, of changes: EventUnits.Bytes) throws(Failure) {
    let source = unsafe UnsafeRawBufferPointer(rebasing: changes[side.source])
    switch side.form {
    case .absent: unsafe append(.absent, nil)
    case .null: append(literal: .null)
    case .plainString: unsafe append(.string, UnsafeRawBufferPointer(rebasing: changes[side.content]))
    case .escapedString: try unsafe append(escapedString: source)
    case .otherJSON: unsafe appendOther(source)
    }
  }

  private mutating func append(escapedString source: UnsafeRawBufferPointer) throws(Failure) {
    let place = unit.count
    unit.append(ValueType.string.rawValue)
    unit.append(bigEndian: 0)
    let content = unsafe UnsafeRawBufferPointer(rebasing: source[1..<(source.count - 1)])
    if try unsafe unit.append(decodedJSON: content) {
      unit.put(UInt32(unit.count - place - 5), at: place + 1)
    } else {
      unit.cut(to: place)
      unsafe append(.nested, source)
    }
  }

  private mutating func appendOther(_ source: UnsafeRawBufferPointer) {
    switch unsafe source.first {
    case UInt8(ascii: "t"): append(literal: .yes)
    case UInt8(ascii: "f"): append(literal: .no)
    case UInt8(ascii: "{"), UInt8(ascii: "["): unsafe append(.nested, source)
    default: unsafe append(.number, source)
    }
  }

  // MARK: Values

  /// A value of a type, or `absent` for none.
  @inline(__always)
  private mutating func append(_ type: ValueType, _ bytes: UnsafeRawBufferPointer?) {
    guard let bytes = unsafe bytes else { return append(literal: .absent) }
    unit.append(type.rawValue)
    unit.append(bigEndian: UInt32(truncatingIfNeeded: bytes.count))
    unsafe unit.append(bytes)
  }

  /// A type that says everything.
  @inline(__always)
  private mutating func append(literal type: ValueType) {
    unit.append(type.rawValue)
    unit.append(bigEndian: 0)
  }

  private mutating func append(number value: Int64) {
    let place = unit.count
    unit.append(ValueType.number.rawValue)
    unit.append(bigEndian: 0)
    unit.append(decimal: value)
    unit.put(UInt32(unit.count - place - 5), at: place + 1)
  }

  // MARK: Commitments, body, leaf

  private mutating func begin(key: UnsafeRawPointer) {
    self.key = unsafe (key.loadUnaligned(as: UInt64.self), key.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    units = 0
    body.begin(Domain.body)
    body.append(bigEndian: 0)
  }

  @inline(__always)
  private mutating func beginUnit(_ name: StaticString) {
    beginUnit()
    unit.append(NameKind.unit.rawValue)
    unit.append(bigEndian: UInt32(name.utf8CodeUnitCount))
    unit.append(name)
  }

  @inline(__always)
  private mutating func beginUnit() {
    if units & 3 == 0 { makeSalts() }
    unit.begin(Domain.commitment)
    unit.append(Self.version)
    unit.append(16, from: Int(units & 3) * 16, of: salts)
  }

  /// Salts 2j and 2j+1 are the two halves of one hash, of the key and j: those of this unit and the next three.
  @inline(__always)
  private mutating func makeSalts() {
    Self.beginSalts(units >> 1, of: key, in: &scratch)
    Self.beginSalts((units >> 1) + 1, of: key, in: &secondScratch)
    salts.clear()
    HashMessage.finish(&scratch, &secondScratch, onto: &salts)
  }

  @inline(__always)
  private static func beginSalts(_ j: UInt32, of key: (UInt64, UInt64), in message: inout HashMessage) {
    message.begin(Domain.salt)
    unsafe withUnsafeBytes(of: key) { unsafe message.append($0) }
    message.append(bigEndian: j)
  }

  @inline(__always)
  private mutating func endUnit() {
    if units & 1 == 0 { swap(&unit, &waiting) } else { HashMessage.finish(&waiting, &unit, onto: &body) }
    units += 1
  }

  @inline(__always)
  private mutating func end(_ kind: LeafKind, into leaf: UnsafeMutableRawPointer) {
    if units & 1 == 1 { waiting.finish(onto: &body) }
    body.put(units, at: 1)
    scratch.begin(Domain.leaf)
    scratch.append(Self.version)
    scratch.append(kind.rawValue)
    body.finish(onto: &scratch)
    unsafe scratch.finish(into: leaf)
  }
}
