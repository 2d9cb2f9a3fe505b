/// What happens in each scene of the story.
extension Story {
  mutating func play(_ moment: Moment) {
    let time = moment.time
    switch moment.scene {
    case .officeWork: officeWork(at: time)
    case .automatic: automaticWork(at: time)
    case .importContact: create(newRecord(in: contacts), in: contacts, by: Company.bridge, at: time)
    case .bulkDelete: bulkDelete(at: time)
    case .bulkRestore: bulkRestore(at: time)
    case .favouriteListing: editFavouriteListing(at: time)
    case .brokenUpdate: brokenUpdate(at: time)
    case .unknownSource: unknownSource(at: time)
    case .longNote: longNote(at: time)
    default: playAdministration(moment)
    }
  }

  private var contacts: Int { Module.index("Contacts") }

  /// One of the persons who work there at that time; the busy ones come first.
  mutating func pickPerson(at time: Instant) -> Actor {
    let present = Company.staff.filter { $0.since <= time && time < $0.until }
    return present[random.weighted((0..<present.count).map { 15 - $0 })]
  }

  private mutating func officeWork(at time: Instant) {
    let actor = random.chance(3) ? Company.owner : pickPerson(at: time)
    work(in: random.weighted(Module.all.map(\.weight)), by: actor, at: time)
  }

  /// Each machine keeps to its own modules.
  private mutating func automaticWork(at time: Instant) {
    let actor = Company.machinery[random.weighted([30, 20, 15, 14, 12, 9])]
    switch actor.kind {
    case .workflow: work(in: Module.index(random.pick(["Contacts", "Contacts", "Opportunity", "Tasks"])), by: actor, at: time)
    case .integration: work(in: Module.index(random.pick(["Listings", "Payments", "Contacts"])), by: actor, at: time)
    default:
      if actor.sources == ["FORM"] { return create(newRecord(in: contacts), in: contacts, by: actor, at: time) }
      edit(in: Module.index(random.pick(["Calendars", "Payments", "Number pools"])), by: actor, at: time)
    }
  }

  /// One ordinary act: mostly an update, at times the beginning or the end of a record.
  private mutating func work(in module: Int, by actor: Actor, at time: Instant) {
    switch random.below(100) {
    case ..<16: create(newRecord(in: module), in: module, by: actor, at: time)
    case ..<19: deleteOne(in: module, by: actor, at: time)
    case ..<21: restoreOne(in: module, by: actor, at: time)
    case ..<36: tagOne(in: module, by: actor, at: time)
    case ..<60: fineEdit(in: module, by: actor, at: time)
    default: edit(in: module, by: actor, at: time)
    }
  }

  private mutating func deleteOne(in module: Int, by actor: Actor, at time: Instant) {
    guard records[module].count > 4, let index = pickRecord(in: module), index > 0 else { return edit(in: module, by: actor, at: time) }
    delete(index, in: module, by: actor, at: time)
  }

  private mutating func restoreOne(in module: Int, by actor: Actor, at time: Instant) {
    guard let index = pickRecord(in: module, deleted: true) else { return edit(in: module, by: actor, at: time) }
    restore(index, in: module, by: actor, at: time)
  }

  private mutating func tagOne(in module: Int, by actor: Actor, at time: Instant) {
    guard ["Contacts", "Opportunity"].contains(Module.all[module].label), let index = pickRecord(in: module) else {
      return edit(in: module, by: actor, at: time)
    }
    if random.chance(40) { return removeTag(from: index, in: module, by: actor, at: time) }
    addTag(random.pick(Words.tags), to: index, in: module, by: actor, at: time)
  }

  private mutating func fineEdit(in module: Int, by actor: Actor, at time: Instant) {
    let fineActions = Module.all[module].fineActions
    guard !fineActions.isEmpty, let index = pickRecord(in: module) else { return edit(in: module, by: actor, at: time) }
    let fine = random.pick(fineActions)
    let noted = fine.action.type == Action.pageEdit.type ? ["pageContent"] : []
    update(
      index, in: module, setting: newValues(fine.fields, of: index, in: module), by: actor, at: time, action: fine.action, noted: noted)
  }

  private mutating func edit(in module: Int, by actor: Actor, at time: Instant) {
    guard let index = pickRecord(in: module) else { return create(newRecord(in: module), in: module, by: actor, at: time) }
    let all = Module.all[module].fields.count
    let first = random.below(all)
    let fields = (0..<min(1 + random.skewed(7), all)).map { (first + $0) % all }
    update(index, in: module, setting: newValues(fields, of: index, in: module), by: actor, at: time)
  }

  private mutating func newValues(_ fields: [Int], of index: Int, in module: Int) -> [(field: Int, value: Value)] {
    fields.map { field in
      (field, newValue(of: Module.all[module].fields[field], insteadOf: records[module][index].values[field]))
    }
  }

  private mutating func bulkDelete(at time: Instant) {
    let tasks = Module.index("Tasks")
    guard let index = records[tasks].lastIndex(where: { !$0.isDeleted }) else { return }
    delete(index, in: tasks, by: Company.leaver, at: time)
  }

  private mutating func bulkRestore(at time: Instant) {
    let tasks = Module.index("Tasks")
    guard let index = records[tasks].lastIndex(where: \.isDeleted) else { return }
    restore(index, in: tasks, by: Company.officeManager, at: time)
  }

  /// The first listing has the longest history of all.
  private mutating func editFavouriteListing(at time: Instant) {
    let listings = Module.index("Listings")
    let fields = random.chance(40) ? [1] : [1 + random.below(8)] + (random.chance(50) ? [0] : [])
    update(0, in: listings, setting: newValues(fields, of: 0, in: listings), by: pickPerson(at: time), at: time)
  }

  private mutating func brokenUpdate(at time: Instant) {
    let listings = Module.index("Listings")
    let price = Module.all[listings].fields[1]
    let actual = records[listings][0].values[1]
    update(0, in: listings, setting: [(1, newValue(of: price, insteadOf: actual))], by: pickPerson(at: time), at: time)
    breakNewestEvent(before: newValue(of: price, insteadOf: actual))
  }

  private mutating func unknownSource(at time: Instant) {
    edit(in: contacts, by: pickPerson(at: time), at: time)
    hideSourceOfNewestEvent()
  }

  /// A note of some kilobytes, with line breaks of both kinds and quotes.
  private mutating func longNote(at time: Instant) {
    let notes = Module.index("Notes")
    guard let index = pickRecord(in: notes) else { return }
    var text = "Transcript of the call, \"as heard\":\r\n"
    for line in 1...40 { text += "\(line).\t\(random.pick(Words.remarks)) — “\(random.pick(Words.subjects))”, she said;\n\n" }
    update(index, in: notes, setting: [(1, .text(text))], by: pickPerson(at: time), at: time)
  }
}
