import ArchiveStore
import AuditModel
import Foundation
import GRDB
import Logging
import Synchronization
import Testing

@testable import Operations

/// Reports are due, made and delivered once, whatever happens in between. The account is in Chicago.
@Suite struct ReportRoundsTests {
  /// An archive, a folder that reports go to, and a clock.
  private final class Office: Sendable {
    let path: String
    let clock = Mutex<Int64>(0)
    let makings = Mutex<[String]>([])
    let archive: Archive

    init() throws {
      path = FileManager.default.temporaryDirectory.appending(path: "rounds-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      try FileManager.default.createDirectory(atPath: path + "/out", withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      let context = RunContext(now: { 1_790_000_000_000 }, login: "ann", isInterrupted: { false }, logger: Logger(label: "test"))
      archive = try Setup.make(at: path + "/archive", account: "Acme", timeZone: "America/Chicago", retentionDays: 60, context: context)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func set(_ time: String) throws {
      let time = try Timestamp.parse(Array(time.utf8).span)
      clock.withLock { $0 = time }
    }

    func schedules(_ reports: String, more: String = "") throws -> ReportSchedules {
      try ReportScheduleReader(file: path + "/reports.yaml").read(Array("version: 1\n\(more)reports:\n\(reports)\n".utf8))
    }

    /// - Parameter fault: called before a report is made.
    func rounds(_ schedules: ReportSchedules, fault: @escaping @Sendable () throws -> Void = {}) throws -> ReportRounds {
      let context = RunContext(
        now: { self.clock.withLock { $0 } }, login: "ann", isInterrupted: { false }, logger: Logger(label: "test"))
      return try ReportRounds(of: archive, schedules: schedules, context: context, key: nil) { schedule, period, folder in
        try fault()
        self.makings.withLock { $0.append("\(schedule.name) \(period.name)") }
        try "made \(self.makings.withLock { $0.count })".write(toFile: "\(folder)/\(schedule.name)-\(period.name).html", atomically: false, encoding: .utf8)
        return ReportRounds.Made(file: "\(schedule.name)-\(period.name).html", subject: "Activity", summary: "Quiet.\n")
      }
    }

    /// What a run says: each report's id, or its failure's message.
    func run(_ schedules: ReportSchedules, fault: @escaping @Sendable () throws -> Void = {}) throws -> [String] {
      var said: [String] = []
      _ = try rounds(schedules, fault: fault).runDue { id, result in
        switch result {
        case .success(let outcome): said.append(outcome.daysLate == 0 ? id : "\(id) late by \(outcome.daysLate)")
        case .failure(let failure): said.append("\(id): \(failure.message)")
        }
      }
      return said
    }

    var delivered: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path + "/out").sorted() } }

