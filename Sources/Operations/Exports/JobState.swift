/// What has become of an export job. It moves only as `next` says.
public enum JobState: String, Sendable, CaseIterable, Codable {
  case queued, running, completed, empty
  case overLimit = "over-limit"
  case failed, denied, cancelled, expired

  /// The states that it may become. A failed job may be queued again; files of a completed one expire; all other ends are for good.
  public var next: Set<JobState> {
    switch self {
    case .queued: [.running, .denied, .failed, .cancelled]
    case .running: [.completed, .empty, .overLimit, .failed, .denied, .cancelled]
    case .failed: [.queued]
    case .completed: [.expired]
    case .empty, .overLimit, .denied, .cancelled, .expired: []
    }
  }

  /// Whether somebody must be at work on it.
  public var isOpen: Bool { self == .queued || self == .running }
}
