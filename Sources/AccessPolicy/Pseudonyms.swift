import AuditModel
import EvidenceLog

/// Stable names that say who is the same and not who it is: `Person 7F3K-2Q9M`.
///
/// A name is HMAC-SHA-256 of the source's own id (or of the name, where there is no id) in Crockford's Base32, 8 characters for an actor and 12
/// for a record: of ten thousand people two share one with a chance of 1 in 20,000, of half a million records with 1 in 9 million.
struct Pseudonyms {
  private let key: [UInt8]

  /// - Parameters:
  ///   - secret: of the archive.
  ///   - request: what was asked for: another request gives other names. Nothing, where names are to be the same in all that is given out.
  init(secret: [UInt8], request: [UInt8]) {
    key = messageCode(of: Array("counterroll pseudonyms\n".utf8) + request, key: secret)
  }

  /// Nil where nobody was recorded.
  func name(of actor: Actor) -> String? {
    let word =
      switch actor.kind {
      case .person: "Person"
      case .workflow: "Workflow"
      case .integration: "Integration"
      case .system: "System"
      case .unknown: "Actor"
      }
    return name(word, "actor", actor.id, actor.name, groups: 2)
  }

  /// The same for a document as for one that it is the parent of.
  func name(ofDocument id: String?, called name: String?) -> String? { self.name("Record", "document", id, name, groups: 3) }

  private func name(_ word: String, _ space: String, _ id: String?, _ name: String?, groups: Int) -> String? {
    guard let text = id ?? name else { return nil }
    let message = Array("\(space) \(id == nil ? "name" : "id")\n\(text)".utf8)
    let digits = Self.digits(of: messageCode(of: message, key: key), count: 4 * groups)
    return word + " " + stride(from: 0, to: digits.count, by: 4).map { String(decoding: digits[$0..<$0 + 4], as: UTF8.self) }.joined(separator: "-")
  }

  /// Without I, L, O and U: nobody misreads a 1 or a 0.
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  private static func digits(of bytes: [UInt8], count: Int) -> [UInt8] {
    (0..<count).map { digit in
      let bit = digit * 5
      let pair = UInt16(bytes[bit / 8]) << 8 | UInt16(bytes[bit / 8 + 1])
      return alphabet[Int(pair >> UInt16(11 - bit % 8) & 31)]
    }
  }
}
