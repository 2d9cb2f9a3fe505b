import AuditModel
import Coverage

/// A made-up history of an archive, in which times are written as people write them: `03-01` or `03-01 09:30`, of 2026 on the account's clock.
struct History {
  var ledger: Ledger
  let days: AccountDays

  init(zone: String = "UTC", retention: Int = 60) throws {
    ledger = Ledger(usualRetentionDays: retention)
    days = try AccountDays(zone: zone)
  }

  /// An instant on the account's clock.
  func at(_ text: String) -> Int64 {
    let full = text.dropFirst(4).first == "-" ? text : "2026-\(text)"
    let day = try! Timestamp.parseDate(Array(full.prefix(10).utf8).span) / Timestamp.millisecondsPerDay
    guard full.count > 10 else { return days.start(of: Int(day)) }
    let clock = Array("\(full.replacing(" ", with: "T")):00Z".utf8)
    let wanted = try! Timestamp.parse(clock.span)
    // The instant at which the account's clock shows this: no clock in these tests is asked for an hour that it shows twice or never.
    let near = days.text(wanted)
    let shown = try! Timestamp.parse(Array("\(near.replacing(" ", with: "T")):00Z".utf8).span)
    let guess = wanted - (shown - wanted)
    let again = try! Timestamp.parse(Array("\(days.text(guess).replacing(" ", with: "T")):00Z".utf8).span)
    return guess - (again - wanted)
  }

  func day(_ text: String) -> Int { days.day(at: at(text)) }

  /// Adds a file.
  /// - Parameters:
  ///   - events: From the first event to the last; nil if there are none.
  ///   - counts: `day module read added conflicts`, the last two 0 if left out.
  @discardableResult mutating func file(
    _ name: String = "file", events: (String, String)?, covers: (String, String)? = nil, filter: ClaimedFilter? = nil,
    source: String = "crm", isExport: Bool = true, ingested: String = "12-31", cap: Int64? = 500_000, records: Int64? = nil,
    _ counts: String...
  ) -> Int32 {
    let id = Int32(ledger.parts.count + 1)
    let rows = counts.map { Count(part: id, $0, in: self) }
    let eventSpan = events.map { Span(at($0.0), at($0.1) + 1) }
    let declaration = Declaration(span: covers.map { Span(at($0.0), at($0.1)) }, filter: filter)
    ledger.counts += rows.map(\.count)
    ledger.parts.append(
      Ledger.Part(
        id: id, name: name, source: source, isExport: isExport, ingestedAt: at(ingested),
        claim: declaration.claim(events: eventSpan, modules: Set(rows.map(\.count.module)).sorted()),
        firstAt: eventSpan?.from, lastAt: eventSpan.map { $0.to - 1 }, read: records ?? rows.reduce(0) { $0 + $1.count.read }, rowCap: cap))
    return id
  }

  private struct Count {
    var count: Ledger.Count

    init(part: Int32, _ text: String, in history: History) {
      let words = text.split(separator: " ").map(String.init)
      let numbers = words.dropFirst(2).map { Int64($0)! } + [0, 0]
      count = Ledger.Count(
        part: part, module: words[1], day: history.day(words[0]), read: numbers[0], added: numbers[1], conflicts: numbers[2])
    }
  }

  func report(now: String, since: String? = nil) -> CoverageReport {
    CoverageReport(of: ledger, days: days, now: at(now), since: since.map(at))
  }

  /// One letter a day, see `DayState`.
  func letters(_ module: String? = nil, now: String, since: String? = nil) -> String {
    let source = report(now: now, since: since).sources[0]
    let calendar = module.map { name in source.modules.first { $0.module == name }! } ?? source.all
    return calendar.states.map { $0?.rawValue ?? "-" }.joined()
  }

  /// Gaps as people would write them down.
  func gaps(now: String, since: String? = nil) -> [String] {
    report(now: now, since: since).gaps.map { gap in
      let modules = gap.modules.isEmpty ? "all" : gap.modules.joined(separator: "+")
      let marks = [gap.isLost ? "lost" : nil, gap.isOpenEnd ? "open" : nil, gap.reason == .noFile ? nil : gap.reason.rawValue].compactMap(\.self)
      return ([modules, String(days.text(gap.span.from).dropFirst(5)), "to", String(days.text(gap.span.to).dropFirst(5))] + marks)
        .joined(separator: " ")
    }
  }
}
