public import ArchiveStore
internal import Archiving
public import AuditModel
internal import Bundling
public import EvidenceLog
internal import Foundation
internal import Logging

/// Making and delivering the reports of a schedule that are due, each once, whatever happens in between.
///
/// A report is due when its period is over and the archive does not know its delivery. So whoever was away for a week finds a week's reports,
/// and whoever runs it twice, or at the same time, or after a crash, finds nothing twice.
public struct ReportRounds {
  /// What became of one report that was due.
  public struct Outcome: Sendable {
    public let schedule: String
    public let period: Period
    /// Days since it became due; 0 on the day itself.
    public let daysLate: Int
    /// Where its files are.
    public let paths: [String]
    public let isSent: Bool
  }

  /// What is made of a report before it goes anywhere.
  struct Made {
    /// The file's name in the folder that was given.
    var file: String
    var subject: String
    /// The report in a few lines.
    var summary: String
  }

  /// Makes a report's file in a folder.
  typealias Maker = (ReportSchedule, Period, _ folder: String) throws -> Made

  /// More attached bytes are refused by most mail programs.
  private static let attachedBytes = 15_000_000

  private let archive: Archive
  private let schedules: ReportSchedules
  private let zone: AccountZone
  private let ledger: LedgerBook
  private let context: RunContext
  private let make: Maker

  /// Makes reports as `report` does: each is a job of the login that the schedule names.
  ///
  /// - Parameter roles: the path of the role file.
  public init(of archive: Archive, schedules: ReportSchedules, roles: String, context: RunContext, key: SigningKey?) throws(Failure) {
    let workshop = ReportWorkshop(archive: archive, brand: schedules.brand, roles: roles, context: context, key: key)
    try self.init(of: archive, schedules: schedules, context: context, key: key, make: workshop.make)
  }

  init(of archive: Archive, schedules: ReportSchedules, context: RunContext, key: SigningKey?, make: @escaping Maker) throws(Failure) {
    (self.archive, self.schedules, self.context, self.make) = (archive, schedules, context, make)
    zone = try AccountZone(archive.settings.timeZone)
    ledger = LedgerBook(of: archive, context: context, key: key)
  }

  /// Makes and delivers what is due, oldest first.
  ///
  /// - Parameter report: told of each as it is done; `Failure` if it was not, and the others are gone on with.
  /// - Returns: how many were due.
  /// - Throws: `locked` if another run is at it.
  public func runDue(_ report: (String, Result<Outcome, Failure>) -> Void) throws -> Int {
    let shelf = try DeliveryShelf(of: archive)
    defer { ledger.takeIn() }
    var count = 0
    for due in due() {
      let known = Result { () throws in try shelf.delivery(due.id) }
      if case .success(var delivery?) = known, delivery.state == .delivered {
        try end(&delivery, shelf)
        continue
      }
      count += 1
      if context.isInterrupted() { throw Failure(.interrupted, "interrupted: what is left is due at the next run") }
      report(due.id, Result { () throws in try deliver(due, known.get(), shelf) }.mapError(Self.failure))
    }
    return count
  }

  private static func failure(_ error: any Error) -> Failure { error as? Failure ?? Failure(.failed, "\(error)") }

  /// A report that is due, or was.
  struct Due {
    let schedule: ReportSchedule
    let period: Period

    /// The first day on which it can be made.
    var day: Int { period.days.upperBound + schedule.daysAfter }
    /// Tells it from all others: `weekly-2026-W44`.
    var id: String { "\(schedule.name)-\(period.name)" }
  }

  /// Every report of a period that is over, since the schedules began, oldest first.
  func due() -> [Due] {
    schedules.schedules.flatMap(due).sorted { ($0.day, $0.id) < ($1.day, $1.id) }
  }

  private func due(_ schedule: ReportSchedule) -> [Due] {
    let today = today(of: schedule)
    var period = Period(schedule.kind, holding: schedule.since)
    if period.days.lowerBound < schedule.since { period = Period(schedule.kind, holding: period.days.upperBound) }
    var due: [Due] = []
    while case let next = Due(schedule: schedule, period: period), next.day <= today {
      due.append(next)
      period = Period(schedule.kind, holding: period.days.upperBound)
    }
    return due
  }

  /// By the clock that the schedule's periods end by. Its zone was checked when it was read.
  private func today(of schedule: ReportSchedule) -> Int {
    let zone = (try? schedule.timeZone.map(AccountZone.init)) ?? zone
    return Int(zone.rules.day(of: context.now()))
  }

  // MARK: One report

