/// The labels of one unit: for each word of the source, what the archive calls it. A word is looked up in the profile once.
final class LabelTable {
  private static let comfortable = 4096
  private static let longestWord = 256
  private let rule: SourceProfile.UnitRule
  private let words = KeyTable()
  private var labels: [ByteView] = []
  private let arena = ByteArena()

  init(_ rule: SourceProfile.UnitRule) { self.rule = rule }

  /// The label, valid until so many other words have come that all are forgotten: longer than a record. That of a long text is not remembered,
  /// and stands in `memory`.
  func label(for word: ByteView, in memory: ByteArena) -> ByteView {
    if word.count > Self.longestWord { return memory.store(Self.label(for: word.string, rule).utf8) }
    if words.count > Self.comfortable { forget() }
    let number = Int(words.number(of: word))
    if number == labels.count { labels.append(arena.store(Self.label(for: word.string, rule).utf8)) }
    return labels[number]
  }

  private func forget() {
    words.tidy()
    labels.removeAll(keepingCapacity: true)
    arena.reset()
  }

  static func label(for word: String, _ rule: SourceProfile.UnitRule) -> String {
    if let entry = rule.labels.first(where: { $0.pattern.text == word }) { return entry.label }
    if let entry = rule.labels.first(where: { $0.pattern.matches(word) }) { return entry.label }
    return rule.isSentence ? sentence(word) : word
  }

  /// `CALENDAR_EVENT` as “Calendar event”; a text that is no word in capitals stays.
  private static func sentence(_ word: String) -> String {
    guard let first = word.utf8.first, 0x41...0x5A ~= first else { return word }
    guard word.utf8.allSatisfy({ 0x41...0x5A ~= $0 || $0 == 0x5F || 0x30...0x39 ~= $0 }) else { return word }
    let words = word.lowercased().replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
