/// Columns in numbered sets of three, such as Target1ModifiedProperty1Name, …OldValue and …NewValue. In each pattern `#` stands for a number.
struct ColumnSets {
  let field: String
  let before: String
  let after: String

  /// The sets of which a header has the column with the field's name, in the order of the header.
  func sets(in columns: [String]) -> [(field: [ProfilePath], before: [ProfilePath], after: [ProfilePath])] {
    columns.compactMap { column in
      guard let numbers = Self.numbers(in: column, by: field) else { return nil }
      return (Self.path(field, numbers), Self.path(before, numbers), Self.path(after, numbers))
    }
  }

  /// The numbers that stand at the places of `#`; nil if the column is not of this pattern.
  private static func numbers(in column: String, by pattern: String) -> [String]? {
    var (rest, numbers): (Substring, [String]) = (Substring(column), [])
    for (index, part) in pattern.split(separator: "#", omittingEmptySubsequences: false).enumerated() {
      if index > 0 {
        let number = rest.prefix { $0.isASCII && $0.isNumber }
        guard !number.isEmpty else { return nil }
        numbers.append(String(number))
        rest = rest.dropFirst(number.count)
      }
      guard rest.hasPrefix(part) else { return nil }
      rest = rest.dropFirst(part.count)
    }
    return rest.isEmpty ? numbers : nil
  }

  private static func path(_ pattern: String, _ numbers: [String]) -> [ProfilePath] {
    var text = ""
    for (index, part) in pattern.split(separator: "#", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { text += index <= numbers.count ? numbers[index - 1] : "" }
      text += part
    }
    return ProfilePath(text).map { [$0] } ?? []
  }
}
