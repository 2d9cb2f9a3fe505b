import Archiving
import AuditModel
import Foundation
import Testing

@testable import Ingest

/// What an independent writer writes comes back equal, from the file's bytes to the event, whatever its style and wherever borders fall.
struct RoundTripTests {
  static let columns = ["Date & Time", "Module", "Action"]

  /// The further fields of each event.
  static func extras(_ text: String, chunk: Int = .max) throws -> [[String: String]] {
    let reader = try PartReader(ByteStream(bytes: Array(text.utf8), chunk: chunk), file: "test", assembler: EventAssembler())
    var found: [[String: String]] = []
    while let batch = try reader.nextBatch() {
      #expect(batch.rejects.isEmpty, "\(batch.rejects.map(\.reason))")
      found += try batch.rows.map { row in
        try batch.text(row.extras).map { try JSONDecoder().decode([String: String].self, from: Data($0.utf8)) } ?? [:]
      }
    }
    return found
  }

  enum Quoting: CaseIterable { case all, needed, random }

  struct Style {
    var delimiter: String
    var lineEnd: String
    var quoting: Quoting
    var hasSep: Bool
    var hasLastLineEnd: Bool

    /// A cell as it is written; without quotes if the style and the text allow it.
    func written(_ cell: String, _ random: inout SplitMix64) -> String {
      let needsQuotes = cell.unicodeScalars.contains { ["\"", "\n", "\r"].contains($0) || String($0) == delimiter }
      let quotes =
        switch quoting {
        case .all: true
        case .needed: needsQuotes
        case .random: needsQuotes || Bool.random(using: &random)
        }
      return quotes ? "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"", options: .literal) + "\"" : cell
    }
  }

  @Test(arguments: [",", ";", "\t", "|"], Quoting.allCases)
  func tables(_ delimiter: String, _ quoting: Quoting) throws {
    var random = SplitMix64(state: UInt64(delimiter.utf8.first!) << 8 + UInt64(Quoting.allCases.firstIndex(of: quoting)!))
    let alphabet = ["a", "é", "e\u{301}", "\"", ",", ";", "\t", "|", "\n", "\r\n", "\r", " ", "漢", "🙂", "\u{FEFF}", "\u{2028}", "\\", "=1+1"]
    for _ in 0..<60 {
      let style = Style(
        delimiter: delimiter, lineEnd: ["\n", "\r\n", "\r"].randomElement(using: &random)!, quoting: quoting,
        hasSep: delimiter == "|" || Bool.random(using: &random), hasLastLineEnd: Bool.random(using: &random))
      let names = (0..<Int.random(in: 1...4, using: &random)).map { "f\($0)" + DifferentialTests.randomText(["x", " ", "é"], 0...2, &random) }
      var lines = (style.hasSep ? ["sep=\(delimiter)"] : []) + [(Self.columns + names).joined(separator: delimiter)]
      var wanted: [[String: String]] = []
      for row in 0..<Int.random(in: 1...6, using: &random) {
        let cells = names.map { _ in DifferentialTests.randomText(alphabet, 0...5, &random) }
        let written = cells.map { style.written($0, &random) }
        lines.append((["2026-08-14T15:02:\(10 + row)Z", "Contacts", "Updated"] + written).joined(separator: delimiter))
        // An empty cell without quotes is not recorded.
        wanted.append(Dictionary(uniqueKeysWithValues: zip(names, cells).enumerated().filter { !written[$0.offset].isEmpty }.map(\.element)))
      }
      let text = lines.joined(separator: style.lineEnd) + (style.hasLastLineEnd ? style.lineEnd : "")
      for chunk in [Int.random(in: 1...9, using: &random), .max] {
        let found = try Self.extras(text, chunk: chunk)
        #expect(found.map(Bytes.init) == wanted.map(Bytes.init), "\(text.debugDescription)")
      }
    }
  }

  /// Texts compared by their bytes: Swift takes é and e with an accent for equal.
  struct Bytes: Equatable {
    let members: [[UInt8]: [UInt8]]
    init(_ texts: [String: String]) { members = Dictionary(uniqueKeysWithValues: texts.map { (Array($0.utf8), Array($1.utf8)) }) }
  }

  @Test func bordersAtEveryByte() throws {
    let text = "sep=;\r\nDate & Time;Module;\"Old\"\"x\";Action;é\r\n2026-08-14T15:02:11Z;Contacts;\"a\"\"b\r\n;c\";Updated;🙂\r2026-08-14T15:02:12Z;Contacts;;Updated;\"\"\n"
    let wanted = [["Old\"x": "a\"b\r\n;c", "é": "🙂"], ["é": ""]]
    for chunk in 1...text.utf8.count { #expect(try Self.extras(text, chunk: chunk) == wanted, "chunks of \(chunk)") }
  }

  /// JSON values keep their source text as further fields, but for strings, which have one spelling.
  @Test func jsonValues() throws {
    var random = SplitMix64(state: 4711)
    for _ in 0..<400 {
      let value = DifferentialTests.randomJSON(depth: 3, &random)
      guard JSONTests.isValid(value) else { continue }
      let text = "{\(JSONCorpusTests.record),\"x\":\(value)}"
      let reader = try PartReader(ByteStream(bytes: Array(text.utf8), chunk: Int.random(in: 1...9, using: &random)), file: "test", assembler: EventAssembler())
      let batch = try #require(try reader.nextBatch())
      let extras = try #require(batch.rows.first.flatMap { batch.text($0.extras) })
      #expect(try Self.object(extras) == Self.object("{\"x\":\(value)}"), "\(value)")
    }
  }

  private static func object(_ text: String) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
  }

  /// Random instants in random spellings, against Foundation's calendar.
  @Test func instants() throws {
    var random = SplitMix64(state: 815)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "UTC")!
    let iso = TimeReading(format: .iso8601)
    let ordered = [true, false].map { TimeReading(format: TimeFormat([$0 ? .dayMonthYear : .monthDayYear])!) }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    for _ in 0..<3000 {
      let second = Int64.random(in: 0..<4_102_444_800, using: &random)
      let quarters = Int.random(in: -48...56, using: &random)
      let local = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(second + Int64(quarters) * 900)))
      let (year, month, day, hour) = (local.year!, local.month!, local.day!, local.hour!)
      let time = ":\(two(local.minute!)):\(two(local.second!))"
      let minutes = abs(quarters) * 15
      let sign = quarters < 0 ? "-" : "+"
      let offset = "\(sign)\(two(minutes / 60))\(Bool.random(using: &random) ? ":" : "")\(two(minutes % 60))"
      let digits = (0..<Int.random(in: 1...9, using: &random)).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
      let millisecond = Int64((digits + "00").prefix(3))!
      let date = "\(year)-\(two(month))-\(two(day))\(Bool.random(using: &random) ? "T" : " ")\(two(hour))\(time).\(digits)\(Bool.random(using: &random) ? " " : "")\(offset)"
      #expect(try iso.instant(of: Array(date.utf8).span).milliseconds == second * 1000 + millisecond, "\(date)")
      let half = "\((hour + 11) % 12 + 1)\(time) \(hour < 12 ? "AM" : "PM") \(offset)"
      #expect(try ordered[0].instant(of: Array("\(day).\(month).\(year), \(half)".utf8).span).milliseconds == second * 1000)
      #expect(try ordered[1].instant(of: Array("\(month)/\(day)/\(year) \(half)".utf8).span).milliseconds == second * 1000)
    }
  }
}
