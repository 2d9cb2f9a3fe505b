internal import AccessPolicy
internal import AuditModel

/// `README.txt`: plain words for whoever opens the bundle, who may never have heard of the program that made it.
struct ReadMe {
  let facts: ArchiveFacts
  let events: PermittedEvents
  let tally: EventTally
  var withSpreadsheet = false
  var withReport = false

  var bytes: [UInt8] { Array(text.utf8) }

  private var text: String {
    """
    \(spreadsheetWarning)Audit logs of \(Self.oneLine(facts.account))

    What this is
      \(counted(tally.count, "audit log event")), taken from an archive of exported audit logs.
      Period:          \(period)
      Asked for:       \(Self.oneLine(events.inWords))
      Archive's state: \(Timestamp.canonicalText(facts.archivedAt))\(facts.archiveCount.map { ", \(counted($0, "event")) in all" } ?? "")
      Made with:       \(Self.oneLine(facts.generator))

    How to read it
      Unpack the whole folder, then open index.html in a browser. It needs no network and sends nothing.

    \(reportLines)  index.html           the events to look through, filter and search
      events.csv           the same events, one line each, for programs: UTF-8, commas, \(isWhole ? "lossless" : "lossless but for what is withheld").
                           A spreadsheet may take some cells for formulas or change numbers and dates:
                           import the columns as text, and never keep a file that a spreadsheet has saved.
      evidence.jsonl       what proves that these events are in the archive's log (BundleFormat.md), if it is there
      manifest.json        what was asked for, \(namesSources ? "the source files that the events come from, " : "")and all files here
      manifest-sha256.txt  the SHA-256 of each file

    How to check it
      Linux      sha256sum -c manifest-sha256.txt
      macOS      shasum -a 256 -c manifest-sha256.txt
      Windows    Get-FileHash -Algorithm SHA256 events.csv     (in PowerShell; compare with manifest-sha256.txt)

    What this proves, and what not
      If all files match manifest-sha256.txt, they belong together as they were made. Whoever can change a file can change
      that list too: to rule it out, compare the list's own SHA-256, or that of the ZIP, with one that you received another way.
    \(origin)
      The hashes say nothing about what the source system did not record or did not export, nor about whether its records
      are true. Times are those of the source. Events outside the period or the filter above are not in this bundle.
    \(restriction)
    """
  }

  private var reportLines: String {
    guard withReport else { return "" }
    return """
        report.html          what happened, in numbers: each leads to its events in index.html
        report.csv           the same numbers as a table
        report.json          the same numbers for programs

      """
  }

  private var isWhole: Bool { events.redaction.isNone }

  private var namesSources: Bool { !events.redaction.hides(.sourceFile) }

  /// Whether, and how, the events can be found again in what was received.
  private var origin: String {
    guard namesSources else {
      return """
          Which source files and records the events come from is withheld: neither the events nor manifest.json name them, so
          that they cannot be looked up there by this bundle alone.
        """
    }
    return """
        Each event names the source file and the record that it comes from. manifest.json has the SHA-256 of those files, so
        that whoever holds them can find every event in them again.
      """
  }

  /// What a reader must know who takes this for all that there is.
  private var restriction: String {
    guard events.isRestricted else { return "" }
    return """

      What is not in it
        Whoever asked may not see everything. Nothing in these files tells of events that are not here. What is withheld of the events
        that are here is absent, not hidden: it reads [withheld], and the column “withheld” of events.csv names it. Pseudonyms such as
        “Person 7F3K-2Q9M” stand for the same person everywhere in this bundle.

      """
  }

  /// The first sentence, where there is a file that is not what the archive holds.
  private var spreadsheetWarning: String {
    guard withSpreadsheet else { return "" }
    return """
      \(SpreadsheetCopy.fileName) is altered, for viewing in a spreadsheet, and is no evidence: events.csv is.
      Cells that a spreadsheet could take for formulas have ' before them there; its last column names those cells.


      """
  }

  private var period: String {
    guard let first = tally.firstEvent, let last = tally.lastEvent else { return "no events" }
    return "\(Timestamp.canonicalText(first)) to \(Timestamp.canonicalText(last)) (UTC)"
  }

  /// Without line breaks and other control characters, so that no name can add a line of its own.
  private static func oneLine(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { out.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
    return String(out)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
