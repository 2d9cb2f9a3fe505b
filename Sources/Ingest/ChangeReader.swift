internal import AuditModel

/// Reads before and after values in the spellings of the home source into an event draft.
///
/// A value is kept as its source text; only strings are respelled in the project's one way of escaping, so that the same text from two
/// exports is the same bytes. A side that a record does not hold is *not recorded*, which is neither null nor empty.
enum ChangeReader {
  /// `{"email":"a@example.com",…}`: one side of every changed field.
  static func readSide(_ cursor: inout JSONCursor, isBefore: Bool, into draft: inout EventDraft) throws(JSONProblem) {
    try cursor.object { (key, cursor) throws(JSONProblem) in
      let index = draft.change(of: key.canonical(in: draft.arena))
      let value = try readValue(&cursor, draft.arena)
      if isBefore { draft.setBefore(value, of: index) } else { draft.setAfter(value, of: index) }
    }
  }

  /// `[{"field":"email","before":"a","after":"b"},…]`, under any of the names in use for the three.
  static func readList(_ cursor: inout JSONCursor, into draft: inout EventDraft) throws(JSONProblem) {
    try cursor.array { (cursor) throws(JSONProblem) in
      var field: ByteView?
      var (before, after): (ByteView?, ByteView?) = (nil, nil)
      try cursor.object { (key, cursor) throws(JSONProblem) in
        if fieldKeys.contains(where: { key.equals($0) }) {
          field = try cursor.string().canonical(in: draft.arena)
        } else if beforeKeys.contains(where: { key.equals($0) }) {
          before = try readValue(&cursor, draft.arena)
        } else if afterKeys.contains(where: { key.equals($0) }) {
          after = try readValue(&cursor, draft.arena)
        } else {
          throw cursor.problem("unknown key “\(key.text.prefix(40))” in a change")
        }
      }
      guard let field else { throw cursor.problem("a change without a field name") }
      draft.addChange(EventDraft.Change(field: field, before: before, after: after))
    }
  }

  /// `["email","phone"]`: names of changed fields. A field without values on either side is kept by its name alone.
  static func readFieldNames(_ cursor: inout JSONCursor, into draft: inout EventDraft) throws(JSONProblem) {
    try cursor.array { (cursor) throws(JSONProblem) in
      _ = draft.change(of: try cursor.string().canonical(in: draft.arena))
    }
  }

  /// `email; phone`: the same in a CSV cell.
  static func readFieldNames(cell: ByteView, into draft: inout EventDraft) {
    guard !cell.isEmpty, !draft.fieldNames(joinedBy: "; ", equal: cell) else { return }
    for name in cell.string.split(separator: "; ") { _ = draft.change(of: draft.jsonString(Array(name.utf8))) }
  }

  private static func readValue(_ cursor: inout JSONCursor, _ arena: ByteArena) throws(JSONProblem) -> ByteView {
    guard cursor.byte == UInt8(ascii: "\"") else { return try cursor.value(depth: 1) }
    return try cursor.string().canonical(in: arena)
  }

  private static let fieldKeys: [StaticString] = ["field", "fieldName", "key", "name", "Name"]
  private static let beforeKeys: [StaticString] = ["before", "from", "changedFrom", "oldValue", "OldValue", "_previous_value"]
  private static let afterKeys: [StaticString] = ["after", "to", "changedTo", "newValue", "NewValue", "_value"]
}
