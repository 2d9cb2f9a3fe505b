internal import Archiving
internal import AuditModel

/// Looks ahead in a file whose profile leaves the order of day and month to the file itself: its first dates have to prove it.
struct DayOrderProof {
  let window: Window
  let file: String
  let choice: ProfileChoice

  /// The profile's format with the order that the file proves.
  ///
  /// - Throws: `badData` if the records in the window prove none, or prove both.
  func format() throws -> TimeFormat {
    let format = choice.profile.time.format
    guard format.needsProof else { return format }
    let evidence = try evidence()
    guard evidence.order != nil else {
      let reason = evidence.isContradictory ? "prove both orders of day and month" : "do not prove whether the day or the month comes first"
      throw Failure(
        .badData, "\(file): the dates at the beginning of the file \(reason)",
        hint: "declare it in the profile: month-day-year or day-month-year, in place of day-order-proven")
    }
    return format.proven(by: evidence)
  }

  /// What the records in the window prove. They are read from a copy, so that they are there again for the real reading.
  private func evidence() throws -> DayOrderEvidence {
    let copy = Window(ByteStream(bytes: window.view.array), size: max(16, window.view.count))
    _ = try copy.fill()
    let (reader, _) = try ReaderChoice(window: copy, file: file, settings: ReadingSettings(profile: choice.profile)).reader()
    var evidence = DayOrderEvidence()
    var draft = EventDraft()
    // The last record may be cut by the window's end: what it says is left out.
    while (try? reader.next()) == true {
      draft.reset()
      guard (try? reader.read(into: &draft)) != nil, let time = draft[.time] else { continue }
      evidence.add(time.span)
    }
    return evidence
  }
}
