internal import AccessPolicy
internal import AuditModel

/// Turns permitted events into the columns of a page, in one pass.
struct PageDataBuilder {
  private var data = PageData()
  private var draft = BlockDraft()
  private var actors = Numbering()
  private var modules = Numbering()
  private var actions = Numbering()
  private var targets = TargetNumbering()
  private var sources = Numbering()
  private var fields = ValueInterner()
  private var idsWithVariants: Set<Int64> = []

  static func read(_ events: PermittedEvents) throws -> PageData {
    var builder = PageDataBuilder()
    try events.forEach { event in try builder.add(event) }
    return try builder.finish(events)
  }

  private mutating func add(_ event: ArchivedEvent) throws(Failure) {
    try addTime(of: event)
    data.ids.append(event.id)
    data.actorColumn.append(try actors.number(of: event.actor))
    data.moduleColumn.append(try modules.number(of: event.module))
    data.actionColumn.append(try actions.number(of: event.action))
    data.targetColumn.append(try targets.number(of: event.target))
    addFlags(of: event)
    let changeCount = try addChanges(of: event)
    draft.add(event, source: try sources.number(of: event.sourcePart), changeCount: changeCount)
    if data.count % PageData.blockSize == 0 { sealBlock() }
  }

  private mutating func addTime(of event: ArchivedEvent) throws(Failure) {
    guard event.occurredAt >= 0 else {
      throw Failure(.badData, "event \(event.id) is dated before 1970, which a page cannot show", hint: "choose events from 1970-01-01 on")
    }
    guard event.occurredAt <= data.times.last ?? .max else {
      throw Failure(.badData, "event \(event.id) is newer than the event read before it", hint: "verify the archive")
    }
    data.times.append(event.occurredAt)
  }

  private mutating func addFlags(of event: ArchivedEvent) {
    data.flags.append(event.variantOf == 0 ? [] : .isVariant)
    if event.variantOf > 0 { idsWithVariants.insert(event.variantOf) }
  }

  private mutating func sealBlock() {
    let sealed = draft.seal()
    data.blockHeads.append(sealed.head)
    data.blockEnds.append(sealed.end)
    data.blockStarts.append(data.changes.count)
  }

  private mutating func addChanges(of event: ArchivedEvent) throws(Failure) -> Int {
    var reader = ChangeReader(event.changes.span)
    var count = 0
    while let change = try reader.next() {
      let field = try intern(reader.bytes, change.field)
      let before = try intern(change.before, of: reader, field: field)
      let after = try intern(change.after, of: reader, field: field)
      data.changes.append(PageData.Change(field: field, before: before, after: after))
      draft.addChange(field: field)
      count += 1
    }
    return count
  }

  /// The number of a field's name.
  private mutating func intern(_ bytes: Span<UInt8>, _ name: Range<Int>) throws(Failure) -> UInt32 {
    try unsafe Self.withBytes(bytes, name) { name throws(Failure) in unsafe try fields.intern(name, kind: 1, field: 0) }
  }

  /// One side: see `PageData.Change`.
  private mutating func intern(_ side: ChangeReader.Side, of reader: borrowing ChangeReader, field: UInt32) throws(Failure) -> UInt32 {
    switch side.form {
    case .absent: return 0
    case .null: return 1
    case .withheld: return 2
    case .plainString: return try intern(reader.bytes, side.content, kind: 0, field: field)
    case .otherJSON: return try intern(reader.bytes, side.source, kind: 1, field: field)
    case .escapedString:
      var decoded: [UInt8] = []
      guard try reader.decode(side.content, into: &decoded) else {
        return try intern(reader.bytes, side.source, kind: 1, field: field)
      }
      return try intern(decoded.span, 0..<decoded.count, kind: 0, field: field)
    }
  }

