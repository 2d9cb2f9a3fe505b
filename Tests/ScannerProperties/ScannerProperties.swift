import Archiving
import AuditModel
import Ingest

/// What must hold for any bytes whatever: the scanners do not crash, and what they accept comes back the same.
public enum ScannerProperties {
  public struct Broken: Error {
    public let property: String
  }

  /// Reads the bytes as a source part and as a time, and checks what came of it.
  public static func check(_ bytes: [UInt8]) throws(Broken) {
    try checkTimes(bytes)
    try checkPart(bytes)
  }

  // MARK: Source parts

  private struct Outcome: Equatable {
    var contents: [EventBatch.Digest16] = []
    var places: [[Int64]] = []
    var rejects: [Reject] = []
    var isRefused = false
  }

  private static func checkPart(_ bytes: [UInt8]) throws(Broken) {
    let (whole, reading) = read(bytes, chunk: .max)
    guard read(bytes, chunk: 3).outcome == whole else { throw Broken(property: "the borders of reads do not matter") }
    guard let reading, !whole.isRefused else { return }
    let numbers = Set(whole.places.map { $0[0] }).union(whole.rejects.map(\.recordNumber))
    guard numbers == Set(1..<Int64(numbers.count + 1)) else { throw Broken(property: "every record is an event or a reject") }
    guard bytes.first != 0xFF, bytes.first != 0xFE else { return }
    for reject in whole.rejects where slice(bytes, [reject.recordNumber, reject.offset, Int64(reject.original.count)]) != reject.original {
      throw Broken(property: "a reject keeps its bytes and their place")
    }
    try checkRecords(bytes, whole, reading)
  }

  /// Each record, alone behind what stands before the first one, is the same event again, where it is read alike: that is left to be told by
  /// the records together, and the others may have said which profile it is, and which comes first in a date, the day or the month.
  private static func checkRecords(_ bytes: [UInt8], _ whole: Outcome, _ reading: Reading) throws(Broken) {
    let starts = whole.places.filter { $0[0] == 1 }.map { $0[1] } + whole.rejects.filter { $0.recordNumber == 1 }.map(\.offset)
    guard let start = starts.first else { return }
    let head = Array(bytes[..<Int(start)])
    // A JSON document around its records would be cut off.
    guard !head.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }) else { return }
    for (place, content) in zip(whole.places, whole.contents).prefix(8) {
      let (alone, again) = read(head + slice(bytes, place), chunk: .max, ReadingSettings(profile: reading.choice.profile))
      guard again?.shape == reading.shape, again?.times == reading.times else { continue }
      guard alone.contents.contains(content) else { throw Broken(property: "a record read alone is the same event") }
    }
  }

  private static func slice(_ bytes: [UInt8], _ place: [Int64]) -> [UInt8] {
    let (start, end) = (Int(place[1]), Int(place[1] + place[2]))
    return start <= end && end <= bytes.count ? Array(bytes[start..<end]) : []
  }

  private static func read(_ bytes: [UInt8], chunk: Int, _ settings: ReadingSettings = ReadingSettings()) -> (outcome: Outcome, reading: Reading?) {
    var outcome = Outcome()
    var reading: Reading?
    do {
      let reader = try PartReader(ByteStream(bytes: bytes, chunk: chunk), file: "fuzz", assembler: EventAssembler(), settings: settings)
      reading = reader.reading
      while let batch = try reader.nextBatch() {
        outcome.contents += batch.rows.map(\.content)
        outcome.places += batch.rows.map { [$0.recordNumber, $0.offset, $0.length] }
        outcome.rejects += batch.rejects
      }
    } catch {
      outcome.isRefused = true
    }
    return (outcome, reading)
  }

  // MARK: Times

  private static let island = ZoneRules(
    name: "Test/Island", initialOffset: -3_600_000,
    transitions: [.init(instant: 1_786_719_600_000, offset: 0), .init(instant: 1_786_809_600_000, offset: -1_800_000)])

  private static let readings: [TimeReading] = [
    TimeReading(format: .iso8601), TimeReading(format: TimeFormat([.iso8601, .epoch, .monthDayYear])!, zone: island, zoneWords: ["PDT": -420]),
    TimeReading(format: TimeFormat([.epochSeconds, .dayMonthYear])!, zone: island), TimeReading(format: TimeFormat([.epochMilliseconds])!),
  ]

  private static func checkTimes(_ bytes: [UInt8]) throws(Broken) {
    guard bytes.count <= 64 else { return }
    for reading in readings {
      guard let instant = try? reading.instant(of: bytes.span) else { continue }
      let text = Array(Timestamp.canonicalText(instant.milliseconds).utf8)
      guard text.count == 24, (try? Timestamp.parse(text.span)) == instant.milliseconds else { throw Broken(property: "an instant has one text") }
      if let later = instant.later, later <= instant.milliseconds { throw Broken(property: "the earlier of two instants comes first") }
    }
  }
}
