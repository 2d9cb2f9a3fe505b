import Archiving
import AuditModel
import Foundation
import Testing

@testable import Ingest

/// The scanners against Python's csv, json and zoneinfo, and against the CSV import of sqlite3, over files made at random.
///
/// Where we differ by intention it is said in the test, and nowhere else may we differ.
struct DifferentialTests {
  // MARK: CSV

  /// What our scanner makes of a table: its records, or nil if it refuses one of them or the file.
  static func ours(_ text: String, delimiter: String) -> [[String]]? {
    let window = Window(ByteStream(bytes: Array(text.utf8), chunk: 7), size: 16)
    let scanner = CSVScanner(window: window, delimiter: delimiter.utf8.first!, file: "test")
    var records: [[String]] = []
    while true {
      guard let isRecord = try? scanner.next() else { return nil }
      guard isRecord else { return records }
      guard scanner.flaw == nil else { return nil }
      let arena = ByteArena()
      records.append(scanner.cells.map { scanner.text(of: $0, in: arena).string })
    }
  }

  /// Python reads a table, or says where it is broken. It accepts one thing more than we do: quotes inside a bare cell. Those are found by
  /// asking whether the table says the same when quotes mean nothing special in that cell, that is, by the script's own look at the text.
  static let pythonCSV = #"""
    import csv, io, json, sys
    csv.field_size_limit(1 << 24)
    def bare_quote(text, d):
        at_start, quoted, i = True, False, 0
        while i < len(text):
            c = text[i]
            if quoted:
                if c == '"':
                    if text[i + 1:i + 2] == '"': i += 1
                    else: quoted = False
                at_start = False
            elif c == '"':
                if not at_start: return True
                quoted, at_start = True, False
            else:
                at_start = c in (d, '\r', '\n')
            i += 1
        return False
    out = []
    for text, d in json.load(sys.stdin):
        try: rows = list(csv.reader(io.StringIO(text, newline=''), delimiter=d, strict=True))
        except csv.Error: rows = None
        if rows is not None and bare_quote(text, d): rows = None
        # Python tells a blank line from a line of one empty cell by an empty list; we give both as one empty cell.
        out.append(rows if rows is None else [row or [''] for row in rows])
    json.dump(out, sys.stdout)
    """#

  static func randomText(_ alphabet: [String], _ length: ClosedRange<Int>, _ random: inout SplitMix64) -> String {
    (0..<Int.random(in: length, using: &random)).map { _ in alphabet.randomElement(using: &random)! }.joined()
  }

  @Test func csvAgainstPython() throws {
    var random = SplitMix64(state: 20_261_125)
    let tables = (0..<600).map { index -> [String] in
      let delimiter = [",", ";", "\t"][index % 3]
      let alphabet = [delimiter, "\"", "\"\"", "\n", "\r\n", "\r", "a", "é", " ", "🙂", "\(delimiter)\"", "\"\(delimiter)", "\"\n", "x,y;z"]
      return [Self.randomText(alphabet, 0...24, &random), delimiter]
    }
    let theirs = try OtherReaders.python(Self.pythonCSV, tables, as: [[[String]]?].self)
    for (table, wanted) in zip(tables, theirs) { #expect(Self.ours(table[0], delimiter: table[1]) == wanted, "\(table[0].debugDescription)") }
    #expect(theirs.count(where: { $0 != nil }) > 50 && theirs.count(where: { $0 == nil }) > 50)
  }

  /// sqlite3 repairs where we reject, and takes a CR alone for text: so it gets tables that are well formed, with LF or CR LF.
  @Test func csvAgainstSQLite() throws {
    var random = SplitMix64(state: 20_261_126)
    let folder = FileManager.default.temporaryDirectory.appending(path: "csv-sqlite-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let cells = ["a", "é", " ", "\"\"", ",", ";", "\n", "\r\n", "🙂", "'", "\\", "1.0", "NULL"]
    var (script, ours): (String, [[[String]]?]) = (".mode csv\n", [])
    for index in 0..<100 {
      let columns = Int.random(in: 2...5, using: &random)
      let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
      let rows = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        (0..<columns).map { _ in "\"" + Self.randomText(cells, 0...5, &random) + "\"" }.joined(separator: ",")
      }
      let text = ([(0..<columns).map { "c\($0)" }.joined(separator: ",")] + rows).joined(separator: lineEnd) + lineEnd
      try text.write(to: folder.appending(path: "\(index).csv"), atomically: false, encoding: .utf8)
      let list = (0..<columns).map { "c\($0)" }.joined(separator: ",")
      script += ".import '\(folder.path)/\(index).csv' t\(index)\n.mode list\nSELECT json_group_array(json_array(\(list))) FROM t\(index);\n.mode csv\n"
      ours.append(Self.ours(text, delimiter: ",").map { Array($0.dropFirst()) })
    }
    let lines = String(decoding: try OtherReaders.run("sqlite3", [":memory:"], input: Data(script.utf8)), as: UTF8.self).split(separator: "\n")
    let theirs = try lines.map { try JSONDecoder().decode([[String]].self, from: Data($0.utf8)) }
    #expect(theirs.count == 100)
    for (our, their) in zip(ours, theirs) { #expect(our == their) }
  }

  // MARK: JSON

  /// Python's json takes NaN and Infinity, and the last of two equal keys: both are refused here, as by us.
  static let pythonJSON = #"""
    import json, sys
    def members(pairs):
        if len({key for key, _ in pairs}) < len(pairs): raise ValueError("twice the same key")
        return dict(pairs)
    def constant(word): raise ValueError(word)
    def is_valid(text):
        try: json.loads(text, object_pairs_hook=members, parse_constant=constant)
        except (ValueError, RecursionError): return False
        return True
    json.dump([is_valid(text) for text in json.load(sys.stdin)], sys.stdout)
    """#

  @Test func jsonAgainstPython() throws {
    var random = SplitMix64(state: 20_261_127)
    let marks = ["{", "}", "[", "]", ",", ":", "\"", "\\", "0", "1", "-", ".", "e", "E", "+", "true", "null", " ", "\n", "\\u00e9", "\\ud83d", "\"a\"", "\"a\":", "é"]
    let texts = (0..<3000).map { _ -> String in
      var text = Self.randomJSON(depth: 3, &random)
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let at = text.unicodeScalars.indices.randomElement(using: &random) ?? text.startIndex
        if Bool.random(using: &random), at < text.endIndex { text.unicodeScalars.remove(at: at) } else { text.insert(contentsOf: marks.randomElement(using: &random)!, at: at) }
      }
      return text
    }
    let theirs = try OtherReaders.python(Self.pythonJSON, texts, as: [Bool].self)
    for (text, wanted) in zip(texts, theirs) { #expect(JSONTests.isValid(text) == wanted, "\(text.debugDescription)") }
    #expect(theirs.count(where: { $0 }) > 500 && theirs.count(where: { !$0 }) > 500)
  }

  /// The corpus's own verdicts, judged by Python. It knows no limit of depth.
  @Test func theCorpusAgainstPython() throws {
    let cases = JSONCorpusTests.cases.filter { !$0.name.contains("depth") }
    let theirs = try OtherReaders.python(Self.pythonJSON, cases.map(\.text), as: [Bool].self)
    for (value, wanted) in zip(cases, theirs) { #expect(value.isValid == wanted, "\(value.name)") }
  }

  static func randomJSON(depth: Int, _ random: inout SplitMix64) -> String {
    let space = ["", "", " ", "\n\t"].randomElement(using: &random)!
    func string() -> String { "\"" + randomText(["a", "b", "é", "🙂", "\\n", "\\\"", "\\\\", "\\u0041", "\\ud83d\\ude42", "/"], 0...4, &random) + "\"" }
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0: return space + ["0", "-1", "1.50", "1e9", "-0.0E-2", "12345678901234567890"].randomElement(using: &random)! + space
    case 1: return space + ["true", "false", "null"].randomElement(using: &random)!
    case 2, 3, 4: return string() + space
    case 5: return "[" + (0..<Int.random(in: 0...3, using: &random)).map { _ in randomJSON(depth: depth - 1, &random) }.joined(separator: ",") + space + "]"
    default:
      let members = (0..<Int.random(in: 0...3, using: &random)).map { _ in string() + space + ":" + randomJSON(depth: depth - 1, &random) }
      return "{" + space + members.joined(separator: ",") + "}" + space
    }
  }

  // MARK: Clocks

  static let pythonZones = #"""
    import json, sys
    from datetime import datetime, timedelta, timezone
    from zoneinfo import ZoneInfo
    epoch, out = datetime(1970, 1, 1), []
    for name, second in json.load(sys.stdin):
        zone, clock = ZoneInfo(name), epoch + timedelta(seconds=int(second))
        found = []
        for fold in (0, 1):
            instant = clock.replace(tzinfo=zone, fold=fold).astimezone(timezone.utc)
            if instant.astimezone(zone).replace(tzinfo=None) == clock: found.append((instant.replace(tzinfo=None) - epoch).total_seconds())
        out.append(sorted({int(second) for second in found}))
    json.dump(out, sys.stdout)
    """#

  /// Clock times from 1970 to 2023, where two editions of the tz database agree, at random and near every change of the clock.
  @Test func clocksAgainstPython() throws {
    var random = SplitMix64(state: 20_261_128)
    let names = [
      "America/Chicago", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "America/St_Johns", "America/Caracas", "America/Havana",
      "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Moscow", "Europe/Istanbul", "Africa/Casablanca", "Africa/Cairo",
      "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Pyongyang", "Asia/Tokyo", "Asia/Gaza", "Australia/Lord_Howe", "Australia/Sydney",
      "Australia/Eucla", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Chatham", "Pacific/Auckland", "Antarctica/Troll", "UTC",
    ]
    let end: Int64 = 1_700_000_000
    let zones = try names.map { try ZoneRules(named: $0) }
    var questions: [[String]] = []
    for (name, zone) in zip(names, zones) {
      for _ in 0..<60 { questions.append([name, String(Int64.random(in: 0..<end, using: &random))]) }
      var second: Int64 = 0
      while second < end {
        let (before, after) = (zone.offset(at: second * 1000), zone.offset(at: (second + 1_800_000) * 1000))
        if before != after {
          for _ in 0..<4 { questions.append([name, String(second + Int64.random(in: -90_000...1_890_000, using: &random))]) }
          let change = (second..<(second + 1_800_000)).partition(isAfter: { zone.offset(at: $0 * 1000) != before })
          for shift in [-86_400, -7200, -3600, -1800, -1, 0, 1, 1800, 3600, 7200, 86_400] as [Int64] {
            questions.append([name, String(change + before / 1000 + shift)])
          }
        }
        second += 1_800_000
      }
    }
    let theirs = try OtherReaders.python(Self.pythonZones, questions, as: [[Int64]].self)
    for (question, wanted) in zip(questions, theirs) {
      let zone = zones[names.firstIndex(of: question[0])!]
      let ours: [Int64] =
        switch zone.reading(ofClockTime: Int64(question[1])! * 1000) {
        case .once(let instant): [instant / 1000]
        case .twice(let earlier, let later): [earlier / 1000, later / 1000]
        case .never: []
        }
      #expect(ours == wanted, "\(question)")
    }
    #expect(theirs.contains([]) && theirs.contains { $0.count == 2 } && questions.count > 10_000)
  }
}

extension Range where Bound == Int64 {
  /// The first number after which a condition holds that does not hold before.
  fileprivate func partition(isAfter: (Int64) -> Bool) -> Int64 {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if isAfter(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
