internal import AuditModel

/// Writes UTC milliseconds as `YYYY-MM-DDTHH:MM:SS.mmmZ`; the day's part is kept from row to row.
struct InstantText {
  private var day: Int64 = .min
  /// `YYYY-MM-DDT`, eleven characters.
  private var dayText: [UInt8] = []

  mutating func append(_ time: Int64, to out: inout ByteBuffer) {
    let perDay = Timestamp.millisecondsPerDay
    let rest = (time % perDay + perDay) % perDay
    if (time - rest) / perDay != day {
      day = (time - rest) / perDay
      dayText = Array(Timestamp.canonicalBytes(time).prefix(11))
    }
    out.append(dayText)
    out.reserve(13)
    let (seconds, milliseconds) = (rest / 1000, rest % 1000)
    Self.putTwo(seconds / 3600, UInt8(ascii: ":"), to: &out)
    Self.putTwo(seconds / 60 % 60, UInt8(ascii: ":"), to: &out)
    Self.putTwo(seconds % 60, UInt8(ascii: "."), to: &out)
    out.put(UInt8(ascii: "0") + UInt8(milliseconds / 100))
    Self.putTwo(milliseconds % 100, UInt8(ascii: "Z"), to: &out)
  }

  @inline(__always)
  private static func putTwo(_ number: Int64, _ mark: UInt8, to out: inout ByteBuffer) {
    out.put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
    out.put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    out.put(mark)
  }
}
