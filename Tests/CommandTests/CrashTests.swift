import Foundation
import Glibc
import Testing

/// What a run leaves behind that is killed, interrupted, or not alone. These need moments that a script cannot choose.
@Suite(.serialized)
struct CrashTests {
  static let events = 30_000
  /// The events that files brought, without the entries of the ledger.
  static let ofFiles = "WHERE id NOT IN (SELECT event FROM ledger_entry)"
  /// How many runs are killed: 30, or as many as `COUNTERROLL_KILLS` says; 200 are the long test.
  static let kills = ProcessInfo.processInfo.environment["COUNTERROLL_KILLS"].flatMap { Int($0) } ?? 30

  /// An archive, and an export of 30,000 events that is not in it yet.
  private func workplace() throws -> Workplace {
    let workplace = try Workplace()
    try Data(Self.export(of: Self.events, startingAt: 0).utf8).write(to: workplace.folder.appending(path: "export.csv"))
    let made = try workplace.run("counterroll init --archive a --account X --time-zone UTC")
    try #require(made.code == 0, "\(made)")
    return workplace
  }

  /// A CSV export with one event a second, each with an id and a change of its own.
  static func export(of count: Int, startingAt first: Int) -> String {
    var text = "Log ID,Date & Time,Done By,User ID,Source,Module,Action,Document ID,Name,Changed Fields,Before,After\r\n"
    for number in first..<first + count {
      let (day, second) = (1 + number / 86_400, number % 86_400)
      let time = String(format: "2026-06-%02dT%02d:%02d:%02dZ", day, second / 3600, second / 60 % 60, second % 60)
      text += "id-\(number),\(time),Person \(number % 17),p\(number % 17),WEB_USER,Contacts,Updated,doc-\(number % 900),Contact \(number % 900),"
      text += "city,\"{\"\"city\"\":\"\"Elk Hollow \(number)\"\"}\",\"{\"\"city\"\":\"\"Greyfield \(number)\"\"}\"\r\n"
    }
    return text
  }

  @Test func killedAtAnyMomentTheArchiveIsAsBeforeOrWhollyThere() throws {
    let workplace = try workplace()
    let verifies = try workplace.run("counterroll --help").output.contains(/(?m)^ +verify\s/)
    var isShellFirst = false
    try stopRuns(Self.kills, by: SIGKILL, in: workplace) { outcome, delay in
      #expect(outcome.code == 128 + SIGKILL, "killed after \(delay) s: \(outcome)")
      // Whoever reads first takes the killed run back: every other time the shell, which knows nothing of the pages' checksums.
      if isShellFirst { _ = try sql("SELECT count(*) FROM event", workplace) }
      isShellFirst.toggle()
      let status = try workplace.run("counterroll status --archive a")
      #expect([0, 6].contains(status.code), "killed after \(delay) s: \(status)")
      let count = try sql("SELECT count(*) FROM event \(Self.ofFiles)", workplace)
      #expect(["0", "\(Self.events)"].contains(count), "killed after \(delay) s: \(count) events")
      if verifies {
        let verified = try workplace.run("counterroll verify a")
        #expect(verified.code == 0, "killed after \(delay) s: \(verified)")
      }
    }
    try expectTheWholeExport(in: workplace)
  }

  @Test func interruptedARunArchivesNothingAndSaysSo() throws {
    let workplace = try workplace()
    try stopRuns(3, by: SIGINT, in: workplace) { outcome, delay in
      #expect(outcome.code == 130, "interrupted after \(delay) s: \(outcome)")
      let count = try sql("SELECT count(*) FROM event \(Self.ofFiles)", workplace)
      #expect(count == "0", "interrupted after \(delay) s: \(count) events")
    }
    try expectTheWholeExport(in: workplace)
  }

  /// Starts runs and stops each at a random moment, until so many were really stopped. One that was quicker than the signal does not count:
  /// the archive is made anew, and the next signals come sooner.
  private func stopRuns(_ count: Int, by signal: Int32, in workplace: Workplace, _ check: (Outcome, _ delay: Double) throws -> Void) throws {
    var longest = try durationOfARun(in: workplace)
    var stopped = 0
    for _ in 0..<20 * count where stopped < count {
      let delay = Double.random(in: 0...longest)
      let run = try workplace.startCounterroll(["ingest", "-q", "--archive", "a", "export.csv"])
      usleep(UInt32(delay * 1_000_000))
      run.kill(signal)
      let outcome = try run.end()
      if outcome.code != 0 {
        try check(outcome, delay)
        stopped += 1
      }
      if try sql("SELECT count(*) FROM event \(Self.ofFiles)", workplace) != "0" {
        _ = try workplace.run("rm -r a && counterroll init -q --archive a --account X --time-zone UTC")
        longest *= 0.9
      }
    }
    #expect(stopped == count, "the program was always quicker than the signal")
  }

  /// Seconds that a whole run takes here, measured on an archive of its own.
  private func durationOfARun(in workplace: Workplace) throws -> Double {
    let made = try workplace.run("counterroll init -q --archive b --account X --time-zone UTC")
    let start = Date()
    let outcome = try workplace.run("counterroll ingest -q --archive b export.csv")
    try #require(made.code == 0 && outcome.code == 0, "\(made) \(outcome)")
    return Date().timeIntervalSince(start)
  }