    /// Deliveries as the archive's own events tell them.
    var recorded: [String] {
      get throws {
        let queue = try DatabaseQueue(path: archive.folder + "/archive.sqlite")
        return try queue.read {
          try String.fetchAll($0, sql: "SELECT document_id FROM readable_event WHERE action = 'Report delivered' ORDER BY document_id")
        }
      }
    }
  }

  private static let weekly = "  - { name: weekly, period: week, since: 2026-10-01, to: out }"

  @Test func aReportIsDueWhenItsPeriodIsOverOnTheAccountsClock() throws {
    let office = try Office(), schedules = try office.schedules(Self.weekly)
    // The first whole week since Thursday 1 October begins on Monday 5 October; it ends as 12 October begins in Chicago, at 05:00 UTC.
    try office.set("2026-10-12T04:59:59Z")
    #expect(try office.run(schedules) == [])
    try office.set("2026-10-12T05:00:00Z")
    #expect(try office.run(schedules) == ["weekly-2026-W41"])
    #expect(try office.delivered == ["weekly-2026-W41.html"])
    #expect(try office.recorded == ["weekly-2026-W41"])
    #expect(try office.run(schedules) == [], "once")
  }

  /// The account moves from Chicago to Auckland between two weeks: the schedule goes by the new clock, nothing is made twice and no week is left out.
  @Test func aScheduleMovesWithTheAccount() throws {
    let office = try Office(), moved = try office.schedules("  - { name: weekly, period: week, since: 2026-10-01, time-zone: Pacific/Auckland, to: out }")
    try office.set("2026-10-12T05:00:00Z")
    #expect(try office.run(office.schedules(Self.weekly)) == ["weekly-2026-W41"])
    // Monday 19 October begins in Auckland at 11:00 UTC of Sunday.
    try office.set("2026-10-18T10:59:59Z")
    #expect(try office.run(moved) == [])
    try office.set("2026-10-18T11:00:00Z")
    #expect(try office.run(moved) == ["weekly-2026-W42"])
    try office.set("2026-10-19T12:00:00Z")
    #expect(try office.run(office.schedules(Self.weekly)) == [], "back again, it is delivered already")
    #expect(try office.recorded == ["weekly-2026-W41", "weekly-2026-W42"])
  }

  @Test func anOutageIsCaughtUpWithOldestFirst() throws {
    let office = try Office()
    let schedules = try office.schedules(Self.weekly + "\n  - { name: monthly, period: month, since: 2026-10-01, days-after: 3, to: out }")
    try office.set("2026-11-10T12:00:00Z")
    #expect(try office.run(schedules) == [
      "weekly-2026-W41 late by 29", "weekly-2026-W42 late by 22", "weekly-2026-W43 late by 15", "weekly-2026-W44 late by 8",
      "monthly-2026-10 late by 6", "weekly-2026-W45 late by 1",
    ])
    #expect(try office.recorded.count == 6)
  }

  @Test func oneReportsFailureDoesNotStopTheOthersAndIsTriedAgain() throws {
    let office = try Office()
    let schedules = try office.schedules("  - { name: lost, period: week, since: 2026-10-05, to: nowhere }\n  - { name: weekly, period: week, since: 2026-10-05, to: out }")
    try office.set("2026-10-13T12:00:00Z")
    let said = try office.run(schedules)
    #expect(said.count == 2 && said[0].hasPrefix("lost-2026-W41: ") && said[0].contains("does not exist") && said[1].hasPrefix("weekly-2026-W41"))
    try FileManager.default.createDirectory(atPath: office.path + "/nowhere", withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    #expect(try office.run(schedules) == ["lost-2026-W41 late by 1"])
    #expect(office.makings.withLock { $0 } == ["lost 2026-W41", "weekly 2026-W41"], "made once: the second run brings what the first one made")
  }

  @Test func anotherFileOfTheSameNameIsNeverReplaced() throws {
    let office = try Office(), schedules = try office.schedules(Self.weekly)
    try "somebody's".write(toFile: office.path + "/out/weekly-2026-W41.html", atomically: true, encoding: .utf8)
    try office.set("2026-10-12T12:00:00Z")
    #expect(try office.run(schedules).first?.contains("exists already") == true)
    #expect(try String(contentsOfFile: office.path + "/out/weekly-2026-W41.html", encoding: .utf8) == "somebody's")
    #expect(try office.recorded == [])
  }

  private struct Broken: Error {}

  @Test func whatWasBegunAndNotMadeIsMadeAnew() throws {
    let office = try Office(), schedules = try office.schedules(Self.weekly)
    try office.set("2026-10-12T12:00:00Z")
    #expect(try office.run(schedules) { throw Broken() }.first?.hasPrefix("weekly-2026-W41: ") == true)
    #expect(try office.run(schedules) == ["weekly-2026-W41"])
  }

  /// A run that ends after each of its steps, as if it had been killed there: the state and the folder are put back to that moment.
  @Test(arguments: ["made", "placed", "delivered"])
  func aRunThatWasKilledIsFinishedByTheNext(_ step: String) throws {
    let office = try Office(), schedules = try office.schedules(Self.weekly)
    try office.set("2026-10-12T12:00:00Z")
    // Somebody's file stands in the way, so that the run ends with the report made.
    let target = office.path + "/out/weekly-2026-W41.html", files = office.archive.folder + "/deliveries/weekly-2026-W41/files/weekly-2026-W41.html"
    try "in the way".write(toFile: target, atomically: true, encoding: .utf8)
    _ = try office.run(schedules)
    try FileManager.default.removeItem(atPath: target)
    if step != "made" { try FileManager.default.copyItem(atPath: files, toPath: target) }
    if step == "delivered" {
      // Killed after the state was written and before the ledger had its entry.
      let path = office.archive.folder + "/deliveries/weekly-2026-W41/delivery.json"
      let entry = LedgerEntry(
        id: "20261012T120000000Z-00000001", at: 1_791_806_400_000, actor: .init(login: "ann", name: "ann"), action: .reportDelivered,
        documentID: "weekly-2026-W41", documentName: nil, after: [])
      var state = try JSONDecoder().decode(Delivery.self, from: Data(contentsOf: URL(filePath: path)))
      (state.state, state.owed) = (.delivered, Job.Owed(id: entry.id, line: String(decoding: entry.line, as: UTF8.self)))
      try JSONEncoder().encode(state).write(to: URL(filePath: path))
    }
    #expect(try office.run(schedules) == (step == "delivered" ? [] : ["weekly-2026-W41"]))
    #expect(try office.delivered == ["weekly-2026-W41.html"] && office.recorded == ["weekly-2026-W41"])
    #expect(try office.run(schedules) == [] && office.recorded == ["weekly-2026-W41"])
    #expect(office.makings.withLock { $0.count } == 1)
  }

  @Test func whoeverComesSecondIsToldAndDoesNothing() throws {
    let office = try Office(), schedules = try office.schedules(Self.weekly)
    try office.set("2026-10-12T12:00:00Z")
    let shelf = try DeliveryShelf(of: office.archive)
    let failure = #expect(throws: Failure.self) { try office.run(schedules) }
    #expect(failure?.kind == .locked)
    withExtendedLifetime(shelf) {}
  }
}

