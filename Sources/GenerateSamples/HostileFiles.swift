/// Broken and hostile files: each small, and each for one case that its name tells.
enum HostileFiles {
  static func all() throws -> [SampleFile] {
    strangers + HostileTables.all + HostileJSON.all + HostileArchives.all + [
      SampleFile(name: "hostile-values.csv", bytes: HostileValues.csv()),
      SampleFile(name: "hostile-values.ndjson", bytes: HostileValues.lines()),
    ]
  }

  /// Files that are no export at all.
  private static var strangers: [SampleFile] {
    [
      text("not-an-export.csv", "Article,Unit,Price\nYard sign,piece,24.50\nKey box,piece,31.00\n\"Flyer, A5\",hundred,18.90\n"),
      text("not-an-export.txt", "Dear all,\n\nthe office is closed on Friday. The keys are with Walt.\n\nMaya\n"),
      SampleFile(name: "photo.png", bytes: picture),
      text("empty.csv", ""),
    ]
  }

  /// The beginning of a picture, and then noise.
  private static var picture: [UInt8] {
    var random = Randomness(seed: 99)
    let beginning: [UInt8] = [
      0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0,
    ]
    return beginning + (0..<1500).map { _ in UInt8(random.below(256)) }
  }

  static func text(_ name: String, _ content: String) -> SampleFile { SampleFile(name: name, bytes: Array(content.utf8)) }

  /// A plain event among the hostile ones. The number makes its id, its time and its values.
  static func plainEvent(_ number: Int) -> Event {
    let time = Chicago.instant(Day(2026, 8, 20), 9, 0) + Int64(number) * 61_007
    return Event(
      id: Identifiers.hexadecimal(seconds: UInt64(time / 1000), machine: 0x05_7111_e000, counter: UInt64(number)), time: time,
      actor: Company.staff[number % 5], source: "WEB_USER", module: Module.all[0], action: .updated,
      target: Target(id: Identifiers.document(UInt64(5000 + number)), name: "Contact \(number)", parent: ""),
      changes: [Change(field: "city", before: .text("Greyfield"), after: .text("Elk Hollow \(number)"))])
  }
}
