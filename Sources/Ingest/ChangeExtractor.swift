/// Takes the changes of an event out of a record, in whichever spelling the source has for them.
///
/// A value is kept as its source text; only strings are respelled in the project's one way of escaping, so that the same text from two
/// exports is the same bytes. A side that a record does not hold is *not recorded*, which is neither null nor empty.
struct ChangeExtractor {
  /// The spellings of a profile with their paths ready to walk.
  struct Plan {
    fileprivate var rules: [Rule] = []
  }

  /// One text with its number as a key.
  typealias Names = [Int32]

  fileprivate enum Rule {
    case sides(before: [CompiledPath], after: [CompiledPath])
    case list(at: [CompiledPath], field: Names, before: Names, after: Names)
    case pairs(at: [CompiledPath])
    case names(at: [CompiledPath])
    case namedSides(fields: [CompiledPath], before: [CompiledPath], after: [CompiledPath])
    case suffix(at: [CompiledPath], suffixes: [[UInt8]])
    case parameters(Parameters)
    case single(field: [UInt8], before: [CompiledPath], after: [CompiledPath])
    case cells(field: [CompiledPath], before: [CompiledPath], after: [CompiledPath])
  }

  fileprivate struct Parameters {
    let at: [CompiledPath]
    let name: Int32
    let value: Names
    let before: [[UInt8]]
    let after: [[UInt8]]
    let field: [CompiledPath]
  }

  /// The names in use for the parts of a listed change, where a profile gives none.
  static let usualNames = (
    field: ["field", "fieldName", "key", "name", "Name"],
    before: ["before", "from", "changedFrom", "oldValue", "OldValue", "_previous_value"],
    after: ["after", "to", "changedTo", "newValue", "NewValue", "_value"]
  )

  let record: RecordExtractor

  func read(_ plan: Plan, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    for rule in plan.rules {
      switch rule {
      case .sides(let before, let after):
        try readSide(before, isBefore: true, into: &draft)
        try readSide(after, isBefore: false, into: &draft)
      case .list(let at, let field, let before, let after): try readList(at, field, before, after, into: &draft)
      case .pairs(let at): try readPairs(at, into: &draft)
      case .names(let at): try readNames(at, into: &draft)
      case .namedSides(let fields, let before, let after):
        try readFields(fields, into: &draft)
        try readNamedSide(before, isBefore: true, into: &draft)
        try readNamedSide(after, isBefore: false, into: &draft)
      case .suffix(let at, let suffixes): try readSuffixes(at, suffixes, into: &draft)
      case .parameters(let rule): try readParameters(rule, into: &draft)
      case .single(let field, let before, let after): try readSingle(field, before, after, into: &draft)
      case .cells(let field, let before, let after): try readCells(field, before, after, into: &draft)
      }
    }
  }

  /// The first path that leads to a value of a kind, or to a text that holds one as JSON: the value, and with `take` marked as taken.
  func find(
    _ paths: [CompiledPath], _ kinds: [JSONTape.Kind], _ arena: ByteArena
  ) throws(EventAssembler.Flaw) -> (value: Int, holder: Int, path: CompiledPath)? {
    for path in paths {
      let holder = try record.walk(path, arena: arena)
      guard holder >= 0, case let value = try record.contents(of: holder, arena), value >= 0, kinds.contains(record.tape.kind(of: value))
      else { continue }
      return (value, holder, path)
    }
    return nil
  }

  // MARK: Objects field → value

  private func readSide(_ paths: [CompiledPath], isBefore: Bool, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    guard let (side, holder, path) = try find(paths, [.object, .array], draft.arena) else { return }
    // PHP writes an object without members as an empty array.
    guard record.tape.kind(of: side) == .object || record.tape.isEmptyArray(side) else { return }
    try record.take(holder, at: path, draft.arena)
    if record.tape.kind(of: side) == .object { Self.addSide(side, of: record.tape, isBefore: isBefore, to: &draft) }
  }

  /// Adds one side of every field of an object.
  static func addSide(_ side: Int, of tape: borrowing JSONTape, isBefore: Bool, to draft: inout EventDraft) {
    var (at, end, place) = (side + 1, tape.next(after: side), 0)
    while at < end {
      let index = draft.change(of: tape.canonical(at, in: draft.arena), likely: place)
      let value = tape.canonical(at + 1, in: draft.arena)
      if isBefore { draft.setBefore(value, of: index) } else { draft.setAfter(value, of: index) }
      at = tape.next(after: at + 1)
      place = index + 1
    }
  }

  private func readPairs(_ paths: [CompiledPath], into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    guard let (pairs, holder, path) = try find(paths, [.object], draft.arena) else { return }
    var isWhole = true
    for key in record.tape.keys(of: pairs) {
      let sides = record.tape.elements(of: key + 1, limit: 3)
      guard sides.count == 2 else {
        isWhole = false
        continue
      }
      add(key, before: sides[0], after: sides[1], into: &draft)
      record.tape.take(key + 1)
    }
    try record.take(holder, at: path, draft.arena)
    if !isWhole { mark(pairs, holder) }
  }

