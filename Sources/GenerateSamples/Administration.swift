/// Users, their rights, and exports of the audit log itself.
extension Story {
  private var users: Int { Module.index("Users") }
  private var auditLogs: Int { Module.index("Audit Logs") }

  /// Everybody who is there from the beginning.
  mutating func seatStaff() {
    for person in Company.staff where person.since == .min { records[users].append(user(person)) }
  }

  mutating func playAdministration(_ moment: Moment) {
    let time = moment.time
    switch moment.scene {
    case .userJoins: create(user(Company.newcomer), in: users, by: Company.owner, at: time)
    case .userLeaves: userLeaves(at: time)
    case .rightsChange: rightsChange(at: time)
    case .exportGranted: setScopes(["audit-logs.readonly", "audit-logs.export"], at: time)
    case .exportRevoked: setScopes(["audit-logs.readonly"], at: time)
    case .exportRequested: requestExport(at: time)
    case .exportDownloaded: downloadExport(at: time)
    default: break
    }
  }

  private mutating func user(_ person: Actor) -> Record {
    let fields = Module.all[users].fields
    var values = fields.map { Optional($0.kind.value(seed: random.next())) }
    values[0] = .text(person.name)
    values[4] = .list([.text("contacts.readonly"), .text("audit-logs.readonly")])
    return Record(id: person.id, parent: "", values: values)
  }

  private mutating func userLeaves(at time: Instant) {
    guard let index = records[users].firstIndex(where: { $0.id == Company.leaver.id }) else { return }
    delete(index, in: users, by: Company.owner, at: time)
  }

  private mutating func rightsChange(at time: Instant) {
    let index = random.below(9)
    let fields = Module.all[users].fields
    let role = newValue(of: fields[2], insteadOf: records[users][index].values[2])
    let permissions = newValue(of: fields[3], insteadOf: records[users][index].values[3])
    update(index, in: users, setting: [(2, role), (3, permissions)], by: Company.owner, at: time)
  }

  /// The right to export goes to the office manager, and is taken back in October.
  private mutating func setScopes(_ scopes: [String], at time: Instant) {
    guard let index = records[users].firstIndex(where: { $0.id == Company.officeManager.id }) else { return }
    update(index, in: users, setting: [(4, .list(scopes.map { .text($0) }))], by: Company.owner, at: time)
  }

  private mutating func requestExport(at time: Instant) {
    var record = newRecord(in: auditLogs)
    record.values[1] = .object([
      Member(name: "module", value: .list([.text("Contacts"), .text("Payments")])), Member(name: "days", value: .number("60")),
    ])
    record.values[2] = .number(String(800 + random.below(900)))
    record.values[4] = .text(utcText(time + 30 * millisecondsOfDay))
    record.values[5] = .number("0")
    create(record, in: auditLogs, by: exporter(at: time), at: time, action: .exportRequested)
  }

  private mutating func downloadExport(at time: Instant) {
    let last = records[auditLogs].count - 1
    update(last, in: auditLogs, setting: [(5, .number("1"))], by: exporter(at: time), at: time, action: .exportDownloaded)
  }

  /// Whoever may export at that time.
  private func exporter(at time: Instant) -> Actor {
    let granted = Chicago.instant(Day(2026, 6, 2), 10, 15, 40)
    let revoked = Chicago.instant(Day(2026, 10, 5), 11, 2, 9)
    return granted <= time && time < revoked ? Company.officeManager : Company.owner
  }
}
