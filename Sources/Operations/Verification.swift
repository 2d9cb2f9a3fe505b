public import ArchiveStore
internal import Archiving
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
    request.isInterrupted = context.isInterrupted
    return try ArchiveCheck.run(at: folder, request, observe: observe) { check in
      try check.forEachPart(checkingFiles: false) { part, stream in
        guard let reader = reader(of: part, stream, report: check.report) else { return }
        let comparison = try check.comparison(of: part)
        while let batch = try reader.nextBatch() {
          if context.isInterrupted() { throw Failure(.interrupted, "interrupted: not all was verified", hint: "run the same command again") }
          try comparison.compare(batch)
        }
        try comparison.end()
      }
    }
  }

  /// A reader as at ingest. The archive keeps the profile: it may be the user's own, or a shipped one that a later version has changed.
  private static func reader(of part: KeptPart, _ stream: ByteStream, report: (ArchiveFinding) -> Void) -> PartReader? {
    do {
      guard let reading = part.reading else { throw Failure(.badData, "the archive does not say how it was read") }
      let profile = try ProfileLibrary.profile(text: reading.profile, called: part.profile)
      let settings = ReadingSettings(profile: profile, zone: reading.zone)
      return try PartReader(stream, file: part.name, assembler: EventAssembler(), settings: settings)
    } catch {
      let reason = (error as? Failure)?.message ?? "\(error)"
      report(ArchiveFinding(.file(part.name), "its records cannot be read again: \(reason)", advice: "restore the archive from a copy"))
      return nil
    }
  }
}
