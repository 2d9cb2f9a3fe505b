/// The ids that the source gave the events of a block, for stream 3: as texts, or as numbers where all of them are object ids.
///
/// An object id is what many databases give out: 24 digits of hex, of which the first eight are the second in which it was made and the last six
/// count. As text it costs five bytes an event, more than who did what and when together; as numbers next to none.
struct SourceIDs {
  private var texts = TextTable()
  private var seconds: [UInt8] = []
  private var makers: [UInt8] = []
  private var counters: [UInt8] = []
  private var lastMaker: Int64 = 0
  private var lastCounter: Int64 = 0
  private var areObjectIDs = true

  mutating func append(_ id: String?, at time: Int64) {
    texts.append(id)
    guard areObjectIDs, let id, let number = Self.objectID(id) else { return areObjectIDs = false }
    seconds.appendZigzag(number.second - time / 1000)
    makers.appendZigzag(number.maker - lastMaker)
    counters.appendZigzag(number.counter - lastCounter)
    (lastMaker, lastCounter) = (number.maker, number.counter)
  }

  /// Only small letters: the text must come back as it was.
  private static func objectID(_ text: String) -> (second: Int64, maker: Int64, counter: Int64)? {
    var text = text
    return unsafe text.withUTF8 { digits in
      guard digits.count == 24, let second = unsafe number(digits[..<8]), let maker = unsafe number(digits[8..<18]), let counter = unsafe number(digits[18...])
      else { return nil }
      return (second, maker, counter)
    }
  }

  @inline(__always)
  private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
    var number: Int64 = 0
    for place in unsafe digits.startIndex..<digits.endIndex {
      guard let digit = unsafe digit(digits[place]) else { return nil }
      number = number << 4 | digit
    }
    return number
  }

  @inline(__always)
  private static func digit(_ character: UInt8) -> Int64? {
    switch character {
    case 48...57: Int64(character) - 48
    case 97...102: Int64(character) - 87
    default: nil
    }
  }

  /// The stream's content: 0 and a string table, or 1 and three lists of zigzags.
  var encoded: [UInt8] { areObjectIDs ? [1] + seconds + makers + counters : [0] + texts.encoded }
}
