internal import AuditModel

/// Finds the profile of a file by its structure: the one of whose requirements all are met, and of several the one with the most of them. The
/// file's name says nothing.
struct ProfileDetector {
  /// How far a profile fits.
  struct Fit {
    let profile: SourceProfile
    let met: [String]
    let missing: [String]
    /// How many of the profile's columns or keys are there in all: decides between profiles with equally many requirements.
    let known: Int
    var shape = JSONRecordScanner.Shape.lines
    /// Whether there is a place for the profile's records, and none of them.
    var isEmpty = false
  }

  /// - Parameter fits: of all profiles, in any order.
  static func choice(among fits: [Fit]) -> (fit: Fit, choice: ProfileChoice)? {
    let fitting = fits.filter { $0.missing.isEmpty }
    guard let best = fitting.max(by: { ($0.met.count, $0.known, $1.profile.name) < ($1.met.count, $1.known, $0.profile.name) }) else { return nil }
    return (best, ProfileChoice(profile: best.profile, matched: best.met, runnerUp: runnerUp(to: best.profile.name, fits)))
  }

  /// The profile of a document without records, as a source gives it for a stretch of time without events: the only one that has its records
  /// under a key that is there.
  static func choiceOfEmpty(among fits: [Fit]) -> (fit: Fit, choice: ProfileChoice)? {
    let empty = fits.filter { $0.isEmpty && $0.shape == .envelope }
    guard let only = empty.first, empty.allSatisfy({ $0.profile.name == only.profile.name }) else { return nil }
    return (only, ProfileChoice(profile: only.profile, matched: ["an empty list of records"]))
  }

  /// The other profile that comes nearest.
  private static func runnerUp(to name: String, _ fits: [Fit]) -> ProfileChoice.RunnerUp? {
    let others = fits.filter { $0.profile.name != name && !$0.met.isEmpty }
    let near = others.min { a, b in
      (a.missing.count - a.met.count, a.profile.name) < (b.missing.count - b.met.count, b.profile.name)
    }
    return near.map { ProfileChoice.RunnerUp(name: $0.profile.name, missing: $0.missing) }
  }

  // MARK: CSV

  static func fit(_ profile: SourceProfile, columns: ColumnNames) -> Fit {
    var (met, missing): ([String], [String]) = ([], [])
    for requirement in profile.requirements {
      let column = paths(of: requirement, profile).lazy.compactMap { $0.firstKey.flatMap { columns.spelled($0) } }.first
      if let column { met.append(column) } else { missing.append(title(of: requirement)) }
    }
    let known = profile.units(ofColumns: columns.keys).count { $0 != nil }
    return Fit(profile: profile, met: met, missing: missing, known: known)
  }

  static func title(of requirement: SourceProfile.Requirement) -> String {
    switch requirement {
    case .paths(let paths): paths.map(\.text).joined(separator: " or ")
    case .unit(let unit): "a column for the \(unit.title)"
    }
  }

  private static func paths(of requirement: SourceProfile.Requirement, _ profile: SourceProfile) -> [ProfilePath] {
    switch requirement {
    case .paths(let paths): paths
    case .unit(let unit): profile.units[unit]?.paths ?? []
    }
  }

  // MARK: JSON

  /// How many records at the start of a file are looked at: the first may be an odd one.
  private static let looks = 5

  /// How each profile fits the start of a JSON document.
  static func fits(_ head: ByteView, isWhole: Bool, _ profiles: [SourceProfile]) -> [Fit] {
    var look = JSONLook(head, isWhole: isWhole, limit: looks)
    return profiles.flatMap { profile in
      profile.places.compactMap { place in
        guard let (shape, records) = look.records(at: place) else { return nil }
        return records.map { fit(profile, $0, &look, shape) }.max { ($0.met.count, $0.known) < ($1.met.count, $1.known) }
          ?? Fit(profile: profile, met: [], missing: ["records"], known: 0, shape: shape, isEmpty: true)
      }
    }
  }

  private static func fit(_ profile: SourceProfile, _ record: Int, _ look: inout JSONLook, _ shape: JSONRecordScanner.Shape) -> Fit {
    var (met, missing): ([String], [String]) = ([], [])
    for requirement in profile.requirements {
      let path = paths(of: requirement, profile).first { look.holds($0, record) }
      if let path { met.append(path.text) } else { missing.append(title(of: requirement)) }
    }
    let known = profile.mapping.count { look.holds(ProfilePath($0.name)!, record) }
    return Fit(profile: profile, met: met, missing: missing, known: known, shape: shape)
  }
}

