internal import AuditModel
internal import Bundling
internal import StrictYAML

/// Reads `reports.yaml` strictly: what is not understood refuses the whole file, with its line and the next step.
struct ReportScheduleReader {
  private static let shape = "it has the keys version and reports; brand and sendmail may be added"
  private static let example = "Write for example: - { name: weekly, period: week, since: 2026-10-01, to: reports }"

  /// The path, for messages.
  let file: String

  /// Paths in the file begin in the folder that it lies in.
  private var folder: String { String(absolute(file).dropLast(fileName(file).count)) }

  func read(_ bytes: [UInt8]) throws(Failure) -> ReportSchedules {
    try StrictYAML(file: file, kind: "report schedule").read(bytes, shape: Self.shape) { (root) throws(Failure) in try document(root) }
  }

  private func document(_ root: StrictYAML.Item) throws(Failure) -> ReportSchedules {
    let members = try root.table("the report schedule", Self.shape)
    try members.checkVersion(key: "version")
    try members.check("the report schedule", required: ["version", "reports"], optional: ["brand", "sendmail"])
    var read = ReportSchedules()
    if let item = members["brand"] { read.brand = try brand(item) }
    if let item = members["sendmail"] { read.sendmail = try command(item) }
    let items = try members["reports"]!.list("reports", Self.example)
    guard !items.isEmpty else { throw members["reports"]!.failure("there are no reports", Self.example) }
    for item in items {
      let schedule = try schedule(item, canSend: !read.sendmail.isEmpty)
      if read.schedules.contains(where: { $0.name == schedule.name }) {
        throw item.failure("the name “\(schedule.name)” occurs twice", "a report's name tells its deliveries from others: give each its own")
      }
      read.schedules.append(schedule)
    }
    return read
  }

  // MARK: A schedule

  private func schedule(_ item: StrictYAML.Item, canSend: Bool) throws(Failure) -> ReportSchedule {
    let fields = try item.table("the report", Self.example)
    try fields.check(
      "the report", required: ["name", "period", "since", "to"], optional: ["days-after", "as", "modules", "users", "time-zone", "format", "language", "mail"])
    let name = try checkedName(fields["name"]!)
    let what = "the report “\(name)”"
    let mail = try fields["mail"].map { (item) throws(Failure) in try self.mail(item, of: what, canSend: canSend) }
    return ReportSchedule(
      name: name, kind: try kind(fields["period"]!, of: what), since: try day(fields["since"]!, of: what),
      daysAfter: try fields["days-after"].map { (item) throws(Failure) in try item.count("days-after of \(what)") } ?? 0,
      login: try fields["as"].map { (item) throws(Failure) in try item.text("as, of \(what),") },
      modules: try texts(fields["modules"], "a module of \(what)", "modules of \(what)"),
      users: try texts(fields["users"], "a user of \(what)", "users of \(what)"),
      timeZone: try fields["time-zone"].map { (item) throws(Failure) in try zone(item, of: what) },
      format: try choice(fields["format"], of: what, key: "format", ["html", "bundle"]) == "html" ? .html : .bundle,
      language: try choice(fields["language"], of: what, key: "language", ["en", "de", "es"]),
      folder: path(try fields["to"]!.text("the folder of \(what)")), mail: mail)
  }

