import Archiving
import AuditModel
import Foundation
import Testing

@testable import Ingest

/// Every shipped profile against a sample in its vendor's shape, whose events were written down by hand.
struct VendorTests {
  static func reader(_ bytes: [UInt8], _ settings: ReadingSettings = ReadingSettings()) throws -> PartReader {
    try PartReader(ByteStream(bytes: bytes), file: "input", assembler: EventAssembler(), settings: settings)
  }

  /// The name of the file is hidden: what it is, its content says.
  @Test(arguments: VendorExpectation.all)
  func eventsAreAsWrittenByHand(_ expected: VendorExpectation) throws {
    let reader = try Self.reader(expected.bytes, ReadingSettings(zone: expected.zone))
    #expect(reader.reading.profile == expected.profile)
    let batch = try #require(try reader.nextBatch())
    #expect(batch.rows.count == expected.events.count)
    for (row, lines) in zip(batch.rows, expected.events) { #expect(try VendorReport.lines(of: row, in: batch) == lines) }
    #expect(batch.rejects.map(\.recordNumber) == expected.rejects.map(\.record))
    for (reject, wanted) in zip(batch.rejects, expected.rejects) { #expect(reject.reason.hasPrefix(wanted.reason)) }
    #expect(try reader.nextBatch() == nil)
  }

  /// What was taken and what was kept are together the record: no value of a record is missing from its event.
  @Test(arguments: VendorExpectation.all)
  func noSampleIsTakenByAnotherProfile(_ expected: VendorExpectation) throws {
    let choice = try Self.reader(expected.bytes, ReadingSettings(zone: expected.zone)).reading.choice
    #expect(choice.profile.name == expected.profile)
    #expect(!choice.matched.isEmpty)
    #expect(choice.runnerUp.map { !$0.missing.isEmpty || $0.name != expected.profile } ?? true)
  }

  @Test func everyProfileHasASample() throws {
    #expect(Set(try ProfileLibrary.profiles().map(\.name)) == Set(VendorExpectation.all.map(\.profile)))
    let files = try VendorExpectation.vendors.flatMap { vendor in
      try FileManager.default.contentsOfDirectory(atPath: VendorExpectation.folder.appending(path: vendor).path).map { "\(vendor)/\($0)" }
    }
    #expect(Set(files.filter { !$0.hasSuffix("/expected.txt") }) == Set(VendorExpectation.all.map { "\($0.vendor)/\($0.file)" }))
  }

  /// The files in the binary are those of the folder, byte for byte.
  @Test func everyProfileIsInTheBinary() throws {
    let folder = VendorExpectation.folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "Templates/profiles")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(ProfileLibrary.files.map(\.name) == names)
    for file in ProfileLibrary.files { #expect(file.bytes == Array(try Data(contentsOf: folder.appending(path: file.name)))) }
    #expect(try ProfileLibrary.profiles().map { $0.name + ".yaml" }.sorted() == names)
  }

  /// The same event in two exports of one source is one event.
  @Test(arguments: [
    ("purview/audit-log.csv", 0, "purview/audit-api.json", 0),
    ("cloudtrail/123456789012_CloudTrail_us-east-1.json", 1, "cloudtrail/lookup-events.json", 0),
  ])
  func theSameEventMeets(_ first: String, _ a: Int, _ second: String, _ b: Int) throws {
    func row(_ path: String, _ index: Int) throws -> EventBatch.Row {
      let bytes = Array(try Data(contentsOf: VendorExpectation.folder.appending(path: path)))
      return try #require(try Self.reader(bytes).nextBatch()).rows[index]
    }
    #expect(try row(first, a).identity == row(second, b).identity)
    #expect(try row(first, a).content == row(second, b).content)
  }

  /// A stream in pieces of every small size gives the same events.
  @Test(arguments: [1, 3, 17])
  func bordersDoNotMatter(chunk: Int) throws {
    for expected in VendorExpectation.all {
      let stream = ByteStream(bytes: try expected.bytes, chunk: chunk)
      let reader = try PartReader(stream, file: "input", assembler: EventAssembler(), settings: ReadingSettings(zone: expected.zone))
      let batch = try #require(try reader.nextBatch())
      #expect(try batch.rows.map { try VendorReport.lines(of: $0, in: batch) } == expected.events, "\(expected.vendor)/\(expected.file)")
    }
  }

  /// Damage of any kind is refused or rejected in words: nothing traps, and every record is accounted for.
  @Test func damagedSamplesAreRefusedInWords() throws {
    var random = SplitMix64(state: 20261126)
    let marks = Array("{}[]\",:;\\\n0a".utf8) + [0, 0xFF, 0xC3]
    for expected in VendorExpectation.all {
      let whole = try expected.bytes
      for _ in 0..<40 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: bytes.removeSubrange(place...)
          case 1: bytes.remove(at: place)
          case 2: bytes.insert(marks.randomElement(using: &random)!, at: place)
          default: bytes[place] = marks.randomElement(using: &random)!
          }
          if bytes.isEmpty { bytes = [0x20] }
        }
        do {
          let reader = try Self.reader(bytes, ReadingSettings(zone: expected.zone))
          while let batch = try reader.nextBatch() {
            #expect(!batch.rows.isEmpty || !batch.rejects.isEmpty)
            #expect(batch.rejects.allSatisfy { !$0.reason.isEmpty })
          }
        } catch let failure as Failure {
          #expect(failure.kind == .badData && failure.hint != nil, "\(expected.file): \(failure.message)")
        }
      }
    }
  }
}
