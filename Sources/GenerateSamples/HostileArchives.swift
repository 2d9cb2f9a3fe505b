/// Zip files that an unpacker must refuse or take with care. They are written here, byte by byte, because no honest packer would.
enum HostileArchives {
  static var all: [SampleFile] {
    [
      SampleFile(name: "zip-slip.zip", bytes: zip([("../evil.csv", table(0..<3))])),
      SampleFile(name: "zip-two-same-names.zip", bytes: zip([("audit-logs.csv", table(0..<3)), ("audit-logs.csv", table(3..<6))])),
    ]
  }

  private static func table(_ numbers: Range<Int>) -> [UInt8] {
    CSVSpelling.a(lineEnd: "\n").file(numbers.map(HostileFiles.plainEvent))
  }

  /// A zip file whose members are stored as they are.
  private static func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      directory +=
        number(0x0201_4b50, 4) + number(20, 2) + description(of: member) + number(0, 10) + number(file.count, 4) + Array(member.name.utf8)
      file += number(0x0403_4b50, 4) + description(of: member) + Array(member.name.utf8) + member.bytes
    }
    let end = number(0x0605_4b50, 4) + number(0, 4) + number(members.count, 2) + number(members.count, 2)
    return file + directory + end + number(directory.count, 4) + number(file.count, 4) + number(0, 2)
  }

  /// What the two headers of a member share: version, flags, method, time, checksum, sizes and lengths.
  private static func description(of member: (name: String, bytes: [UInt8])) -> [UInt8] {
    let start = number(20, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0x5d54, 2)
    let sizes = number(Int(checksum(member.bytes)), 4) + number(member.bytes.count, 4) + number(member.bytes.count, 4)
    return start + sizes + number(member.name.utf8.count, 2) + number(0, 2)
  }

  private static func number(_ number: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> ($0 * 8)) : 0 }
  }

  /// CRC-32, bit by bit: the members are small.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xffff_ffff
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = (sum >> 1) ^ (sum & 1 == 1 ? 0xedb8_8320 : 0) }
    }
    return ~sum
  }
}
