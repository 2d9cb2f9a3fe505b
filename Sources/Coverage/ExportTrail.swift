/// An event of the source's own trail: somebody asked for an export, or fetched one.
public struct TrailEvent: Equatable, Sendable {
  public enum Kind: String, Sendable { case requested, downloaded }

  /// The event's place in the archive's log.
  public var event: Int64
  public var kind: Kind
  public var at: Int64
  /// The source's own id of the export, where it gives one: a request and its downloads share it.
  public var export: String?

  public init(event: Int64, kind: Kind, at: Int64, export: String?) {
    self.event = event
    self.kind = kind
    self.at = at
    self.export = export
  }

  /// The module that the source notes its exports in.
  public static let module = "Audit Logs"

  /// Whether a source notes it when somebody makes such a file. Known of the CRM's CSV exports only.
  public static func notes(system: String, shape: String) -> Bool { system == "crm" && shape.lowercased() == "csv" }

  public static func isModule(_ name: String) -> Bool { folded(name) == folded(module) }

  private static func folded(_ name: String) -> String { name.lowercased().filter(\.isLetter) }

  /// What an action of that module says; nil if it is about something else.
  public static func kind(ofAction action: String) -> Kind? {
    let words = action.lowercased()
    guard words.contains("export") || words.contains("download") else { return nil }
    return words.contains("request") ? .requested : words.contains("download") ? .downloaded : nil
  }
}

/// What the source's own trail says about one file.
public struct TrailMatch: Equatable, Sendable {
  public enum Result: Equatable, Sendable {
    /// The nearest request after the file's newest event that fits, and the first download of that export.
    case matched(request: TrailEvent, download: TrailEvent?)
    /// The source logs no such files.
    case notExpected
    /// The archive's copy of the trail ends with or before the file itself: the request comes to light with the next export.
    case trailEndsBefore
    /// The trail goes on after the file, and notes no request that fits.
    case noRequest
    /// The file has no events and says nothing of its range.
    case nothingToGoBy
  }

  public var part: Int32
  public var result: Result
}

/// Matches ingested files with the source's own notes of exports, by time: a request comes after the newest event of its file and before the
/// oldest one is purged. The trail names no file, so a match makes the file's origin likely; it proves nothing.
public struct TrailMatching: Equatable, Sendable {
  public let matches: [TrailMatch]
  /// Requests that no file was matched with: exports that were made and perhaps never archived.
  public let unusedRequests: [TrailEvent]

  public init(of ledger: Ledger) {
    let requests = ledger.trail.filter { $0.kind == .requested }.sorted { $0.at < $1.at }
    var free = Set(requests.map(\.event))
    var results: [Int32: TrailMatch.Result] = [:]
    // The files that end last choose first: each request then goes to the file that ends nearest before it.
    let parts = ledger.parts.sorted { ($0.lastAt ?? 0, $0.id) > ($1.lastAt ?? 0, $1.id) }
    for part in parts {
      let result = Self.result(for: part, requests.filter { free.contains($0.event) }, in: ledger)
      if case .matched(let request, _) = result { free.remove(request.event) }
      results[part.id] = result
    }
    matches = ledger.parts.map { TrailMatch(part: $0.id, result: results[$0.id]!) }
    unusedRequests = requests.filter { free.contains($0.event) }
  }

  private static func result(for part: Ledger.Part, _ requests: [TrailEvent], in ledger: Ledger) -> TrailMatch.Result {
    guard part.isExport else { return .notExpected }
    guard let firstAt = part.firstAt, let lastAt = part.lastAt else { return .nothingToGoBy }
    let retention = ledger.retention(of: part.source)
    let request = requests.first { $0.at >= lastAt && $0.at <= part.ingestedAt && firstAt >= $0.at - retention - 86_400_000 }
    if let request { return .matched(request: request, download: download(of: request, in: ledger)) }
    return trailReaches(beyond: lastAt, of: part, in: ledger) ? .noRequest : .trailEndsBefore
  }

  private static func download(of request: TrailEvent, in ledger: Ledger) -> TrailEvent? {
    ledger.trail.filter { $0.kind == .downloaded && $0.at >= request.at && $0.export != nil && $0.export == request.export }
      .min { $0.at < $1.at }
  }

  /// Whether another file holds the trail of the day after the file's newest event.
  private static func trailReaches(beyond instant: Int64, of part: Ledger.Part, in ledger: Ledger) -> Bool {
    let held = ledger.parts.filter { $0.source == part.source && $0.claim?.filter.reach(TrailEvent.module) == .whole }.map(\.held.surely)
    return SpanSet(held).covers(Span(instant, min(instant + 86_400_000, part.ingestedAt)))
  }
}
