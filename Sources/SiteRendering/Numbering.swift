internal import AuditModel

/// Gives the archive's dictionary ids numbers of the page's own, in the order in which the page first meets them, and counts them.
///
/// What the events of a page do not name gets no number, so nothing of it can reach the page.
struct Numbering {
  /// The archive's id of each number.
  private(set) var ids: [Int32] = []
  private(set) var counts: [UInt32] = []
  /// Number + 1 by archive id; 0 where there is none.
  private var numbers: [UInt32] = []

  @inline(__always)
  mutating func number(of id: Int32) throws(Failure) -> UInt32 {
    if id >= 0, Int(id) < numbers.count, numbers[Int(id)] > 0 {
      let number = numbers[Int(id)] - 1
      counts[Int(number)] += 1
      return number
    }
    return try add(id)
  }

  @inline(never)
  private mutating func add(_ id: Int32) throws(Failure) -> UInt32 {
    guard id >= 0 else { throw Failure(.badData, "the archive has an entry with the number \(id)", hint: "verify the archive") }
    if Int(id) >= numbers.count {
      numbers.append(contentsOf: repeatElement(0, count: max(Int(id) + 1 - numbers.count, numbers.count)))
    }
    ids.append(id)
    counts.append(1)
    numbers[Int(id)] = UInt32(ids.count)
    return UInt32(ids.count - 1)
  }

  /// The numbers sorted by descending count, then by `precedes`, then by first appearance.
  func ranking(_ precedes: (Int, Int) -> Bool) -> [Int] {
    ids.indices.sorted { a, b in
      if counts[a] != counts[b] { return counts[a] > counts[b] }
      if precedes(a, b) { return true }
      return precedes(b, a) ? false : a < b
    }
  }
}

/// The inverse of a ranking: the new number of each old one.
func places(of ranking: [Int]) -> [UInt32] {
  var places = [UInt32](repeating: 0, count: ranking.count)
  for (place, number) in ranking.enumerated() { places[number] = UInt32(place) }
  return places
}

/// The same for targets, which the archive names by two ids: numbered as a text is, which is quicker than a dictionary.
struct TargetNumbering {
  /// The archive's id of each number.
  private(set) var ids: [TargetID] = []
  private var numbers = ValueInterner()

  mutating func number(of id: TargetID) throws(Failure) -> UInt32 {
    let both = UInt64(UInt32(bitPattern: id.document)) << 32 | UInt64(UInt32(bitPattern: id.name))
    let number = try unsafe withUnsafeBytes(of: both) { bytes throws(Failure) in unsafe try numbers.intern(bytes, kind: 0, field: 0) }
    if number == ids.count { ids.append(id) }
    return number
  }
}

/// Texts numbered from 1 in the order of their first appearance, each once; 0 is one that was not recorded.
struct TextNumbering {
  private(set) var table = TextTable()
  private var numbers: [ExactText: UInt32] = [:]

  mutating func number(of text: String?) -> UInt32 {
    guard let text else { return 0 }
    if let number = numbers[ExactText(text: text)] { return number }
    table.append(text)
    numbers[ExactText(text: text)] = UInt32(table.count)
    return UInt32(table.count)
  }
}

/// A text that is equal only to the same bytes: Swift's own texts are equal where they look alike.
private struct ExactText: Hashable {
  let text: String

  /// On the bytes as they lie: to compare them through the views of two texts takes longer than to find them.
  static func == (one: ExactText, other: ExactText) -> Bool {
    var (one, other) = (one.text, other.text)
    return unsafe one.withUTF8 { one in unsafe other.withUTF8 { unsafe $0.count == one.count && $0.elementsEqual(one) } }
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    unsafe text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
