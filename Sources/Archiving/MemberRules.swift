import AuditModel

/// What a packed file may contain: names that cannot mislead, and no more bytes than a person would send.
///
/// The numbers are those of the design (safety.md, "Bombs"). Bytes are counted as they come out; headers are not believed.
struct MemberRules {
  static let totalLimit: Int64 = 16 << 30
  static let countLimit = 10_000
  static let ratioLimit: Int64 = 200
  /// Unpacked bytes of a member before the ratio is looked at.
  static let ratioFloor: Int64 = 10 << 20
  /// Time that unpacking itself may take, the reader's own time not counted: 16 GiB take three minutes.
  static let timeLimit = Duration.seconds(600)

  /// 4 GiB; without a limit for the tar inside a compressed file, whose members are counted for themselves.
  var memberLimit: Int64? = 4 << 30

  private static let hint = "unpack it yourself if you trust it, and give the files in it"

  private let file: String
  private var seenNames: Set<String> = []
  private var count = 0
  private var total: Int64 = 0
  private var spent = Duration.zero

  init(file: String) { self.file = file }

  /// File and member in one text, fit to be printed.
  func place(_ name: String) -> String { "\(file) › \(Self.printable(name))" }

  /// Takes note of one more member of any kind.
  mutating func admitEntry() throws(Failure) {
    count += 1
    guard count <= Self.countLimit else {
      throw Failure(.badData, "\(file): has more than \(Self.countLimit) members", hint: Self.hint)
    }
  }

  /// Takes note of the name of a member that is to be read.
  ///
  /// - Throws: `badData` when the name could lead out of a folder, deceive a reader, or stands for another member too.
  mutating func admitName(_ name: String) throws(Failure) {
    let parts = name.split { $0 == "/" || $0 == "\\" }
    if let reason = Self.objection(to: name, parts) {
      throw Failure(.badData, "\(place(name)): \(reason)", hint: Self.hint)
    }
    // Swift compares texts by canonical equivalence, so that NFC and NFD spellings are one name here.
    let folded = parts.filter { $0 != "." }.joined(separator: "/").lowercased()
    guard seenNames.insert(folded).inserted else {
      throw Failure(.badData, "\(place(name)): the name occurs twice", hint: Self.hint)
    }
  }

  private static func objection(to name: String, _ parts: [Substring]) -> String? {
    if parts.isEmpty { return "the member has no name" }
    if name.unicodeScalars.contains(where: isHidden) { return "the name has control characters" }
    if parts.contains("..") { return "the name leads out of its folder (“..”)" }
    if name.hasPrefix("/") || name.hasPrefix("\\") || isDrive(parts[0]) { return "the name is an absolute path" }
    return nil
  }

  /// `C:` and the like.
  private static func isDrive(_ part: Substring) -> Bool {
    part.utf8.count >= 2 && part.utf8.dropFirst().first == UInt8(ascii: ":") && part.first!.isLetter
  }

  /// Takes note of bytes that came out of a member.
  ///
  /// - Parameters:
  ///   - fresh: bytes since the last call.
  ///   - member: bytes of this member so far.
  ///   - packed: bytes of the packed file that they took.
  mutating func admitBytes(_ fresh: Int, member: Int64, packed: Int64, at place: String) throws(Failure) {
    total += Int64(fresh)
    if let memberLimit, member > memberLimit { throw Failure(.badData, "\(place): unpacks to more than 4 GiB", hint: Self.hint) }
    if total > Self.totalLimit { throw Failure(.badData, "\(file): unpacks to more than 16 GiB", hint: Self.hint) }
    if member > Self.ratioFloor, member / Self.ratioLimit > packed {
      throw Failure(.badData, "\(place): unpacks to more than \(Self.ratioLimit) times its size", hint: Self.hint)
    }
  }

  /// Takes note of time that libarchive has taken: a file may be made so that little comes out of it, slowly.
  mutating func admitTime(_ time: Duration) throws(Failure) {
    spent += time
    if spent > Self.timeLimit {
      throw Failure(.badData, "\(file): takes more than \(Self.timeLimit.components.seconds) seconds to unpack", hint: Self.hint)
    }
  }

  func refusal(_ reason: String, at place: String) -> Failure { Failure(.badData, "\(place): \(reason)", hint: Self.hint) }

  /// C0, C1 and DEL, and the invisible marks that turn or hide text (Unicode bidirectional and zero-width controls).
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  private static func printable(_ name: String) -> String {
    name.unicodeScalars.reduce(into: "") { text, scalar in
      text += isHidden(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
  }
}
