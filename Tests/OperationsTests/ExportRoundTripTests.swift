import ArchiveStore
import AuditModel
import Foundation
import GRDB
import Ingest
import Logging
import Testing

@testable import Operations

/// An archive's whole export, taken into a fresh archive, gives the same events: as CSV and as JSON lines.
@Suite struct ExportRoundTripTests {
  /// A folder with archives in it, removed afterwards.
  private final class Place {
    let path = FileManager.default.temporaryDirectory.appending(path: "round-trip-\(UUID().uuidString)").path
    let context = RunContext(now: { 1_790_000_000_000 }, login: "ann", isInterrupted: { false }, logger: Logger(label: "test"))

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700]) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func archive(_ name: String) throws -> Archive {
      try Setup.make(at: "\(path)/\(name)", account: "Acme", timeZone: "America/Chicago", retentionDays: 60, context: context)
    }

    @discardableResult func ingest(_ file: String, into archive: Archive, by profile: SourceProfile? = nil) throws -> Balance {
      var settings = Ingestion.Settings()
      settings.reading = ReadingSettings(profile: profile)
      return try Ingestion(into: archive, settings: settings, context: context) { _ in }.run(["\(path)/\(file)"]).balance
    }

    /// Writes both exports and gives the text of the JSON lines.
    func export(_ archive: Archive, as name: String) throws -> String {
      let events = try Access(to: archive, roles: archive.folder + "/roles.yaml", context: context).events(FilterRequest(), right: .export)
      var bytes: [UInt8] = []
      try Listing(events: events, limit: .max).writeJSONLines { bytes.append(contentsOf: $0) }
      try Data(bytes).write(to: URL(filePath: "\(path)/\(name).jsonl"))
      bytes = []
      try Listing(events: events, limit: .max).writeCSV { bytes.append(contentsOf: $0) }
      try Data(bytes).write(to: URL(filePath: "\(path)/\(name).csv"))
      return try String(contentsOfFile: "\(path)/\(name).jsonl", encoding: .utf8)
    }
  }

  private static func profile(_ source: String) throws -> SourceProfile {
    let text = """
      profile: 1
      name: \(source)
      title: Invented
      format: json
      records: [lines]
      detect: { have: [at] }
      units:
        event-id: id
        time: { from: at, zone: America/Chicago }
        actor: who
        actor-id: who_id
        actor-kind: { from: sort, kinds: { person: person, workflow: workflow, system: system } }
        module: module
        action: action
        document-id: doc
        document: name
        parent-id: parent
      changes:
        - { spelling: list, at: changes, field: f, before: b, after: a }

      """
    return try ProfileLibrary.profile(text: text, called: source)
  }

  /// What the archive says of each event, in the order of time and archive: texts in hex, so that NULs count; variants by their place.
  private static func events(_ archive: Archive, ofFirst: Bool) throws -> [[String]] {
    let texts = ["source_time", "source_event_id", "actor.name", "actor.source_id", "actor.kind", "module.name", "action.name",
      "document.document_id", "document.parent_id", "document_name.name", "changes", "extras"]
    let columns = texts.map { "CASE WHEN \($0) IS NULL THEN 'none' ELSE hex(\($0)) END" } + [
      "hex(identity)", "hex(content)", "CAST(event.occurred_at AS TEXT)", "CAST(event.id AS TEXT)", "CAST(ifnull(variant_of, 0) AS TEXT)", "hex(system)",
    ]
    let sql = """
      SELECT \(columns.joined(separator: ", ")) FROM event JOIN event_in_time ON event_in_time.event = event.id JOIN actor ON actor.id = actor
        JOIN module ON module.id = module JOIN action ON action.id = action JOIN document ON document.id = document
        LEFT JOIN document_name ON document_name.id = document_name JOIN source_part ON source_part.id = source_part
        \(ofFirst ? "" : "WHERE event.id NOT IN (SELECT event FROM ledger_entry)")
      ORDER BY event.occurred_at DESC, event.id
      """
    let rows: [[String]] = try DatabaseQueue(path: archive.folder + "/archive.sqlite").read { database in
      try Row.fetchAll(database, sql: sql).map { row in row.databaseValues.map { String.fromDatabaseValue($0) ?? "?" } }
    }
    // An event without an id has variants only through a record that repeats it with an id: no export holds that record.
    let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1[15], $1[1] == "none" ? "none" : String($0)) })
    return rows.map { row in
      var row = row
      row[16] = places[row[16]] ?? "none"
      if ofFirst { row[11] = withSystem(row[11], row[17]) }
      return Array(row[..<15] + [row[16]])
    }
  }

  /// Further fields as an archive holds them that took in an export: with the first system as the last member.
  private static func withSystem(_ extras: String, _ system: String) -> String {
    func hex(_ text: String) -> String { text.utf8.map { String(format: "%02X", $0) }.joined() }
    let start = extras == "none" ? hex("{") : extras.dropLast(2) + hex(",")
    return start + hex("\"counterroll:system\":\"") + system + hex("\"}")
  }

  /// JSON lines of an export without what the archive's own ledger has noted.
  private static func withoutLedger(_ text: String) -> String {
    text.split(separator: "\n").filter { !$0.contains("\"source_file\":\"ledger/") }.joined(separator: "\n")
  }

  /// JSON lines without what tells of places; variants by the line that they are variants of.
  private static func withoutPlaces(_ text: String) throws -> [String] {
    let lines = text.split(separator: "\n")
    var numbers: [Substring: Int] = [:]
    let parts = try lines.enumerated().map { index, line in
      let event = try #require(line.prefixMatch(of: /\{"event":(\d+),/))
      let place = try #require(line.ranges(of: ",\"variant_of\":").last)
      let first = try #require(line[place.upperBound...].prefixMatch(of: /null|\d+/)).0
      if !line.contains(",\"source_event_id\":null,") { numbers[event.1] = index }
      return (line[event.range.upperBound..<place.lowerBound], first)
    }
    return parts.map { "\($0) \(numbers[$1].map(String.init) ?? "first")" }
  }

  @Test(arguments: 0..<12)
  func theSameEventsComeBack(_ seed: Int) throws {
    let place = try Place()
    let first = try place.archive("first")
    var random = Invention(seed: UInt64(seed) &* 7919 &+ 1)
    for file in 0..<5 {
      let text = (0..<random.number(1...60)).map { _ in random.record() }.joined(separator: "\n")
      try text.write(toFile: "\(place.path)/\(file).json", atomically: true, encoding: .utf8)
      let balance = try place.ingest("\(file).json", into: first, by: try Self.profile(file % 2 == 0 ? "made-a" : "made-b"))
      #expect(balance.rejected == 0)
    }
    let lines = try place.export(first, as: "first")
    let wanted = try Self.events(first, ofFirst: true)
    #expect(wanted.count > 5)
    for format in ["csv", "jsonl"] {
      let second = try place.archive(format)
      let balance = try place.ingest("first.\(format)", into: second)
      #expect(balance.read == Int64(wanted.count) && balance.stored + balance.conflict == balance.read, "seed \(seed), \(format): \(balance)")
      #expect(try Self.events(second, ofFirst: false) == wanted, "seed \(seed), \(format)")
      #expect(try Self.withoutPlaces(Self.withoutLedger(place.export(second, as: format))) == Self.withoutPlaces(lines), "seed \(seed), \(format)")
      #expect(try place.ingest("first.\(format)", into: first).duplicate == Int64(wanted.count), "seed \(seed), \(format), into the first archive")
    }
  }
}

