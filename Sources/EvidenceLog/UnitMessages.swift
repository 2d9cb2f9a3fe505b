internal import AuditModel
internal import Glibc

/// Spells the units of entries as the messages under their commitments, with room for a salt in each.
struct UnitMessages: ~Copyable {
  typealias Bytes = EventUnits.Bytes
  typealias UnitName = LeafHasher.UnitName
  typealias ValueType = LeafHasher.ValueType

  private static let domain: UInt8 = 2
  /// The most that a value takes beside its bytes: its type and its length.
  private static let head = 11

  var messages = HashMessages()
  /// A string of the source whose escapes are undone.
  private var decoded: [UInt8] = []

  // MARK: Entries

  mutating func add(_ event: EventUnits) throws(Failure) {
    unsafe addFixedUnits(of: event)
    try unsafe add(changes: event.changes)
    unsafe begin(.rest, room: Self.room(event.extras))
    unsafe append(.nested, event.extras)
    messages.end()
    unsafe begin(.original, room: Self.room(event.original))
    unsafe append(.raw, event.original)
    messages.end()
  }

  mutating func add(recordedAt: Int64, login: [UInt8], body: [UInt8]) {
    begin(.when, room: Self.head)
    append(integer: recordedAt)
    messages.end()
    for (name, type, value) in [(UnitName.who, ValueType.string, login), (.body, .nested, body)] {
      begin(name, room: Self.head + value.count)
      unsafe value.withUnsafeBytes { unsafe append(type, $0) }
      messages.end()
    }
  }

  @inline(__always)
  private mutating func addFixedUnits(of event: EventUnits) {
    unsafe begin(.when, room: Self.head + Self.room(event.sourceTime))
    unsafe append(integer: event.occurredAt)
    unsafe append(.string, event.sourceTime)
    messages.end()
    unsafe add(.who, event.actorName, event.actorID, event.actorKind)
    unsafe add(.what, event.module, event.action, event.actionClass)
    unsafe add(.which, event.documentID, event.documentName, event.parentID)
    unsafe begin(.id, room: Self.room(event.sourceSystem) + Self.room(event.sourceEventID))
    unsafe append(.string, event.sourceSystem)
    unsafe append(.string, event.sourceEventID)
    messages.end()
    begin(.place, room: 4 * Self.head)
    unsafe append(integer: event.sourcePart)
    unsafe append(integer: event.recordNumber)
    unsafe append(integer: event.sourceOffset)
    unsafe append(integer: event.sourceLength)
    messages.end()
  }

  /// A unit of three texts.
  @inline(__always)
  private mutating func add(_ name: UnitName, _ first: Bytes?, _ second: Bytes?, _ third: Bytes?) {
    unsafe begin(name, room: Self.room(first) + Self.room(second) + Self.room(third))
    unsafe append(.string, first)
    unsafe append(.string, second)
    unsafe append(.string, third)
    messages.end()
  }

  // MARK: Changes

  /// One unit for each change, in the order in which the source names them.
  private mutating func add(changes: Bytes) throws(Failure) {
    var reader = unsafe ChangeReader(changes.assumingMemoryBound(to: UInt8.self).span)
    while let change = try reader.next() {
      let room = change.field.count + change.before.source.count + change.after.source.count + 3 * Self.head
      begin(nil, room: room)
      try unsafe append(fieldName: change.field, of: changes, reader)
      try unsafe append(change.before, of: changes, reader)
      try unsafe append(change.after, of: changes, reader)
      messages.end()
    }
  }

  /// - Parameter field: a JSON string with its quotes.
  @inline(__always)
  private mutating func append(fieldName field: Range<Int>, of changes: Bytes, _ reader: borrowing ChangeReader) throws(Failure) {
    let content = field.lowerBound + 1..<field.upperBound - 1
    let plain = unsafe Bytes(rebasing: changes[content])
    if unsafe !Self.hasEscapes(plain) {
      unsafe append(name: .field, plain)
    } else if try decode(content, reader) {
      unsafe decoded.withUnsafeBytes { unsafe append(name: .field, $0) }
    } else {
      unsafe append(name: .fieldAsJSON, Bytes(rebasing: changes[field]))
    }
  }

  @inline(__always)
  private mutating func append(name kind: UnitName, _ name: Bytes) {
    messages.append(kind.rawValue)
    messages.append(length: name.count)
    unsafe messages.append(name)
  }

  @inline(__always)
  private mutating func append(_ side: ChangeReader.Side, of changes: Bytes, _ reader: borrowing ChangeReader) throws(Failure) {
    switch side.form {
    case .absent: messages.append(ValueType.absent.rawValue)
    case .null: messages.append(ValueType.null.rawValue)
    case .plainString: unsafe append(.string, Bytes(rebasing: changes[side.content]))
    case .escapedString:
      if try decode(side.content, reader) {
        unsafe decoded.withUnsafeBytes { unsafe append(.string, $0) }
      } else {
        unsafe append(.nested, Bytes(rebasing: changes[side.source]))
      }
    case .otherJSON: unsafe append(other: Bytes(rebasing: changes[side.source]))
    // Its unit's commitment is given, and takes the place of the one over this.
    case .withheld: messages.append(ValueType.absent.rawValue)
    }
  }

  private mutating func append(other source: Bytes) {
    switch unsafe source.first {
    case UInt8(ascii: "t"): messages.append(ValueType.yes.rawValue)
    case UInt8(ascii: "f"): messages.append(ValueType.no.rawValue)
    case UInt8(ascii: "{"), UInt8(ascii: "["): unsafe append(.nested, source)
    default: unsafe append(.number, source)
    }
  }

  /// False if the string holds half a surrogate pair.
  private mutating func decode(_ content: Range<Int>, _ reader: borrowing ChangeReader) throws(Failure) -> Bool {
    decoded.removeAll(keepingCapacity: true)
    return try reader.decode(content, into: &decoded)
  }

  @inline(__always)
  private static func hasEscapes(_ text: Bytes) -> Bool {
    guard let start = text.baseAddress else { return false }
    return unsafe memchr(start, Int32(UInt8(ascii: "\\")), text.count) != nil
  }

  // MARK: Values

  @inline(__always)
  private static func room(_ bytes: Bytes?) -> Int { unsafe head + (bytes?.count ?? 0) }

  /// Begins a unit. The salt comes when all units of the entry are known; the name of a field is appended by itself.
  @inline(__always)
  private mutating func begin(_ name: UnitName?, room: Int) {
    messages.begin(Self.domain, room: LeafHasher.saltLength + 1 + room)
    messages.skip(LeafHasher.saltLength)
    if let name { messages.append(name.rawValue) }
  }

  /// A value of a type, or `absent` for none.
  @inline(__always)
  private mutating func append(_ type: ValueType, _ bytes: Bytes?) {
    guard let bytes = unsafe bytes else { return messages.append(ValueType.absent.rawValue) }
    messages.append(type.rawValue)
    messages.append(length: bytes.count)
    unsafe messages.append(bytes)
  }

  @inline(__always)
  private mutating func append(integer value: Int64) {
    messages.append(ValueType.integer.rawValue)
    messages.append(bigEndian: value)
  }
}
