import AccessPolicy
public import AuditModel

/// An event as reports count it: who did what to which record, and when.
public struct Act: Sendable, Equatable {
  /// Place in the archive's log.
  public var event: Int64
  /// UTC milliseconds.
  public var at: Int64
  public var actor: Int32
  public var module: Int32
  public var action: Int32
  public var target: TargetID
  /// Whether an event with the same identity and other content was archived before it.
  public var isVariant: Bool
  /// Whether another event of the period is such a variant of it.
  public var hasVariant = false
  /// Whether the program itself noted it: runs by the clock are nobody's night work, and a job's states are no fields of a record.
  public var isOfLedger: Bool

  var isInConflict: Bool { isVariant || hasVariant }

  init(_ event: ArchivedEvent, isOfLedger: Bool = false) {
    self.init(
      event: event.id, at: event.occurredAt, actor: event.actor, module: event.module, action: event.action, target: event.target,
      isVariant: event.variantOf != 0, isOfLedger: isOfLedger)
  }

  public init(
    event: Int64, at: Int64, actor: Int32, module: Int32, action: Int32, target: TargetID, isVariant: Bool = false, isOfLedger: Bool = false
  ) {
    self.event = event
    self.at = at
    self.actor = actor
    self.module = module
    self.action = action
    self.target = target
    self.isVariant = isVariant
    self.isOfLedger = isOfLedger
  }
}

/// Who and what the ids of acts stand for.
public struct Cast: Sendable {
  public internal(set) var actors: [Int32: Actor] = [:]
  public internal(set) var modules: [Int32: String] = [:]
  public internal(set) var actions: [Int32: String] = [:]
  public internal(set) var classes: [Int32: ActionClass] = [:]
  /// By id, for a quick look-up.
  private var classOf: [ActionClass] = []
  private var metActors = MetIDs(), metModules = MetIDs(), metActions = MetIDs()

  public init(actors: [Int32: Actor] = [:], modules: [Int32: String] = [:], actions: [Int32: String] = [:]) {
    self.actors = actors
    self.modules = modules
    self.actions = actions
    for (id, action) in actions { learn(id, action) }
  }

  /// Learns whom and what an act names.
  mutating func meet(_ act: Act, in events: some EventDictionaries) throws {
    if metActors.isNew(act.actor) { actors[act.actor] = try events.actor(act.actor) }
    if metModules.isNew(act.module) { modules[act.module] = try events.module(act.module) }
    if metActions.isNew(act.action) { learn(act.action, try events.action(act.action)) }
  }

  private mutating func learn(_ id: Int32, _ action: String) {
    (actions[id], classes[id]) = (action, ActionClass(ofAction: action))
    if Int(id) >= classOf.count { classOf += Array(repeating: .other, count: Int(id) + 1 - classOf.count) }
    classOf[Int(id)] = classes[id]!
  }

  public func kind(_ act: Act) -> Actor.Kind { actors[act.actor]?.kind ?? .unknown }
  public func kindOfAction(_ act: Act) -> ActionClass { classOf[Int(act.action)] }
}

/// Small numbers that were met: asked of every act, so it hashes nothing.
struct MetIDs {
  private var isMet: [Bool] = []

  mutating func isNew(_ id: Int32) -> Bool {
    let place = Int(id)
    if place >= isMet.count { isMet += Array(repeating: false, count: place + 1 - isMet.count) }
    defer { isMet[place] = true }
    return !isMet[place]
  }
}

/// The acts of a stretch of time, newest first, and the breaks among them.
public struct Activity: Sendable {
  public var acts: [Act] = []
  /// Where what an act found is not what the one before left: places in `acts`.
  public var breaks: [Int] = []

  /// Reads permitted events once.
  ///
  /// - Parameter withBreaks: also compares what was before with what was after.
  static func read(_ events: PermittedEvents, _ span: Range<Int64>, cast: inout Cast, withBreaks: Bool) throws -> Activity {
    var activity = Activity()
    var continuity = Continuity()
    var part: (id: Int32, isOfLedger: Bool) = (0, false)
    var firsts: Set<Int64> = []
    /// Neighbours mostly are of one part.
    func isOfLedger(_ id: Int32) throws -> Bool {
      if id != part.id { part = (id, try events.sourcePart(id).system == LedgerEntry.system) }
      return part.isOfLedger
    }
    try events.part(from: span.lowerBound, to: span.upperBound).forEachInAnyOrder(reading: withBreaks ? .changes : .none) { event in
      let act = try Act(event, isOfLedger: isOfLedger(event.sourcePart))
      try cast.meet(act, in: events)
      if withBreaks, !act.isVariant, !act.isOfLedger { try continuity.note(event.changes, of: act, at: activity.acts.count) }
      if act.isVariant { firsts.insert(event.variantOf) }
      activity.acts.append(act)
    }
    let broken = continuity.breaks(in: activity.acts)
    activity.acts.sort { $0.at != $1.at ? $0.at > $1.at : $0.event < $1.event }
    if !firsts.isEmpty { for place in activity.acts.indices { activity.acts[place].hasVariant = firsts.contains(activity.acts[place].event) } }
    activity.breaks = broken.isEmpty ? [] : activity.acts.indices.filter { broken.contains(activity.acts[$0].event) }
    return activity
  }
}
