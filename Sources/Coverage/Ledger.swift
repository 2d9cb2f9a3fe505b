/// What the archive knows about its coverage: the source parts with their claims, and how many events each holds of each day and module.
public struct Ledger: Equatable, Sendable {
  /// A source file, or one member of a packed one.
  public struct Part: Equatable, Sendable {
    public var id: Int32
    public var name: String
    /// The source system that it comes from, whose modules and retention are its own.
    public var source: String
    /// Whether the source logs it when such a file is made.
    public var isExport: Bool
    /// When it was taken in; it cannot hold what happened later.
    public var ingestedAt: Int64
    /// Nil if nothing is claimed: a file without events of which nothing was said.
    public var claim: Claim?
    /// The first and the last event.
    public var firstAt: Int64?
    public var lastAt: Int64?
    /// Records, readable or not.
    public var read: Int64
    /// The most records that the source puts into one file.
    public var rowCap: Int64?
    /// Events that its declared filter leaves out by user, action or document.
    public var eventsOutside: Int64

    public init(
      id: Int32, name: String, source: String, isExport: Bool, ingestedAt: Int64, claim: Claim?, firstAt: Int64?, lastAt: Int64?,
      read: Int64, rowCap: Int64?, eventsOutside: Int64 = 0
    ) {
      self.id = id
      self.name = name
      self.source = source
      self.isExport = isExport
      self.ingestedAt = ingestedAt
      self.claim = claim
      self.firstAt = firstAt
      self.lastAt = lastAt
      self.read = read
      self.rowCap = rowCap
      self.eventsOutside = eventsOutside
    }

    /// As many records as the source puts into one file: others may have been left out.
    public var isPerhapsCut: Bool { rowCap == read }
  }

  /// The events of one part, module and day.
  public struct Count: Equatable, Sendable {
    public var part: Int32
    public var module: String
    public var day: Int
    /// Events read, archived before or not.
    public var read: Int64
    /// Of these, the ones that no part before had.
    public var added: Int64
    /// Of these, the ones that say something else than the event with the same identity that was archived before.
    public var conflicts: Int64

    public init(part: Int32, module: String, day: Int, read: Int64, added: Int64, conflicts: Int64) {
      self.part = part
      self.module = module
      self.day = day
      self.read = read
      self.added = added
      self.conflicts = conflicts
    }
  }

  public var parts: [Part] = []
  public var counts: [Count] = []
  /// The source's own notes of exports, as archived.
  public var trail: [TrailEvent] = []
  /// Days after which each source system purges its events.
  public var retentionDays: [String: Int] = [:]
  /// The same for a source that is not named.
  public var usualRetentionDays: Int

  public init(usualRetentionDays: Int) { self.usualRetentionDays = usualRetentionDays }

  public func retention(of source: String) -> Int64 { Int64(retentionDays[source] ?? usualRetentionDays) * 86_400_000 }
}

extension Ledger.Part {
  /// What the part holds for sure, what it should hold but may lack because it was cut, of its claim.
  ///
  /// A file that is full to the brim holds what lies between its first and its last event, since exports are in order of time; the far end
  /// of its claim, and which end that is, is in doubt.
  var held: (surely: Span, perhaps: [Span]) {
    guard let claim else { return (Span(0, 0), []) }
    let span = Span(claim.span.from, min(claim.span.to, ingestedAt))
    guard isPerhapsCut, let firstAt, let lastAt else { return (span, []) }
    let inner = span.intersection(Span(firstAt, lastAt + 1))
    // An inferred claim ends where the events do. The next instant is then the one in doubt, and with it its day.
    let edge: Int64 = claim.spanIsDeclared ? 0 : 1
    return (inner, [Span(span.from - edge, inner.from), Span(inner.to, span.to + edge)])
  }
}
