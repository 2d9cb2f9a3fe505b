public import AuditModel

/// The rules by which a report says that something is worth a look, with their thresholds. ReportFormat.md says what each one means.
public struct Rules: Sendable, Equatable {
  /// When people are expected to work, on the account's clock.
  public struct WorkingHours: Sendable, Equatable {
    /// 0 for Monday to 6 for Sunday.
    public var weekdays: Set<Int> = [0, 1, 2, 3, 4]
    /// Hours of the day, half-open.
    public var hours = 7..<20
    /// Days since 1970-01-01 on which nobody is expected to work.
    public var holidays: Set<Int> = []
  }

  /// So many deletions by one actor within so many minutes.
  public struct BulkDeletions: Sendable, Equatable {
    public var deletions = 20
    public var minutes = 60
  }

  /// So many events of one actor in one clock hour, and so many times what is usual for it.
  public struct Bursts: Sendable, Equatable {
    public var events = 60
    public var timesUsual = 5
    /// In fewer active hours nothing is usual.
    public var knownHours = 10
    public var kinds: Set<Actor.Kind> = [.person, .unknown]
  }

  /// So many events of one actor outside working hours.
  public struct OutsideHours: Sendable, Equatable {
    public var events = 10
    public var kinds: Set<Actor.Kind> = [.person]
  }

  /// Changes of users and rights: any event but a reading one in these modules, or of these actions.
  public struct RightsChanges: Sendable, Equatable {
    public var events = 1
    public var modules = ["Users", "Roles", "Permissions", "Teams"]
    public var actions = ["Role file changed"]
  }

  /// Requests, downloads and denials of exports in the module Audit Logs.
  public struct Exports: Sendable, Equatable {
    public var events = 1
  }

  /// Actors of whom the archive has nothing before the period, if it begins so many days before it.
  public struct FirstTimeActors: Sendable, Equatable {
    public var historyDays = 14
    public var kinds = Set(Actor.Kind.allCases)
  }

  /// So many events of one integration, and so many times what it had in the period before.
  public struct IntegrationChanges: Sendable, Equatable {
    public var events = 100
    public var timesBefore = 3
    public var kinds: Set<Actor.Kind> = [.integration]
  }

  /// Breaks in continuity, or conflicts.
  public struct Counted: Sendable, Equatable {
    public var events = 1
  }

  public var workingHours = WorkingHours()
  /// Nil for a rule that is off.
  public var bulkDeletions: BulkDeletions? = BulkDeletions()
  public var bursts: Bursts? = Bursts()
  public var outsideHours: OutsideHours? = OutsideHours()
  public var rightsChanges: RightsChanges? = RightsChanges()
  public var exports: Exports? = Exports()
  public var firstTimeActors: FirstTimeActors? = FirstTimeActors()
  public var integrationChanges: IntegrationChanges? = IntegrationChanges()
  public var continuityBreaks: Counted? = Counted()
  public var conflicts: Counted? = Counted()

  public init() {}
}

/// What the rules look at: the acts of a period, and what was before it.
public struct History: Sendable {
  public var activity: Activity
  public var cast: Cast
  public var clock: ZoneRules
  public var span: Range<Int64>
  /// Events of each actor in the period before.
  public var actorsBefore: [Int32: Int] = [:]
  /// When each actor acted first, in the whole archive.
  public var firstInstants: [Int32: Int64] = [:]
  /// Whether events without names of actors or ids of records can be told apart.
  public var knowsActors = true
  public var knowsRecords = true

  public init(activity: Activity, cast: Cast, clock: ZoneRules, span: Range<Int64>) {
    self.activity = activity
    self.cast = cast
    self.clock = clock
    self.span = span
  }

  var acts: [Act] { activity.acts }
}

/// Something that a rule found.
public struct Remark: Sendable, Equatable {
  public enum Rule: String, Sendable, CaseIterable {
    case bulkDeletions = "bulk-deletions"
    case bursts
    case outsideHours = "outside-hours"
    case rightsChanges = "rights-changes"
    case exports
    case firstTimeActors = "first-time-actors"
    case integrationChanges = "integration-changes"
    case continuityBreaks = "continuity-breaks"
    case conflicts
  }

  public var rule: Rule
  /// What tells several remarks of one rule apart in words: `requests`, `downloads`, `denials`.
  public var variant = ""
  public var actor: Int32?
  /// The acts that it speaks of, by their places in the history, newest first.
  public var acts: [Int]
  /// The number that it says beside that of its acts: records, what is usual, what was before.
  public var other: Int?
  /// UTC milliseconds, where it speaks of a moment.
  public var at: Int64?
}
