/// How a file is packed, told by its first bytes and never by its name.
enum Packing: Equatable {
  case zip, tar, gzip, zstd

  /// As many bytes as `init(head:)` wants to see: one tar header.
  static let headSize = 512

  /// Nil for a plain file.
  init?(head: [UInt8]) {
    if Self.starts(head, [0x50, 0x4B, 3, 4]) || Self.starts(head, [0x50, 0x4B, 5, 6]) || Self.starts(head, [0x50, 0x4B, 7, 8]) {
      self = .zip
    } else if Self.starts(head, [0x1F, 0x8B]) {
      self = .gzip
    } else if Self.starts(head, [0x28, 0xB5, 0x2F, 0xFD]) || Self.isSkippableFrame(head) {
      self = .zstd
    } else if Self.isTarHeader(head) {
      self = .tar
    } else {
      return nil
    }
  }

  private static func starts(_ head: [UInt8], _ magic: [UInt8]) -> Bool { head.starts(with: magic) }

  /// A Zstandard file may begin with a frame that readers skip (RFC 8878 section 3.1.2).
  private static func isSkippableFrame(_ head: [UInt8]) -> Bool {
    head.count >= 4 && head[0] & 0xF0 == 0x50 && head[1...3].elementsEqual([0x2A, 0x4D, 0x18])
  }

  /// Whether the header's own checksum is right (POSIX pax, "ustar Interchange Format"): the bytes' sum, with the checksum's eight places
  /// as spaces, in octal digits. The magic word alone could stand in a CSV file, and older tars lack it.
  private static func isTarHeader(_ head: [UInt8]) -> Bool {
    guard head.count >= 512, head[0] != 0 else { return false }
    let digits = head[148..<156].drop { $0 == 0x20 }.prefix { 0x30...0x37 ~= $0 }
    guard !digits.isEmpty else { return false }
    let claimed = digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }
    let sum = head.indices.prefix(512).reduce(0) { $0 + (148..<156 ~= $1 ? 0x20 : Int(head[$1])) }
    return sum == claimed
  }
}
