import AuditModel
import Coverage

/// The rules at work: each a pure function over a history.
extension Rules {
  /// Everything that they find, rule by rule.
  public func remarks(on history: History) -> [Remark] { Remark.Rule.allCases.flatMap { remarks(of: $0, on: history) } }

  func remarks(of rule: Remark.Rule, on history: History) -> [Remark] {
    switch rule {
    case .bulkDeletions: bulkDeletions.map { Self.find($0, in: history) } ?? []
    case .bursts: bursts.map { Self.find($0, in: history) } ?? []
    case .outsideHours: outsideHours.map { find($0, in: history) } ?? []
    case .rightsChanges: rightsChanges.map { Self.find($0, in: history) } ?? []
    case .exports: exports.map { Self.find($0, in: history) } ?? []
    case .firstTimeActors: firstTimeActors.map { Self.find($0, in: history) } ?? []
    case .integrationChanges: integrationChanges.map { Self.find($0, in: history) } ?? []
    case .continuityBreaks: continuityBreaks.map { Self.count(history.activity.breaks, $0, .continuityBreaks) } ?? []
    case .conflicts: conflicts.map { Self.count(history.acts.indices.filter { history.acts[$0].isInConflict }, $0, .conflicts) } ?? []
    }
  }

  func isOn(_ rule: Remark.Rule) -> Bool {
    switch rule {
    case .bulkDeletions: bulkDeletions != nil
    case .bursts: bursts != nil
    case .outsideHours: outsideHours != nil
    case .rightsChanges: rightsChanges != nil
    case .exports: exports != nil
    case .firstTimeActors: firstTimeActors != nil
    case .integrationChanges: integrationChanges != nil
    case .continuityBreaks: continuityBreaks != nil
    case .conflicts: conflicts != nil
    }
  }

  private static func count(_ acts: [Int], _ rule: Counted, _ name: Remark.Rule) -> [Remark] {
    acts.count >= rule.events ? [Remark(rule: name, acts: acts)] : []
  }

  /// The largest number first, then by id, so that equal histories give equal reports.
  private static func ordered(_ remarks: [Remark]) -> [Remark] {
    remarks.sorted { ($1.acts.count, $0.actor ?? 0, $1.at ?? 0) < ($0.acts.count, $1.actor ?? 0, $0.at ?? 0) }
  }

  // MARK: Deletions at once

  /// For each actor the stretches in which it deletes enough records in a short enough time; such stretches that overlap are one.
  private static func find(_ rule: BulkDeletions, in history: History) -> [Remark] {
    guard history.knowsActors else { return [] }
    let deletions = history.acts.indices.filter { history.cast.kindOfAction(history.acts[$0]) == .delete && !history.acts[$0].isVariant }
    let width = Int64(rule.minutes) * 60_000
    let found = Dictionary(grouping: deletions) { history.acts[$0].actor }.flatMap { actor, places in
      stretches(places, width: width, atLeast: rule.deletions, history.acts).map { acts in
        Remark(rule: .bulkDeletions, actor: actor, acts: acts, at: history.acts[acts.last!].at)
      }
    }
    return ordered(found)
  }

  /// - Parameter places: newest first.
  private static func stretches(_ places: [Int], width: Int64, atLeast count: Int, _ acts: [Act]) -> [[Int]] {
    var found: [Range<Int>] = []
    var end = 0
    for start in places.indices {
      end = max(end, start)
      while end < places.count, acts[places[start]].at - acts[places[end]].at <= width { end += 1 }
      guard end - start >= count else { continue }
      if let last = found.last, start < last.upperBound { found[found.count - 1] = last.lowerBound..<end } else { found.append(start..<end) }
    }
    return found.map { Array(places[$0]) }
  }

  // MARK: Bursts

  private static func find(_ rule: Bursts, in history: History) -> [Remark] {
    guard history.knowsActors else { return [] }
    let hours = ActiveHours(history.acts.lazy.filter { !$0.isOfLedger }, clock: history.clock)
    let usual = hours.usual()
    let loud = hours.counts.filter { hour, count in
      guard count >= rule.events, let usual = usual[hour.actor], usual.hours >= rule.knownHours else { return false }
      return rule.kinds.contains(history.cast.actors[hour.actor]?.kind ?? .unknown) && count >= rule.timesUsual * usual.count
    }
    guard !loud.isEmpty else { return [] }
    let actors = Set(loud.keys.map(\.actor))
    let places = history.acts.indices.filter { actors.contains(history.acts[$0].actor) && !history.acts[$0].isOfLedger }
    let groups = Dictionary(grouping: places) { place in
      ActiveHours.Hour(actor: history.acts[place].actor, hour: hour(of: history.acts[place].at, history.clock))
    }
    return ordered(
      loud.keys.compactMap { hour in
        groups[hour].map { Remark(rule: .bursts, actor: hour.actor, acts: $0, other: usual[hour.actor]!.count, at: history.acts[$0.last!].at) }
      })
  }

