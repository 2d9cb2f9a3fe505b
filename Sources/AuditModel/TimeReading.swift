/// Reads the times of one source: its format, the zone of times that name none, and the zone words that its profile vouches for.
///
/// Called once an event: the common case, ISO 8601 with a zone, costs no more than `Timestamp.parse`.
public final class TimeReading: Sendable {
  /// What a text was read as.
  public struct Instant: Equatable, Sendable {
    /// UTC milliseconds since 1970; of a time that the clock showed twice, the earlier.
    public let milliseconds: Int64
    /// The other instant of a time that the clock showed twice.
    public let later: Int64?

    public var isAmbiguous: Bool { later != nil }

    /// The further field that tells of the ambiguity in the event.
    public static let ambiguityKey = "counterroll:ambiguous-time"

    /// The further field's value: a JSON array of both instants, earlier and later, in canonical text. Nil if the time is not ambiguous.
    public var ambiguity: JSONText? {
      later.map { .array([milliseconds, $0].map { .string(Timestamp.canonicalText($0)) }) }
    }
  }

  private enum Epoch { case seconds, milliseconds, bySize }

  public let format: TimeFormat
  /// The zone of times that name none; nil if such times are refused.
  public let zone: ZoneRules?
  /// Zone words with their milliseconds east of UTC.
  private let words: [(word: [UInt8], offset: Int64)]
  private let takesISO8601: Bool
  private let epoch: Epoch?
  private let takesOrdered: Bool
  private let dayFirst: Bool?

  /// - Parameter zoneWords: words such as `PDT` with their minutes east of UTC. Words that mean several zones (`CST`, `IST`) are only read
  ///   where a profile says which one its source means.
  public init(format: TimeFormat, zone: ZoneRules? = nil, zoneWords: [String: Int] = [:]) {
    self.format = format
    self.zone = zone
    words = zoneWords.map { (Array($0.utf8), Int64($1) * 60_000) }
    takesISO8601 = format.spellings.contains(.iso8601)
    epoch =
      format.spellings.lazy.compactMap { spelling -> Epoch? in
        switch spelling {
        case .epoch: .bySize
        case .epochSeconds: .seconds
        case .epochMilliseconds: .milliseconds
        default: nil
        }
      }.first
    dayFirst = format.spellings.contains(.dayMonthYear) ? true : format.spellings.contains(.monthDayYear) ? false : nil
    takesOrdered = dayFirst != nil || format.needsProof
  }

  public func instant(of text: Span<UInt8>) throws(Timestamp.Problem) -> Instant {
    var reader = TimestampReader(text)
    if takesISO8601, text.count > 4, text[4] == UInt8(ascii: "-") {
      let time = try reader.isoClockTime()
      return try resolve(time, in: reader.zone(), text)
    }
    if let epoch {
      var number = TimestampReader(text)
      if let thousandths = number.thousandths() { return try Self.instant(thousandths, epoch) }
    }
    guard takesOrdered else { throw takesISO8601 && epoch == nil ? .notATime : .notDeclared }
    do throws(Timestamp.Problem) {
      let time = try reader.orderedClockTime(dayFirst: dayFirst)
      return try resolve(time, in: reader.zone(), text)
    } catch {
      throw error == .notATime ? .notDeclared : error
    }
  }

  // MARK: Zones

  private func resolve(
    _ clockTime: Int64, in zone: TimestampReader.WrittenZone, _ text: Span<UInt8>
  ) throws(Timestamp.Problem) -> Instant {
    switch zone {
    case .offset(let offset): return Instant(milliseconds: try Timestamp.inRange(clockTime - offset), later: nil)
    case .word(let word):
      guard let known = words.first(where: { Self.equal($0.word, text, word) }) else { throw .unknownZone }
      return Instant(milliseconds: try Timestamp.inRange(clockTime - known.offset), later: nil)
    case .none: return try resolveByZone(clockTime)
    }
  }

  private func resolveByZone(_ clockTime: Int64) throws(Timestamp.Problem) -> Instant {
    guard let zone else { throw .noZone }
    switch zone.reading(ofClockTime: clockTime) {
    case .once(let instant): return Instant(milliseconds: try Timestamp.inRange(instant), later: nil)
    case .twice(let earlier, let later): return Instant(milliseconds: try Timestamp.inRange(earlier), later: later)
    case .never: throw .skipped
    }
  }

  private static func equal(_ word: [UInt8], _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard word.count == range.count else { return false }
    for index in word.indices where word[index] != text[range.lowerBound + index] { return false }
    return true
  }

  // MARK: Numbers

  /// Below this, a number by size counts seconds (to the year 5138), from it on milliseconds (from 1973).
  private static let firstMillisecond: Int64 = 100_000_000_000
  /// The smallest number that is taken for seconds by size: a shorter one is rather a counter than a time.
  private static let firstSecond: Int64 = 100_000_000

  private static func instant(_ thousandths: Int64, _ epoch: Epoch) throws(Timestamp.Problem) -> Instant {
    let whole = thousandths / 1000
    if epoch == .bySize, whole < firstSecond { throw .unclearEpoch }
    let isSeconds = epoch == .seconds || (epoch == .bySize && whole < firstMillisecond)
    let milliseconds = isSeconds || thousandths >= 0 ? (isSeconds ? thousandths : whole) : (thousandths - 999) / 1000
    guard let instant = try? Timestamp.inRange(milliseconds) else { throw epoch == .bySize ? .unclearEpoch : .outOfRange }
    return Instant(milliseconds: instant, later: nil)
  }
}
