import AccessPolicy
import Archiving
import AuditModel
import EvidenceLog
import Foundation
import Testing

@testable import Bundling

final class BundleTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "bundle-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func invented() -> InventedEvents {
    let invented = InventedEvents()
    invented.add(#"[["a",{"after":1}]]"#)
    invented.add("") { $0.sourcePart = 2 }
    return invented
  }

  @discardableResult
  private func bundle(_ name: String, _ invented: InventedEvents, page: String = "<!DOCTYPE html>", shown: Int? = nil, sheet: Bool = false) throws -> String {
    let facts = ArchiveFacts(
      account: "Sunny\nSide", timeZone: "America/Chicago", archivedAt: 1_790_000_000_000, archiveCount: 1234, generator: "counterroll 0.0.0")
    let path = folder + "/" + name
    let file = try NewFile(path: path)
    _ = try Bundle(name: "Sunny Side/June", events: invented.permitted(), facts: facts, withSpreadsheet: sheet).write(to: file, spoolingIn: folder) { sink, _ in
      try Array(page.utf8).withUnsafeBytes { try sink($0) }
      return (shown ?? invented.events.count, "f00d")
    }
    try file.publish()
    return path
  }

  private func members(of path: String) throws -> [(name: String, bytes: [UInt8])] {
    var members: [(name: String, bytes: [UInt8])] = []
    try PackedFile.forEachPart(of: path) { name, stream in
      var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 1 << 16)
      while case let got = try buffer.withUnsafeMutableBytes({ try stream.read(into: $0) }), got > 0 { bytes += buffer[..<got] }
      members.append((name ?? "", bytes))
    }
    return members
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func everyFileIsThereWithItsHash() throws {
    let members = try members(of: bundle("a.zip", invented()))
    let names = ["README.txt", "index.html", "events.csv", "manifest.json", "manifest-sha256.txt"]
    #expect(members.map(\.name) == names.map { "Sunny-Side-June/\($0)" })
    let sums = zip(names, members).dropLast().map { "\(hex(sha256($1.bytes)))  \($0)\n" }.joined()
    #expect(text(members[4].bytes) == sums)
    #expect(text(members[1].bytes) == "<!DOCTYPE html>")
    #expect(text(members[2].bytes).hasPrefix("event,occurred_at,"))
  }

  @Test func aTableForSpreadsheetsIsNamedAsAltered() throws {
    let members = try members(of: bundle("a.zip", invented(), sheet: true))
    #expect(members.map(\.name).contains("Sunny-Side-June/events-for-spreadsheets-altered.csv") && members.count == 6)
    #expect(text(members[0].bytes).hasPrefix("events-for-spreadsheets-altered.csv is altered, for viewing in a spreadsheet, and is no evidence: events.csv is.\n"))
    #expect(text(members[5].bytes).contains("\(hex(sha256(members[3].bytes)))  events-for-spreadsheets-altered.csv\n"))
    #expect(members[2].bytes == (try self.members(of: bundle("b.zip", invented()))[2].bytes))
  }

  @Test func theManifestSaysWhatThereIs() throws {
    let members = try members(of: bundle("a.zip", invented()))
    let manifest = try #require(try JSONSerialization.jsonObject(with: Data(members[3].bytes)) as? [String: Any])
    #expect(manifest["fingerprint"] as? String == "f00d")
    #expect(manifest["format"] as? String == "counterroll-bundle" && manifest["version"] as? Int == 1)
    #expect(manifest["count"] as? Int == 2 && manifest["archiveCount"] as? Int == 1234)
    #expect(manifest["archivedAt"] as? String == "2026-09-21T14:13:20.000Z")
    #expect(manifest["firstEvent"] as? String == "2026-05-03T03:08:37.123Z")
    #expect(manifest["lastEvent"] as? String == "2026-05-03T03:09:37.123Z")
    #expect((manifest["sources"] as? [[String: Any]])?.map { $0["file"] as? String } == ["a.csv", "c.zip"])
    let files = try #require(manifest["files"] as? [[String: Any]])
    #expect(files.map { $0["bytes"] as? Int } == members[..<3].map { $0.bytes.count })
  }

  @Test func theReadMeHasNoLineFromOutside() throws {
    let readMe = text(try members(of: bundle("a.zip", invented()))[0].bytes)
    #expect(readMe.hasPrefix("Audit logs of Sunny\u{FFFD}Side\n\n"))
    #expect(readMe.contains("2 audit log events") && readMe.contains("1,234 events in all"))
  }

  @Test func equalRequestsAreEqualBytes() throws {
    let first = try bundle("a.zip", invented()), second = try bundle("b.zip", invented())
    #expect(try Data(contentsOf: URL(filePath: first)) == Data(contentsOf: URL(filePath: second)))
  }

  @Test func noEventsMakeAWholeBundle() throws {
    let manifest = text(try members(of: bundle("a.zip", InventedEvents()))[3].bytes)
    #expect(manifest.contains(#""firstEvent": null"#) && manifest.contains(#""sources": []"#))
  }

  @Test func whatNoEventNamesIsNotThere() throws {
    for member in try members(of: bundle("a.zip", invented())) { #expect(!text(member.bytes).contains("CANARY")) }
  }

  @Test func pageAndTableMustAgree() {
    #expect(throws: Failure.self) { try bundle("a.zip", invented(), shown: 3) }
  }

  @Test func nothingButTheBundleRemains() throws {
    try bundle("a.zip", invented())
    _ = try? bundle("b.zip", invented(), shown: 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.zip"])
  }

  @Test func aSpoolHasNoName() throws {
    let spool = try Spool(in: folder)
    let bytes = [UInt8](repeating: 7, count: 600_000)
    try bytes.withUnsafeBytes { try spool.write($0) }
    var read: [UInt8] = []
    try spool.read { read.append(contentsOf: $0) }
    #expect(read == bytes && spool.sha256 == sha256(bytes))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    #expect(throws: Failure.self) { try Spool(in: folder + "/missing") }
  }

  @Test(arguments: [
    ("Sunny Side Realty 2026", "Sunny-Side-Realty-2026"), ("../../etc", "etc"), ("", "bundle"), ("…", "bundle"), ("con", "bundle-con"),
    ("Nul.txt", "bundle-Nul.txt"), ("a/b\\c\u{0}d", "a-b-c-d"), ("Café.", "Caf"), (String(repeating: "x", count: 200), String(repeating: "x", count: 100)),
  ])
  func namesAreTame(_ name: String, _ tame: String) {
    #expect(BundleName.sanitised(name) == tame)
  }
}
