import Coverage
import GRDB

/// Compares a part's events with the filter that was declared for it, as far as `day_count` cannot: by user, action and document.
struct FilterCheck {
  private let database: Database
  /// The entries of each dictionary that pass; nil where the filter asks for nothing.
  private let actors, actions, documents, documentNames: Set<Int64>?

  init(_ filter: ClaimedFilter, in database: Database) throws {
    self.database = database
    actors = try Self.ids(filter.users, "SELECT id, name, source_id FROM actor", in: database) { $0 == $1 }
    actions = try Self.ids(filter.actions, "SELECT id, name FROM action", in: database) { $0 == $1 }
    documents = try Self.ids(filter.documents, "SELECT id, document_id FROM document", in: database) { $0 == $1 }
    documentNames = try Self.ids(filter.documents, "SELECT id, name FROM document_name", in: database) { $0.contains($1) }
  }

  /// The entries of which some text fits some wanted one, without regard to case.
  private static func ids(
    _ wanted: [String], _ sql: String, in database: Database, fits: (_ text: String, _ wanted: String) -> Bool
  ) throws -> Set<Int64>? {
    guard !wanted.isEmpty else { return nil }
    let wanted = wanted.map { $0.lowercased() }
    let select = try RawStatement(sql, on: database)
    var ids: Set<Int64> = []
    while try select.step() {
      for column in 1..<select.columnCount where !select.isNull(column) {
        let text = select.text(column).lowercased()
        if wanted.contains(where: { fits(text, $0) }) { ids.insert(select.int(0)) }
      }
    }
    return ids
  }

  /// How many events of a part do not pass, archived before or not.
  func eventsOutside(ofPart part: Int32) throws -> Int64 {
    guard actors != nil || actions != nil || documents != nil else { return 0 }
    // The part's own stand together in the log: behind those of the parts before, and the entries of the runs before.
    return try count(
      """
      WITH place(first) AS (
        SELECT 1 + (SELECT total(stored + conflict) FROM source_part WHERE id < ?1)
                 + (SELECT count(*) FROM log_entry WHERE run < (SELECT run FROM source_part JOIN source_file ON source_file.id = file WHERE source_part.id = ?1)))
      SELECT actor, action, document, document_name FROM place, source_part, event
       WHERE source_part.id = ?1 AND event.id BETWEEN first AND first + stored + conflict - 1 AND event.source_part = ?1
      """, part)
      + count(
        """
        SELECT actor, action, document, document_name FROM sighting JOIN event ON event.id BETWEEN first_event AND first_event + count - 1
         WHERE sighting.source_part = ?1
        """, part)
  }

  private func count(_ sql: String, _ part: Int32) throws -> Int64 {
    let select = try RawStatement(sql, on: database)
    try select.bind(Int64(part), at: 1)
    var outside: Int64 = 0
    while try select.step() {
      let isOfDocument = documents?.contains(select.int(2)) ?? true || documentNames?.contains(select.int(3)) ?? true
      let passes = actors?.contains(select.int(0)) ?? true && actions?.contains(select.int(1)) ?? true && isOfDocument
      if !passes { outside += 1 }
    }
    return outside
  }
}
