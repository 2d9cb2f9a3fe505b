import AuditModel
import Testing

@testable import Reporting

/// Made-up histories on a clock in UTC. The period is the week from Monday, 5 October 2026.
struct MadeUpHistory {
  static let hour: Int64 = 3_600_000
  static let day: Int64 = 24 * hour
  static let monday = Timestamp.days(year: 2026, month: 10, day: 5) * day

  var acts: [Act] = []
  var breaks: [Int64] = []
  var before: [Int32: Int] = [:]
  var first: [Int32: Int64] = [:]
  static let people: [Int32] = [1, 2, 3, 4, 5]
  static let bridge: Int32 = 6
  static let flow: Int32 = 7
  static let update: Int32 = 1, delete: Int32 = 2, requested: Int32 = 3, denied: Int32 = 4, downloaded: Int32 = 5, read: Int32 = 6

  static let cast = Cast(
    actors: [
      1: Actor(name: "Ann", id: nil, kind: .person), 2: Actor(name: "Ben", id: nil, kind: .person), 3: Actor(name: "Cleo", id: nil, kind: .person),
      4: Actor(name: "Dan", id: nil, kind: .person), 5: Actor(name: "Eve", id: nil, kind: .unknown), 6: Actor(name: "Bridge", id: nil, kind: .integration),
      7: Actor(name: "Flow", id: nil, kind: .workflow),
    ], modules: [1: "Contacts", 2: "Users", 3: "Audit Logs"],
    actions: [1: "Updated", 2: "Deleted", 3: "Export requested", 4: "Export denied", 5: "Export downloaded", 6: "Viewed"])

  /// So many acts, one each so many milliseconds.
  mutating func add(_ count: Int, by actor: Int32, from: Int64, every step: Int64 = 1000, action: Int32 = update, module: Int32 = 1) {
    for index in 0..<count {
      let number = Int64(acts.count + 1)
      acts.append(
        Act(event: number, at: Self.monday + from + Int64(index) * step, actor: actor, module: module, action: action, target: TargetID(document: Int32(number), name: 0)))
    }
  }

  /// Five people who each do eight things an hour from 9 to 17, Monday to Friday, as they always did.
  static func steadyTeam() -> MadeUpHistory {
    var history = MadeUpHistory()
    for day in 0..<Int64(5) {
      for hour in 9..<Int64(17) { for person in people { history.add(8, by: person, from: day * Self.day + hour * Self.hour, every: 60_000) } }
    }
    for person in people { (history.before[person], history.first[person]) = (320, Self.monday - 90 * Self.day) }
    return history
  }

  var history: History {
    var activity = Activity()
    activity.acts = acts.sorted { ($1.at, $0.event) < ($0.at, $1.event) }
    activity.breaks = activity.acts.indices.filter { breaks.contains(activity.acts[$0].event) }
    var history = History(activity: activity, cast: Self.cast, clock: .utc, span: Self.monday..<Self.monday + 7 * Self.day)
    (history.actorsBefore, history.firstInstants) = (before, first)
    return history
  }

  func remarks(_ change: (inout Rules) -> Void = { _ in }) -> [Remark] {
    var rules = Rules()
    change(&rules)
    return rules.remarks(on: history)
  }

  /// The rules that found something, each with how many acts.
  func found(_ change: (inout Rules) -> Void = { _ in }) -> [String] { remarks(change).map { "\($0.rule.rawValue) \($0.actor ?? 0) \($0.acts.count)" } }
}

struct RulesTests {
  private typealias Made = MadeUpHistory

