import AuditModel
import Testing

@testable import Ingest

/// A profile is read strictly: whatever is not understood refuses the file, with its line.
struct ProfileFileTests {
  static let whole = """
    profile: 1
    name: ours
    title: Our system
    format: json
    detect: { have: [id, at] }
    units:
      event-id: id
      time: { from: at, formats: [iso-8601], zone: Europe/Berlin }
      module: { from: kind, labels: { "USER*": Users } }
      actor-kind: { from: by, kinds: { "*bot*": integration } }
    changes:
      - { spelling: sides, before: old, after: new }
    """

  static func read(_ text: String) throws -> SourceProfile { try ProfileFile(file: "ours.yaml").read(Array(text.utf8)) }

  @Test func aWholeProfile() throws {
    let profile = try Self.read(Self.whole)
    #expect(profile.name == "ours" && profile.source == "ours" && profile.format == .json)
    #expect(profile.places == [.lines, .list])
    #expect(profile.time.zone == "Europe/Berlin")
    #expect(profile.kind(ofWord: "BuildBot7") == .integration)
    #expect(profile.kind(ofWord: "ana") == .unknown)
  }

  @Test(arguments: [
    ("profile: 1", "profile: 2", 1, "version 2 of the profile is not known"),
    ("name: ours", "name: Our System", 2, "other characters"),
    ("title: Our system", "titel: Our system", 3, "“titel”, which is not known"),
    ("title: Our system", "title: &a Our system", 3, "anchor"),
    ("format: json", "format: xml", 4, "the format “xml” is not known"),
    ("format: json", "format: csv\nrecords: [lines]", 5, "for the format json only"),
    ("{ have: [id, at] }", "{ have: [id, id] }", 5, "“id” occurs twice"),
    ("{ have: [id, at] }", "{ }", 5, "says nothing"),
    ("  event-id: id", "  event-id: id\n  event-id: key", 7, "occurs twice"),
    ("  event-id: id", "  eventid: id", 7, "the unit “eventid” is not known"),
    ("  event-id: id", "  event-id: a[", 7, "is no way to a column or key"),
    ("  event-id: id", "  event-id: 7", 7, "is not a text"),
    ("  event-id: id", "  event-id: { from: id, constant: x }", 7, "exactly one of"),
    ("iso-8601", "iso", 8, "the format “iso” of times is not known"),
    ("[iso-8601]", "[month-day-year, day-month-year]", 8, "taken for each other"),
    ("Europe/Berlin", "CEST", 8, "no such time zone"),
    ("  module:", "  parent-id:", 7, "neither a module nor an action"),
    ("integration", "robot", 10, "no kind of actor"),
    ("spelling: sides", "spelling: side", 12, "the spelling “side” is not known"),
    ("before: old, ", "", 12, "the key “before” is missing"),
    ("title: Our system", "title: Our system\nwritten-by: counterroll", 4, "exports of an archive only"),
    ("  event-id: id", "  event-id: id\n  system: id", 8, "exports of an archive only"),
    ("spelling: sides", "spelling: named-sides", 12, "the key “fields” is missing"),
    ("before: old", "prior: old", 12, "“prior”, which is not known"),
  ])
  func isRefused(_ part: String, _ other: String, _ line: Int, _ reason: String) throws {
    let text = Self.whole.replacing(part, with: other)
    #expect(text != Self.whole)
    do {
      _ = try Self.read(text)
      Issue.record("was not refused: \(other)")
    } catch let failure as Failure {
      #expect(failure.kind == .settings)
      #expect(failure.message.hasPrefix("ours.yaml:\(line): "), "\(failure.message)")
      #expect(failure.message.contains(reason), "\(failure.message)")
      #expect(failure.hint != nil)
    }
  }

  @Test(arguments: [
    ("a.b", 2), ("a[0].b", 3), ("a[x=1].b", 3), ("events[].name", 3), ("\"a.b\".c", 2), (".", 0), ("Date (UTC)", 1),
  ])
  func paths(_ text: String, _ steps: Int) throws { #expect(try #require(ProfilePath(text)).steps.count == steps) }

  @Test(arguments: ["", "a..b", "a.", ".a", "a[", "a]", "a[-1]", "\"a", "a[=x]"])
  func noPaths(_ text: String) { #expect(ProfilePath(text) == nil) }

  @Test(arguments: [("*USER*", "WEB_USER", true), ("USER", "user", true), ("a*c", "abbc", true), ("a*c", "ab", false), ("?", "", false), ("*", "", true)])
  func patterns(_ pattern: String, _ word: String, _ matches: Bool) {
    #expect(TextPattern(pattern, ignoringCase: true).matches(word) == matches)
  }

  /// A pattern takes neither the stack nor the afternoon of a long text that does not fit.
  @Test func aPatternAgainstALongText() {
    let text = String(repeating: "ab", count: 50_000)
    #expect(!TextPattern("*a*b*c").matches(text))
    #expect(TextPattern("*a*b").matches(text))
  }

  /// A column without a name, or with the name of another, has one of its own.
  @Test(arguments: [["", "column 1"], ["column 2", ""], ["a", "a", "a"], ["", "", "column 2"], ["column 1", "column 1", ""]])
  func columnsHaveDifferentNames(_ header: [String]) {
    let keys = ColumnNames(header).keys
    #expect(Set(keys).count == header.count)
    for (key, name) in zip(keys, header) where !name.isEmpty && header.count(where: { $0 == name }) == 1 { #expect(key == name) }
  }

  /// What `inspect --write-mapping` writes for a file that a profile reads is a profile that reads it.
  @Test func aWrittenProfileCanBeRead() throws {
    for profile in try ProfileLibrary.profiles() {
      let copy = try Self.read(profile.file(named: "my-copy"))
      #expect(copy.name == "my-copy" && copy.title == profile.title && copy.source == profile.source)
    }
  }
}
