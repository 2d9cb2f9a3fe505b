internal import AuditModel

/// Takes an event out of a parsed record, by a profile.
///
/// What is taken is marked in the tape; what is left stays with the event as further fields, an object without the members that were taken.
final class RecordExtractor {
  /// A profile's rule for a unit with its paths ready to walk.
  private final class Rule {
    let unit: Unit
    let paths: [CompiledPath]
    let separator: String?
    let constant: ByteView?
    let nothing: [[UInt8]]
    let labels: LabelTable?

    init(_ unit: Unit, _ rule: SourceProfile.UnitRule, _ compiler: inout PathCompiler, constants: ByteArena) {
      self.unit = unit
      paths = compiler.compile(rule.paths)
      separator = rule.separator
      constant = rule.constant.map { constants.store($0.utf8) }
      nothing = rule.nothing.map { Array($0.utf8) }
      labels = rule.labels.isEmpty && !rule.isSentence ? nil : LabelTable(rule)
    }
  }

  let profile: SourceProfile
  let keys = KeyTable()
  private(set) var tape: JSONTape
  private var rules: [Rule] = []
  private var changes: ChangeExtractor.Plan
  /// For each key number that is looked for at the top of a record, its slot.
  private var slotOfKey: [Int] = []
  /// For each slot, the value in the current record, or -1.
  private var top: [Int] = []
  private var each: CompiledPath?
  private(set) var furtherFields: [CompiledPath] = []
  private(set) var leftOut: [CompiledPath] = []
  private(set) var mustBeAbsent: [CompiledPath] = []
  private let constants = ByteArena()
  private var scratch: [UInt8] = []

  // MARK: The current record

  private(set) var root = 0
  /// The elements that are events of their own, if the profile splits records, and the one that is being read.
  private var parts: [Int] = []
  private var part = -1
  /// Texts of the record that were parsed as JSON, and the value in each; -1 if it holds none.
  private var inner: [(text: Int, root: Int)] = []

  /// - Parameters:
  ///   - columns: the columns of a CSV file; none for JSON.
  ///   - column: the name of a column as the file spells it; nil if the file has none for it.
  init(_ profile: SourceProfile, columns: [String] = [], column: @escaping (String) -> String? = { $0 }) {
    self.profile = profile
    tape = JSONTape(keys: keys, depth: profile.isOfArchive ? JSONTape.exportDepth : JSONTape.maximumDepth)
    changes = ChangeExtractor.Plan()
    var compiler = PathCompiler(keys: keys, column: column)
    for (_, unit) in ProfileFile.unitNames {
      guard let rule = profile.units[unit] else { continue }
      rules.append(Rule(unit, rule, &compiler, constants: constants))
    }
    changes = ChangeExtractor.Plan(profile.changes, columns: columns, &compiler)
    each = profile.each.flatMap { compiler.compile([$0]).first }
    furtherFields = compiler.compile(profile.furtherFields)
    leftOut = compiler.compile(profile.leftOut)
    mustBeAbsent = compiler.compile(profile.mustBeAbsent)
    slotOfKey = compiler.slotOfKey
    top = Array(repeating: -1, count: compiler.slotCount)
    keys.pin()
  }

  // MARK: Parsing

  /// Lends the tape to whoever parses the next record into it.
  func parse<T>(_ body: (inout JSONTape) throws -> T) rethrows -> T { try body(&tape) }

  /// Begins with the record that was parsed. The number of events that are in it.
  func begin() throws(EventAssembler.Flaw) -> Int {
    root = 0
    inner.removeAll(keepingCapacity: true)
    guard tape.kind(of: root) == .object else { throw .init(reason: "a record must be an object") }
    for slot in top.indices { top[slot] = -1 }
    var (at, end) = (root + 1, tape.next(after: root))
    while at < end {
      let key = Int(tape.key(of: at))
      if key < slotOfKey.count, slotOfKey[key] >= 0 { top[slotOfKey[key]] = at + 1 }
      at = tape.next(after: at + 1)
    }
    return try splitRecord()
  }

  private func splitRecord() throws(EventAssembler.Flaw) -> Int {
    guard let each else { return 1 }
    part = -1
    let array = try walk(each, arena: constants)
    if array >= 0 { try touch(each, constants) }
    if array >= 0 { tape.touch(array) }
    parts = array >= 0 ? tape.elements(of: array) : []
    return max(parts.count, 1)
  }

  /// Reads one of the record's events into an empty draft.
  func read(_ index: Int, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    if each != nil { choosePart(index) }
    for rule in rules { try read(rule, into: &draft) }
    try ChangeExtractor(record: self).read(changes, into: &draft)
    if index > 0, let id = draft[.sourceEventID], !id.isEmpty { draft.set(.sourceEventID, to: id.string + "#\(index + 1)") }
    if profile.isOfArchive || !furtherFields.isEmpty || !leftOut.isEmpty || !mustBeAbsent.isEmpty { try readExportParts(into: &draft) }
    keepRest(into: &draft)
  }

