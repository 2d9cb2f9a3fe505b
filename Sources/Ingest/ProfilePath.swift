/// The way to a value inside a record, as a profile writes it: `actor.user.email`, `target[0].id`, `parameters[name=doc_id].value`,
/// `events[].name`. A key with a dot or bracket in it stands in double quotes. `.` alone is the record.
///
/// A way that goes on inside a text reads the text as JSON. In CSV the first key is a column.
public struct ProfilePath: Equatable, Sendable {
  enum Step: Equatable, Sendable {
    case key(String)
    case index(Int)
    /// The first element of an array that has this text under this key.
    case element(key: String, text: String)
    /// The element of the array that is split into events.
    case each
  }

  public let text: String
  let steps: [Step]

  /// Nil if the text is no path.
  init?(_ text: String) {
    self.text = text
    guard text != "." else {
      steps = []
      return
    }
    var rest = Substring(text)
    var steps: [Step] = []
    repeat {
      guard let key = Self.takeKey(&rest) else { return nil }
      steps.append(.key(key))
      while rest.first == "[" {
        guard let step = Self.takeBrackets(&rest) else { return nil }
        steps.append(step)
      }
    } while Self.take(".", &rest)
    guard rest.isEmpty else { return nil }
    self.steps = steps
  }

  private static func take(_ character: Character, _ rest: inout Substring) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  private static func takeKey(_ rest: inout Substring) -> String? {
    if take("\"", &rest) {
      guard let end = rest.firstIndex(of: "\"") else { return nil }
      defer { rest = rest[rest.index(after: end)...] }
      return String(rest[..<end])
    }
    let key = rest.prefix { $0 != "." && $0 != "[" && $0 != "]" && $0 != "\"" }
    rest = rest[key.endIndex...]
    return key.isEmpty ? nil : String(key)
  }

  private static func takeBrackets(_ rest: inout Substring) -> Step? {
    guard let end = rest.firstIndex(of: "]") else { return nil }
    let inside = rest[rest.index(after: rest.startIndex)..<end]
    rest = rest[rest.index(after: end)...]
    if inside.isEmpty { return .each }
    if let index = Int(inside), index >= 0 { return .index(index) }
    let parts = inside.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    return .element(key: String(parts[0]), text: String(parts[1]))
  }

  /// The column or the key of the record with which it begins.
  var firstKey: String? {
    guard case .key(let key)? = steps.first else { return nil }
    return key
  }
}
