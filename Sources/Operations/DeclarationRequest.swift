public import AuditModel
public import Coverage
internal import StrictYAML
import Foundation

/// What somebody says about a source file's range and filter: by flags, or in a file beside it.
///
/// A file beside the export `june.csv` is called `june.csv.coverage.json` or `june.csv.coverage.yaml`:
///
/// ```yaml
/// version: 1
/// from: "2026-06-01"        # the first instant: a day of the account's zone, or a full time
/// to: "2026-07-01"          # the first instant after: so this is the whole of June
/// filter:                   # {} or left out for an export of everything
///   modules: [Contacts]
///   users: [Maria Keller]
///   actions: [Deleted]
///   documents: [d-17]
/// ```
public struct DeclarationRequest: Sendable {
  /// `FROM..TO`
  public var covers: String?
  /// `module=Contacts`
  public var filters: [String] = []

  public init() {}

  public var isEmpty: Bool { covers == nil && filters.isEmpty }

  /// What the flags say.
  public func resolved(_ days: AccountDays) throws(Failure) -> Declaration {
    Declaration(span: try span(days), filter: try filter())
  }

  private func span(_ days: AccountDays) throws(Failure) -> Span? {
    guard let covers else { return nil }
    let ends = covers.components(separatedBy: "..")
    guard ends.count == 2 else {
      throw Failure(.usage, "--covers \(covers): not a range", hint: "write --covers 2026-06-01..2026-07-01, which is the whole of June")
    }
    let from = try Self.instant(ends[0], days, of: "--covers"), to = try Self.instant(ends[1], days, of: "--covers")
    guard from < to else { throw Failure(.usage, "--covers \(covers): it ends before it begins", hint: "the second day is the first one after") }
    return Span(from, to)
  }

  private func filter() throws(Failure) -> ClaimedFilter? {
    guard !filters.isEmpty else { return nil }
    var filter = ClaimedFilter()
    for text in filters {
      let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2, let key = Self.keys[sides[0]] else {
        throw Failure(.usage, "--filter \(text): not a filter", hint: "write module=Contacts; the keys are user, module, action, document")
      }
      filter[keyPath: key].append(sides[1])
    }
    return filter
  }

  private static var keys: [String: WritableKeyPath<ClaimedFilter, [String]>] {
    ["user": \.users, "module": \.modules, "action": \.actions, "document": \.documents]
  }

  static func instant(_ text: String, _ days: AccountDays, of place: String) throws(Failure) -> Int64 {
    let bytes = Array(text.utf8)
    if let day = try? Timestamp.parseDate(bytes.span) { return days.start(of: Int(day / Timestamp.millisecondsPerDay)) }
    do {
      return try Timestamp.parse(bytes.span)
    } catch {
      throw Failure(.usage, "\(place): \(text): \(error.rawValue)", hint: "write 2026-06-01, or 2026-06-01T09:30:00-05:00")
    }
  }
}

// MARK: - The file beside the export

extension DeclarationRequest {
  private static let endings = [".coverage.json", ".coverage.yaml", ".coverage.yml"]
  private static let shape = "a coverage file has the keys version, from, to and filter"

  /// The export that a file of this name speaks of; nil if it is no coverage file.
  public static func export(ofSidecar path: String) -> String? {
    endings.first { path.hasSuffix($0) && path.count > $0.count }.map { String(path.dropLast($0.count)) }
  }

  /// What the file beside an export says; nil if there is none.
  public static func sidecar(of path: String, _ days: AccountDays) throws(Failure) -> Declaration? {
    let found = endings.map { path + $0 }.filter { FileManager.default.fileExists(atPath: $0) }
    guard let file = found.first else { return nil }
    guard found.count == 1 else {
      throw Failure(.settings, "\(path) has two coverage files: \(found.joined(separator: ", "))", hint: "keep one of them")
    }
    guard let bytes = FileManager.default.contents(atPath: file) else { throw Failure(.noInput, "cannot read \(file)", hint: "check its mode") }
    return try read(Array(bytes), file: file, days)
  }

  static func read(_ bytes: [UInt8], file: String, _ days: AccountDays) throws(Failure) -> Declaration {
    try StrictYAML(file: file, kind: "coverage file").read(bytes, shape: shape) { (root) throws(Failure) in
      let table = try root.table("the coverage file", shape)
      try table.checkVersion(key: "version")
      try table.check("the coverage file", required: ["version"], optional: ["from", "to", "filter"])
      let declaration = Declaration(span: try span(table, file, days), filter: try table["filter"].map(filter))
      guard !declaration.isEmpty else { throw root.failure("the coverage file says neither a range nor a filter", shape) }
      return declaration
    }
  }

  private static func span(_ table: StrictYAML.Table, _ file: String, _ days: AccountDays) throws(Failure) -> Span? {
    guard table["from"] != nil || table["to"] != nil else { return nil }
    try table.check("a coverage file with a range", required: ["version", "from", "to"], optional: ["filter"])
    var ends: [Int64] = []
    for key in ["from", "to"] {
      let text = try table[key]!.text("“\(key)”")
      do {
        ends.append(try instant(text, days, of: key))
      } catch {
        throw table[key]!.failure(error.message, error.hint ?? shape)
      }
    }
    guard ends[0] < ends[1] else { throw table["to"]!.failure("the range ends before it begins", "“to” is the first instant after") }
    return Span(ends[0], ends[1])
  }

  private static func filter(_ item: StrictYAML.Item) throws(Failure) -> ClaimedFilter {
    let table = try item.table("the filter", "Write for example: filter: { modules: [Contacts] }")
    try table.check("the filter", required: [], optional: ["users", "modules", "actions", "documents"])
    var filter = ClaimedFilter()
    for (name, key) in [("users", \ClaimedFilter.users), ("modules", \.modules), ("actions", \.actions), ("documents", \.documents)] {
      if let values = table[name] { filter[keyPath: key] = try values.uniqueTexts("a value of “\(name)”", name).map(\.text) }
    }
    return filter
  }
}