  /// The other elements are no part of this event.
  private func choosePart(_ index: Int) {
    for part in parts { tape.take(part) }
    part = index < parts.count ? parts[index] : -1
    if part >= 0 { tape.release(part) }
  }

  // MARK: Units

  private func read(_ rule: Rule, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    if let constant = rule.constant {
      draft[rule.unit] = constant
    } else if let separator = rule.separator {
      draft[rule.unit] = try joined(rule, separator, draft.arena)
    } else if let text = try first(of: rule, draft.arena) {
      draft[rule.unit] = rule.labels.map { $0.label(for: text, in: draft.arena) } ?? text
    }
  }

  /// The text of the first path that holds one. An empty text and a word that says nothing give way to a later path that says something;
  /// what is read behind such a word stays where it is.
  private func first(of rule: Rule, _ arena: ByteArena) throws(EventAssembler.Flaw) -> ByteView? {
    var fallback: ByteView?
    var isBehindWord = false
    for (index, path) in rule.paths.enumerated() {
      let value = try walk(path, arena: arena)
      guard value >= 0, let text = try text(of: value, arena) else { continue }
      if !isBehindWord { try take(value, at: path, arena) }
      let isWord = !rule.nothing.isEmpty && rule.nothing.contains { bytes in bytes.withView { text.equals($0) } }
      if !isWord, !text.isEmpty {
        if rule.nothing.isEmpty, index + 1 < rule.paths.count { try takeEqual(text, of: rule.paths[(index + 1)...], arena) }
        return text
      }
      isBehindWord = isBehindWord || isWord
      fallback = fallback ?? text
    }
    return fallback
  }

  /// A later path that says the same says nothing more.
  private func takeEqual(_ text: ByteView, of paths: ArraySlice<CompiledPath>, _ arena: ByteArena) throws(EventAssembler.Flaw) {
    for path in paths {
      let value = try walk(path, arena: arena)
      if value >= 0, let other = try self.text(of: value, arena), other.equals(text) { try take(value, at: path, arena) }
    }
  }

  private func joined(_ rule: Rule, _ separator: String, _ arena: ByteArena) throws(EventAssembler.Flaw) -> ByteView? {
    var (out, isFirst): ([UInt8], Bool) = ([], true)
    for path in rule.paths {
      let value = try walk(path, arena: arena)
      guard value >= 0, let text = try text(of: value, arena) else { continue }
      try take(value, at: path, arena)
      if !isFirst { out.append(contentsOf: separator.utf8) }
      isFirst = false
      text.append(to: &out)
    }
    return isFirst ? nil : arena.store(out)
  }

  /// The text of a value, a number or a truth value as it is written; nil for null and for what has parts.
  func text(of value: Int, _ arena: ByteArena) throws(EventAssembler.Flaw) -> ByteView? {
    switch tape.kind(of: value) {
    case .string: return tape.string(value).source
    case .escapedString:
      guard let decoded = tape.string(value).decoded else { throw .init(reason: "a lone surrogate in a name or id") }
      return arena.store(decoded)
    case .number, .yes, .no: return tape.source(of: value)
    case .null, .object, .array: return nil
    }
  }

  // MARK: Walking

  /// The value at the end of a path, or -1.
  @inline(__always)
  func walk(_ path: CompiledPath, arena: ByteArena) throws(EventAssembler.Flaw) -> Int {
    let start = path.slot >= 0 ? top[path.slot] : root
    guard start >= 0, !path.rest.isEmpty else { return start }
    return try walk(path.rest, from: start, arena)
  }

  private func walk(_ steps: [CompiledPath.Step], from start: Int, _ arena: ByteArena) throws(EventAssembler.Flaw) -> Int {
    var at = start
    for step in steps {
      at = try follow(step, try contents(of: at, arena))
      guard at >= 0 else { return -1 }
    }
    return at
  }

  private func follow(_ step: CompiledPath.Step, _ value: Int) throws(EventAssembler.Flaw) -> Int {
    guard value >= 0 else { return -1 }
    switch step {
    case .key(let key): return tape.member(key, of: value)
    case .index(let index): return tape.element(index, of: value)
    case .element(let key, let text): return tape.element(with: key, text: text, of: value)
    case .each: return tape.kind(of: value) == .array ? part : -1
    }
  }

  /// Marks the value at the end of a path as taken, and what holds it as touched.
  @inline(__always)
  func take(_ value: Int, at path: CompiledPath, _ arena: ByteArena) throws(EventAssembler.Flaw) {
    tape.take(value)
    if !path.rest.isEmpty { try touch(path, arena) }
  }

  private func touch(_ path: CompiledPath, _ arena: ByteArena) throws(EventAssembler.Flaw) {
    var at = path.slot >= 0 ? top[path.slot] : root
    for step in path.rest {
      tape.touch(at)
      let value = try contents(of: at, arena)
      if value >= 0 { tape.touch(value) }
      at = try follow(step, value)
      guard at >= 0 else { return }
      // The key by which an element was found is in the path, too.
      if case .element(let key, _) = step { tape.take(tape.member(key, of: at)) }
    }
  }

