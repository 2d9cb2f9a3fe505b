public import AuditModel
import GRDB

/// Who acted when for the first time: by the books where they tell it, else by a pass.
extension ArchiveReader {
  public func firstInstants(matching filter: EventFilter, within: [EventFilter]) throws -> [Int32: Int64] {
    let filters = [filter] + within
    guard filters.allSatisfy({ $0.actions.isEmpty && $0.document == nil && $0.from == nil && $0.to == nil }) else {
      return try instantsByPass(filter, within)
    }
    return try reading { database in
      try withDictionaries(in: database) { dictionaries in
        guard let selection = try EventSelection(filter, within: within, dictionaries, in: database) else { return [:] }
        return try Self.instantsByBooks(selection, in: database)
      }
    }
  }

  private static func instantsByBooks(_ selection: EventSelection, in database: Database) throws -> [Int32: Int64] {
    let counts = try RawStatement("SELECT actor, module, min(first_at) FROM actor_count GROUP BY actor, module", on: database)
    defer { counts.reset() }
    var instants: [Int32: Int64] = [:]
    while try counts.step() {
      let (actor, module, first) = (try counts.id(0), try counts.id(1), try StoredRange.instant.checked(counts.int(2)))
      // Neither the filter nor the narrowing asks for an action or a record.
      guard selection.selects(actor: actor, module: module, action: 0, target: TargetID(document: 0, name: 0), at: first) else { continue }
      instants[actor] = min(first, instants[actor] ?? .max)
    }
    return instants
  }

  private func instantsByPass(_ filter: EventFilter, _ within: [EventFilter]) throws -> [Int32: Int64] {
    var instants: [Int32: Int64] = [:]
    try forEachEventInAnyOrder(matching: filter, within: within, reading: .none) { instants[$0.actor] = min($0.occurredAt, instants[$0.actor] ?? .max) }
    return instants
  }
}