/// Records with few ids, few times and few texts, so that everything repeats and contradicts itself; texts that are hard to carry.
private struct Invention: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func one(_ choices: [String]) -> String { choices.randomElement(using: &self)! }

  /// Pieces of JSON strings.
  private static let pieces = [
    "a", "B", "é", "e\u{301}", "🙂", "\\\"", "\\\\", "\\n", "\\r\\n", "\\r", "\\t", "\\u0000", "\\u001f", ",", ";", "=1+1", "'", "+", "-", "@", " ",
    "\u{FEFF}", "\u{2028}", "</script>", "null", "{", "}", "[", "]", "\\\"\\\"", "counterroll:system", "withheld",
  ]

  mutating func text(lone: Bool = false) -> String {
    let pieces = (0..<number(0...4)).map { _ in one(Self.pieces) } + (lone && number(0...9) == 0 ? ["\\ud800"] : [])
    return "\"\(pieces.joined())\""
  }

  mutating func value(depth: Int = 0) -> String {
    switch number(0...(depth < 3 ? 9 : 6)) {
    case 0: return "null"
    case 1: return one(["true", "false", "\"\""])
    case 2: return one(["0", "-0", "1.0", "1e5", "12345678901234567890", "-1.50E-3"])
    case 7: return "[" + (0..<number(0...3)).map { _ in value(depth: depth + 1) }.joined(separator: one([",", ", ", ",\n"])) + "]"
    case 8: return "{" + (0..<number(0...3)).map { "\(one(["", " ", "\r\n"]))\"k\($0)\" : \(value(depth: depth + 1))" }.joined(separator: ",") + "}"
    case 9 where depth == 0: return String(repeating: "[", count: 58) + String(repeating: "]", count: 58)
    default: return text(lone: true)
    }
  }

  mutating func change() -> String {
    let name = number(0...3) == 0 ? text() : "\"\(one(["email", "dnd", "tags", "=x"]))\""
    let sides = [number(0...2) > 0 ? ",\"b\":\(value())" : "", number(0...2) > 0 ? ",\"a\":\(value())" : ""]
    return "{\"f\":\(name)\(sides.joined())}"
  }

  mutating func record() -> String {
    let times = ["2026-08-14T15:02:11Z", "2026-08-14 10:02:11.000-05:00", "2026-08-14T15:02:11.000Z", "2026-11-01T01:30:00", "2026-12-31T23:59:60Z"]
    var members = ["\"at\":\"\(one(times))\"", "\"action\":\(number(0...4) == 0 ? text() : "\"Updated\"")", "\"module\":\"M\(one(["", "é", ",\\\"\\n"]))\""]
    if number(0...2) > 0 { members.append("\"id\":\(one(["null", "\"\"", "\"i1\"", "\"i2\"", "\"i\\u0000,\"", "17"]))") }
    for key in ["who", "who_id", "doc", "name", "parent"] where number(0...2) > 0 {
      members.append("\"\(key)\":\(number(0...2) == 0 ? text() : one(["null", "\"\"", "\"x\"", "\"Ann, \\\"A\\\"\""]))")
    }
    if number(0...1) == 0 { members.append("\"sort\":\(one(["null", "\"\"", "\"person\"", "\"workflow\"", "\"robot\""]))") }
    if number(0...3) > 0 { members.append("\"changes\":[" + (0..<number(0...4)).map { _ in change() }.joined(separator: ",") + "]") }
    for key in ["event", "extras", "x y", "counterroll:system"] where number(0...4) == 0 { members.append("\"\(key)\":\(value())") }
    return "{" + members.joined(separator: ",") + "}"
  }
}
