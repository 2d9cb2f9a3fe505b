internal import AuditModel

/// An event's changes as JSON in three parts: the names of the changed fields, and for each side the values recorded on it.
///
/// A side is an object from field to value. When an event names a field twice, an object could not say so; both sides are then arrays with
/// one object for each change, empty where nothing was recorded. The names are all there and in order: a field of which neither side was
/// recorded would else be lost, and so would the order of fields recorded on different sides.
struct ChangeSides: ~Copyable {
  private(set) var fields = ByteBuffer(capacity: 1 << 12)
  private(set) var before = ByteBuffer(capacity: 1 << 14)
  private(set) var after = ByteBuffer(capacity: 1 << 14)
  /// The fields that are withheld, each once, as JSON strings.
  private(set) var withheldFields: [JSONText] = []
  private var changes: [ChangeReader.Change] = []

  /// - Parameter text: an event's changes in canonical JSON.
  mutating func read(_ text: [UInt8]) throws(Failure) {
    changes.removeAll(keepingCapacity: true)
    var reader = ChangeReader(text.span)
    while let change = try reader.next() { changes.append(change) }
    if !withheldFields.isEmpty { withheldFields.removeAll(keepingCapacity: true) }
    for change in changes where change.before.form == .withheld {
      let field = JSONText(source: Array(text[change.field]))
      if !withheldFields.contains(field) { withheldFields.append(field) }
    }
    unsafe text.withUnsafeBufferPointer { text in
      unsafe Self.writeFields(changes, of: text, to: &fields)
      let asArray = unsafe Self.hasTwins(changes, in: text)
      unsafe Self.write(changes, isAfter: false, of: text, asArray: asArray, to: &before)
      unsafe Self.write(changes, isAfter: true, of: text, asArray: asArray, to: &after)
    }
  }

  private static func writeFields(
    _ changes: [ChangeReader.Change], of text: UnsafeBufferPointer<UInt8>, to out: inout ByteBuffer
  ) {
    out.removeAll()
    out.append(UInt8(ascii: "["))
    for (index, change) in changes.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      unsafe out.append(UnsafeBufferPointer(rebasing: text[change.field]))
    }
    out.append(UInt8(ascii: "]"))
  }

  private static func write(
    _ changes: [ChangeReader.Change], isAfter: Bool, of text: UnsafeBufferPointer<UInt8>,
    asArray: Bool, to out: inout ByteBuffer
  ) {
    out.removeAll()
    out.append(asArray ? "[" : "{")
    var isFirst = true
    for change in changes {
      let value = isAfter ? change.after : change.before
      guard asArray || value.form != .absent else { continue }
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      if asArray { out.append(UInt8(ascii: "{")) }
      if value.form != .absent { unsafe appendMember(change.field, value, of: text, to: &out) }
      if asArray { out.append(UInt8(ascii: "}")) }
    }
    out.append(asArray ? "]" : "}")
  }

  @inline(__always)
  private static func appendMember(
    _ name: Range<Int>, _ value: ChangeReader.Side, of text: UnsafeBufferPointer<UInt8>, to out: inout ByteBuffer
  ) {
    unsafe out.append(UnsafeBufferPointer(rebasing: text[name]))
    out.append(UInt8(ascii: ":"))
    guard value.form != .withheld else { return out.append(WithheldCell.quotedMark) }
    unsafe out.append(UnsafeBufferPointer(rebasing: text[value.source]))
  }

  /// Whether two changes name the same field. Names are in canonical JSON, so that equal names are equal bytes.
  private static func hasTwins(_ changes: [ChangeReader.Change], in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard changes.count > 1 else { return false }
    if changes.count > 24 {
      return Set(changes.map { unsafe Array(text[$0.field]) }).count < changes.count
    }
    for later in 1..<changes.count {
      for earlier in 0..<later where unsafe areEqual(changes[later].field, changes[earlier].field, in: text) { return true }
    }
    return false
  }

  @inline(__always)
  private static func areEqual(_ a: Range<Int>, _ b: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    for offset in 0..<a.count where unsafe text[a.lowerBound + offset] != text[b.lowerBound + offset] { return false }
    return true
  }
}
