internal import Archiving

/// A file of the sample folder, by its name and bytes.
struct SampleFile: Sendable {
  let name: String
  let bytes: [UInt8]
}

/// One export that the compliance team made: which days it covers, and how it is spelled.
struct SampleExport: Sendable {
  enum Form { case lines, newestFirstCSV, gzippedCSV, oldestFirstCSV, dump, zippedCSV }

  let name: String
  let form: Form
  let from: Instant
  let to: Instant

  private init(_ name: String, _ form: Form, from: Day, to: Day) {
    self.name = name
    self.form = form
    self.from = Chicago.instant(from, 0, 0)
    self.to = Chicago.instant(to, 0, 0)
  }

  /// In the order in which they are ingested. Neighbours overlap.
  static let all = [
    SampleExport("audit-events-early.ndjson", .lines, from: Day(2026, 5, 15), to: Day(2026, 6, 5)),
    SampleExport("audit-logs-2026-06-to-08.csv", .newestFirstCSV, from: Day(2026, 6, 1), to: Day(2026, 8, 20)),
    SampleExport("audit-logs-2026-08.csv.gz", .gzippedCSV, from: Day(2026, 8, 10), to: Day(2026, 8, 29)),
    SampleExport("audit-logs-2026-08-to-09.csv", .oldestFirstCSV, from: Day(2026, 8, 25), to: Day(2026, 9, 20)),
    SampleExport("logs-dump-2026-09.json", .dump, from: Day(2026, 9, 12), to: Day(2026, 10, 1)),
    SampleExport("audit-logs-2026-10.zip", .zippedCSV, from: Day(2026, 9, 24), to: Day(2026, 11, 1)),
  ]

  func covers(_ event: Event) -> Bool { from <= event.time && event.time < to }

  func bytes(of events: [Event]) throws -> [UInt8] {
    switch form {
    case .lines: return JSONSpelling.lines(events)
    case .newestFirstCSV: return [0xef, 0xbb, 0xbf] + CSVSpelling.a(lineEnd: "\r\n").file(events.reversed())
    case .gzippedCSV: return try gzip(CSVSpelling.a(lineEnd: "\n").file(events.reversed()))
    case .oldestFirstCSV: return CSVSpelling.b.file(events)
    case .dump: return JSONSpelling.envelope(events.reversed())
    case .zippedCSV:
      let member = String(name.dropLast(3)) + "csv"
      return try zip([(name: member, bytes: CSVSpelling.a(lineEnd: "\r\n").file(events.reversed()))])
    }
  }
}

/// The story of Sunny Side Realty, cut into the exports that a compliance team would have.
struct SampleSet {
  let seed: UInt64
  let events: [Event]
  let breaks: [Break]
  private(set) var conflicts: [Conflict] = []

  init(seed: UInt64) {
    var story = Story(seed: seed)
    story.seatStaff()
    for moment in Schedule.moments(seed: seed) { story.play(moment) }
    self.seed = seed
    events = story.events
    breaks = story.breaks
    conflicts = [(0, 1), (2, 3), (4, 5)].compactMap { plantConflict(between: $0.0, and: $0.1) }
  }

  /// The exports and the truth about them.
  func files() throws -> [SampleFile] {
    let exports = try SampleExport.all.map { SampleFile(name: $0.name, bytes: try $0.bytes(of: contents(of: $0))) }
    return exports + [SampleFile(name: "expected.json", bytes: Expectation(of: self).json())]
  }

  /// The events of an export, with its conflicting version of an event where it has one.
  func contents(of export: SampleExport) -> [Event] {
    events.filter(export.covers).map { event in
      conflicts.first { $0.file == export.name && $0.version.id == event.id }?.version ?? event
    }
  }

  /// A second version of an event that lies in just these two exports, told by the later one.
  private func plantConflict(between earlier: Int, and later: Int) -> Conflict? {
    let shared = events.filter { event in
      SampleExport.all.indices.filter { SampleExport.all[$0].covers(event) } == [earlier, later] && isPlainUpdate(event)
    }
    guard !shared.isEmpty, case .text(let text)? = shared[shared.count / 2].changes[0].after else { return nil }
    var version = shared[shared.count / 2]
    version.changes[0].after = .text(text + " (corrected)")
    return Conflict(file: SampleExport.all[later].name, field: version.changes[0].field, version: version)
  }

  private func isPlainUpdate(_ event: Event) -> Bool {
    guard event.action.type == Action.updated.type, !event.hidesSource, case .text(let text)? = event.changes.first?.after else {
      return false
    }
    return !text.isEmpty && !breaks.contains { $0.event == event.id }
  }
}

/// An event that a later export tells differently.
struct Conflict: Sendable {
  let file, field: String
  let version: Event
}
