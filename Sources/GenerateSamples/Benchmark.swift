/// Benchmark data: as many events as wanted, told backwards so that the newest comes first at no cost.
///
/// A record is a slot with a seed for each field. Going back in time, an update turns "after" into an unrelated "before", a creation
/// ends the record, and its slot becomes an older record, which may begin with its deletion. Only the slots are kept in memory.
struct BenchmarkStory {
  private var random: Randomness
  private var identifiers: UInt64
  private let machine: UInt64
  private var slots: [Slot]
  private var created = 0
  private let moduleOfSlot: [UInt8]

  private struct Slot {
    var document: UInt64
    var seeds: UInt64
    /// How often each field has been altered, 5 bits a field: with `seeds` this is the whole state.
    var versions: UInt64 = 0
    var isFresh = true
  }

  private static let modules = Module.all.filter { $0.weight > 0 }

  init(seed: UInt64, events: Int) {
    random = Randomness(seed: seed)
    identifiers = 0
    machine = scrambled(seed) & 0xff_ffff_ffff
    let count = max(40, events / 16)
    let weights = Self.modules.map(\.weight)
    var random = Randomness(seed: seed ^ 0x736c_6f74)
    moduleOfSlot = (0..<count).map { _ in UInt8(random.weighted(weights)) }
    slots = (0..<count).map { _ in Slot(document: random.next(), seeds: random.next()) }
  }

  /// The event before those already told.
  mutating func event(at time: Instant, inBurst: Bool) -> Event {
    let index = random.skewed(slots.count)
    let module = Self.modules[Int(moduleOfSlot[index])]
    let actor = pickActor(inBurst)
    let (action, changes) = act(on: index, in: module)
    identifiers &+= 1
    let slot = slots[index]
    let target = Target(id: Identifiers.document(slot.document), name: name(of: slot, in: module), parent: parent(of: slot, in: module))
    if action.type == Action.created.type { replace(index) }
    return Event(
      id: Identifiers.hexadecimal(seconds: UInt64(time / 1000), machine: machine, counter: 0xff_ffff &- (identifiers & 0xff_ffff)),
      time: time, actor: actor, source: random.pick(actor.sources), module: module, action: action, target: target, changes: changes)
  }

  private mutating func pickActor(_ inBurst: Bool) -> Actor {
    if inBurst { return Company.bridge }
    return random.chance(80) ? Company.crowd[random.skewed(40)] : random.pick(Company.machinery)
  }

  /// The busiest records never begin within the time told, so that their histories are long.
  private mutating func act(on index: Int, in module: Module) -> (Action, [Change]) {
    let isFresh = slots[index].isFresh
    slots[index].isFresh = false
    if isFresh, random.chance(6) { return (.deleted, wholeRecord(slots[index], in: module, side: .before)) }
    if index > slots.count / 200, random.chance(3) { return (.created, wholeRecord(slots[index], in: module, side: .after)) }
    if random.chance(8) { return random.chance(70) ? (.tagAdded, tagChange("tagsAdded")) : (.tagRemoved, tagChange("tagsRemoved")) }
    let fine = module.fineActions
    return (fine.isEmpty || random.chance(60) ? .updated : fine[random.below(fine.count)].action, update(index, in: module))
  }

  private mutating func update(_ index: Int, in module: Module) -> [Change] {
    let count = module.briefFields.count
    let first = random.below(count)
    return (0..<min(2 + random.below(random.chance(90) ? 6 : 5), count)).map { step in
      let field = (first + step) % count
      let after = value(field, of: slots[index], in: module)
      return Change(field: module.briefFields[field].name, before: earlierValue(field, of: index, in: module, than: after), after: after)
    }
  }

  /// Takes a field of a slot back in time, to a value that is another one.
  private mutating func earlierValue(_ field: Int, of index: Int, in module: Module, than after: Value) -> Value {
    let place = UInt64(field * 5)
    var before = after
    for _ in 0..<30 where before == after {
      let version = (slots[index].versions >> place + 1) & 31
      slots[index].versions = slots[index].versions & ~(31 << place) | version << place
      before = value(field, of: slots[index], in: module)
    }
    return before
  }

  private mutating func tagChange(_ field: String) -> [Change] {
    [Change(field: field, after: .list([.text(random.pick(Words.tags))]))]
  }

  private func wholeRecord(_ slot: Slot, in module: Module, side: Side) -> [Change] {
    module.briefFields.indices.map { field in
      let value = value(field, of: slot, in: module)
      let name = module.briefFields[field].name
      return side == .before ? Change(field: name, before: value) : Change(field: name, after: value)
    }
  }

  private func value(_ field: Int, of slot: Slot, in module: Module) -> Value {
    let version = slot.versions >> UInt64(field * 5) & 31
    return module.briefFields[field].kind.value(seed: slot.seeds &+ UInt64(field) << 8 &+ version)
  }

  private func name(of slot: Slot, in module: Module) -> String {
    var name = ""
    for field in 0..<module.nameFields {
      guard case .text(let text) = value(field, of: slot, in: module) else { continue }
      name += field == 0 ? text : " " + text
    }
    return name
  }

  private func parent(of slot: Slot, in module: Module) -> String {
    module.parent == nil ? "" : Identifiers.document(slots[Int(slot.seeds % UInt64(slots.count))].document)
  }

  private mutating func replace(_ index: Int) {
    slots[index] = Slot(document: random.next(), seeds: random.next())
  }
}
