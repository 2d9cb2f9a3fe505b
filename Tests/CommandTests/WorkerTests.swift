import Foundation
import Testing

/// Workers in the background that are killed, and jobs that are not alone. These need moments that a script cannot choose.
@Suite(.serialized)
struct WorkerTests {
  /// How many workers are killed: 10, or as many as `COUNTERROLL_WORKER_KILLS` says; 50 are the long test.
  static let kills = ProcessInfo.processInfo.environment["COUNTERROLL_WORKER_KILLS"].flatMap { Int($0) } ?? 10

  private func workplace(events: Int) throws -> Workplace {
    let workplace = try Workplace()
    try Data(CrashTests.export(of: events, startingAt: 0).utf8).write(to: workplace.folder.appending(path: "export.csv"))
    let made = try workplace.run("counterroll init --archive a --account X --time-zone UTC && counterroll ingest -q --archive a export.csv")
    try #require(made.code == 0, "\(made)")
    return workplace
  }

  /// What `exports list --json` and the archive say of every job, and what lies in the jobs' folders, must be one story.
  private static let audit = """
    import glob, hashlib, json, os, sqlite3, subprocess, sys
    jobs = {}
    for line in subprocess.run(["counterroll", "exports", "list", "--archive", "a", "--json"], check=True, capture_output=True).stdout.splitlines():
        job = json.loads(line); jobs[job["id"]] = job
    archive = sqlite3.connect("a/archive.sqlite")
    told = {}
    for document, after in archive.execute(
        "SELECT document_id, after FROM readable_event JOIN readable_change ON event = id WHERE module = 'Audit Logs' AND field = 'status' ORDER BY occurred_at, id"):
        told.setdefault(document, []).append(json.loads(after))
    assert not os.listdir("a/ledger"), os.listdir("a/ledger")
    assert set(told) == set(jobs), (set(told) ^ set(jobs))
    for name, job in jobs.items():
        assert job["status"] in ("completed", "failed"), job
        assert told[name][0] == "queued" and told[name][-1] == job["status"], (name, job["status"], told[name])
        assert told[name].count("completed") == (job["status"] == "completed"), told[name]
        folder = f"a/exports/{name}/files"
        there = sorted(os.listdir(folder)) if os.path.exists(folder) else []
        assert there == sorted(file["name"] for file in job["files"]) if job["status"] == "completed" else there == [], (name, there)
        for file in job["files"] if job["status"] == "completed" else []:
            content = open(f"{folder}/{file['name']}", "rb").read()
            assert hashlib.sha256(content).hexdigest() == file["sha256"] and len(content) == file["bytes"], name
    print(sum(job["status"] == "failed" for job in jobs.values()), len(jobs))
    """

  @Test func aKilledWorkerLeavesNoHalfFileAndNoStuckJobAndTheLedgerIsRight() throws {
    let workplace = try workplace(events: 20_000)
    let start = Date()
    _ = try workplace.run("counterroll export -q --archive a --format bundle --to whole.zip")
    let longest = Date().timeIntervalSince(start)
    try Data(Self.audit.utf8).write(to: workplace.folder.appending(path: "audit.py"))
    for number in 1...Self.kills {
      let delay = Double.random(in: 0...longest)
      let outcome = try workplace.run(
        """
        set -euo pipefail
        id=$(counterroll export -q --archive a --format bundle --background --to out\(number).zip)
        sleep \(delay)
        worker=$(pgrep -f "exports work $id ") && kill -9 $worker || true
        while pgrep -f "exports work $id " > pids; do :; done
        python3 audit.py
        if [ -e out\(number).zip ]; then unzip -tqq out\(number).zip; fi
        counterroll verify -q a
        """)
      #expect(outcome.code == 0, "killed after \(delay) s of \(longest): \(outcome)")
    }
    // Whatever was killed can be gone on with, and then it is whole.
    let resumed = try workplace.run(
      """
      set -euo pipefail
      rm -f out*.zip
      for id in $(counterroll exports list --archive a --json | grep '"status":"failed"' | grep -o '"id":"[^"]*"' | cut -d'"' -f4); do
        counterroll exports resume -q --archive a $id
      done
      python3 audit.py; counterroll verify -q a --level records
      """)
    #expect(resumed.code == 0 && resumed.output.hasPrefix("0 "), "\(resumed)")
  }

  @Test func twoExportsAtOnceAndAnExportDuringAnIngestAreWhole() throws {
    let workplace = try workplace(events: 20_000)
    try Data(CrashTests.export(of: 20_000, startingAt: 20_000).utf8).write(to: workplace.folder.appending(path: "second.csv"))
    let outcome = try workplace.run(
      """
      set -uo pipefail
      codes=""
      counterroll export -q --archive a --format csv --module Contacts --to one.csv & one=$!
      counterroll export -q --archive a --format csv --module Contacts --to two.csv & two=$!
      counterroll ingest -q --archive a second.csv > noise & ingest=$!
      id=$(counterroll export -q --archive a --format csv --module Contacts --background || echo none)
      wait $one; one=$?; wait $two; two=$?; wait $ingest; ingest=$?
      for code in $one $two $ingest; do [ $code = 0 ] || [ $code = 75 ] || { echo "exit $code"; exit 1; }; done
      for name in one two; do
        [ ! -e $name.csv ] && [ ${!name} = 75 ] || [[ " 20000 40000 " == *" $(tail -n +2 $name.csv | wc -l) "* ]] || { echo "torn: $name"; exit 1; }
      done
      if [ $id != none ]; then
        counterroll exports wait -q --archive a $id && counterroll exports download -q --archive a $id --to three.csv || exit 1
        [[ " 20000 40000 " == *" $(tail -n +2 three.csv | wc -l) "* ]] || { echo "torn: three"; exit 1; }
      fi
      counterroll verify -q a
      """)
    #expect(outcome.code == 0, "\(outcome)")
  }

  @Test func aPurgeDuringADownloadTakesNothingFromIt() throws {
    let workplace = try workplace(events: 20_000)
    let outcome = try workplace.run(
      """
      set -uo pipefail
      counterroll export -q --archive a --format csv --to kept.csv
      for round in 1 2 3 4 5 6 7 8; do
        id=$(counterroll export --json --archive a --format csv | grep -o '"id":"[^"]*"' | cut -d'"' -f4)
        counterroll exports download -q --archive a $id --to copy$round.csv 2> errors & download=$!
        counterroll exports purge -q --archive a $id > noise 2>&1; purge=$?
        wait $download; download=$?
        [ $purge = 0 ] || [ $purge = 75 ] || { echo "purge: $purge"; cat noise; exit 1; }
        if [ $download = 0 ]; then
          sum=$(counterroll exports show --json --archive a $id | grep -o '"sha256":"[^"]*"' | cut -d'"' -f4)
          [ "$(sha256sum < copy$round.csv)" = "$sum  -" ] && [ $(wc -l < copy$round.csv) -gt 20000 ] || { echo torn; exit 1; }
        else
          [[ " 66 75 " == *" $download "* ]] && [ ! -e copy$round.csv ] || { echo "download: $download"; cat errors; exit 1; }
        fi
      done
      counterroll verify -q a
      """)
    #expect(outcome.code == 0, "\(outcome)")
  }
}
