public import ArchiveStore
internal import Archiving
internal import AuditModel
public import Ingest

/// Verifies an archive: `ArchiveCheck` does, save for reading records again, for which archive and readers must meet.
public enum Verification {
  /// - Parameters:
  ///   - reading: what was said at ingest of files that do not say it themselves: a profile of the user's own, a zone.
  ///   - observe: gets each finding as it is found.
  /// - Throws: `noInput` where there is no archive, `locked` while another process writes, `interrupted`.
  public static func run(
    at folder: String, _ request: ArchiveCheck.Request, reading: ReadingSettings = ReadingSettings(), context: RunContext,
    observe: @escaping (ArchiveFinding) -> Void
  ) throws -> (facts: ArchiveCheck.Facts, findings: Int) {
    var request = request
    request.spoolFolder = context.temporaryFolder
    return try ArchiveCheck.run(at: folder, request, observe: observe) { check in
      try check.forEachPart(checkingFiles: false) { part, stream in
        guard let reader = reader(of: part, stream, reading, report: check.report) else { return }
        let comparison = try check.comparison(of: part)
        while let batch = try reader.nextBatch() {
          if context.isInterrupted() { throw Failure(.interrupted, "interrupted: not all was verified", hint: "run the same command again") }
          try comparison.compare(batch)
        }
        try comparison.end()
      }
    }
  }

  /// A reader as at ingest: by the profile that the archive names. One that is not the program's own must be given.
  private static func reader(
    of part: KeptPart, _ stream: ByteStream, _ reading: ReadingSettings, report: (ArchiveFinding) -> Void
  ) -> PartReader? {
    var settings = reading
    if settings.profile?.name != part.profile { settings.profile = try? ProfileLibrary.profile(part.profile) }
    do {
      let reader = try PartReader(stream, file: part.name, assembler: EventAssembler(), settings: settings)
      if reader.reading.profile == part.profile { return reader }
      report(ArchiveFinding(.file(part.name), "it was read by the profile \(part.profile), which is not known here", advice: "give that profile with --profile"))
    } catch {
      let reason = (error as? Failure)?.message ?? "\(error)"
      report(ArchiveFinding(.file(part.name), "its records cannot be read again: \(reason)", advice: "give --profile and --assume-zone as at ingest"))
    }
    return nil
  }
}
