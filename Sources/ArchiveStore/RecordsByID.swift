public import AuditModel
import GRDB

/// What a filter by a record's id would select.
extension ArchiveReader {
  public func documents(withID id: String) throws -> [Int32] {
    try reading { database in
      let select = try RawStatement("SELECT id FROM document WHERE document_id = ?1", on: database)
      try select.bind(id, at: 1)
      var documents: [Int32] = []
      while try select.step() { documents.append(try select.id(0)) }
      return documents
    }
  }

  public func textsInNames(of texts: [String]) throws -> Set<String> {
    guard let shortest = texts.map(\.utf8.count).min() else { return [] }
    return try reading { database in
      // No letter becomes shorter than one byte by folding its case, so no shorter name can hold an ASCII text.
      let isPlain = texts.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
      let select = try RawStatement("SELECT name FROM document_name WHERE length(CAST(name AS BLOB)) >= ?1", on: database)
      try select.bind(Int64(isPlain ? shortest : 0), at: 1)
      let folded = texts.map { ($0, $0.lowercased()) }
      var found: Set<String> = []
      while try select.step() {
        let name = select.text(0).lowercased()
        for (text, part) in folded where name.contains(part) { found.insert(text) }
      }
      return found
    }
  }
}