  @Test func ofTwoRunsAtOnceNothingIsLost() throws {
    let workplace = try workplace()
    try Data(Self.export(of: Self.events, startingAt: Self.events / 2).utf8).write(to: workplace.folder.appending(path: "second.csv"))
    let runs = try ["export.csv", "second.csv"].map { try workplace.startCounterroll(["ingest", "-q", "--archive", "a", $0]) }
    for outcome in try runs.map({ try $0.end() }) { #expect([0, 75].contains(outcome.code), "\(outcome)") }
    for file in ["export.csv", "second.csv"] {
      let repeated = try workplace.run("counterroll ingest -q --archive a \(file)")
      #expect(repeated.code == 0, "\(repeated)")
    }
    #expect(try sql("SELECT count(*), count(DISTINCT identity), count(variant_of) FROM event JOIN event_in_time ON event = id \(Self.ofFiles)", workplace) == "45000|45000|0")
    #expect(try sql("SELECT sum(read), sum(stored), sum(duplicate) FROM source_part WHERE system <> \"counterroll\"", workplace) == "60000|45000|15000")
    #expect(try sql("PRAGMA integrity_check; PRAGMA foreign_key_check", workplace) == "ok")
  }

  /// Eight processes at once, round after round: some take in files, some read. Each file has a number of events that no sum of others gives,
  /// so that a reader that saw half a run would give itself away.
  @Test func readersAndWritersTogetherSeeWholeRunsOnly() throws {
    let workplace = try Workplace()
    var sums: Set<Int> = [0]
    var first = 0
    for size in [1_000, 2_000, 4_000] {
      try Data(Self.export(of: size, startingAt: first).utf8).write(to: workplace.folder.appending(path: "\(size).csv"))
      sums.formUnion(sums.map { $0 + size })
      first += size
    }
    for round in 1...12 {
      _ = try workplace.run("rm -rf a *.out && counterroll init -q --archive a --account X --time-zone UTC")
      let writers = try ["1000", "2000", "4000"].map { try workplace.startCounterroll(["ingest", "-q", "--archive", "a", $0 + ".csv"]) }
      let status = try (1...3).map { _ in try workplace.startCounterroll(["status", "--json", "--archive", "a"]) }
      let exports = try (1...2).map { number in
        try workplace.startCounterroll(["export", "--json", "--archive", "a", "--format", "csv", "--module", "Contacts", "--to", "\(number).out"])
      }
      var archived = 0
      for (writer, size) in zip(writers, [1_000, 2_000, 4_000]) {
        let outcome = try writer.end()
        #expect([0, 75].contains(outcome.code), "round \(round): \(outcome)")
        if outcome.code == 0 { archived += size }
      }
      for reader in status + exports {
        let outcome = try reader.end()
        #expect([0, 6, 75].contains(outcome.code), "round \(round): \(outcome)")
        guard outcome.code != 75 else { continue }
        let seen = try #require(outcome.output.firstMatch(of: /"events":(\d+)/).flatMap { Int($0.1) }, "\(outcome)")
        #expect(sums.contains(seen), "round \(round): a reader saw \(seen) events")
      }
      for number in 1...2 {
        let rows = try workplace.run("[ ! -e \(number).out ] || tail -n +2 \(number).out | wc -l").output
        if let rows = Int(rows.dropLast()) { #expect(sums.contains(rows), "round \(round): an export of \(rows) events") }
      }
      #expect(try sql("SELECT count(*) FROM event \(Self.ofFiles)", workplace) == "\(archived)", "round \(round)")
      #expect(try sql("PRAGMA integrity_check", workplace) == "ok", "round \(round)")
    }
  }

  /// Repeats the run to its end: every event once, a sound file, the kept source, and nothing left over from runs before.
  private func expectTheWholeExport(in workplace: Workplace) throws {
    let repeated = try workplace.run("counterroll ingest -q --archive a export.csv")
    #expect(repeated.code == 0, "\(repeated)")
    #expect(try sql("SELECT count(*), count(DISTINCT identity) FROM event JOIN event_in_time ON event = id \(Self.ofFiles)", workplace) == "\(Self.events)|\(Self.events)")
    #expect(try sql("PRAGMA integrity_check; PRAGMA foreign_key_check", workplace) == "ok")
    let sources = try workplace.run("sqlite3 a/archive.sqlite \"SELECT sha256 || '.zst' FROM source_file WHERE name NOT LIKE 'ledger/%'\"; sha256sum export.csv | sed 's/ .*/.zst/'").output.split(separator: "\n")
    #expect(sources.count == 2 && sources.first == sources.last, "sources hold \(sources)")
    #expect(try workplace.run("ls -A a | tr '\\n' ' '").output == "archive.sqlite exports ledger lock roles.yaml sources ")
  }

  private func sql(_ query: String, _ workplace: Workplace) throws -> String {
    let outcome = try workplace.run("sqlite3 a/archive.sqlite '\(query)'")
    try #require(outcome.code == 0, "\(outcome)")
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
