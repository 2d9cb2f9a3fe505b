import AuditModel

/// Takes withheld fields out of the JSON texts of an event: out of its changes and out of its further keys.
///
/// A field is withheld by its name, whole or as a part between dots, without regard to case: what a flattened field has below it goes with it. A
/// value in which the name occurs anywhere inside, as a key or as a text, is withheld as a whole: better too much than a value that another
/// spelling lets through.
struct FieldRedaction {
  /// The withheld names, each by its parts between dots.
  private let names: Set<[String]>
  private let lengths: Set<Int>
  private let withholdsAll: Bool
  /// Names that were judged already, as JSON strings.
  private var judged: [ArraySlice<UInt8>: Bool] = [:]
  private static let judgedLimit = 1 << 14

  /// - Parameter withholdsAll: of changes every one, whatever its field.
  init(_ names: [String], withholdsAll: Bool) {
    self.names = Set(names.map(Self.parts))
    lengths = Set(self.names.map(\.count))
    self.withholdsAll = withholdsAll
  }

  /// Whether there is anything to look for.
  var isNeeded: Bool { withholdsAll || !names.isEmpty }

  // MARK: Changes

  /// The changes without what is withheld. All changes of a field are withheld if one of them is, so that a field's name says enough.
  mutating func redacted(changes text: [UInt8]) throws(Failure) -> [UInt8] {
    var changes: [(change: ChangeReader.Change, field: ArraySlice<UInt8>)] = []
    var withheld: Set<ArraySlice<UInt8>> = []
    var reader = ChangeReader(text.span)
    while let change = try reader.next() {
      let field = text[change.field]
      changes.append((change, field))
      if withholdsAll || isWithheld(field) || mentions(text[change.before.source]) || mentions(text[change.after.source]) {
        withheld.insert(field)
      }
    }
    guard !withheld.isEmpty else { return text }
    return Self.text(of: changes, withheld, text)
  }

  private static func text(
    of changes: [(change: ChangeReader.Change, field: ArraySlice<UInt8>)], _ withheld: Set<ArraySlice<UInt8>>, _ text: [UInt8]
  ) -> [UInt8] {
    var out = Array("[".utf8)
    for (index, (change, field)) in changes.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out += Array("[".utf8) + field
      if withheld.contains(field) { out += [UInt8(ascii: ","), ChangeReader.withheldMark, UInt8(ascii: ","), ChangeReader.withheldMark] }
      else { out += sides(of: change, text) }
      out.append(UInt8(ascii: "]"))
    }
    return out + Array("]".utf8)
  }

  private static func sides(of change: ChangeReader.Change, _ text: [UInt8]) -> [UInt8] {
    switch (change.before.form, change.after.form) {
    case (.absent, .absent): []
    case (_, .absent): Array(",{\"before\":".utf8) + text[change.before.source] + Array("}".utf8)
    case (.absent, _): Array(",{\"after\":".utf8) + text[change.after.source] + Array("}".utf8)
    default: Array(",".utf8) + text[change.before.source] + Array(",".utf8) + text[change.after.source]
    }
  }

  // MARK: Further keys

  /// The members that may be shown, as an object, and the names of the others, as an array; each empty if there are none.
  mutating func redacted(extras text: [UInt8]) throws(Failure) -> (shown: [UInt8], withheld: [UInt8]) {
    var (shown, withheld): ([[UInt8]], [[UInt8]]) = ([], [])
    for member in try ObjectMembers.read(text) {
      if isWithheld(text[member.name]) || mentions(text[member.value]) {
        withheld.append(Array(text[member.name]))
      } else {
        shown.append(Array(text[member.name]) + [UInt8(ascii: ":")] + text[member.value])
      }
    }
    guard !withheld.isEmpty else { return (text, []) }
    let comma = [UInt8(ascii: ",")]
    let object = shown.isEmpty ? [] : Array("{".utf8) + shown.joined(separator: comma) + Array("}".utf8)
    return (object, Array("[".utf8) + withheld.joined(separator: comma) + Array("]".utf8))
  }

  // MARK: Names

  /// - Parameter name: a JSON string with its quotes.
  private mutating func isWithheld(_ name: ArraySlice<UInt8>) -> Bool {
    if names.isEmpty { return false }
    if let known = judged[name] { return known }
    if judged.count >= Self.judgedLimit { judged.removeAll(keepingCapacity: true) }
    let parts = Self.parts(of: JSONStrings.text(of: name))
    let isWithheld = lengths.contains { length in
      parts.indices.dropLast(length - 1).contains { names.contains(Array(parts[$0..<$0 + length])) }
    }
    judged[Array(name)[...]] = isWithheld
    return isWithheld
  }

  /// Split by scalars: a mark that combines with a dot must not hide it.
  private static func parts(of name: String) -> [String] {
    name.lowercased().unicodeScalars.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
  }

  /// Whether a withheld name occurs inside an object or an array.
  private mutating func mentions(_ value: ArraySlice<UInt8>) -> Bool {
    guard !names.isEmpty, value.first == UInt8(ascii: "{") || value.first == UInt8(ascii: "[") else { return false }
    var at = value.startIndex
    while at < value.endIndex {
      guard value[at] == UInt8(ascii: "\"") else {
        at += 1
        continue
      }
      let end = JSONStrings.end(of: at, in: value)
      if isWithheld(value[at..<end]) { return true }
      at = end
    }
    return false
  }
}
