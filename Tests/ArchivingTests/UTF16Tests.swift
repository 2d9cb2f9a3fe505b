import AuditModel
import Testing

@testable import Archiving

/// UTF-16 decoded while it is read, against the standard library's own encoder.
struct UTF16Tests {
  static func decoded(_ bytes: [UInt8], isBigEndian: Bool, chunk: Int = .max, room: Int = 4096) throws -> [UInt8] {
    let stream = ByteStream(decodingUTF16: ByteStream(bytes: bytes, chunk: chunk), isBigEndian: isBigEndian, file: "test.csv")
    var out: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: room)
    while case let count = try buffer.withUnsafeMutableBytes({ try stream.read(into: $0) }), count > 0 { out += buffer[..<count] }
    return out
  }

  static func encoded(_ units: some Sequence<UInt16>, isBigEndian: Bool) -> [UInt8] {
    units.flatMap { isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  static let text = "\u{FEFF}a\u{7F}\u{80}é\u{7FF}\u{800}漢\u{D7FF}\u{E000}\u{FFFD}\u{FFFF}\u{10000}🙂\u{10FFFF}\r\n\u{0}"

  @Test(arguments: [false, true], [1, 2, 3, 5, .max])
  func textComesBack(isBigEndian: Bool, chunk: Int) throws {
    let bytes = Self.encoded(Self.text.utf16, isBigEndian: isBigEndian)
    for room in [1, 2, 7, 4096] {
      #expect(try Self.decoded(bytes, isBigEndian: isBigEndian, chunk: chunk, room: room) == Array(Self.text.utf8))
    }
  }

  @Test func everyScalarComesBack() throws {
    let scalars = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init)
    let text = String(String.UnicodeScalarView(scalars))
    #expect(try Self.decoded(Self.encoded(text.utf16, isBigEndian: false), isBigEndian: false) == Array(text.utf8))
  }

  /// Half a pair becomes the bytes that encode it alone, which no reader of UTF-8 accepts; what stands beside it stays.
  @Test(arguments: [
    ([0x61, 0xD800, 0x62], [0x61, 0xED, 0xA0, 0x80, 0x62]), ([0xDC00, 0x62], [0xED, 0xB0, 0x80, 0x62]),
    ([0xD83D, 0xD83D, 0xDE42], [0xED, 0xA0, 0xBD, 0xF0, 0x9F, 0x99, 0x82]), ([0x61, 0xDBFF], [0x61, 0xED, 0xAF, 0xBF]),
  ] as [([UInt16], [UInt8])])
  func halfAPairIsNotReplaced(_ units: [UInt16], _ wanted: [UInt8]) throws {
    for chunk in 1...5 {
      #expect(try Self.decoded(Self.encoded(units, isBigEndian: true), isBigEndian: true, chunk: chunk) == wanted)
    }
    #expect(String(validating: wanted, as: UTF8.self) == nil)
  }

  @Test(arguments: [([UInt8](), 0), ([0x61, 0], 2), (Array(repeating: 0x41, count: 200_000), 200_000)])
  func anOddByteIsAnErrorWithItsPlace(_ before: [UInt8], _ offset: Int) {
    let failure = #expect(throws: Failure.self) { try Self.decoded(before + [0x62], isBigEndian: false, chunk: 1000) }
    #expect(failure?.kind == .badData)
    #expect(failure?.message == "test.csv: the text in UTF-16 ends in half a unit, at byte \(offset)")
  }
}
