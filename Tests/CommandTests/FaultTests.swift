import Foundation
import Testing

/// A disk that fails: every write, every sync, every new name, one after the other, once and from then on. After each the archive is as it was,
/// or, where the disk failed only after the commit, the run is wholly there; and repeating the run gives what an undisturbed one gives.
struct FaultTests {
  /// What the C library's functions do wrong, built from `Faults/fault.c` for each test.
  private static let prepare = """
    set -euo pipefail
    cc -O1 -shared -fPIC -o fault.so $ROOT/Tests/CommandTests/Faults/fault.c
    cp $SAMPLES/hostile/bad-times.csv $SAMPLES/hostile/hostile-values.ndjson .
    counterroll init -q --archive empty --account X --time-zone UTC
    content() {
      sqlite3 $1/archive.sqlite "SELECT * FROM readable_event WHERE file NOT LIKE 'ledger/%' ORDER BY id; SELECT * FROM source_part WHERE system <> 'counterroll'; SELECT * FROM reject; SELECT * FROM source_file WHERE name NOT LIKE 'ledger/%'" > $2
      (cd $1/sources && sha256sum $(sqlite3 ../archive.sqlite "SELECT sha256 || '.zst' FROM source_file WHERE name NOT LIKE 'ledger/%'")) >> $2
      [ "$(sqlite3 $1/archive.sqlite "SELECT count(*) FROM source_file")" = "$(ls -A $1/sources | wc -l)" ]
    }
    ingest() { counterroll ingest -q --archive $1 bad-times.csv hostile-values.ndjson > /dev/null; }
    cp -r empty undisturbed; ingest undisturbed 2> noise || [ $? = 3 ]; content undisturbed expected
    """

  /// Lets the calls of a run fail, each in turn. Prints how often the run failed; says what should not be, and ends with 1.
  private static let loop = """
    at=0; archived=0; ignored=0
    while :; do
      at=$((at + 1)); rm -rf acme; cp -r empty acme; code=0
      env FAULT_UNDER=acme FAULT_CALLS="$calls" FAULT_AT=$at FAULT_ERRNO=$error $lasting FAULT_COUNT=$PWD/count LD_PRELOAD=$PWD/fault.so \\
        counterroll ingest -q --archive acme bad-times.csv hostile-values.ndjson > output 2> errors || code=$?
      wrong() { echo "call $at: $1"; cat output errors; exit 1; }
      if [ $(cat count) -lt $at ]; then [ $code = 3 ] || wrong "no call failed, and yet exit $code"; break; fi
      if [ $code = 3 ] && [ -n "$mayIgnore" ]; then
        ignored=$((ignored + 1))
      else
        [ $code = 74 ] || wrong "exit $code"
        grep -q '^counterroll: .*acme/' errors || wrong "the message names no file"
        [ ! -s output ] || wrong "a report of a run that failed"
      fi
      case $(sqlite3 acme/archive.sqlite "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM source_file); PRAGMA integrity_check" | tr '\\n' ' ') in
        "0|0 ok ") [ -z "$(ls -A acme/sources)" ] || [ "$calls" = unlink ] || wrong "left behind: $(ls -A acme/sources)" ;;
        *) [ $code = 3 ] || grep -q 'the run was archived' errors || wrong "a part of a run"; archived=$((archived + 1)) ;;
      esac
      ingest acme 2> errors || [ $? = 3 ] || wrong "the run cannot be repeated"
      content acme now; cmp -s now expected || wrong "another archive than undisturbed: $(diff now expected | head -5)"
    done
    echo "$((at - 1)) failed, $archived after the commit, $ignored ignored"
    """

  @Test(arguments: ["5", "28"], ["", "FAULT_LASTING=1"])
  func aFailingWriteAtAnyPlaceLeavesTheArchiveAsItWas(error: String, lasting: String) throws {
    let failed = try fail("write ftruncate", error, lasting)
    #expect(failed.runs > 20 && failed.afterCommit == 0, "\(failed)")
  }

  /// The last sync, that of the folder when the journal is gone, comes after the commit. SQLite does not mind when that of the folder fails
  /// where the journal is new: without its name on the disk nothing would have to be taken back.
  @Test(arguments: ["5", "28"], ["", "FAULT_LASTING=1"])
  func aFailingSyncAtAnyPlaceLeavesTheArchiveAsItWasOrWhole(error: String, lasting: String) throws {
    let failed = try fail("fsync", error, lasting, mayIgnore: lasting.isEmpty)
    #expect(failed.runs >= 6 && failed.afterCommit == 1 + failed.ignored && failed.ignored <= 1, "\(failed)")
  }

  @Test(arguments: ["", "FAULT_LASTING=1"])
  func aFailingRenameAtAnyPlaceLeavesTheArchiveAsItWas(lasting: String) throws {
    let failed = try fail("rename", "5", lasting)
    #expect(failed.runs == 4 && failed.afterCommit == 0, "\(failed)")
  }

  /// What cannot be removed now is removed by the next run; a run fails only where it was the journal.
  @Test(arguments: ["", "FAULT_LASTING=1"])
  func aFailingUnlinkAtAnyPlaceLeavesTheArchiveAsItWasOrWhole(lasting: String) throws {
    let failed = try fail("unlink", "5", lasting, mayIgnore: true)
    #expect(failed.runs >= 3, "\(failed)")
  }