  /// A value of which something is left.
  private func mark(_ value: Int, _ holder: Int) {
    for index in [value, holder] {
      record.tape.release(index)
      record.tape.touch(index)
    }
  }

  private func add(_ field: Int, before: Int, after: Int, into draft: inout EventDraft) {
    let index = draft.change(of: record.tape.canonical(field, in: draft.arena))
    if before >= 0 { draft.setBefore(record.tape.canonical(before, in: draft.arena), of: index) }
    if after >= 0 { draft.setAfter(record.tape.canonical(after, in: draft.arena), of: index) }
  }

  // MARK: Lists

  private func readList(
    _ paths: [CompiledPath], _ field: Names, _ before: Names, _ after: Names, into draft: inout EventDraft
  ) throws(EventAssembler.Flaw) {
    guard let (list, holder, path) = try find(paths, [.array], draft.arena) else { return }
    try record.take(holder, at: path, draft.arena)
    mark(list, holder)
    for element in record.tape.elements(of: list) {
      let name = first(field, of: element)
      guard name >= 0, record.tape.isString(name) else { continue }
      let (old, new) = (first(before, of: element), first(after, of: element))
      var change = EventDraft.Change(field: record.tape.canonical(name, in: draft.arena))
      change.before = old >= 0 ? record.tape.canonical(old, in: draft.arena) : nil
      change.after = new >= 0 ? record.tape.canonical(new, in: draft.arena) : nil
      draft.addChange(change)
      record.tape.touch(element)
      for part in [name, old, new] where part >= 0 { record.tape.take(part) }
    }
  }

  /// The first of some keys that an object has: its value, or -1.
  private func first(_ names: Names, of object: Int) -> Int {
    for name in names {
      let value = record.tape.member(name, of: object)
      if value >= 0 { return value }
    }
    return -1
  }

  private func readNames(_ paths: [CompiledPath], into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    for path in paths {
      let value = try record.walk(path, arena: draft.arena)
      guard value >= 0 else { continue }
      let list = try record.contents(of: value, draft.arena)
      if list >= 0, record.tape.kind(of: list) == .array { return try readNames(list, value, path, into: &draft) }
      guard record.tape.isString(value), let text = try record.text(of: value, draft.arena) else { continue }
      try record.take(value, at: path, draft.arena)
      return Self.readNames(joined: text, into: &draft)
    }
  }

  private func readNames(_ list: Int, _ holder: Int, _ path: CompiledPath, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    var (at, end, place) = (list + 1, record.tape.next(after: list), 0)
    while at < end {
      guard record.tape.isString(at) else { return }
      place = draft.change(of: record.tape.canonical(at, in: draft.arena), likely: place) + 1
      at = record.tape.next(after: at)
    }
    try record.take(holder, at: path, draft.arena)
  }

  /// `email; phone`: names in one text. A name that holds the separator is known by the keys of the sides, which come first.
  static func readNames(joined text: ByteView, into draft: inout EventDraft) {
    guard !text.isEmpty, !draft.fieldNames(joinedBy: "; ", equal: text) else { return }
    for name in text.string.split(separator: "; ") { _ = draft.change(of: draft.jsonString(Array(name.utf8))) }
  }

  // MARK: Keys and parameters that belong together

  private func readSuffixes(_ paths: [CompiledPath], _ suffixes: [[UInt8]], into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    guard let (object, _, path) = try find(paths, [.object], draft.arena) else { return }
    var found = false
    for key in record.tape.keys(of: object) where record.tape.use(of: key + 1) == .none {
      let name = record.tape.string(key).comparable
      guard let suffix = suffixes.first(where: { name.count > $0.count && name.suffix($0.count) == $0[...] }) else { continue }
      let base = record.keys.number(of: String(decoding: name.dropLast(suffix.count), as: UTF8.self))
      let now = record.tape.member(base, of: object)
      let index = draft.change(of: draft.jsonString(Array(name.dropLast(suffix.count))))
      draft.setBefore(record.tape.canonical(key + 1, in: draft.arena), of: index)
      if now >= 0 { draft.setAfter(record.tape.canonical(now, in: draft.arena), of: index) }
      for value in [key + 1, now] where value >= 0 { record.tape.take(value) }
      found = true
    }
    if found, !path.rest.isEmpty || path.slot >= 0 { try touchHolders(path, object, draft.arena) }
  }

  private func touchHolders(_ path: CompiledPath, _ value: Int, _ arena: ByteArena) throws(EventAssembler.Flaw) {
    let holder = try record.walk(path, arena: arena)
    try record.take(holder, at: path, arena)
    mark(value, holder)
  }

