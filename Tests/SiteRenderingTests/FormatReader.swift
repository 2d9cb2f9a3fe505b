import Testing

/// Reads the small pieces of the page's format, from ViewerFormat.md alone.
struct FormatReader {
  let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  mutating func varint() -> Int {
    var value = 0, shift = 0
    while true {
      let byte = Int(bytes[at])
      at += 1
      value |= (byte & 127) << shift
      shift += 7
      if byte < 128 { return value }
    }
  }

  mutating func zigzag() -> Int {
    let value = varint()
    return value % 2 == 0 ? value / 2 : -(value + 1) / 2
  }

  mutating func sums(_ count: Int) -> [Int] {
    var sum = 0
    return (0..<count).map { _ in
      sum += zigzag()
      return sum
    }
  }

  mutating func take(_ count: Int) -> [UInt8] {
    at += count
    return Array(bytes[(at - count)..<at])
  }

  mutating func stream() -> FormatReader { FormatReader(take(varint())) }

  mutating func stringTable() -> [String?] {
    let count = varint(), size = varint()
    let lengths = (0..<count).map { _ in varint() }
    #expect(lengths.reduce(0) { $0 + max($1 - 1, 0) } == size)
    return lengths.map { $0 == 0 ? nil : String(decoding: take($0 - 1), as: UTF8.self) }
  }

  /// Values as they would stand in JSON without escapes: strings in quotes.
  mutating func values(lengths: [Int]) -> [String] {
    lengths.map { length in
      let text = String(decoding: take(length / 2), as: UTF8.self)
      return length % 2 == 0 ? "\"\(text)\"" : text
    }
  }

  mutating func valueTable() -> [String] {
    let count = varint(), size = varint()
    let lengths = (0..<count).map { _ in varint() }
    #expect(lengths.reduce(0) { $0 + $1 / 2 } == size)
    return values(lengths: lengths)
  }
}

/// Bytes from text of 91 characters: bit by bit, as the document says it.
func fromDenseText(_ text: [UInt8]) -> [UInt8] {
  let alphabet = (33...126).filter { $0 != 38 && $0 != 60 && $0 != 62 }
  let digits = text.map { alphabet.firstIndex(of: Int($0)) ?? -1 }
  var bits: [Int] = []
  for pair in stride(from: 0, to: digits.count, by: 2) {
    let isWhole = pair + 1 < digits.count
    let value = digits[pair] + (isWhole ? 91 * digits[pair + 1] : 0)
    for bit in 0..<(isWhole ? 13 : 6) { bits.append(value >> bit & 1) }
  }
  return stride(from: 0, to: bits.count - 7, by: 8).map { start in (0..<8).reduce(0) { $0 | UInt8(bits[start + $1]) << UInt8($1) } }
}

/// The changes of one event, written as `field: before → after`; `-` is not recorded.
func changesOfBlock(_ bytes: [UInt8], events: Int, fields: [String], tables: [[String]]) -> [[String]] {
  var reader = FormatReader(bytes)
  var streams = (0..<13).map { _ in reader.stream() }
  #expect(reader.isAtEnd)
  let counts = (0..<events).map { _ in streams[7].varint() }
  let indices = (0..<counts.reduce(0, +)).map { _ in streams[8].varint() }
  var lengths: [Int] = []
  while !streams[10].isAtEnd { lengths.append(streams[10].varint()) }
  var literals = streams[11].values(lengths: lengths)[...]
  var sides = [[String]](repeating: ["", ""], count: indices.count)
  for field in Set(indices).sorted() {
    for side in 0...1 {
      for change in indices.indices where indices[change] == field {
        switch streams[9].varint() {
        case 0: sides[change][side] = "-"
        case 1: sides[change][side] = "null"
        case 2: sides[change][side] = "withheld"
        case 3: sides[change][side] = literals.removeFirst()
        case let code: sides[change][side] = tables[field][code - 4]
        }
      }
    }
  }
  #expect(literals.isEmpty && streams[9].isAtEnd)
  var next = 0
  return counts.map { count in
    defer { next += count }
    return (next..<(next + count)).map { "\(fields[indices[$0]]): \(sides[$0][0]) → \(sides[$0][1])" }
  }
}
