/// A ZIP written by hand, so that it can say what no honest writer would. Members are stored, not compressed.
struct HostileZip {
  struct Member {
    var name: [UInt8]
    var content: [UInt8] = Array("id\n1\n".utf8)
    /// General purpose flags: bit 0 encrypted, bit 11 the name is UTF-8.
    var flags: UInt16 = 0x800
    /// Unix mode with the file type: 0o100644 a file, 0o120777 a symbolic link.
    var mode: UInt32 = 0o100644
    /// Added to the true checksum.
    var checksumError: UInt32 = 0

    init(_ name: String) { self.name = Array(name.utf8) }
  }

  static func bytes(_ members: [Member]) -> [UInt8] {
    var out: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let common = describe(member)
      directory += little(0x0201_4B50, 4) + little(0x0314, 2) + little(20, 2)
      directory += common + little(0, 6) + little(member.mode << 16, 4) + little(UInt32(out.count), 4) + member.name
      out += little(0x0403_4B50, 4) + little(20, 2)
      out += common + member.name + member.content
    }
    let count = UInt32(members.count)
    let end = little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
    return out + directory + end + little(UInt32(directory.count), 4) + little(UInt32(out.count), 4) + little(0, 2)
  }

  /// What stands in the local header and in the directory alike: from the flags to the length of the extra field.
  private static func describe(_ member: Member) -> [UInt8] {
    let size = little(UInt32(member.content.count), 4)
    let checksum = little(crc32(member.content) &+ member.checksumError, 4)
    let lead = little(UInt32(member.flags), 2) + little(0, 2) + little(0x0021_0000, 4)
    return lead + checksum + size + size + little(UInt32(member.name.count), 2) + little(0, 2)
  }

  private static func little(_ value: UInt32, _ width: Int) -> [UInt8] {
    (0..<width).map { $0 < 4 ? UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) : 0 }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

/// A tar with one regular member per file, and a type flag of choice: "0" a file, "1" a hard link, "2" a symbolic link, "5" a folder.
enum HostileTar {
  static func bytes(_ members: [(name: String, type: Character, content: [UInt8])]) -> [UInt8] {
    members.flatMap { header($0.name, $0.type, $0.content.count) + padded($0.content) } + [UInt8](repeating: 0, count: 1024)
  }

  private static func header(_ name: String, _ type: Character, _ size: Int) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) { block.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8) }
    put(name, at: 0)
    put("0000644\0" + "0000000\0" + "0000000\0" + octal(size, 11) + "\0" + octal(0, 11) + "\0" + "        " + String(type), at: 100)
    if type == "1" || type == "2" { put("elsewhere", at: 157) }
    put("ustar\0" + "00", at: 257)
    put(octal(block.reduce(0) { $0 + Int($1) }, 6) + "\0 ", at: 148)
    return block
  }

  private static func octal(_ value: Int, _ width: Int) -> String {
    let digits = String(value, radix: 8)
    return String(repeating: "0", count: width - digits.count) + digits
  }

  private static func padded(_ content: [UInt8]) -> [UInt8] {
    content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }
}
