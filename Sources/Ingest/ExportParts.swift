/// What records of an archive's export have beside units and changes.
extension RecordExtractor {
  /// Objects of further fields come before those that are left over.
  func readExportParts(into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    for path in mustBeAbsent {
      let value = try walk(path, arena: draft.arena)
      guard value < 0 || tape.kind(of: value) == .null else {
        throw .init(reason: "\(VisibleText.quoted(path.text)) says that this is not the whole event")
      }
    }
    for path in furtherFields {
      let holder = try walk(path, arena: draft.arena)
      guard holder >= 0, tape.kind(of: holder) != .null else { continue }
      let value = try contents(of: holder, draft.arena)
      guard value >= 0, tape.kind(of: value) == .object else { throw .init(reason: "\(VisibleText.quoted(path.text)) holds no JSON object") }
      for key in tape.keys(of: value) {
        draft.addExtra(key: tape.canonical(key, in: draft.arena), value: tape.canonical(key + 1, in: draft.arena))
      }
      try take(holder, at: path, draft.arena)
    }
    for path in leftOut {
      let value = try walk(path, arena: draft.arena)
      if value >= 0 { try take(value, at: path, draft.arena) }
    }
    if profile.isOfArchive { for key in tape.keys(of: root) where tape.kind(of: key + 1) == .null { tape.take(key + 1) } }
  }
}
