public import AuditModel

/// How a file is read: what `inspect` shows, and what the archive keeps of it.
public struct Reading: Sendable {
  /// A column or key, and the unit it was taken for; nil where it is kept as a further field.
  public struct Entry: Sendable {
    public var name: String
    public var unit: Unit?
  }

  public var shape: String
  /// The name of the profile, and of the source system that it is for.
  public var profile: String
  public var source: String
  public var encoding: String
  public var mapping: [Entry]
  public var choice: ProfileChoice
  /// The formats in which times are read: those of the profile, with the order of day and month that the file proved.
  public var times: TimeFormat
  /// The zone of times that say none; nil if such times are refused.
  public var zone: String?
  /// The lines before the header of a table, which are no records.
  public var preamble: [String] = []

  /// The same in the words of profile files.
  public var timeFormats: [String] { times.spellings.map(\.rawValue) }
}

/// Which profile reads a file, and why.
public struct ProfileChoice: Sendable {
  /// A profile that almost fits.
  public struct RunnerUp: Sendable {
    public var name: String
    public var missing: [String]
  }

  public var profile: SourceProfile
  /// The columns or keys that tell this export from others.
  public var matched: [String] = []
  public var runnerUp: RunnerUp?
  /// Whether the user named the profile.
  public var isNamed = false
}

/// What the user says about files that are to be read.
public struct ReadingSettings: Sendable {
  /// The profile; nil to find it by the file's structure.
  public var profile: SourceProfile?
  /// The zone of times that say none, where the profile does not know it.
  public var zone: String?

  public init(profile: SourceProfile? = nil, zone: String? = nil) {
    self.profile = profile
    self.zone = zone
  }
}

extension SourceProfile {
  /// Every path with what it is for, in the order of the units.
  private var entries: [(path: ProfilePath, unit: Unit)] {
    var entries: [(ProfilePath, Unit)] = []
    for (_, unit) in ProfileFile.unitNames { entries += (units[unit]?.paths ?? []).map { ($0, unit) } }
    for rule in changes {
      switch rule {
      case .sides(let before, let after), .single(_, let before, let after):
        entries += before.map { ($0, .before) } + after.map { ($0, .after) }
      case .list(let at, _, _, _), .pairs(let at), .parameters(let at, _, _, _, _, _): entries += at.map { ($0, .changes) }
      case .namedSides(let fields, let before, let after):
        entries += fields.map { ($0, .changedFields) } + before.map { ($0, .before) } + after.map { ($0, .after) }
      case .names(let at): entries += at.map { ($0, .changedFields) }
      case .suffix(let at, _): entries.append((at, .changes))
      case .columns: break
      }
    }
    return entries
  }

  /// Whether no column is asked for by two units.
  var servesEachColumnOnce: Bool {
    let names = entries.map { Self.folded($0.path.firstKey ?? "") }
    return Set(names).count == names.count
  }

  var mapping: [Reading.Entry] { entries.map { Reading.Entry(name: $0.path.text, unit: $0.unit) } }

  /// What the columns of a file are taken for, one line for each unit that asks for a column.
  func mapping(ofColumns header: [String]) -> [Reading.Entry] {
    let all = Dictionary(grouping: entries + sets(in: header)) { Self.folded($0.path.firstKey ?? "") }
    return header.flatMap { name in
      let asking = name.isEmpty ? [] : all[Self.folded(name)] ?? []
      guard !asking.isEmpty else { return [Reading.Entry(name: name, unit: nil)] }
      return asking.map { Reading.Entry(name: $0.path.steps.count == 1 ? name : $0.path.text, unit: $0.unit) }
    }
  }

  /// The first unit that asks for each column.
  func units(ofColumns header: [String]) -> [Unit?] {
    let units = Dictionary(
      (entries + sets(in: header)).map { (Self.folded($0.path.firstKey ?? ""), $0.unit) }, uniquingKeysWith: { first, _ in first })
    return header.map { $0.isEmpty ? nil : units[Self.folded($0)] }
  }

  /// The columns of numbered sets.
  private func sets(in header: [String]) -> [(path: ProfilePath, unit: Unit)] {
    changes.flatMap { rule -> [(path: ProfilePath, unit: Unit)] in
      guard case .columns(let field, let before, let after) = rule else { return [] }
      return ColumnSets(field: field, before: before, after: after).sets(in: header)
        .flatMap { $0.field.map { ($0, .changedFields) } + $0.before.map { ($0, .before) } + $0.after.map { ($0, .after) } }
    }
  }
}
