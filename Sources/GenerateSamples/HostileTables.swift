/// CSV files with a fault of structure, of encoding or of time. All else in them is in order.
enum HostileTables {
  static var all: [SampleFile] {
    [
      missingColumn, duplicateHeader, repeatedHeader, badTimes, raggedRow,
      HostileFiles.text("header-only.csv", CSVSpelling.headerA + "\n"),
      bytes("invalid-utf8.csv", name: [0x4a, 0x6f, 0x73, 0xe9, 0x20, 0xff, 0xc3, 0x28]),
      bytes("nul-byte.csv", name: [0x4a, 0x6f, 0x00, 0x73, 0x65]),
      bytes("unclosed-quote.csv", name: Array("\"Contact that never ends".utf8), withChanges: false),
      bytes("quote-in-bare-cell.csv", name: Array("Mia \"the closer\" Fox".utf8)),
    ]
  }

  /// No column holds the time.
  private static var missingColumn: SampleFile {
    let rows = ([CSVSpelling.headerA] + (0..<4).map { row($0) }).map { line in
      let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
      return cells[0] + "," + cells[2]
    }
    return file("missing-column.csv", rows)
  }

  /// Two columns have the same name.
  private static var duplicateHeader: SampleFile {
    let header = CSVSpelling.headerA.split(separator: ",").map { $0 == "Parent ID" ? "Name" : String($0) }.joined(separator: ",")
    return file("duplicate-header.csv", [header] + (0..<4).map { row($0) })
  }

  /// Two exports pasted together: the header comes again between the rows.
  private static var repeatedHeader: SampleFile {
    file("repeated-header-row.csv", [CSVSpelling.headerA, row(0), row(1), CSVSpelling.headerA, row(2), row(3)])
  }

  /// One row is short and one is long; the others are good.
  private static var raggedRow: SampleFile {
    let short = row(2).split(separator: ",").prefix(6).joined(separator: ",")
    return file("ragged-row.csv", [CSVSpelling.headerA, row(0), row(1), short, row(3), row(4) + ",surplus,cells", row(5)])
  }

  /// Five times that are none, each between good rows.
  private static var badTimes: SampleFile {
    let times = [
      "2026-02-30T10:00:00.000Z", "2026-08-14T24:00:00.000Z", "2026-08-14T10:00:00.000", "2026-08-14T25:61:00.000Z", "08/14/26 10:00",
    ]
    var rows = [CSVSpelling.headerA, row(0)]
    for (index, time) in times.enumerated() {
      rows.append(row(index * 2 + 1).replacingTime(with: time))
      rows.append(row(index * 2 + 2))
    }
    return file("bad-times.csv", rows)
  }

  /// Five rows, the third of which has these bytes, unquoted, as its name. Rows without changes have no quotes.
  private static func bytes(_ name: String, name cell: [UInt8], withChanges: Bool = true) -> SampleFile {
    var bytes = Array((CSVSpelling.headerA + "\n").utf8)
    for number in 0..<5 {
      let line = Array(row(number, withChanges: withChanges).utf8)
      let mark = Array("Contact \(number)".utf8)
      guard number == 2, let place = line.indices.first(where: { line[$0...].starts(with: mark) }) else {
        bytes += line + [10]
        continue
      }
      bytes += line[..<place] + cell + line[(place + mark.count)...] + [10]
    }
    return SampleFile(name: name, bytes: bytes)
  }

  private static func row(_ number: Int, withChanges: Bool = true) -> String {
    var event = HostileFiles.plainEvent(number)
    if !withChanges { event.changes = [] }
    var bytes: [UInt8] = []
    var scratch: [UInt8] = []
    CSVSpelling.a(lineEnd: "").append(event, to: &bytes, scratch: &scratch)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func file(_ name: String, _ rows: [some StringProtocol]) -> SampleFile {
    HostileFiles.text(name, rows.joined(separator: "\n") + "\n")
  }
}

extension String {
  /// The row with another text in its second cell.
  fileprivate func replacingTime(with time: String) -> String {
    let cells = split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
    return "\(cells[0]),\(time),\(cells[2])"
  }
}
