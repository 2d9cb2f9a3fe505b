import AuditModel
import Testing

@testable import Operations

struct ReportScheduleTests {
  private func read(_ text: String) throws -> ReportSchedules { try ReportScheduleReader(file: "/srv/acme/reports.yaml").read(Array(text.utf8)) }

  @Test func everyKeyIsRead() throws {
    let read = try read("""
      version: 1
      brand: { title: Sunny Side Realty, logo: logo.png, accent: "#2D56B8" }
      sendmail: [/usr/sbin/sendmail, -t, -i]
      reports:
        - name: weekly-sales
          period: week
          since: 2026-10-01
          days-after: 2
          as: mia
          modules: [Contacts, Opportunity]
          users: [u_1]
          time-zone: Europe/Berlin
          format: bundle
          language: de
          to: out/weekly
          mail: { from: "Reports <r@example.com>", to: [mia@example.com], send: true }
        - { name: quarter, period: quarter, since: "2026-01-01", to: /var/reports }
      """)
    #expect(read.brand.title == "Sunny Side Realty" && read.brand.logo == "/srv/acme/logo.png" && read.brand.accent == "#2d56b8")
    #expect(read.sendmail == ["/usr/sbin/sendmail", "-t", "-i"])
    let (weekly, quarter) = (read.schedules[0], read.schedules[1])
    #expect(weekly.name == "weekly-sales" && weekly.kind == .week && Period.date(weekly.since) == "2026-10-01" && weekly.daysAfter == 2)
    #expect(weekly.login == "mia" && weekly.modules == ["Contacts", "Opportunity"] && weekly.users == ["u_1"])
    #expect(weekly.timeZone == "Europe/Berlin" && quarter.timeZone == nil)
    #expect(weekly.format == .bundle && weekly.language == "de" && weekly.folder == "/srv/acme/out/weekly")
    #expect(weekly.mail?.recipients.map(\.address) == ["mia@example.com"] && weekly.mail?.isSent == true)
    #expect(quarter.format == .html && quarter.language == "en" && quarter.folder == "/var/reports" && quarter.mail == nil)
  }

  /// Each slip, and the line that its message must name.
  @Test(arguments: [
    ("", 1), ("version: 1\n", 1), ("version: 1\nreports: []\n", 2), ("version: 2\nreports: []\n", 1), ("version: 1\nreports: []\nextra: 1\n", 3),
    ("version: 1\nreports:\n  - { name: a b, period: week, since: 2026-10-01, to: x }\n", 3),
    ("version: 1\nreports:\n  - { name: ../a, period: week, since: 2026-10-01, to: x }\n", 3),
    ("version: 1\nreports:\n  - name: a\n    period: day\n    since: 2026-10-01\n    to: x\n", 4),
    ("version: 1\nreports:\n  - name: a\n    period: week\n    since: 2026-02-30\n    to: x\n", 5),
    ("version: 1\nreports:\n  - name: a\n    period: week\n    since: yesterday\n    to: x\n", 5),
    ("version: 1\nreports:\n  - name: a\n    period: week\n    since: 2026-10-01\n", 3),
    ("version: 1\nreports:\n  - { name: a, period: week, since: 2026-10-01, to: x }\n  - { name: a, period: month, since: 2026-10-01, to: x }\n", 4),
    ("version: 1\nreports:\n  - name: a\n    period: week\n    since: 2026-10-01\n    to: x\n    mail: { from: a@example.com, to: [b] }\n", 7),
    ("version: 1\nreports:\n  - name: a\n    period: week\n    since: 2026-10-01\n    to: x\n    mail: { from: a@example.com, to: [b@example.com], send: true }\n", 7),
    ("version: 1\nreports:\n  - name: a\n    period: week\n    since: 2026-10-01\n    to: x\n    language: fr\n", 7),
    ("version: 1\nreports:\n  - name: a\n    period: week\n    since: 2026-10-01\n    to: x\n    time-zone: Berlin\n", 7),
    ("version: 1\nsendmail: sendmail -t\nreports: []\n", 2), ("version: 1\nsendmail: [sendmail, -t]\nreports: []\n", 2),
    ("version: 1\nbrand: { accent: blue }\nreports: []\n", 2), ("version: 1\nbrand: { color: red }\nreports: []\n", 2),
  ])
  func slipsNameTheirLine(_ text: String, _ line: Int) {
    let failure = #expect(throws: Failure.self) { try read(text) }
    #expect(failure?.kind == .settings && failure?.hint != nil)
    #expect(failure?.message.hasPrefix("/srv/acme/reports.yaml:\(line): ") == true, "\(failure?.message ?? "")")
  }
}
