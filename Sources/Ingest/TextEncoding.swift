internal import Archiving
internal import AuditModel

/// The encoding of a source part, told by its first bytes. Text is UTF-8 from here on: UTF-16 is decoded while it is read.
///
/// Places of records in a part that was UTF-16 count the bytes of the decoded text, mark included: what
/// `iconv -f UTF-16LE -t UTF-8` (or `UTF-16BE`) makes of the part. The archive keeps the part's own bytes.
enum TextEncoding: Equatable {
  case utf8
  case utf8WithMark
  case utf16(isBigEndian: Bool)

  /// Bytes of the byte order mark in UTF-8.
  static let markLength = 3

  /// - Throws: `badData` for an encoding that is not read.
  init(of stream: ByteStream, file: String) throws(Failure) {
    let head = try stream.lookAhead(512)
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) { throw Self.refusal(of: "UTF-32", file) }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .utf8WithMark
    } else if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      self = .utf16(isBigEndian: head[0] == 0xFE)
      return
    } else {
      self = .utf8
    }
    guard head.prefix(while: { $0 != UInt8(ascii: "\n") }).contains(0) else { return }
    if let order = Self.unmarkedUTF16(head) { throw Self.refusal(of: "\(order) without a byte order mark", file, as: order) }
    throw ReaderChoice.notText(file)
  }

  /// Every second byte of Latin text in UTF-16 is zero, and no other.
  private static func unmarkedUTF16(_ head: [UInt8]) -> String? {
    let pairs = head.count / 2
    guard pairs > 1 else { return nil }
    let first = (0..<pairs).count { head[$0 * 2] == 0 }
    let second = (0..<pairs).count { head[$0 * 2 + 1] == 0 }
    if first * 4 > pairs * 3, second == 0 { return "UTF-16BE" }
    if second * 4 > pairs * 3, first == 0 { return "UTF-16LE" }
    return nil
  }

  private static func refusal(of encoding: String, _ file: String, as name: String? = nil) -> Failure {
    Failure(
      .badData, "\(file): encoded in \(encoding), which is not read",
      hint: "make it UTF-8: iconv -f \(name ?? encoding) -t UTF-8 FILE > NEW")
  }

  var title: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf8WithMark: "UTF-8 with a byte order mark"
    case .utf16(false): "UTF-16, little-endian, with a byte order mark"
    case .utf16(true): "UTF-16, big-endian, with a byte order mark"
    }
  }

  var hasMark: Bool { self != .utf8 }

  /// What bytes that are no text are called in a reject.
  var flaw: String { isUTF16 ? "half of a surrogate pair" : "not UTF-8" }

  /// What the places of records count.
  var counted: String { isUTF16 ? "the decoded text" : "the file" }

  private var isUTF16: Bool { if case .utf16 = self { true } else { false } }

  /// The stream, decoded to UTF-8 if it is anything else.
  func decoded(_ stream: ByteStream, file: String) -> ByteStream {
    guard case .utf16(let isBigEndian) = self else { return stream }
    return ByteStream(decodingUTF16: stream, isBigEndian: isBigEndian, file: file)
  }
}
