internal import AuditModel

/// Reads before and after values in the spellings of the home source into an event draft.
///
/// A value is kept as its source text; only strings are respelled in the project's one way of escaping, so that the same text from two
/// exports is the same bytes. A side that a record does not hold is *not recorded*, which is neither null nor empty.
enum ChangeReader {
  /// `{"email":"a@example.com",…}`: one side of every changed field.
  static func readSide(_ cursor: inout JSONCursor, isBefore: Bool, into draft: inout EventDraft) throws(JSONProblem) {
    try cursor.object { (key, cursor) throws(JSONProblem) in
      let field = draft.text { key.appendCanonical(to: &$0) }
      let index = draft.change(of: field)
      let value = try readValue(&cursor, into: &draft)
      if isBefore { draft.setBefore(value, of: index) } else { draft.setAfter(value, of: index) }
    }
  }

  /// `[{"field":"email","before":"a","after":"b"},…]`, under any of the names in use for the three.
  static func readList(_ cursor: inout JSONCursor, into draft: inout EventDraft) throws(JSONProblem) {
    try cursor.array { (cursor) throws(JSONProblem) in
      var change = EventDraft.Change(field: .absent)
      try cursor.object { (key, cursor) throws(JSONProblem) in
        if fieldKeys.contains(where: { key.equals($0) }) {
          let name = try cursor.string()
          change.field = draft.text { name.appendCanonical(to: &$0) }
        } else if beforeKeys.contains(where: { key.equals($0) }) {
          change.before = try readValue(&cursor, into: &draft)
        } else if afterKeys.contains(where: { key.equals($0) }) {
          change.after = try readValue(&cursor, into: &draft)
        } else {
          throw cursor.problem("unknown key “\(key.text.prefix(40))” in a change")
        }
      }
      guard change.field.length >= 0 else { throw cursor.problem("a change without a field name") }
      draft.addChange(change)
    }
  }

  /// `["email","phone"]`: names of changed fields. A field without values on either side is kept by its name alone.
  static func readFieldNames(_ cursor: inout JSONCursor, into draft: inout EventDraft) throws(JSONProblem) {
    try cursor.array { (cursor) throws(JSONProblem) in
      let name = try cursor.string()
      _ = draft.change(of: draft.text { name.appendCanonical(to: &$0) })
    }
  }

  /// `email; phone`: the same in a CSV cell.
  static func readFieldNames(cell: [UInt8], into draft: inout EventDraft) {
    guard draft.joinedFieldNames(by: "; ") != cell else { return }
    for name in String(decoding: cell, as: UTF8.self).split(separator: "; ") {
      _ = draft.change(of: draft.text { JSONText.appendString(name.utf8, to: &$0) })
    }
  }

  private static func readValue(_ cursor: inout JSONCursor, into draft: inout EventDraft) throws(JSONProblem) -> EventBatch.Text {
    guard cursor.byte == UInt8(ascii: "\"") else {
      let value = try cursor.value(depth: 1)
      return draft.text { value.append(to: &$0) }
    }
    let string = try cursor.string()
    return draft.text { string.appendCanonical(to: &$0) }
  }

  private static let fieldKeys: [StaticString] = ["field", "fieldName", "key", "name", "Name"]
  private static let beforeKeys: [StaticString] = ["before", "from", "changedFrom", "oldValue", "OldValue", "_previous_value"]
  private static let afterKeys: [StaticString] = ["after", "to", "changedTo", "newValue", "NewValue", "_value"]
}
