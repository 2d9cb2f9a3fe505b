/// A word of a source, with `*` for any run of characters and `?` for one byte: `*USER*`, `org.*`.
struct TextPattern: Equatable, Sendable {
  let text: String
  private let ignoresCase: Bool

  init(_ text: String, ignoringCase: Bool = false) {
    self.text = ignoringCase ? text.lowercased() : text
    ignoresCase = ignoringCase
  }

  func matches(_ word: String) -> Bool {
    let (pattern, word) = (Array(text.utf8), Array((ignoresCase ? word.lowercased() : word).utf8))
    var (at, place) = (0, 0)
    // Where to go on when what follows the last star does not fit: one byte further on.
    var retry: (star: Int, place: Int)?
    while place < word.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        retry = (at, place)
        at += 1
      } else if at < pattern.count, pattern[at] == word[place] || pattern[at] == UInt8(ascii: "?") {
        (at, place) = (at + 1, place + 1)
      } else if let last = retry {
        retry = (last.star, last.place + 1)
        (at, place) = (last.star + 1, last.place + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
