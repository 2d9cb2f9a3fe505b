/// A stretch of time, half-open, in UTC milliseconds.
public struct Span: Hashable, Sendable {
  public var from: Int64
  public var to: Int64

  public init(_ from: Int64, _ to: Int64) {
    self.from = from
    self.to = to
  }

  public var isEmpty: Bool { from >= to }

  public func contains(_ instant: Int64) -> Bool { from <= instant && instant < to }

  public func intersection(_ other: Span) -> Span { Span(max(from, other.from), min(to, other.to)) }
}

/// Stretches of time that neither overlap nor touch, in order.
public struct SpanSet: Equatable, Sendable {
  public private(set) var spans: [Span] = []

  public init(_ spans: some Sequence<Span> = []) {
    for span in spans.filter({ !$0.isEmpty }).sorted(by: { $0.from < $1.from }) {
      if let last = self.spans.last, span.from <= last.to {
        self.spans[self.spans.count - 1].to = max(last.to, span.to)
      } else {
        self.spans.append(span)
      }
    }
  }

  public var isEmpty: Bool { spans.isEmpty }

  /// Whether the whole stretch lies in the set.
  public func covers(_ span: Span) -> Bool {
    guard let candidate = first(endingAfter: span.from) else { return span.isEmpty }
    return span.isEmpty || spans[candidate].from <= span.from && span.to <= spans[candidate].to
  }

  /// Whether some of the stretch lies in the set.
  public func meets(_ span: Span) -> Bool {
    guard !span.isEmpty, let candidate = first(endingAfter: span.from) else { return false }
    return spans[candidate].from < span.to
  }

  public func union(_ other: SpanSet) -> SpanSet { SpanSet(spans + other.spans) }

  /// What of a stretch does not lie in the set.
  public func holes(in span: Span) -> [Span] {
    var holes: [Span] = []
    var from = span.from
    var place = first(endingAfter: span.from) ?? spans.count
    while place < spans.count, spans[place].from < span.to {
      if spans[place].from > from { holes.append(Span(from, spans[place].from)) }
      from = spans[place].to
      place += 1
    }
    if from < span.to { holes.append(Span(from, span.to)) }
    return holes
  }

  private func first(endingAfter instant: Int64) -> Int? {
    var (low, high) = (0, spans.count)
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].to <= instant { low = middle + 1 } else { high = middle }
    }
    return low < spans.count ? low : nil
  }
}