  @inline(__always)
  private mutating func intern(_ bytes: Span<UInt8>, _ range: Range<Int>, kind: UInt32, field: UInt32) throws(Failure) -> UInt32 {
    try unsafe Self.withBytes(bytes, range) { text throws(Failure) in unsafe try data.values.intern(text, kind: kind, field: field) }
      + PageData.Change.firstValue
  }

  @inline(__always)
  private static func withBytes(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> UInt32
  ) throws(Failure) -> UInt32 {
    try unsafe bytes.withUnsafeBufferPointer { all throws(Failure) in
      unsafe try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[range])))
    }
  }
}

extension PageDataBuilder {
  private mutating func finish(_ events: PermittedEvents) throws -> PageData {
    if data.count % PageData.blockSize != 0 { sealBlock() }
    flagEventsWithVariants()
    try rankActors(events)
    try rankModules(events)
    try rankActions(events)
    data.targets = try metTargets(events)
    data.sources = try sources.ids.map { try events.sourcePart($0) }
    data.fields = fields.entries.map { JSONText(source: Array(fields.text(of: $0))) }
    rankValues()
    return data
  }

  private mutating func flagEventsWithVariants() {
    guard !idsWithVariants.isEmpty else { return }
    for (event, id) in data.ids.enumerated() where idsWithVariants.contains(id) { data.flags[event].insert(.hasVariant) }
  }

  private mutating func rankActors(_ events: PermittedEvents) throws {
    let met = try actors.ids.map { try events.actor($0) }
    let ranking = actors.ranking { a, b in
      (met[a].name ?? "", met[a].id ?? "", met[a].kind.rawValue) < (met[b].name ?? "", met[b].id ?? "", met[b].kind.rawValue)
    }
    data.actors = ranking.map { met[$0] }
    Self.renumber(&data.actorColumn, by: places(of: ranking))
  }

  private mutating func rankModules(_ events: PermittedEvents) throws {
    let met = try modules.ids.map { try events.module($0) }
    let ranking = modules.ranking { met[$0] < met[$1] }
    data.modules = ranking.map { met[$0] }
    Self.renumber(&data.moduleColumn, by: places(of: ranking))
  }

  private mutating func rankActions(_ events: PermittedEvents) throws {
    let met = try actions.ids.map { try events.action($0) }
    let ranking = actions.ranking { met[$0] < met[$1] }
    data.actions = ranking.map { met[$0] }
    Self.renumber(&data.actionColumn, by: places(of: ranking))
  }

  /// Looked up in the order in which they lie in the archive, which is many times faster than in that of their appearance.
  private func metTargets(_ events: PermittedEvents) throws -> [Target] {
    let ids = targets.ids
    var met = [Target](repeating: Target(documentID: nil, name: nil, parentID: nil), count: ids.count)
    let order = ids.enumerated().map { UInt64(UInt32(bitPattern: $1.document)) << 32 | UInt64($0) }.sorted()
    for number in order.map({ Int(UInt32(truncatingIfNeeded: $0)) }) { met[number] = try events.target(ids[number]) }
    return met
  }

  private static func renumber(_ column: inout [UInt32], by places: [UInt32]) {
    for index in column.indices { column[index] = places[Int(column[index])] }
  }

  /// Gives the values that occur more than once a place in their field's table, the most frequent first; the others stay literals.
  private mutating func rankValues() {
    let entries = data.values.entries
    var keys = [[UInt64]](repeating: [], count: data.fields.count)
    for (number, entry) in entries.enumerated() where entry.count > 1 {
      keys[Int(entry.field)].append(UInt64(UInt32.max - entry.count) << 32 | UInt64(number))
    }
    data.valueCodes = [UInt32](repeating: 3, count: entries.count)
    for field in keys.indices {
      keys[field].sort()
      for (place, key) in keys[field].enumerated() { data.valueCodes[Int(UInt32(truncatingIfNeeded: key))] = UInt32(place) + 4 }
      data.valueTables.append(keys[field].map { UInt32(truncatingIfNeeded: $0) })
    }
  }
}
