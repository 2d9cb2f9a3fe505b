/// Turns a part in UTF-16 with a byte order mark into the UTF-8 that it was read as, piece by piece. The mark is a character, too.
struct UTF16Transcoder {
  private let isBigEndian: Bool
  private var rest: [UInt8] = []

  /// Nil for bytes that do not begin with the mark.
  init?(head: [UInt8]) {
    guard head.count >= 2, (head[0] == 0xFE && head[1] == 0xFF) || (head[0] == 0xFF && head[1] == 0xFE) else { return nil }
    isBigEndian = head[0] == 0xFE
  }

  mutating func utf8(of piece: [UInt8]) -> [UInt8] {
    let bytes = rest + piece
    var units: [UInt16] = []
    var index = 0
    while index + 1 < bytes.count {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      let unit = isBigEndian ? first << 8 | second : second << 8 | first
      // The second half of a pair may come with the next piece.
      if 0xD800..<0xDC00 ~= unit, index + 3 >= bytes.count { break }
      units.append(unit)
      index += 2
    }
    rest = Array(bytes[index...])
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