  private func readParameters(_ rule: Parameters, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    guard let (list, _, path) = try find(rule.at, [.array], draft.arena) else { return }
    var (old, new): (Int?, Int?) = (nil, nil)
    for element in record.tape.elements(of: list) {
      let name = record.tape.member(rule.name, of: element)
      guard name >= 0, record.tape.isString(name) else { continue }
      let text = record.tape.string(name).comparable
      if rule.before.contains(text) { old = element } else if rule.after.contains(text) { new = element }
    }
    guard old != nil || new != nil, let field = try fieldName(rule.field, draft.arena) else { return }
    let index = draft.change(of: field)
    if let value = value(of: old, rule) { draft.setBefore(record.tape.canonical(value, in: draft.arena), of: index) }
    if let value = value(of: new, rule) { draft.setAfter(record.tape.canonical(value, in: draft.arena), of: index) }
    try touchHolders(path, list, draft.arena)
    for element in [old, new] { if let element { record.tape.take(element) } }
  }

  private func value(of element: Int?, _ rule: Parameters) -> Int? {
    guard let element, case let value = first(rule.value, of: element), value >= 0 else { return nil }
    return value
  }

  /// A text of the record as the name of a field.
  private func fieldName(_ paths: [CompiledPath], _ arena: ByteArena) throws(EventAssembler.Flaw) -> ByteView? {
    for path in paths {
      let value = try record.walk(path, arena: arena)
      if value >= 0, record.tape.isString(value) { return record.tape.canonical(value, in: arena) }
    }
    return nil
  }

  /// Only a record that tells the value before has this change.
  private func readSingle(
    _ field: [UInt8], _ before: [CompiledPath], _ after: [CompiledPath], into draft: inout EventDraft
  ) throws(EventAssembler.Flaw) {
    guard let old = try firstValue(before, draft.arena) else { return }
    let index = draft.change(of: draft.jsonString(field))
    draft.setBefore(record.tape.canonical(old, in: draft.arena), of: index)
    if let new = try firstValue(after, draft.arena) { draft.setAfter(record.tape.canonical(new, in: draft.arena), of: index) }
  }

  /// Three columns: the field's name, its value before and its value after.
  private func readCells(
    _ field: [CompiledPath], _ before: [CompiledPath], _ after: [CompiledPath], into draft: inout EventDraft
  ) throws(EventAssembler.Flaw) {
    guard let name = try firstValue(field, draft.arena) else { return }
    var change = EventDraft.Change(field: record.tape.canonical(name, in: draft.arena))
    if let old = try firstValue(before, draft.arena) { change.before = record.tape.canonical(old, in: draft.arena) }
    if let new = try firstValue(after, draft.arena) { change.after = record.tape.canonical(new, in: draft.arena) }
    draft.addChange(change)
  }

  private func firstValue(_ paths: [CompiledPath], _ arena: ByteArena) throws(EventAssembler.Flaw) -> Int? {
    for path in paths {
      let value = try record.walk(path, arena: arena)
      guard value >= 0 else { continue }
      try record.take(value, at: path, arena)
      return value
    }
    return nil
  }
}

extension ChangeExtractor.Plan {
  /// - Parameter compiler: gives paths their slots; rules for columns that the file does not have fall away.
  init(_ rules: [SourceProfile.ChangeRule], columns: [String] = [], _ compiler: inout PathCompiler) {
    for rule in rules { add(rule, columns, &compiler) }
  }

  private mutating func add(_ rule: SourceProfile.ChangeRule, _ columns: [String], _ compiler: inout PathCompiler) {
    let keys = compiler.keys
    func names(_ texts: [String], else usual: [String] = []) -> [Int32] { (texts.isEmpty ? usual : texts).map { keys.number(of: $0) } }
    switch rule {
    case .sides(let before, let after): rules.append(.sides(before: compiler.compile(before), after: compiler.compile(after)))
    case .list(let at, let field, let before, let after):
      let usual = ChangeExtractor.usualNames
      rules.append(
        .list(
          at: compiler.compile(at), field: names(field, else: usual.field), before: names(before, else: usual.before),
          after: names(after, else: usual.after)))
    case .pairs(let at): rules.append(.pairs(at: compiler.compile(at)))
    case .names(let at): rules.append(.names(at: compiler.compile(at)))
    case .namedSides(let fields, let before, let after):
      rules.append(.namedSides(fields: compiler.compile(fields), before: compiler.compile(before), after: compiler.compile(after)))
    case .suffix(let at, let suffixes): rules.append(.suffix(at: compiler.compile([at]), suffixes: suffixes.map { Array($0.utf8) }))
    case .parameters(let at, let name, let value, let before, let after, let field):
      rules.append(
        .parameters(
          .init(
            at: compiler.compile(at), name: keys.number(of: name), value: names(value), before: before.map { Array($0.utf8) },
            after: after.map { Array($0.utf8) }, field: compiler.compile(field))))
    case .single(let field, let before, let after):
      rules.append(.single(field: Array(field.utf8), before: compiler.compile(before), after: compiler.compile(after)))
    case .columns(let field, let before, let after):
      for set in ColumnSets(field: field, before: before, after: after).sets(in: columns) {
        let paths = [set.field, set.before, set.after].map { compiler.compile($0) }
        rules.append(.cells(field: paths[0], before: paths[1], after: paths[2]))
      }
    }
  }
}