  private func deliver(_ due: Due, _ known: Delivery?, _ shelf: DeliveryShelf) throws -> Outcome {
    var delivery = try known ?? made(due, shelf)
    let courier = Courier(shelf: shelf, sendmail: schedules.sendmail)
    try refuseUnknown(delivery)
    try courier.place(delivery)
    let message = delivery.files.first { $0.name.hasSuffix(".eml") }
    let isSent = due.schedule.mail?.isSent == true && message != nil
    if isSent, delivery.state == .made, let message {
      try move(&delivery, to: .handing, shelf)
      do { try courier.send(delivery, message) } catch {
        try move(&delivery, to: .made, shelf)
        throw error
      }
    }
    try finish(&delivery, due, isSent: isSent, shelf)
    return Outcome(
      schedule: due.schedule.name, period: due.period, daysLate: today(of: due.schedule) - due.day,
      paths: delivery.files.map { "\(delivery.folder)/\($0.name)" }, isSent: isSent)
  }

  /// A message that was being handed over when its run ended may have gone out, or not: to send it again could be the second time.
  private func refuseUnknown(_ delivery: Delivery) throws(Failure) {
    guard delivery.state == .handing else { return }
    throw Failure(
      .failed, "\(delivery.id): an earlier run ended while it handed the message over: nobody can tell whether it went out",
      hint: "ask a recipient, then: counterroll report settle \(delivery.id) --sent, or --unsent to send it again")
  }

  /// Says of a message whose handing over was cut short whether it went out. The next run does the rest.
  public func settle(_ id: String, wasSent: Bool) throws {
    let shelf = try DeliveryShelf(of: archive)
    guard var delivery = try shelf.delivery(id), delivery.state == .handing else {
      throw Failure(.usage, "\(id) is no report whose message was being handed over", hint: "see: counterroll report run-due")
    }
    try move(&delivery, to: wasSent ? .sent : .made, shelf)
  }

  private func move(_ delivery: inout Delivery, to state: Delivery.State, _ shelf: DeliveryShelf) throws(Failure) {
    delivery.state = state
    try shelf.save(delivery)
  }

  private func made(_ due: Due, _ shelf: DeliveryShelf) throws -> Delivery {
    let (schedule, id) = (due.schedule, due.id)
    let folder = try shelf.makeRoom(for: id)
    let made = try make(schedule, due.period, folder)
    var names = [made.file]
    if let mail = schedule.mail {
      let name = "\(id).eml"
      let file = try NewFile(path: "\(folder)/\(name)")
      try file.write(try message(mail, made, of: schedule, id: id, in: folder).bytes)
      try file.publish()
      names.append(name)
    }
    let files = try names.map { name in
      let path = "\(folder)/\(name)"
      return Job.File(name: name, rows: 0, bytes: Int64(try wholeFile(path).count), sha256: try sha256(ofFile: path))
    }
    let delivery = Delivery(id: id, state: .made, madeAt: context.now(), files: files, folder: schedule.folder, owed: nil)
    try shelf.save(delivery)
    return delivery
  }

  /// A message with the report; where that is too large, with the place that it lies in.
  private func message(_ mail: ReportSchedule.Mail, _ made: Made, of schedule: ReportSchedule, id: String, in folder: String) throws -> MailMessage {
    let report = MailMessage.Attachment(name: made.file, type: Self.type(of: made.file), bytes: try wholeFile("\(folder)/\(made.file)"))
    let isLarge = report.bytes.count > Self.attachedBytes
    let text = made.summary + (isLarge ? "\n\(schedule.folder)/\(made.file)\n" : "")
    return MailMessage(
      from: mail.sender, to: mail.recipients, subject: made.subject, date: context.now(), identity: "\(archive.settings.account)\n\(id)",
      text: text, attachments: isLarge ? [] : [report])
  }

  private static func type(of name: String) -> String {
    name.hasSuffix(".html") ? "text/html; charset=utf-8" : name.hasSuffix(".zip") ? "application/zip" : "application/octet-stream"
  }

  /// Notes the delivery and, in the same step, what the ledger gets of it.
  private func finish(_ delivery: inout Delivery, _ due: Due, isSent: Bool, _ shelf: DeliveryShelf) throws {
    let values: [LedgerEntry.Value] = [
      .init("period", .string(due.period.name)), .init("dueOn", .string(Period.date(due.day))), .init("files", .array(delivery.files.map(\.json))), .init("folder", .string(delivery.folder)),
      .init("recipients", .array((due.schedule.mail?.recipients ?? []).map { .string($0.address) })), .init("sent", .bool(isSent)),
    ]
    let entry = ledger.entry(.reportDelivered, by: ledger.actor(named: nil), of: delivery.id, named: delivery.files.first?.name, after: values)
    delivery.owed = Job.Owed(id: entry.id, line: String(decoding: entry.line, as: UTF8.self))
    try move(&delivery, to: .delivered, shelf)
    try end(&delivery, shelf)
  }

  /// Puts down what the ledger has not got yet, and removes what is where it belongs.
  private func end(_ delivery: inout Delivery, _ shelf: DeliveryShelf) throws {
    guard let owed = delivery.owed else { return }
    try ledger.note(Array(owed.line.utf8), id: owed.id)
    shelf.removeFiles(of: delivery.id)
    delivery.owed = nil
    try shelf.save(delivery)
  }
}
