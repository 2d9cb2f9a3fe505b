/// The account as it changes, and every event of it so far. Each function adds one event.
struct Story: Sendable {
  var random: Randomness
  var identifiers: Identifiers
  /// For each module of `Module.all`, its records.
  var records: [[Record]] = []
  private(set) var events: [Event] = []
  private(set) var breaks: [Break] = []
  private var documents: UInt64

  init(seed: UInt64) {
    random = Randomness(seed: seed)
    identifiers = Identifiers(seed: seed)
    documents = scrambled(seed) | 1
    records = Array(repeating: [], count: Module.all.count)
    for index in Module.all.indices {
      for _ in 0..<Module.all[index].initialRecords { records[index].append(newRecord(in: index)) }
    }
  }

  /// A record that nobody has seen yet, with a value in most of its fields.
  mutating func newRecord(in module: Int) -> Record {
    documents &+= 1
    let fields = Module.all[module].fields
    var values = fields.map { Optional($0.kind.value(seed: random.next())) }
    for index in values.indices.dropFirst(2) where random.chance(8) { values[index] = nil }
    if module == Module.index("Contacts"), random.chance(9) {
      let name = random.pick(Words.unusualNames)
      values.replaceSubrange(0...1, with: [.text(name.0), .text(name.1)])
    }
    return Record(id: Identifiers.document(documents), parent: parent(of: module), values: values)
  }

  private mutating func parent(of module: Int) -> String {
    guard let label = Module.all[module].parent else { return "" }
    let candidates = records[Module.index(label)]
    return candidates.isEmpty || random.chance(6) ? "" : candidates[random.skewed(candidates.count)].id
  }

  /// A record that is not deleted: mostly one of the favourites, at times one of the newest.
  mutating func pickRecord(in module: Int, deleted: Bool = false) -> Int? {
    let count = records[module].count
    guard count > 0 else { return nil }
    for _ in 0..<40 {
      let rank = random.skewed(count)
      let index = random.chance(25) ? count - 1 - rank : rank
      if records[module][index].isDeleted == deleted { return index }
    }
    return records[module].firstIndex { $0.isDeleted == deleted }
  }

  /// A value for a field that differs from the one it has; now and then null or the empty text.
  mutating func newValue(of field: Field, insteadOf old: Value?) -> Value {
    if random.chance(2), old != .null { return .null }
    if case .text(let text) = old, !text.isEmpty, random.chance(2) { return .text("") }
    var value = field.kind.value(seed: random.next())
    for _ in 0..<8 where value == old { value = field.kind.value(seed: random.next()) }
    return value
  }

  mutating func create(_ record: Record, in module: Int, by actor: Actor, at time: Instant, action: Action = .created) {
    records[module].append(record)
    add(action, record.changes(in: Module.all[module], on: .after), module, records[module].count - 1, actor, time)
  }

  mutating func delete(_ index: Int, in module: Int, by actor: Actor, at time: Instant) {
    records[module][index].isDeleted = true
    add(.deleted, records[module][index].changes(in: Module.all[module], on: .before), module, index, actor, time)
  }

  mutating func restore(_ index: Int, in module: Int, by actor: Actor, at time: Instant) {
    records[module][index].isDeleted = false
    add(.restored, records[module][index].changes(in: Module.all[module], on: .after), module, index, actor, time)
  }

  /// Sets fields of a record. `noted` are fields that the event names without any value.
  mutating func update(
    _ index: Int, in module: Int, setting settings: [(field: Int, value: Value)], by actor: Actor, at time: Instant,
    action: Action = .updated, noted: [String] = []
  ) {
    var changes: [Change] = []
    for setting in settings {
      let before = records[module][index].values[setting.field]
      records[module][index].values[setting.field] = setting.value
      changes.append(Change(field: Module.all[module].fields[setting.field].name, before: before, after: setting.value))
    }
    changes += noted.map { Change(field: $0) }
    add(action, changes, module, index, actor, time)
  }

  mutating func addTag(_ tag: String, to index: Int, in module: Int, by actor: Actor, at time: Instant) {
    records[module][index].tags.append(tag)
    add(.tagAdded, [Change(field: "tagsAdded", after: .list([.text(tag)]))], module, index, actor, time)
  }

  mutating func removeTag(from index: Int, in module: Int, by actor: Actor, at time: Instant) {
    guard let tag = records[module][index].tags.popLast() else {
      return addTag(random.pick(Words.tags), to: index, in: module, by: actor, at: time)
    }
    add(.tagRemoved, [Change(field: "tagsRemoved", after: .list([.text(tag)]))], module, index, actor, time)
  }

  /// Makes the newest event start from a value that the record did not have.
  mutating func breakNewestEvent(before value: Value) {
    let last = events.count - 1
    events[last].changes[0].before = value
    breaks.append(Break(event: events[last].id, document: events[last].target.id, field: events[last].changes[0].field))
  }

  /// Makes the newest event one whose source the dump does not know.
  mutating func hideSourceOfNewestEvent() { events[events.count - 1].hidesSource = true }

  private mutating func add(_ action: Action, _ changes: [Change], _ module: Int, _ index: Int, _ actor: Actor, _ time: Instant) {
    let record = records[module][index]
    events.append(
      Event(
        id: identifiers.event(at: time), time: time, actor: actor, source: random.pick(actor.sources), module: Module.all[module],
        action: action, target: Target(id: record.id, name: record.name(in: Module.all[module]), parent: record.parent), changes: changes))
  }
}
