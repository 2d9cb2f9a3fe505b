public import ArchiveStore
internal import AuditModel
internal import Ingest

/// Verifies an archive: `ArchiveCheck` does, save for reading records again, for which archive and readers must meet.
public enum Verification {
  /// - Parameter observe: gets each finding as it is found.
  /// - Throws: `noInput` where there is no archive, `locked` while another process writes, `interrupted`.
  public static func run(
    at folder: String, _ request: ArchiveCheck.Request, context: RunContext, observe: @escaping (ArchiveFinding) -> Void
  ) throws -> (facts: ArchiveCheck.Facts, findings: Int) {
    var request = request
    request.spoolFolder = context.temporaryFolder
    return try ArchiveCheck.run(at: folder, request, observe: observe) { check in
      try check.forEachPart(checkingFiles: false) { part, stream in
        let reader = try PartReader(stream, file: part.name, assembler: EventAssembler(), settings: settings(of: part))
        let comparison = try check.comparison(of: part)
        while let batch = try reader.nextBatch() {
          if context.isInterrupted() { throw Failure(.interrupted, "interrupted: not all was verified", hint: "run the same command again") }
          try comparison.compare(batch)
        }
        try comparison.end()
      }
    }
  }

  /// As they were at the run: the profile may be the user's own, or a shipped one that a later version has changed.
  private static func settings(of part: KeptPart) throws -> ReadingSettings {
    guard let reading = part.reading else { return ReadingSettings() }
    return ReadingSettings(profile: try ProfileLibrary.profile(text: reading.profile, called: part.profile), zone: reading.zone)
  }
}