  /// The value itself; for a text that holds an object or array as JSON, that. -1 for another text.
  func contents(of value: Int, _ arena: ByteArena) throws(EventAssembler.Flaw) -> Int {
    guard tape.isString(value) else { return value }
    if let known = inner.first(where: { $0.text == value }) { return known.root }
    let found = try parseText(value, arena)
    inner.append((value, found))
    return found
  }

  private func parseText(_ value: Int, _ arena: ByteArena) throws(EventAssembler.Flaw) -> Int {
    guard let text = try text(of: value, arena) else { return -1 }
    var start = 0
    while start < text.count, JSONTape.isWhiteSpace(text[start]) { start += 1 }
    guard start < text.count, text[start] == UInt8(ascii: "{") || text[start] == UInt8(ascii: "[") else { return -1 }
    let root = tape.count
    var (outcome, end) = tape.parse(text)
    while end < text.count, JSONTape.isWhiteSpace(text[end]) { end += 1 }
    if outcome == .complete, end == text.count { return root }
    let problem = tape.problem ?? JSONProblem(offset: end, reason: "text after the value")
    throw .init(reason: "\(name(of: value)): not valid JSON at byte \(problem.offset) of the text: \(problem.reason)")
  }

  /// The key or column whose value this is, for messages.
  private func name(of value: Int) -> String {
    guard value > 0, tape.key(of: value - 1) >= 0 else { return "a text" }
    return VisibleText.quoted(tape.text(of: value - 1))
  }

  // MARK: What is left

  private func keepRest(into draft: inout EventDraft) {
    var (at, end) = (root + 1, tape.next(after: root))
    while at < end {
      if hasRest(at + 1) {
        let value = tape.use(of: at + 1) == .none ? tape.canonical(at + 1, in: draft.arena) : restOfValue(at + 1, draft.arena)
        draft.addExtra(key: tape.canonical(at, in: draft.arena), value: value)
      }
      at = tape.next(after: at + 1)
    }
  }

  private func restOfValue(_ value: Int, _ arena: ByteArena) -> ByteView {
    scratch.removeAll(keepingCapacity: true)
    appendRest(of: value, to: &scratch)
    return arena.store(scratch)
  }

  private func hasRest(_ value: Int) -> Bool {
    switch tape.use(of: value) {
    case .none: return true
    case .whole: return false
    case .partly: break
    }
    switch tape.kind(of: value) {
    case .object: return tape.keys(of: value).contains { hasRest($0 + 1) }
    case .array: return tape.elements(of: value).contains { hasRest($0) }
    default: return inner.first { $0.text == value }.map { hasRest($0.root) } ?? true
    }
  }

  private func appendRest(of value: Int, to out: inout [UInt8]) {
    guard tape.use(of: value) == .partly else { return tape.source(of: value).append(to: &out) }
    switch tape.kind(of: value) {
    case .object: appendRest(of: tape.keys(of: value).filter { hasRest($0 + 1) }, "{", "}", to: &out)
    case .array: appendRest(of: tape.elements(of: value).filter { hasRest($0) }, "[", "]", to: &out)
    default:
      if let root = inner.first(where: { $0.text == value })?.root { appendRest(of: root, to: &out) }
    }
  }

  private func appendRest(of parts: [Int], _ open: Character, _ close: Character, to out: inout [UInt8]) {
    out.append(open.asciiValue!)
    for (index, part) in parts.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      if open == "{" {
        tape.source(of: part).append(to: &out)
        out.append(UInt8(ascii: ":"))
      }
      appendRest(of: open == "{" ? part + 1 : part, to: &out)
    }
    out.append(close.asciiValue!)
  }
}

/// Gives the first keys of paths their slots.
struct PathCompiler {
  let keys: KeyTable
  let column: (String) -> String?
  private(set) var slotOfKey: [Int] = []
  private(set) var slotCount = 0

  init(keys: KeyTable, column: @escaping (String) -> String?) {
    self.keys = keys
    self.column = column
  }

  /// Paths ready to walk, without those whose column the file does not have.
  mutating func compile(_ paths: [ProfilePath]) -> [CompiledPath] { paths.compactMap { compile($0) } }

  private mutating func compile(_ path: ProfilePath) -> CompiledPath? {
    guard let first = path.firstKey else { return CompiledPath(path, keys: keys) }
    guard let name = column(first) else { return nil }
    var compiled = CompiledPath(path, keys: keys, isFromTop: true)
    let key = Int(keys.number(of: name))
    while slotOfKey.count <= key { slotOfKey.append(-1) }
    if slotOfKey[key] < 0 {
      slotOfKey[key] = slotCount
      slotCount += 1
    }
    compiled.slot = slotOfKey[key]
    return compiled
  }
}
