internal import ArchiveStore
internal import AuditModel
internal import EvidenceLog

/// Makes the reports of a schedule as jobs, so that each is decided, noted and kept as one that somebody asked for.
struct ReportWorkshop {
  let archive: Archive
  let brand: ReportSchedules.Brand
  let roles: String
  let context: RunContext
  let key: SigningKey?

  func make(_ schedule: ReportSchedule, _ period: Period, in folder: String) throws -> ReportRounds.Made {
    var context = context
    context.actingAs = schedule.login
    let jobs = try ExportJobs(of: archive, roles: roles, context: context, key: key)
    try jobs.tidy()
    let file = "\(schedule.name)-\(period.name).\(schedule.format.ending)"
    let job = try unsafe jobs.work(on: jobs.request(order(schedule, period, to: "\(folder)/\(file)")))
    guard job.state == .completed, let summary = job.summary else {
      throw Failure(.failed, "\(file): \(job.reason ?? "the report was not made")", hint: "see: counterroll exports show \(job.id)")
    }
    return ReportRounds.Made(file: file, subject: summary.subject, summary: summary.text)
  }

  private func order(_ schedule: ReportSchedule, _ period: Period, to path: String) -> ExportJobs.Order {
    var report = ReportOrder(period: period.name)
    (report.language, report.timeZone) = (schedule.language, schedule.timeZone)
    (report.title, report.logo, report.accent) = (brand.title, brand.logo, brand.accent)
    var order = ExportJobs.Order()
    (order.filter.users, order.filter.modules) = (schedule.users, schedule.modules)
    (order.format, order.report, order.to) = (schedule.format, report, path)
    return order
  }
}