  static func hour(of instant: Int64, _ clock: ZoneRules) -> Int64 {
    let time = clock.clockTime(at: instant)
    return (time - (time % 3_600_000 + 3_600_000) % 3_600_000) / 3_600_000
  }

  /// The day since 1970-01-01 and the hour of it that a clock shows.
  static func dayAndHour(of instant: Int64, _ clock: ZoneRules) -> (day: Int, hour: Int) {
    let hour = Int(hour(of: instant, clock))
    let day = hour >= 0 ? hour / 24 : (hour - 23) / 24
    return (day, hour - day * 24)
  }

  // MARK: Working hours

  func isWorked(_ instant: Int64, _ clock: ZoneRules) -> Bool {
    let (day, hour) = Self.dayAndHour(of: instant, clock)
    return workingHours.weekdays.contains(Period.weekday(of: day)) && workingHours.hours.contains(hour) && !workingHours.holidays.contains(day)
  }

  private func find(_ rule: OutsideHours, in history: History) -> [Remark] {
    guard history.knowsActors else { return [] }
    let outside = history.acts.indices.filter { place in
      !history.acts[place].isOfLedger && rule.kinds.contains(history.cast.kind(history.acts[place])) && !isWorked(history.acts[place].at, history.clock)
    }
    let groups = Dictionary(grouping: outside) { history.acts[$0].actor }.filter { $0.value.count >= rule.events }
    return Self.ordered(groups.map { Remark(rule: .outsideHours, actor: $0.key, acts: $0.value) })
  }

  // MARK: Rights, exports

  private static func find(_ rule: RightsChanges, in history: History) -> [Remark] {
    let modules = Set(rule.modules.map { $0.lowercased() }), actions = Set(rule.actions.map { $0.lowercased() })
    let cast = history.cast
    let meant = Set(cast.modules.filter { modules.contains($0.value.lowercased()) }.keys)
    let named = Set(cast.actions.filter { actions.contains($0.value.lowercased()) }.keys)
    let places = history.acts.indices.filter { place in
      let act = history.acts[place]
      return named.contains(act.action) || meant.contains(act.module) && cast.kindOfAction(act) != .read
    }
    let groups = Dictionary(grouping: places) { history.knowsActors ? history.acts[$0].actor : 0 }.filter { $0.value.count >= rule.events }
    return ordered(groups.map { Remark(rule: .rightsChanges, actor: history.knowsActors ? $0.key : nil, acts: $0.value) })
  }

  private static func find(_ rule: Exports, in history: History) -> [Remark] {
    let modules = Set(history.cast.modules.filter { TrailEvent.isModule($0.value) }.keys)
    let variants = history.cast.actions.compactMapValues(exportVariant)
    return ["requests", "downloads", "denials"].compactMap { variant in
      let places = history.acts.indices.filter { place in
        let act = history.acts[place]
        return modules.contains(act.module) && variants[act.action] == variant
      }
      return places.count >= rule.events ? Remark(rule: .exports, variant: variant, acts: places) : nil
    }
  }

  static func exportVariant(_ action: String) -> String? {
    let words = action.lowercased()
    if words.contains("denied"), words.contains("export") || words.contains("download") { return "denials" }
    switch TrailEvent.kind(ofAction: action) {
    case .requested: return "requests"
    case .downloaded: return "downloads"
    case nil: return nil
    }
  }

  // MARK: Actors

  /// Whether anything is known of the time before: in an account's first weeks everybody is new.
  static func hasHistory(_ rule: FirstTimeActors, _ history: History) -> Bool {
    guard let first = history.firstInstants.values.min() else { return false }
    return first <= history.span.lowerBound - Int64(rule.historyDays) * Timestamp.millisecondsPerDay
  }

  private static func find(_ rule: FirstTimeActors, in history: History) -> [Remark] {
    guard history.knowsActors, hasHistory(rule, history) else { return [] }
    let isNew = { (actor: Int32) in
      history.firstInstants[actor].map { $0 >= history.span.lowerBound } ?? false
        && rule.kinds.contains(history.cast.actors[actor]?.kind ?? .unknown)
    }
    let new = Set(history.cast.actors.keys.filter(isNew))
    let groups = Dictionary(grouping: history.acts.indices.filter { new.contains(history.acts[$0].actor) }) { history.acts[$0].actor }
    return ordered(groups.map { Remark(rule: .firstTimeActors, actor: $0.key, acts: $0.value, at: history.acts[$0.value.last!].at) })
  }

  private static func find(_ rule: IntegrationChanges, in history: History) -> [Remark] {
    guard history.knowsActors else { return [] }
    let places = history.acts.indices.filter { place in
      rule.kinds.contains(history.cast.kind(history.acts[place])) && history.cast.kindOfAction(history.acts[place]) != .read
    }
    let groups = Dictionary(grouping: places) { history.acts[$0].actor }.filter { actor, acts in
      acts.count >= rule.events && acts.count >= rule.timesBefore * history.actorsBefore[actor, default: 0]
    }
    return ordered(groups.map { Remark(rule: .integrationChanges, actor: $0.key, acts: $0.value, other: history.actorsBefore[$0.key, default: 0]) })
  }
}
