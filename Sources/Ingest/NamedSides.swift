/// Changes as an archive's export has them: the names of all fields in order, and the values of each side by name.
extension ChangeExtractor {
  /// One change for each name, equal ones too.
  func readFields(_ paths: [CompiledPath], into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    guard let (list, holder, path) = try find(paths, [.array], draft.arena) else { return }
    for name in record.tape.elements(of: list) {
      guard record.tape.isString(name) else {
        throw .init(reason: "\(VisibleText.quoted(path.text)) names a field by something else than a text")
      }
      draft.addChange(EventDraft.Change(field: record.tape.canonical(name, in: draft.arena)))
    }
    try record.take(holder, at: path, draft.arena)
  }

  /// One side: an object, or an array of one object for each change.
  func readNamedSide(_ paths: [CompiledPath], isBefore: Bool, into draft: inout EventDraft) throws(EventAssembler.Flaw) {
    guard let (side, holder, path) = try find(paths, [.object, .array], draft.arena) else { return }
    if record.tape.kind(of: side) == .object {
      try addMembers(of: side, from: 0, isBefore: isBefore, path, to: &draft)
    } else {
      let parts = record.tape.elements(of: side)
      guard parts.count == draft.changes.count else {
        throw .init(reason: "\(VisibleText.quoted(path.text)) has \(parts.count) elements for \(draft.changes.count) changed fields")
      }
      for (index, part) in parts.enumerated() { try addMembers(of: part, from: index, isBefore: isBefore, path, to: &draft) }
    }
    try record.take(holder, at: path, draft.arena)
  }

  /// Members come in the order of the names, so that each is looked for behind the one before.
  private func addMembers(
    of object: Int, from start: Int, isBefore: Bool, _ path: CompiledPath, to draft: inout EventDraft
  ) throws(EventAssembler.Flaw) {
    guard record.tape.kind(of: object) == .object else {
      throw .init(reason: "\(VisibleText.quoted(path.text)) holds something else than objects")
    }
    var place = start
    for key in record.tape.keys(of: object) {
      guard let index = draft.place(of: record.tape.canonical(key, in: draft.arena), from: place) else {
        throw .init(reason: "\(VisibleText.quoted(path.text)) has a value for a field that is not among the changed ones")
      }
      let value = record.tape.canonical(key + 1, in: draft.arena)
      if isBefore { draft.setBefore(value, of: index) } else { draft.setAfter(value, of: index) }
      place = index + 1
    }
  }
}