  private func checkedName(_ item: StrictYAML.Item) throws(Failure) -> String {
    let name = try item.text("the name of a report")
    guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9-]{0,63}/) != nil else {
      throw item.failure("the name “\(name)” is not of letters, digits and dashes", "it becomes part of file names: write for example weekly-sales")
    }
    return name
  }

  private func kind(_ item: StrictYAML.Item, of what: String) throws(Failure) -> Period.Kind {
    let text = try item.text("the period of \(what)")
    guard let kind = Period.Kind(rawValue: text), kind != .days else {
      throw item.failure("the period of \(what) is “\(text)”", "write week, month or quarter")
    }
    return kind
  }

  private func day(_ item: StrictYAML.Item, of what: String) throws(Failure) -> Int {
    let text = try item.timeText("since, of \(what),")
    guard text.utf8.count == 10, let day = try? Timestamp.parseDate(Array(text.utf8).span) else {
      throw item.failure("since, of \(what), is “\(text)” and not a day", "write a day such as 2026-10-01")
    }
    return Int(day / Timestamp.millisecondsPerDay)
  }

  private func zone(_ item: StrictYAML.Item, of what: String) throws(Failure) -> String {
    let name = try item.text("the time zone of \(what)")
    do { _ = try AccountZone(name) } catch { throw item.failure("\(error.message), of \(what)", error.hint ?? "") }
    return name
  }

  private func texts(_ item: StrictYAML.Item?, _ one: String, _ all: String) throws(Failure) -> [String] {
    guard let item else { return [] }
    return try item.uniqueTexts(one, all).map(\.text)
  }

  private func choice(_ item: StrictYAML.Item?, of what: String, key: String, _ choices: [String]) throws(Failure) -> String {
    guard let item else { return choices[0] }
    let text = try item.text("the \(key) of \(what)")
    guard choices.contains(text) else { throw item.failure("the \(key) of \(what) is “\(text)”", "write one of: \(choices.joined(separator: ", "))") }
    return text
  }

  private func path(_ text: String) -> String { text.hasPrefix("/") ? text : folder + text }

  // MARK: Mail and looks

  private func mail(_ item: StrictYAML.Item, of what: String, canSend: Bool) throws(Failure) -> ReportSchedule.Mail {
    let fields = try item.table("the mail of \(what)", "Write for example: { from: reports@example.com, to: [mia@example.com] }")
    try fields.check("the mail of \(what)", required: ["from", "to"], optional: ["send"])
    let recipients = try fields["to"]!.uniqueTexts("a recipient of \(what)", "recipients of \(what)")
    let isSent = try fields["send"].map { (item) throws(Failure) in try item.flag("send, of \(what),") } ?? false
    if isSent, !canSend {
      throw fields["send"]!.failure("\(what) is to be sent, but there is no sendmail command", "add for example: sendmail: [/usr/sbin/sendmail, -t, -i]")
    }
    return ReportSchedule.Mail(
      sender: try address(try fields["from"]!.text("the sender of \(what)"), fields["from"]!),
      recipients: try recipients.map { (text, item) throws(Failure) in try address(text, item) }, isSent: isSent)
  }

  private func address(_ text: String, _ item: StrictYAML.Item) throws(Failure) -> MailAddress {
    guard let address = MailAddress(text) else {
      throw item.failure("“\(text)” is not a mail address", "write mia@example.com, or \"Mia Olsen <mia@example.com>\"")
    }
    return address
  }

  private func command(_ item: StrictYAML.Item) throws(Failure) -> [String] {
    let words = try item.list("sendmail", "Write the command as a list: [/usr/sbin/sendmail, -t, -i]")
    let command = try words.map { (word) throws(Failure) in try word.text("a word of sendmail") }
    guard let program = command.first, program.hasPrefix("/") else {
      throw item.failure("sendmail does not begin with the whole path of a program", "write for example: [/usr/sbin/sendmail, -t, -i]")
    }
    return command
  }

  private func brand(_ item: StrictYAML.Item) throws(Failure) -> ReportSchedules.Brand {
    let fields = try item.table("brand", "Write for example: { title: Sunny Side Realty, accent: \"#2d56b8\" }")
    try fields.check("brand", required: [], optional: ["title", "logo", "accent"])
    var brand = ReportSchedules.Brand()
    brand.title = try fields["title"].map { (item) throws(Failure) in try item.text("the title") }
    brand.logo = try fields["logo"].map { (item) throws(Failure) in path(try item.text("the logo")) }
    brand.accent = try fields["accent"].map { (item) throws(Failure) in try accent(item) }
    return brand
  }

  private func accent(_ item: StrictYAML.Item) throws(Failure) -> String {
    let text = try item.text("the accent colour")
    guard text.wholeMatch(of: /#[0-9A-Fa-f]{6}/) != nil else {
      throw item.failure("the accent colour is “\(text)”", "write it as six hexadecimal digits in quotes: \"#2d56b8\"")
    }
    return text.lowercased()
  }
}
