internal import AuditModel

/// One event while its record is being read: texts and changes in one reused arena.
struct EventDraft {
  /// One altered field; each part is canonical JSON in `bytes`, a missing side is absent.
  struct Change {
    var field: EventBatch.Text
    var before = EventBatch.Text.absent
    var after = EventBatch.Text.absent
  }

  private(set) var bytes: [UInt8] = []
  private var texts: [EventBatch.Text] = Array(repeating: .absent, count: Unit.textCount)
  private(set) var changes: [Change] = []
  /// Keys that the archive has no column for, as members of a JSON object, without its braces.
  private(set) var extras: [UInt8] = []

  mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    for index in texts.indices { texts[index] = .absent }
    changes.removeAll(keepingCapacity: true)
    extras.removeAll(keepingCapacity: true)
  }

  subscript(unit: Unit) -> EventBatch.Text {
    get { texts[unit.rawValue] }
    set { texts[unit.rawValue] = newValue }
  }

  /// Appends to the arena and tells where the text lies.
  @inline(__always)
  mutating func text(_ write: (inout [UInt8]) -> Void) -> EventBatch.Text {
    let start = bytes.count
    write(&bytes)
    return EventBatch.Text(offset: Int32(start), length: Int32(bytes.count - start))
  }

  mutating func set(_ unit: Unit, to value: String) { self[unit] = text { $0.append(contentsOf: value.utf8) } }

  func string(_ unit: Unit) -> String? {
    let text = self[unit]
    guard text.length >= 0 else { return nil }
    return String(decoding: bytes[Int(text.offset)..<Int(text.offset + text.length)], as: UTF8.self)
  }

  /// Appends the bytes of a text to a key or a message under digest, preceded by its length (-1 for absent).
  func append(_ text: EventBatch.Text, to out: inout [UInt8]) {
    unsafe withUnsafeBytes(of: text.length.littleEndian) { unsafe out.append(contentsOf: $0) }
    if text.length > 0 { view(text) { $0.append(to: &out) } }
  }

  func view<T>(_ text: EventBatch.Text, _ body: (ByteView) -> T) -> T {
    bytes.withView { body($0.slice(Int(text.offset), Int(text.offset + max(text.length, 0)))) }
  }

  // MARK: Changes

  /// The index of the change of a field, made if there is none. `field` is the last text of the arena.
  mutating func change(of field: EventBatch.Text) -> Int {
    if let known = changes.firstIndex(where: { isEqual($0.field, field) }) { return known }
    changes.append(Change(field: field))
    return changes.count - 1
  }

  mutating func setBefore(_ value: EventBatch.Text, of index: Int) { changes[index].before = value }
  mutating func setAfter(_ value: EventBatch.Text, of index: Int) { changes[index].after = value }
  mutating func addChange(_ change: Change) { changes.append(change) }

  /// The names of the changed fields, as a CSV cell lists them; nil if a name has escapes and would have to be decoded first.
  func joinedFieldNames(by separator: String) -> [UInt8]? {
    var joined: [UInt8] = []
    for (index, change) in changes.enumerated() {
      if index > 0 { joined.append(contentsOf: separator.utf8) }
      let name = bytes[Int(change.field.offset + 1)..<Int(change.field.offset + change.field.length - 1)]
      guard !name.contains(UInt8(ascii: "\\")) else { return nil }
      joined.append(contentsOf: name)
    }
    return joined
  }

  mutating func addExtra(_ key: JSONString, _ value: ByteView) {
    if !extras.isEmpty { extras.append(UInt8(ascii: ",")) }
    key.appendCanonical(to: &extras)
    extras.append(UInt8(ascii: ":"))
    value.append(to: &extras)
  }

  mutating func addExtra(_ key: String, _ value: [UInt8]) {
    if !extras.isEmpty { extras.append(UInt8(ascii: ",")) }
    JSONText.appendString(key.utf8, to: &extras)
    extras.append(UInt8(ascii: ":"))
    JSONText.appendString(value, to: &extras)
  }

  private func isEqual(_ a: EventBatch.Text, _ b: EventBatch.Text) -> Bool {
    guard a.length == b.length else { return false }
    return view(a) { first in view(b) { second in first.precedes(second) == nil } }
  }

  /// The changes' indices in the order of their field names: what an event says does not depend on the order in which it is said.
  var changesByField: [Int] {
    let indices = Array(changes.indices)
    guard changes.count > 1 else { return indices }
    return indices.sorted { a, b in
      view(changes[a].field) { first in view(changes[b].field) { first.precedes($0) } } ?? (a < b)
    }
  }

  /// Appends the changes as canonical JSON: `[{"field":…,"before":…,"after":…}]`.
  func appendChanges(to out: inout [UInt8]) {
    out.append(UInt8(ascii: "["))
    for (index, change) in changes.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out.append(contentsOf: "{\"field\":".utf8)
      view(change.field) { $0.append(to: &out) }
      appendSide(",\"before\":", change.before, to: &out)
      appendSide(",\"after\":", change.after, to: &out)
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "]"))
  }

  private func appendSide(_ key: StaticString, _ value: EventBatch.Text, to out: inout [UInt8]) {
    guard value.length >= 0 else { return }
    unsafe out.append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    view(value) { $0.append(to: &out) }
  }
}

extension ByteView {
  /// Whether these bytes come before the other's in byte order; nil if they are equal.
  func precedes(_ other: ByteView) -> Bool? {
    for index in 0..<min(count, other.count) where self[index] != other[index] { return self[index] < other[index] }
    return count == other.count ? nil : count < other.count
  }
}
