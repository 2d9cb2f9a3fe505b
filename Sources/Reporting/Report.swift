public import AccessPolicy
public import AuditModel
public import Coverage

/// An activity report: the numbers of a period, each with the events behind it, and what is worth a look. ReportFormat.md says what each number counts.
public struct Report: Sendable {
  /// A number, and how to reach the events that it counts.
  public struct Figure: Sendable, Equatable {
    public var count: Int
    /// The same of the period before, and of the same period a year before.
    public var before: Int?
    public var yearBefore: Int?
    /// The address of the list in a page that holds the period's events; nil if no filter of the page leads to exactly these.
    public var address: String?
    /// The newest of them, by their places in the acts.
    public var newest: [Int]
    /// All of them by their places in the log, where there is no address.
    public var events: [Int64]?
  }

  public struct Day: Sendable {
    /// A day, or several where the period is long.
    public var days: Range<Int>
    public var all: Figure
    public var classes: [ActionClass: Figure]
    /// Of the classes that share one mark of the chart.
    public var others: Figure

    static let otherKinds: [ActionClass] = [.restore, .read, .other]
  }

  public struct ModuleRow: Sendable {
    public var name: String
    public var figure: Figure
  }

  public struct ActionRow: Sendable {
    public var name: String
    public var kind: ActionClass
    public var figure: Figure
  }

  public struct ActorRow: Sendable {
    public var actor: Actor
    /// No event of it in the period before, or none anywhere before.
    public var isNew: Bool
    public var isFirstTime: Bool
    public var figure: Figure
  }

  public struct RecordRow: Sendable {
    public var id: String
    public var name: String?
    public var module: String
    public var actors: Int
    public var figure: Figure
  }

  /// An act in words, for lists.
  public struct Line: Sendable {
    public var event: Int64
    public var at: Int64
    public var actor: Actor
    public var module: String
    public var action: String
    public var recordName: String?
    public var recordID: String?
  }

  public struct Finding: Sendable {
    public var remark: Remark
    public var actor: Actor?
    public var figure: Figure
  }

  public internal(set) var facts: ArchiveFacts
  /// The zone whose clock its days and hours are of.
  public internal(set) var timeZone: String
  public internal(set) var period: Period
  public internal(set) var previous: Period
  public internal(set) var yearBefore: Period?
  public internal(set) var span: Range<Int64>
  public internal(set) var comparison: Comparison = .fair
  public internal(set) var yearComparison: Comparison = .fair
  /// What was asked for without its time, how far the right reaches, and what is withheld.
  public internal(set) var extent: Extent
  /// By day of the period; nil where that is not told.
  public internal(set) var coverage: [DayState?]?
  public internal(set) var deadline: PurgeDeadline?

  public internal(set) var total: Figure
  public internal(set) var classes: [(kind: ActionClass, figure: Figure)] = []
  public internal(set) var actions: [ActionRow] = []
  public internal(set) var modules: [ModuleRow] = []
  /// Nil where names of actors are withheld.
  public internal(set) var actors: [ActorRow]? = nil
  /// Those of the period before that did nothing in this one, with what they did then.
  public internal(set) var vanished: [(actor: Actor, before: Int)] = []
  public internal(set) var days: [Day] = []
  /// Seven days from Monday, of 24 hours each.
  public internal(set) var hours: [[Figure]] = []
  /// Nil where ids of records are withheld.
  public internal(set) var records: [RecordRow]? = nil
  /// Of all deletions the newest, in words.
  public internal(set) var deletions: [Line] = []
  public internal(set) var rules: Rules
  public internal(set) var findings: [Finding] = []
  /// Acts that figures name, in words.
  public internal(set) var lines: [Int: Line] = [:]

  /// The extent in English; empty for everything.
  var scope: String { extent.filter.isAll && extent.within.isEmpty && extent.redaction.isNone ? "" : extent.inWords }

  /// Nil where its days are those of the archive's own zone.
  var otherZone: String? { timeZone == facts.timeZone ? nil : timeZone }

  /// Of each rule the first.
  var shownFindings: [Finding] { Remark.Rule.allCases.flatMap { rule in findings.filter { $0.remark.rule == rule }.prefix(Self.shownFindings) } }

  /// How many days are not covered.
  public var missingDays: Int { (coverage ?? []).count { $0.map { !$0.isCovered } ?? false } }

  /// Every number that has events behind it.
  var figures: [Figure] {
    var figures: [Figure] = [total]
    figures += classes.map(\.figure)
    figures += actions.map(\.figure)
    figures += modules.map(\.figure)
    figures += (actors ?? []).map(\.figure)
    for day in days { figures += [day.all, day.others] + ActionClass.allCases.compactMap { day.classes[$0] } }
    figures += hours.joined()
    figures += (records ?? []).map(\.figure)
    figures += shownFindings.map(\.figure)
    return figures
  }

  static let shownRecords = 10
  static let shownDeletions = 200
  /// Of each rule the largest.
  static let shownFindings = 6
  /// So many events are listed of what is worth a look, and of records.
  static let listedActs = 100
  static let shownActs = 10
}