  /// How many runs failed, after how many the run was archived all the same, and how many of those did not even mind.
  private typealias Failures = (runs: Int, afterCommit: Int, ignored: Int)

  private func fail(_ calls: String, _ error: String, _ lasting: String, mayIgnore: Bool = false) throws -> Failures {
    let workplace = try Workplace()
    let settings = "calls='\(calls)' error=\(error) lasting='\(lasting)' mayIgnore='\(mayIgnore ? "yes" : "")'\n"
    let outcome = try workplace.run(Self.prepare + "\n" + settings + Self.loop)
    let numbers = outcome.output.split { !$0.isNumber }.compactMap { Int($0) }
    try #require(outcome.code == 0 && numbers.count == 3, "\(calls), error \(error), \(lasting): \(outcome.output)\n\(outcome.errors)")
    return (numbers[0], numbers[1], numbers[2])
  }

  /// SQLite calls a page that the disk cannot give damaged, hence the second exit code; the third is that of a source that cannot be read, as
  /// which the entry of the ledger counts, too. A role file that cannot be read does not hold up a run, which needs none: two calls more.
  @Test(arguments: ["", "FAULT_LASTING=1"])
  func aFailingReadAtAnyPlaceLeavesTheArchiveAsItWas(lasting: String) throws {
    try each(
      "read", lasting, before: "rm -rf acme; cp -r empty acme", "ingest -q --archive acme bad-times.csv", done: 3, failed: "74 65 66",
      unnoticed: 3,
      after: """
        case $(sqlite3 acme/archive.sqlite "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM source_file); PRAGMA integrity_check" | tr '\\n' ' ') in
          "0|0 ok ") [ -z "$(ls -A acme/sources)" ] || wrong "left behind: $(ls -A acme/sources)" ;;
          "8|3 ok ") grep -q 'the run was archived' errors && [ "$(ls acme/sources | wc -l)" = 3 ] || wrong "a run that is there, and was not said to be" ;;
          *) wrong "a part of a run" ;;
        esac
        """)
  }

  @Test(arguments: ["", "FAULT_LASTING=1"])
  func aFailingInitLeavesNothing(lasting: String) throws {
    try each(
      "write ftruncate fsync link", lasting, before: "rm -rf acme", "init -q --archive acme --account X --time-zone UTC", done: 0,
      failed: "74 73", after: "[ ! -e acme ] || wrong \"left behind: $(ls -A acme)\"")
  }

  @Test(arguments: ["csv", "html", "bundle"])
  func aFailingExportLeavesNoFile(format: String) throws {
    try each(
      "write ftruncate fsync link", "", before: "rm -rf acme; mkdir acme",
      "export -q --archive undisturbed --format \(format) --to acme/out", done: 0, failed: "74",
      after: "[ -z \"$(ls -A acme)\" ] || wrong \"left behind: $(ls -A acme)\"")
  }

  /// Lets each of a command's calls about `acme` fail in turn, with one of the exit codes `failed`, until it ends with `done` without having
  /// made so many. Some calls may fail unnoticed, one if nothing is said: see above.
  private func each(
    _ calls: String, _ lasting: String, before: String, _ command: String, done: Int, failed: String, unnoticed: Int = 1, after: String
  ) throws {
    let outcome = try Workplace().run(
      Self.prepare + """

        at=0; ignored=0
        while :; do
          at=$((at + 1)); \(before); code=0
          env FAULT_UNDER=acme FAULT_CALLS="\(calls)" FAULT_AT=$at \(lasting) FAULT_COUNT=$PWD/count LD_PRELOAD=$PWD/fault.so \\
            counterroll \(command) > output 2> errors || code=$?
          wrong() { echo "call $at: $1"; cat output errors; exit 1; }
          if [ $(cat count) -lt $at ]; then [ $code = \(done) ] || wrong "no call failed, and yet exit $code"; break; fi
          if [ $code = \(done) ]; then ignored=$((ignored + 1)); continue; fi
          [[ " \(failed) " == *" $code "* ]] || wrong "exit $code"
          grep -q '^counterroll: .*acme' errors || wrong "the message names no file"
          \(after)
        done
        [ $ignored -le \(unnoticed) ] && [ $at -gt 3 ] || wrong "$ignored of $at calls failed unnoticed"
        """)
    #expect(outcome.code == 0, "\(command): \(outcome.output)\n\(outcome.errors)")
  }

  @Test func writesThatAreShortOrInterruptedAreGoneOnWith() throws {
    let outcome = try Workplace().run(
      Self.prepare + """

        cp -r empty acme
        FAULT_SHORT=1 FAULT_CALLS="write ftruncate" FAULT_UNDER=acme FAULT_COUNT=$PWD/count LD_PRELOAD=$PWD/fault.so \\
          counterroll ingest --archive acme bad-times.csv hostile-values.ndjson > output 2> errors || [ $? = 3 ]
        content acme now; cmp now expected && cat count
        """)
    #expect(outcome.code == 0 && Int(outcome.output.dropLast()) ?? 0 > 40, "\(outcome)")
  }
}