/// The start of a JSON document, as far as it could be parsed.
struct JSONLook: ~Copyable {
  private var tape: JSONTape
  private let arena = ByteArena()
  private let keys = KeyTable()
  /// The values that stand one after another.
  private var roots: [Int] = []
  private let limit: Int
  /// Why the first value is not JSON.
  private(set) var problem: JSONProblem?

  init(_ head: ByteView, isWhole: Bool, limit: Int) {
    tape = JSONTape(keys: keys, depth: JSONTape.exportDepth)
    self.limit = limit
    var at = 0
    while roots.count < limit, at < head.count {
      let root = tape.count
      let (outcome, end) = tape.parse(head.slice(at, head.count), isWhole: isWhole)
      if tape.count > root { roots.append(root) }
      if outcome == .invalid, roots.count <= 1 { problem = tape.problem }
      guard outcome == .complete else { break }
      at += end
    }
  }

  /// The first records at a place, or nil if the document is not of this shape.
  func records(at place: SourceProfile.Place) -> (JSONRecordScanner.Shape, [Int])? {
    guard let root = roots.first else { return nil }
    switch place {
    case .lines: return tape.kind(of: root) == .object ? (.lines, roots) : nil
    case .list: return tape.kind(of: root) == .array ? (.array, tape.elements(of: root, limit: limit)) : nil
    case .key(let key):
      let list = tape.member(keys.number(of: key), of: root)
      guard list >= 0, tape.kind(of: list) == .array else { return nil }
      return (.envelope, tape.elements(of: list, limit: limit))
    }
  }

  /// The keys of the first record, whatever it is: for a file that no profile fits.
  var firstKeys: [String] {
    guard let root = roots.first else { return [] }
    let record = tape.kind(of: root) == .array ? tape.element(0, of: root) : root
    return record >= 0 ? tape.keys(of: record).map { tape.text(of: $0) } : []
  }

  /// Every way from a record to a text, number or list, in the order of the first record. For a document that is an object with an array in it,
  /// the records are that array's elements.
  var leaves: [ProfilePath] {
    guard let record = firstRecords.first else { return [] }
    var found: [ProfilePath] = []
    addLeaves(of: record, "", 0, &found)
    return found
  }

  private var firstRecords: [Int] {
    guard let root = roots.first else { return [] }
    if tape.kind(of: root) == .array { return tape.elements(of: root, limit: limit) }
    let lists = tape.keys(of: root).map { tape.elements(of: $0 + 1, limit: limit) }
    let records = lists.first { list in list.first.map { tape.kind(of: $0) == .object } ?? false }
    return roots.count == 1 ? records ?? roots : roots
  }

  private func addLeaves(of object: Int, _ prefix: String, _ depth: Int, _ found: inout [ProfilePath]) {
    for key in tape.keys(of: object) {
      let name = tape.text(of: key)
      let path = prefix + (name.contains { ".[]".contains($0) } ? "\"\(name)\"" : name)
      if tape.kind(of: key + 1) == .object, depth < 3, !tape.keys(of: key + 1).isEmpty {
        addLeaves(of: key + 1, path + ".", depth + 1, &found)
      } else if let path = ProfilePath(path) {
        found.append(path)
      }
    }
  }

  /// What the first records have at the end of a path, as texts.
  func texts(at path: ProfilePath) -> [String?] {
    firstRecords.map { record in
      var at = record
      for case .key(let key) in path.steps where at >= 0 { at = tape.member(keys.number(of: key), of: at) }
      guard at >= 0, tape.kind(of: at) != .null else { return nil }
      return tape.isString(at) ? tape.text(of: at) : tape.source(of: at).string
    }
  }

  /// Whether there is a value at the end of a path.
  mutating func holds(_ path: ProfilePath, _ record: Int) -> Bool {
    var at = record
    for step in path.steps {
      if tape.isString(at) { at = contents(of: at) }
      guard at >= 0 else { return false }
      switch step {
      case .key(let key): at = tape.member(keys.number(of: key), of: at)
      case .index(let index): at = tape.element(index, of: at)
      case .element(let key, let text): at = tape.element(with: keys.number(of: key), text: Array(text.utf8), of: at)
      case .each: at = tape.element(0, of: at)
      }
      guard at >= 0 else { return false }
    }
    return true
  }

  private mutating func contents(of text: Int) -> Int {
    guard let decoded = tape.string(text).decoded else { return -1 }
    let root = tape.count
    return tape.parse(arena.store(decoded)).outcome == .complete ? root : -1
  }
}
