internal import ArchiveStore

/// What is known of source systems beside how their files are read.
enum SourceTable {
  /// The CRM puts at most 500,000 records into one CSV export, and asks for narrower filters past that. Its JSON comes page by page, without
  /// such a limit. How long it keeps its log is a setting of the archive.
  static func facts(profile: String, shape: String) -> SourceFacts {
    SourceFacts(system: profile, rowCap: shape == "CSV" ? 500_000 : nil)
  }
}
