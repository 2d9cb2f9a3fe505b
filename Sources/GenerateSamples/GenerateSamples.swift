internal import ArgumentParser

@main
struct GenerateSamples: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-samples",
    abstract: "Makes the sample files of Counterroll, and benchmark data of any size.",
    discussion: """
      The same seed gives the same events, on every machine and in every year.

        generate-samples samples --to Samples
        generate-samples events --events 1000000 --to events.csv
      """,
    subcommands: [Samples.self, Events.self])
}

/// Writes Samples/highlevel and Samples/hostile.
struct Samples: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the exports of an invented account into DIR/highlevel, and broken and hostile files into DIR/hostile.")

  @Option(help: "The folder to write into.") var to: String
  @Option(help: "Another seed gives another story.") var seed: UInt64 = 7

  func run() throws {
    try write(try SampleSet(seed: seed).files(), to: to + "/highlevel")
    try write(try HostileFiles.all(), to: to + "/hostile")
  }
}

/// Writes benchmark data.
struct Events: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, ndjson, json }

  static let configuration = CommandConfiguration(
    abstract: "Writes any number of events, newest first, ending 2026-10-31.",
    discussion: "Memory grows with the number of records (a sixteenth of the events, 40 bytes each), not with the events.")

  @Option(help: "How many events.") var events: Int
  @Option(help: "The file to write.") var to: String
  @Option(help: "Another seed gives other events.") var seed: UInt64 = 1
  @Option(help: "csv (spelling A), ndjson, or json (the source's envelope).") var format: Format = .csv
  @Option(help: "How many days they are spread over.") var days = 60

  func validate() throws {
    guard events >= 0, days > 0 else { throw ValidationError("--events and --days must be positive.") }
  }

  func run() throws {
    let output = try Output(path: to)
    var story = BenchmarkStory(seed: seed, events: events)
    var timetable = Timetable(events: events, days: days, seed: seed)
    var writer = BenchmarkWriter(format: format)
    try output.append { writer.begin(&$0) }
    try timetable.newestFirst { time, inBurst in
      let event = story.event(at: time, inBurst: inBurst)
      try output.append { writer.append(event, to: &$0) }
    }
    try output.append { writer.end(&$0) }
    try output.close()
  }
}

/// The beginning, the records and the end of a benchmark file.
struct BenchmarkWriter {
  let format: Events.Format
  private let spelling = CSVSpelling.a(lineEnd: "\n")
  private var scratch: [UInt8] = []
  private var isFirst = true

  init(format: Events.Format) { self.format = format }

  func begin(_ bytes: inout [UInt8]) {
    switch format {
    case .csv: bytes.append(contentsOf: (spelling.header + "\n").utf8)
    case .ndjson: break
    case .json: bytes.append(contentsOf: "{\"logs\":[".utf8)
    }
  }

  mutating func append(_ event: Event, to bytes: inout [UInt8]) {
    switch format {
    case .csv: spelling.append(event, to: &bytes, scratch: &scratch)
    case .ndjson:
      JSONSpelling.append(event, to: &bytes)
      bytes.append(10)
    case .json:
      bytes.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
      isFirst = false
      JSONSpelling.append(event, to: &bytes)
    }
  }

  func end(_ bytes: inout [UInt8]) {
    guard format == .json else { return }
    bytes.append(contentsOf: "\n],\"mongoLogs\":[],\"pagination\":{\"hasMore\":false}}\n".utf8)
  }
}
