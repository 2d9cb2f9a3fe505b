public import ArchiveStore
public import AuditModel
public import Bundling
internal import Glibc

/// One line of work of `reports.yaml`: which report is made when a period is over, for whom, and where it goes.
public struct ReportSchedule: Sendable {
  /// A letter to leave beside the report, or to hand over.
  public struct Mail: Sendable {
    public var sender: MailAddress
    public var recipients: [MailAddress]
    /// Hand it to the `sendmail` command, too.
    public var isSent: Bool
  }

  /// Names the report's files, and its deliveries in the archive: letters, digits and dashes.
  public var name: String
  /// A report is due when a week, month or quarter is over.
  public var kind: Period.Kind
  /// The first day that a report of this schedule may begin with, as a number since 1970-01-01.
  public var since: Int
  /// Days to wait after a period's end, so that the exports of its last days can be taken in first.
  public var daysAfter: Int
  /// The login in whose name the report is made; nil: whoever runs it.
  public var login: String?
  public var modules: [String]
  public var users: [String]
  /// The zone whose clock periods end by; nil for the account's as the archive has it.
  public var timeZone: String?
  /// `html`, or `bundle` for a ZIP with the events' page and the numbers.
  public var format: Extraction.Format
  /// `en`, `de`, `es`.
  public var language: String
  /// An absolute path to a folder that exists.
  public var folder: String
  public var mail: Mail?
}

/// `reports.yaml`: all schedules of an archive, and how its reports look.
public struct ReportSchedules: Sendable {
  /// How reports look.
  public struct Brand: Sendable {
    public var title: String?
    /// Path of a PNG or JPEG file.
    public var logo: String?
    /// `#rrggbb`
    public var accent: String?
  }

  public var brand = Brand()
  /// A command and its arguments, which reads a message from its standard input as sendmail does.
  public var sendmail: [String] = []
  public var schedules: [ReportSchedule] = []
}

extension ReportSchedules {
  /// The usual file of an archive.
  public static func usualPath(in archive: Archive) -> String { archive.folder + "/reports.yaml" }

  /// Reads a schedule file. It names folders that are written to and a program that is run: nobody else may have a say in it.
  ///
  /// - Throws: `settings` where it is not understood or not safe, `notPermitted` under sudo for any file but the archive's own.
  public static func load(path: String, of archive: Archive, context: RunContext) throws(Failure) -> ReportSchedules {
    guard !context.isOnBehalf || path == usualPath(in: archive) else {
      throw Failure(.notPermitted, "\(path): under sudo the archive's own report schedule counts, and no other", hint: "leave out --schedule")
    }
    let bytes = try wholeFile(path)
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw Failure(.noInput, "cannot read \(path): \(unsafe String(cString: strerror(errno)))") }
    guard status.st_uid == geteuid() || status.st_uid == 0 else {
      throw Failure(.settings, "\(path) belongs to another user, and names a program to run", hint: "make it your own, or root's")
    }
    guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
      throw Failure(.settings, "others on this machine may change \(path), which names a program to run", hint: "chmod go-w \(path)")
    }
    return try ReportScheduleReader(file: path).read(bytes)
  }
}
