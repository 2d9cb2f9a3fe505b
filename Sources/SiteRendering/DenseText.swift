/// Bytes as text: 13 bits in two of 91 characters. A page is 8 % smaller than in base64, and stays ASCII that may stand in an inert element.
enum DenseText {
  /// The printable characters but space, `&`, `<` and `>`, in the order of their codes.
  static let alphabet: [UInt8] = (33...126).filter { ![38, 60, 62].contains($0) }
  /// So many characters hold whole bytes: a split between such groups is one between bytes.
  static let group = 16

  /// The two characters of each number of 13 bits.
  private static let pairs: [UInt16] = (0..<8192).map { UInt16(alphabet[$0 % 91]) | UInt16(alphabet[$0 / 91]) << 8 }

  /// The bits from the lowest of the first byte on; a rest of at most six bits takes one character.
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count * 16 / 13 + 2)
    var hold: UInt32 = 0
    var held: UInt32 = 0
    for byte in bytes {
      hold |= UInt32(byte) << held
      held += 8
      guard held >= 13 else { continue }
      let pair = pairs[Int(hold & 8191)]
      out.append(UInt8(truncatingIfNeeded: pair))
      out.append(UInt8(truncatingIfNeeded: pair >> 8))
      hold >>= 13
      held -= 13
    }
    if held > 0 { out.append(alphabet[Int(hold) % 91]) }
    if held > 6 { out.append(alphabet[Int(hold) / 91]) }
    return out
  }
}
