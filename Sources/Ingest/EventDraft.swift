internal import AuditModel

/// One event while its record is being read.
///
/// Every text is a view of the record itself, or of the draft's arena where it had to be respelled: valid until the draft is reset.
struct EventDraft {
  /// One altered field: its name as a canonical JSON string, its sides as canonical JSON; nil is *not recorded*.
  struct Change {
    var field: ByteView
    var before: ByteView?
    var after: ByteView?
  }

  let arena = ByteArena()
  private var texts = InlineArray<12, ByteView?>(repeating: nil)
  private(set) var changes: [Change] = []
  /// Keys that the archive has no column for, with their values: canonical JSON text each.
  private(set) var extras: [(key: ByteView, value: ByteView)] = []

  mutating func reset() {
    arena.reset()
    texts = InlineArray(repeating: nil)
    changes.removeAll(keepingCapacity: true)
    extras.removeAll(keepingCapacity: true)
  }

  /// The decoded text of a unit; nil is *not recorded*.
  subscript(unit: Unit) -> ByteView? {
    @inline(__always) get { texts[unit.rawValue] }
    @inline(__always) set { texts[unit.rawValue] = newValue }
  }

  func isEmpty(_ unit: Unit) -> Bool { self[unit]?.isEmpty ?? true }

  mutating func set(_ unit: Unit, to value: String) { self[unit] = arena.store(value.utf8) }

  func string(_ unit: Unit) -> String? { self[unit]?.string }

  mutating func addExtra(key: ByteView, value: ByteView) { extras.append((key, value)) }

  /// Keeps a text under a name, both as they are decoded.
  mutating func addExtra(_ name: String, _ text: ByteView) { addExtra(key: jsonString(Array(name.utf8)), value: jsonString(text.array)) }

  /// A text as a canonical JSON string, with its quotes.
  func jsonString(_ text: [UInt8]) -> ByteView {
    var spelled: [UInt8] = []
    JSONText.appendString(text, to: &spelled)
    return arena.store(spelled)
  }

  // MARK: Changes

  /// The index of the change of a field, made if there is none.
  @inline(__always)
  mutating func change(of field: ByteView) -> Int {
    for index in changes.indices where changes[index].field.equals(field) { return index }
    changes.append(Change(field: field))
    return changes.count - 1
  }

  /// The same, where a change is likely to be the one at a place: fields come in one order on both sides.
  @inline(__always)
  mutating func change(of field: ByteView, likely place: Int) -> Int {
    place < changes.count && changes[place].field.equals(field) ? place : change(of: field)
  }

  @inline(__always)
  mutating func setBefore(_ value: ByteView, of index: Int) { changes[index].before = value }

  @inline(__always)
  mutating func setAfter(_ value: ByteView, of index: Int) { changes[index].after = value }

  /// The change of a field that is there already, looked for from a place on and then before it; nil if there is none.
  func place(of field: ByteView, from start: Int) -> Int? {
    let start = min(start, changes.count)
    return (start..<changes.count).first { changes[$0].field.equals(field) } ?? (0..<start).first { changes[$0].field.equals(field) }
  }

  mutating func addChange(_ change: Change) { changes.append(change) }

  /// Whether a text lists the changed fields in their order, joined by a separator. A name with escapes never matches.
  func fieldNames(joinedBy separator: StaticString, equal text: ByteView) -> Bool {
    var position = 0
    for (index, change) in changes.enumerated() {
      if index > 0 {
        guard text.holds(separator, at: position) else { return false }
        position += separator.utf8CodeUnitCount
      }
      let name = change.field.slice(1, change.field.count - 1)
      guard position + name.count <= text.count, text.slice(position, position + name.count).equals(name) else { return false }
      guard name.index(of: UInt8(ascii: "\\"), from: 0) == name.count else { return false }
      position += name.count
    }
    return position == text.count
  }

  /// The changes' places in the order of their field names, into a reused list: what an event says does not depend on the order in which it
  /// is said.
  func sortChanges(into order: inout [Int]) {
    order.removeAll(keepingCapacity: true)
    for index in changes.indices {
      var place = order.count
      order.append(index)
      if changes.count > 64 { continue }
      while place > 0, comesBefore(index, order[place - 1]) {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = index
    }
    if changes.count > 64 { order.sort(by: comesBefore) }
  }

  private func comesBefore(_ a: Int, _ b: Int) -> Bool { changes[a].field.precedes(changes[b].field) ?? (a < b) }

  /// Appends the changes as canonical JSON (see `ChangeReader`).
  func appendChanges(to out: inout ByteBuffer) {
    out.append(UInt8(ascii: "["))
    var isFirst = true
    for change in changes {
      out.append(isFirst ? "[" : ",[")
      isFirst = false
      change.field.append(to: &out)
      append(change, to: &out)
      out.append(UInt8(ascii: "]"))
    }
    out.append(UInt8(ascii: "]"))
  }

  @inline(__always)
  private func append(_ change: Change, to out: inout ByteBuffer) {
    switch (change.before, change.after) {
    case (let before?, let after?):
      out.append(UInt8(ascii: ","))
      before.append(to: &out)
      out.append(UInt8(ascii: ","))
      after.append(to: &out)
    case (let before?, nil): appendSide(",{\"before\":", before, to: &out)
    case (nil, let after?): appendSide(",{\"after\":", after, to: &out)
    case (nil, nil): break
    }
  }

  private func appendSide(_ opening: StaticString, _ value: ByteView, to out: inout ByteBuffer) {
    out.append(opening)
    value.append(to: &out)
    out.append(UInt8(ascii: "}"))
  }

  /// Appends the further keys as one JSON object.
  func appendExtras(to out: inout ByteBuffer) {
    var separator = UInt8(ascii: "{")
    for extra in extras {
      out.append(separator)
      extra.key.append(to: &out)
      out.append(UInt8(ascii: ":"))
      extra.value.append(to: &out)
      separator = UInt8(ascii: ",")
    }
    out.append(UInt8(ascii: "}"))
  }
}
