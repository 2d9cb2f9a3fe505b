import Foundation
import ScannerProperties
import Testing

/// A bounded round of what the fuzz target does without end: seeds, changed at random, must not break what always holds.
struct MutationTests {
  static let seeds: [[UInt8]] = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let hostile = tests.deletingLastPathComponent().deletingLastPathComponent().appending(path: "Samples/hostile")
    let files = try! FileManager.default.contentsOfDirectory(at: hostile, includingPropertiesForKeys: nil).sorted { $0.path < $1.path }
    let samples = files.compactMap { try? Array(Data(contentsOf: $0).prefix(4096)) }
    let table = "sep=;\r\nDate & Time;Module;Action;é\r\n2026-08-14T15:02:11Z;Contacts;Updated;\"a\"\"b\n\"\r2026-08-14T15:02:12Z;A;B;\n"
    let units = "\u{FEFF}Date,Module,Action\n2026-08-14T15:02:11Z,Zoë,🙂\n".utf16
    let lines = "{\(JSONCorpusTests.record),\"x\":[1.5,{\"a\":\"\\ud83d\"}]}\n{\(JSONCorpusTests.record)}\n"
    let times = ["2026-08-14T15:02:11.120Z", "9/10/2026, 4:21:14 AM PDT", "1786719731.5", "14.8.2026 15:02", "-1", "2026-08-14 15:02:60 +05:45"]
    return samples + [Array(table.utf8), units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }]
      + [Array(lines.utf8), Array("[\(lines.dropLast().replacing("\n", with: ","))]".utf8)] + times.map { Array($0.utf8) }
  }()

  static let marks = [Array("\"".utf8), Array("\n".utf8), Array("\r".utf8), Array(",".utf8), Array("{\"".utf8), Array("}]".utf8), [0], [0xFF], [0xEF, 0xBB, 0xBF], Array("\\u".utf8), Array("sep=;\n".utf8), [0xD8]]

  @Test func theSeedsHold() throws {
    #expect(Self.seeds.count > 30)
    for seed in Self.seeds { try ScannerProperties.check(seed) }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func changedSeedsHold(_ seed: UInt64) {
    var random = SplitMix64(state: seed)
    for round in 0..<250 {
      let bytes = Self.changed(Self.seeds.randomElement(using: &random)!, &random)
      #expect(throws: Never.self, "seed \(seed), round \(round)") { try ScannerProperties.check(bytes) }
    }
  }

  private static func changed(_ seed: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let at = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0 where at < bytes.count: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.insert(contentsOf: marks.randomElement(using: &random)!, at: at)
      case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...8, using: &random)))
      case 3: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 40)], at: at)
      default: bytes.removeLast(bytes.count - at)
      }
    }
    return bytes
  }
}
