internal import AuditModel

/// The further fields of an event that came in with an archive's export, without the one that names the system it came from first.
///
/// So the export of such an archive equals the one that it was made from: the name goes back into its own column.
struct CarriedSystem {
  /// The name as a JSON string; nil if the event's system is that of its source part.
  private(set) var name: String?
  /// The further fields but that one; empty if there are none.
  private(set) var rest: ArraySlice<UInt8>

  /// `,"counterroll:system":` or the same after the opening brace.
  private static let key = Array("\(JSONText.string(ArchiveExport.systemKey).text):".utf8)

  /// - Parameter extras: an event's further fields, as one JSON object, or no bytes.
  init(in extras: [UInt8]) {
    rest = extras[...]
    guard extras.last == UInt8(ascii: "}"), let start = Self.lastKey(in: extras), start > 0 else { return }
    let value = (start + Self.key.count)..<(extras.count - 1)
    guard let text = Self.text(extras[value]) else { return }
    name = text
    rest = start == 1 ? [] : extras[..<(start - 1)] + [UInt8(ascii: "}")]
  }

  /// Where the key stands for the last time. Inside a string its first quote would be escaped, and then its last one too.
  private static func lastKey(in extras: [UInt8]) -> Int? {
    guard extras.count > key.count else { return nil }
    return (0...(extras.count - key.count)).last { extras[$0] == key[0] && extras[$0..<($0 + key.count)].elementsEqual(key) }
  }

  private static func text(_ json: ArraySlice<UInt8>) -> String? {
    guard json.count >= 2, json.first == UInt8(ascii: "\""), json.last == UInt8(ascii: "\"") else { return nil }
    let changes = [UInt8]("[[".utf8) + json + Array("]]".utf8)
    var reader = ChangeReader(changes.span)
    guard let change = try? reader.next() else { return nil }
    var text: [UInt8] = []
    let content = (change.field.lowerBound + 1)..<(change.field.upperBound - 1)
    guard change.field.count == json.count, (try? reader.decode(content, into: &text)) == true else { return nil }
    return String(decoding: text, as: UTF8.self)
  }
}