  @Test func aSteadyTeamIsNotWorthALook() { #expect(Made.steadyTeam().found() == []) }

  @Test func nothingAtAllIsNotWorthALook() { #expect(Made().found() == []) }

  /// The team is away on Wednesday; nobody is told off for that, nor for the day after.
  @Test func aHolidayIsNotWorthALook() {
    var made = Made.steadyTeam()
    made.acts.removeAll { (2 * Made.day..<3 * Made.day).contains($0.at - Made.monday) }
    let holiday = Int((Made.monday + 2 * Made.day) / Made.day)
    #expect(made.found { $0.workingHours.holidays = [holiday] } == [])
  }

  @Test func whoWorksOnAHolidayIs() {
    let holiday = Int((Made.monday + 2 * Made.day) / Made.day)
    let found = Made.steadyTeam().found { $0.workingHours.holidays = [holiday] }
    #expect(found == [1, 2, 3, 4].map { "outside-hours \($0) 64" })
  }

  /// What an integration imports at once is told as that, and not as a burst of somebody or as work at night.
  @Test func aBulkImportByAnIntegrationIsOneRemark() {
    var made = Made.steadyTeam()
    (made.before[Made.bridge], made.first[Made.bridge]) = (40, Made.monday - 60 * Made.day)
    made.add(5000, by: Made.bridge, from: Made.day + 3 * Made.hour, every: 100)
    #expect(made.found() == ["integration-changes 6 5000"])
    made.before[Made.bridge] = 1667
    #expect(made.found() == [], "three times as many are asked for")
    made.before[Made.bridge] = 1666
    #expect(made.found() == ["integration-changes 6 5000"])
  }

  /// Everybody is new, and nothing is usual yet.
  @Test func anAccountsFirstWeekIsNotWorthALook() {
    var made = Made.steadyTeam()
    made.before = [:]
    for person in Made.people { made.first[person] = Made.monday + 9 * Made.hour }
    #expect(made.found() == [])
  }

  @Test func whoActsForTheFirstTimeIsNamed() {
    var made = Made.steadyTeam()
    (made.before[5], made.first[5]) = (nil, Made.monday + 9 * Made.hour)
    #expect(made.remarks() == [Remark(rule: .firstTimeActors, actor: 5, acts: made.history.acts.indices.filter { made.history.acts[$0].actor == 5 }, at: Made.monday + 9 * Made.hour)])
    for person in Made.people where person != 5 { made.first[person] = Made.monday - 13 * Made.day }
    #expect(made.found() == [], "the archive must reach back 14 days")
  }

  // MARK: Bulk deletions

  @Test(arguments: [(19, 100, 0), (20, 100, 1), (20, 180, 1), (20, 190, 0), (300, 1, 1)] as [(Int, Int64, Int)])
  func deletionsAtOnce(_ count: Int, _ seconds: Int64, _ remarks: Int) {
    var made = Made.steadyTeam()
    made.add(count, by: 2, from: 10 * Made.hour, every: seconds * 1000, action: Made.delete)
    let found = made.remarks { $0.bursts = nil }
    #expect(found.map(\.rule) == Array(repeating: .bulkDeletions, count: remarks))
    #expect(found.allSatisfy { $0.acts.count == count && $0.actor == 2 && $0.at == Made.monday + 10 * Made.hour })
  }

  @Test func twoBulksAreTwoRemarksAndTwoActorsNone() {
    var made = Made.steadyTeam()
    for hour in [10, 14] as [Int64] { made.add(30, by: 2, from: hour * Made.hour, action: Made.delete) }
    for actor in [3, 4] as [Int32] { made.add(19, by: actor, from: 11 * Made.hour, action: Made.delete) }
    #expect(made.found { $0.bursts = nil } == ["bulk-deletions 2 30", "bulk-deletions 2 30"])
  }

  // MARK: Bursts

  /// Eight an hour are usual, so sixty are asked for, and not five times eight.
  @Test(arguments: [(51, []), (52, ["bursts 1 60"])] as [(Int, [String])])
  func anHourBeyondTheUsual(_ more: Int, _ found: [String]) {
    var made = Made.steadyTeam()
    made.add(more, by: 1, from: 2 * Made.day + 11 * Made.hour, every: 5000)
    #expect(made.found() == found)
  }

  @Test func aBurstIsMeasuredByWhatIsUsualForItsActor() {
    var made = Made()
    made.first[1] = Made.monday - 90 * Made.day
    for hour in 8..<Int64(18) { made.add(30, by: 1, from: hour * Made.hour, every: 60_000) }
    made.add(119, by: 1, from: Made.day + 10 * Made.hour)
    #expect(made.found() == [], "30 are usual: 119 are not five times as many")
    made.add(31, by: 1, from: Made.day + 10 * Made.hour + 1_000_000)
    #expect(made.found() == ["bursts 1 150"])
  }

  @Test func inFewHoursNothingIsUsual() {
    var made = Made()
    made.first[1] = Made.monday - 90 * Made.day
    for hour in 8..<Int64(16) { made.add(1, by: 1, from: hour * Made.hour) }
    made.add(500, by: 1, from: Made.day + 9 * Made.hour)
    #expect(made.found() == [])
    made.add(1, by: 1, from: Made.day + 12 * Made.hour)
    #expect(made.found() == ["bursts 1 500"])
  }

  // MARK: Working hours

  @Test(arguments: [(9, 22, []), (10, 22, ["outside-hours 3 10"]), (10, 12, []), (10, 6, ["outside-hours 3 10"]), (10, 7, []), (10, 20, ["outside-hours 3 10"])] as [(Int, Int64, [String])])
  func outsideWorkingHours(_ count: Int, _ hour: Int64, _ found: [String]) {
    var made = Made.steadyTeam()
    made.add(count, by: 3, from: hour * Made.hour)
    #expect(made.found() == found)
  }

  @Test func machinesHaveNoWorkingHours() {
    var made = Made.steadyTeam()
    for machine in [Made.bridge, Made.flow] {
      made.add(90, by: machine, from: 5 * Made.day)
      made.first[machine] = Made.monday - 60 * Made.day
      made.before[machine] = 90
    }
    #expect(made.found() == [])
  }

  /// Exports and ingests by the clock, as the program notes them.
  @Test func theLedgersEntriesAreNobodysNightWork() {
    var made = Made.steadyTeam()
    let count = made.acts.count
    made.add(500, by: 3, from: 3 * Made.hour, module: 3)
    for place in made.acts.indices.dropFirst(count) { made.acts[place].isOfLedger = true }
    #expect(made.found() == [])
  }

  /// The account's clock decides: in this zone the team works at night.
  @Test func theClockIsTheAccounts() {
    var history = Made.steadyTeam().history
    history.clock = ZoneRules(name: "Test/East", initialOffset: 12 * Made.hour)
    #expect(Rules().remarks(on: history).filter { $0.rule == .outsideHours }.count == 4)
  }

  // MARK: Rights, exports, breaks, conflicts

  @Test func changesOfUsersAreTold() {
    var made = Made.steadyTeam()
    made.add(2, by: 4, from: 10 * Made.hour, module: 2)
    made.add(5, by: 4, from: 10 * Made.hour, action: Made.read, module: 2)
    #expect(made.found() == ["rights-changes 4 2"])
    #expect(made.found { $0.rightsChanges?.modules = ["Contacts2"] } == [])
  }

  @Test func exportsAreToldByWhatBecameOfThem() {
    var made = Made.steadyTeam()
    made.add(3, by: 4, from: 10 * Made.hour, action: Made.requested, module: 3)
    made.add(2, by: 4, from: 10 * Made.hour, action: Made.downloaded, module: 3)
    made.add(1, by: 4, from: 10 * Made.hour, action: Made.denied, module: 3)
    made.add(9, by: 4, from: 10 * Made.hour, action: Made.requested, module: 1)
    #expect(made.remarks().map { "\($0.variant) \($0.acts.count)" } == ["requests 3", "downloads 2", "denials 1"])
  }

  @Test func breaksAndConflictsAreCounted() {
    var made = Made.steadyTeam()
    made.breaks = [7, 8]
    made.acts[3].isVariant = true
    made.acts[1].hasVariant = true
    #expect(made.found() == ["continuity-breaks 0 2", "conflicts 0 2"])
    #expect(made.found { $0.conflicts = nil; $0.continuityBreaks?.events = 3 } == [])
  }

  @Test func everyRuleCanBeSwitchedOff() throws {
    let names = Remark.Rule.allCases.map { "  \($0.rawValue): false\n" }.joined()
    let rules = try RuleFile(path: "r.yaml").rules(Array("version: 1\nrules:\n\(names)".utf8))
    #expect(Remark.Rule.allCases.allSatisfy { !rules.isOn($0) })
    var made = Made.steadyTeam()
    made.add(500, by: 1, from: 0, action: Made.delete, module: 2)
    #expect(rules.remarks(on: made.history) == [])
  }
}

struct RuleFileTests {
  private func refusal(_ text: String) -> String? {
    do { _ = try RuleFile(path: "r.yaml").rules(Array(text.utf8)) } catch { return error.message }
    return nil
  }

  @Test func aFileSaysWhatItChanges() throws {
    let text = """
      version: 1
      working_hours: { days: [mon, sat], from: 0, until: 24, holidays: [2026-12-25] }
      rules:
        bulk-deletions: { deletions: 5, minutes: 10 }
        bursts: { events: 7, times_usual: 2, known_hours: 3, kinds: [person, workflow] }
        rights-changes: { modules: [Custom], actions: [Granted] }
        conflicts: false
      """
    let rules = try RuleFile(path: "r.yaml").rules(Array(text.utf8))
    var wanted = Rules()
    wanted.workingHours = .init(weekdays: [0, 5], hours: 0..<24, holidays: [20_812])
    wanted.bulkDeletions = .init(deletions: 5, minutes: 10)
    wanted.bursts = .init(events: 7, timesUsual: 2, knownHours: 3, kinds: [.person, .workflow])
    wanted.rightsChanges = .init(events: 1, modules: ["Custom"], actions: ["Granted"])
    wanted.conflicts = nil
    #expect(rules == wanted)
  }

  @Test(arguments: [
    ("version: 2", "r.yaml:1: version 2 of the file of report rules is not known"),
    ("version: 1\nrule: {}", "r.yaml:2: the file of report rules has the key “rule”, which is not known"),
    ("version: 1\nrules:\n  bulk: {}", "r.yaml:3: rules has the key “bulk”, which is not known"),
    ("version: 1\nrules:\n  bursts: { event: 3 }", "r.yaml:3: the rule bursts has the key “event”, which is not known"),
    ("version: 1\nrules:\n  bursts:\n    events: 0", "r.yaml:4: events is not a whole number above 0"),
    ("version: 1\nrules:\n  bursts: true", "r.yaml:3: the rule bursts is neither a table nor false"),
    ("version: 1\nrules:\n  bursts: { kinds: [human] }", "r.yaml:3: “human” is no kind of actor"),
    ("version: 1\nworking_hours: { from: 9, until: 9 }", "r.yaml:2: working_hours: they end before they begin"),
    ("version: 1\nworking_hours:\n  days: [montag]", "r.yaml:3: “montag” is no day of the week"),
    ("version: 1\nworking_hours: { until: 25 }", "r.yaml:2: an hour is not a whole number from 1 to 24"),
    ("version: 1\nworking_hours: { holidays: [2026-02-30] }", "r.yaml:2: “2026-02-30” is no day"),
  ])
  func whatIsNotUnderstoodIsRefusedWithItsLine(_ text: String, _ message: String) { #expect(refusal(text) == message) }
}
