internal import AuditModel

/// What an event writer has let through: how many events, of which period, from which source parts.
public struct EventTally: Sendable, Equatable {
  public private(set) var count: Int64 = 0
  /// UTC milliseconds of the oldest event; nil without events.
  public private(set) var firstEvent: Int64?
  /// UTC milliseconds of the newest event; nil without events.
  public private(set) var lastEvent: Int64?
  /// Ids of the source parts that the events come from, in the order in which they were met.
  public private(set) var sourceParts: [Int32] = []
  /// The events themselves, if they were to be kept.
  public private(set) var events: [Int64] = []
  private let keepsEvents: Bool
  private var latestPart: Int32?
  private var metParts: Set<Int32> = []

  /// - Parameter keepsEvents: 8 bytes for each event.
  public init(keepsEvents: Bool = false) { self.keepsEvents = keepsEvents }

  @inline(__always)
  mutating func add(_ event: ArchivedEvent) {
    count += 1
    if keepsEvents { events.append(event.id) }
    firstEvent = min(firstEvent ?? .max, event.occurredAt)
    lastEvent = max(lastEvent ?? .min, event.occurredAt)
    if event.sourcePart != latestPart { addPart(event.sourcePart) }
  }

  @inline(never)
  private mutating func addPart(_ part: Int32) {
    latestPart = part
    if metParts.insert(part).inserted { sourceParts.append(part) }
  }
}
