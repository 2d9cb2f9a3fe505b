internal import AccessPolicy
internal import AuditModel

/// The page's meta: what it is, its dictionaries, and the newest events, so that rows show before the rest is read.
struct PageMeta {
  /// Events that stand in the meta itself.
  private static let firstCount = 60

  let data: PageData
  let facts: ArchiveFacts
  let events: PermittedEvents
  let coverage: PageCoverage?
  let checkpoint: JSONText

  var json: JSONText {
    .object(
      [
        ("format", .string("counterroll-page")), ("version", .number(1)), ("generator", .string(facts.generator)),
        ("account", .string(facts.account)), ("timeZone", .string(facts.timeZone)), ("archivedAt", .number(facts.archivedAt)),
        ("count", .number(data.count)), ("archiveCount", facts.archiveCount.map { .number($0) } ?? .null), ("blockSize", .number(PageData.blockSize)),
        ("filter", events.filter.canonicalJSON), ("filterText", .string(events.inWords)), ("isRestricted", .bool(events.isRestricted)),
        ("narrowedTo", .array(events.narrowing.map(\.canonicalJSON))), ("withheld", events.redaction.json), ("checkpoint", checkpoint),
      ] + dictionaries + [("first", first), ("coverage", coverageText)])
  }

  private var dictionaries: [(String, JSONText)] {
    [
      ("actors", .array(data.actors.map(Self.actor))),
      ("modules", .array(data.modules.map { .string($0) })),
      ("actions", .array(data.actions.map(Self.action))),
      ("fields", .array(data.fields)),
      ("sources", .array(data.sources.map(source))),
      ("widths", widths),
    ]
  }

  private var coverageText: JSONText {
    guard let coverage, !events.isRestricted else { return .null }
    return coverage.json(isWhole: events.filter.isAll, modules: Set(data.modules), sources: Set(data.sources.map(\.displayName)))
  }

  private static func actor(_ actor: Actor) -> JSONText {
    .object([("name", .optional(actor.name)), ("id", .optional(actor.id)), ("kind", .string(actor.kind.rawValue))])
  }

  private static func action(_ name: String) -> JSONText {
    .object([("name", .string(name)), ("class", .string(ActionClass(ofAction: name).rawValue))])
  }

  /// Nothing but nulls and the system where the files are withheld.
  private func source(_ part: SourcePart) -> JSONText {
    let isShown = !events.redaction.hides(.sourceFile)
    return .object([
      ("file", isShown ? .string(part.file) : .null), ("member", .optional(part.member)), ("bytes", isShown ? .number(part.bytes) : .null),
      ("sha256", isShown ? .string(part.sha256) : .null), ("system", .string(part.system)),
    ])
  }

  private var widths: JSONText {
    let columns = [
      ("actor", data.actors.count), ("module", data.modules.count), ("action", data.actions.count), ("target", data.targets.count),
    ]
    return .object(columns.map { ($0, .number(PageData.width(of: $1))) })
  }

  private var first: JSONText {
    .array(
      (0..<min(Self.firstCount, data.count)).map { event in
        let target = data.targets[Int(data.targetColumn[event])]
        return .array([
          .number(data.times[event]), .number(data.actorColumn[event]), .number(data.moduleColumn[event]),
          .number(data.actionColumn[event]), .optional(target.name), .optional(target.documentID),
        ])
      })
  }
}
