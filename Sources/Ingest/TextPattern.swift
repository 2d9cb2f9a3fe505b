/// A word of a source, with `*` for any run of characters and `?` for one byte: `*USER*`, `org.*`.
struct TextPattern: Equatable, Sendable {
  let text: String
  private let ignoresCase: Bool

  init(_ text: String, ignoringCase: Bool = false) {
    self.text = ignoringCase ? text.lowercased() : text
    ignoresCase = ignoringCase
  }

  func matches(_ word: String) -> Bool {
    Self.matches(Array(text.utf8)[...], Array((ignoresCase ? word.lowercased() : word).utf8)[...])
  }

  private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == UInt8(ascii: "*") {
      if matches(pattern.dropFirst(), text) { return true }
      return !text.isEmpty && matches(pattern, text.dropFirst())
    }
    guard let byte = text.first, byte == first || first == UInt8(ascii: "?") else { return false }
    return matches(pattern.dropFirst(), text.dropFirst())
  }
}
