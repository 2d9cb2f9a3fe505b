import AuditModel

/// What the archive holds at one instant, as far as it matters for telling whether a row is new.
///
/// Memory grows with the number of events of one millisecond, not with the archive. Dictionaries keep a file in which every row has the
/// same time, id or content from taking quadratic time.
struct Instant {
  typealias Digest = EventBatch.Digest16

  private struct Event {
    var id: Int64
    /// The part that is being read has this event already, through a row before.
    var isClaimed: Bool
    /// The next event with equal content and of the same sort; -1 at the end.
    var next: Int
  }

  private struct Exact: Hashable {
    var identity: Digest
    var content: Digest
  }

  /// The events that say the same.
  private struct Equals {
    var count = 0
    /// Heads of the chains of events that a row of this part may still turn out to be; -1 if there are none.
    var withoutID = -1
    var withID = -1
  }

  private var events: [Event] = []
  private var exact: [Exact: Int] = [:]
  private var first: [Digest: Int64] = [:]
  private var equals: [Digest: Equals] = [:]

  var isEmpty: Bool { events.isEmpty }

  /// Begins another instant, with the archived events of it in the order of the log's index (identity, content).
  mutating func begin(_ archived: [(id: Int64, identity: Digest, content: Digest)]) {
    clear()
    // From the last to the first, so that each chain begins with the first.
    for event in archived.reversed() {
      let isWithoutID = event.identity.isRepeat(of: event.content)
      let place = enter(event.id, identity: event.identity, content: event.content, isClaimed: false)
      let path: WritableKeyPath<Equals, Int> = isWithoutID ? \.withoutID : \.withID
      events[place].next = equals[event.content]![keyPath: path]
      equals[event.content]![keyPath: path] = place
    }
  }

  /// Adds an event that the part itself brings.
  mutating func add(id: Int64, identity: Digest, content: Digest) {
    _ = enter(id, identity: identity, content: content, isClaimed: true)
  }

  /// The event with this identity and this content; it is claimed from now on.
  mutating func claim(identity: Digest, content: Digest) -> Int64? {
    guard let place = exact[Exact(identity: identity, content: content)] else { return nil }
    events[place].isClaimed = true
    return events[place].id
  }

  /// The event that first had this identity.
  func firstEvent(identity: Digest) -> Int64? { first[identity] }

  /// How many events say this.
  func count(content: Digest) -> Int { equals[content]?.count ?? 0 }

  /// The next event that says this and is not claimed yet, neither in this batch nor, as `wasClaimed` tells by the event's id, in one
  /// before. Events without an id come first. A row with an id can only be an event without one, which then answers to the row's
  /// identity for the rest of the batch.
  /// - Parameter identity: The row's, if the source gave it an id.
  mutating func claim(content: Digest, identity: Digest?, wasClaimed: (Int64) -> Bool) -> Int64? {
    guard var group = equals[content] else { return nil }
    defer { equals[content] = group }
    var place = takeFirst(of: &group.withoutID, wasClaimed: wasClaimed)
    if let identity, let place {
      exact[Exact(identity: identity, content: content)] = place
      first[identity] = events[place].id
    }
    if place == nil, identity == nil { place = takeFirst(of: &group.withID, wasClaimed: wasClaimed) }
    return place.map { events[$0].id }
  }

  private mutating func takeFirst(of chain: inout Int, wasClaimed: (Int64) -> Bool) -> Int? {
    while chain >= 0 {
      let place = chain
      chain = events[place].next
      if events[place].isClaimed { continue }
      events[place].isClaimed = true
      if !wasClaimed(events[place].id) { return place }
    }
    return nil
  }

  private mutating func enter(_ id: Int64, identity: Digest, content: Digest, isClaimed: Bool) -> Int {
    let place = events.count
    events.append(Event(id: id, isClaimed: isClaimed, next: -1))
    exact[Exact(identity: identity, content: content)] = place
    first[identity] = min(first[identity] ?? id, id)
    equals[content, default: Equals()].count += 1
    return place
  }

  /// A large table is given back: clearing it again and again would cost more than making a small one.
  private mutating func clear() {
    let isSmall = events.count <= 64
    events.removeAll(keepingCapacity: isSmall)
    exact.removeAll(keepingCapacity: isSmall)
    first.removeAll(keepingCapacity: isSmall)
    equals.removeAll(keepingCapacity: isSmall)
  }
}

extension EventBatch.Digest16 {
  /// The identity of an event without an id of its own that is stored when so many events with its content are archived already.
  ///
  /// The sum of two 128-bit numbers: it tells from the digests alone that the event has no id, and true repeats lie side by side in the
  /// index. No two contents lie so close that their repeats could meet: that would take 2^64 tries per event even on purpose.
  func repeated(after count: Int) -> Self {
    let (sum, carry) = low.addingReportingOverflow(UInt64(count))
    return Self(high: carry ? high &+ 1 : high, low: sum)
  }

  /// Whether this identity was made by `repeated` from a content.
  func isRepeat(of content: Self) -> Bool {
    let (difference, borrow) = low.subtractingReportingOverflow(content.low)
    return high &- content.high &- (borrow ? 1 : 0) == 0 && difference < 1 << 40
  }
}