/// Messages that are handed to a command.
extension ReportRoundsTests {
  private func mailing(_ office: Office, _ command: String) throws -> ReportSchedules {
    try office.schedules(
      "  - { name: weekly, period: week, since: 2026-10-05, to: out, mail: { from: r@example.com, to: [mia@example.com], send: true } }",
      more: "sendmail: [/bin/sh, -c, '\(command)']\n")
  }

  @Test func aMessageIsHandedOverOnceWithTheReportInIt() throws {
    let office = try Office(), schedules = try mailing(office, "cat >> \(office.path)/sent")
    try office.set("2026-10-12T12:00:00Z")
    #expect(try office.run(schedules) == ["weekly-2026-W41"])
    #expect(try office.run(schedules) == [])
    let sent = try Data(contentsOf: URL(filePath: office.path + "/sent"))
    #expect(sent == (try Data(contentsOf: URL(filePath: office.path + "/out/weekly-2026-W41.eml"))))
    #expect(String(decoding: sent, as: UTF8.self).contains("To: mia@example.com\r\n"))
  }

  @Test func aCommandThatFailsIsTriedAgain() throws {
    let office = try Office()
    try office.set("2026-10-12T12:00:00Z")
    let said = try office.run(mailing(office, "echo no queue; exit 75"))
    #expect(said.first?.contains("ended with 75: no queue") == true)
    #expect(try office.recorded == [])
    #expect(try office.run(mailing(office, "cat > /dev/null")) == ["weekly-2026-W41"])
    #expect(try office.recorded == ["weekly-2026-W41"])
  }

  /// Killed while the command ran: nobody can tell whether the message went out.
  @Test(arguments: [true, false])
  func aMessageOfUnknownFateIsNotSentTwice(wasSent: Bool) throws {
    let office = try Office(), schedules = try mailing(office, "cat >> \(office.path)/sent")
    try office.set("2026-10-12T12:00:00Z")
    _ = try office.run(mailing(office, "exit 1"))
    let path = office.archive.folder + "/deliveries/weekly-2026-W41/delivery.json"
    var state = try JSONDecoder().decode(Delivery.self, from: Data(contentsOf: URL(filePath: path)))
    state.state = .handing
    try JSONEncoder().encode(state).write(to: URL(filePath: path))
    #expect(try office.run(schedules).first?.contains("nobody can tell") == true)
    #expect(!FileManager.default.fileExists(atPath: office.path + "/sent"))
    try office.rounds(schedules).settle("weekly-2026-W41", wasSent: wasSent)
    #expect(try office.run(schedules) == ["weekly-2026-W41"])
    #expect(FileManager.default.fileExists(atPath: office.path + "/sent") == !wasSent)
    #expect(try office.recorded == ["weekly-2026-W41"])
  }
}
