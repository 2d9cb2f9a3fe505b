import AuditModel

/// The addresses of lists in a page that holds exactly the period's events: the filters of `location.js`.
struct AddressBook {
  /// A readable key for each actor: the name where it is the only one, else the id; none where neither tells it from the others.
  private let users: [Int32: String]

  init(_ cast: Cast) {
    var uses: [String: Int] = [:]
    for actor in cast.actors.values {
      for key in Set([actor.name, actor.id].compactMap(\.self)) where !key.isEmpty { uses[key, default: 0] += 1 }
    }
    users = cast.actors.compactMapValues { actor in [actor.name, actor.id].compactMap(\.self).first { uses[$0] == 1 } }
  }

  /// - Parameters:
  ///   - user: nil for all.
  ///   - days: half-open; the page has the last day itself.
  /// - Returns: nil if there is no such address.
  func address(user: Int32? = nil, module: String? = nil, actions: [String] = [], days: Range<Int>? = nil) -> String? {
    var parameters: [(String, String)] = []
    if let user {
      guard let key = users[user] else { return nil }
      parameters.append(("user", key))
    }
    if let module { parameters.append(("module", module)) }
    parameters += actions.map { ("action", $0) }
    if let days { parameters += [("from", Period.date(days.lowerBound)), ("to", Period.date(days.upperBound - 1))] }
    return "#" + parameters.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): out.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        out += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return out
  }
}
