/// How well a day of a module is archived. The raw value is the letter that stands for it on terminals and in JSON.
public enum DayState: String, Sendable, CaseIterable {
  /// One file holds the day.
  case covered = "c"
  /// Several files hold the whole day, and the same events of it.
  case coveredTwice = "="
  /// Several files hold the day, and not the same events of it, or an event has two contents.
  case different = "!"
  /// Covered, and there are no events.
  case quiet = "q"
  /// Only some hours of the day are covered.
  case partly = "p"
  /// Covered only under a filter that leaves out other events of the module.
  case filteredOnly = "f"
  /// Held only by a file with as many records as the source puts into one: what lies beyond its last record may be missing.
  case perhapsCut = "x"
  /// Held by no file. The source may have it still.
  case unknown = "?"
  /// Held by no file, and the source has purged it.
  case lost = "L"

  /// Every event of the day that the source had is in the archive, as far as the claims of files are true.
  public var isCovered: Bool {
    switch self {
    case .covered, .coveredTwice, .different, .quiet: true
    case .partly, .filteredOnly, .perhapsCut, .unknown, .lost: false
    }
  }

  public var inWords: String {
    switch self {
    case .covered: "covered"
    case .coveredTwice: "covered twice and equal"
    case .different: "covered twice and different"
    case .quiet: "covered, no events"
    case .partly: "partly covered"
    case .filteredOnly: "covered only under a filter"
    case .perhapsCut: "perhaps cut"
    case .unknown: "not covered"
    case .lost: "lost: not covered, and purged by the source"
    }
  }

  /// What the state says when hidden counts must not show: how often a day is covered, and whether anything happened on it, stays unsaid.
  public var withoutCounts: DayState { isCovered ? .covered : self }
}
