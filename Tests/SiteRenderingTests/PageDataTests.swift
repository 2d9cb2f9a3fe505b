import AccessPolicy
import AuditModel
import Foundation
import Testing

@testable import SiteRendering

struct PageDataTests {
  private func data(_ changes: [String]) throws -> PageData {
    let invented = InventedEvents(count: changes.count)
    for (index, text) in changes.enumerated() { invented.events[index].changes = Array(text.utf8) }
    return try PageDataBuilder.read(invented.permitted())
  }

  private func tables(_ data: PageData) -> [[String]] {
    var reader = FormatReader(data.encodedValueTables)
    return data.fields.map { _ in reader.valueTable() }
  }

  @Test func everyStateOfAValueSurvives() throws {
    let data = try data([
      #"[["a","",null],["b",{"after":1.0}],["a",{"before":"x"}]]"#,
      "[]",
      "",
      #"[["b",[1, {"k":"]\""}],"tab\tquote\"\u0001"],["c"]]"#,
      #"[["\ud800","\udfff","x"],["a","x","1.0"],["b",1.0,true]]"#,
    ])
    let changes = changesOfBlock(data.block(0), events: 5, fields: data.fields.map(\.text), tables: tables(data))
    #expect(changes[0] == [#""a": "" → null"#, #""b": - → 1.0"#, #""a": "x" → -"#])
    #expect(changes[1].isEmpty && changes[2].isEmpty)
    #expect(changes[3] == [#""b": [1, {"k":"]\""}] → "tab"# + "\t" + #"quote""# + "\u{1}\"", #""c": - → -"#])
    #expect(changes[4] == [#""\ud800": "\udfff" → "x""#, #""a": "x" → "1.0""#, #""b": 1.0 → true"#])
  }

  @Test func valuesThatComeTwiceStandInTheTableMostFrequentFirst() throws {
    let data = try data(["r", "q", "p", "q", "r", "q", "s"].map { #"[["f",{"after":"\#($0)"}]]"# })
    #expect(tables(data) == [[#""q""#, #""r""#]])
  }

  @Test func blocksAreOfTheSizeThatIsPromised() throws {
    let data = try PageDataBuilder.read(InventedEvents(count: 4097).permitted())
    #expect(data.blockCount == 2)
    var last = FormatReader(data.block(1))
    var ids = last.stream()
    #expect(ids.zigzag() == 1)
    #expect(ids.isAtEnd)
    let changes = changesOfBlock(data.block(1), events: 1, fields: ["email", "score"], tables: tables(data))
    #expect(changes == [[#"email: "a" → "value 4096""#, "score: - → 1.0"]])
  }

  @Test func dictionariesAreInOrder() throws {
    let data = try PageDataBuilder.read(InventedEvents(count: 60).permitted())
    #expect(data.actors.map(\.name) == ["Ann", nil])
    #expect(data.modules == ["Contacts", "Tasks"])
    #expect(data.actions == ["Updated", "Deleted"])
    #expect(data.fields.map(\.text) == [#""email""#, #""score""#])
    let order = TargetOrder(data)
    #expect(order.targets.map(\.documentID) == ["d1", "d1", "d1", "d2", "d2", "d0", "d0"])
    var targets = FormatReader(data.targetTables(order))
    #expect(targets.varint() == 7)
    #expect(targets.stringTable() == ["d1", "", "d2", "d0"])
    #expect(targets.stringTable() == order.targets.map(\.name))
    #expect(targets.sums(7) == [1, 1, 1, 3, 3, 4, 4])
    #expect(targets.sums(7) == [2, 0, 0, 0, 0, 0, 0])
    #expect(targets.take(7) == [1, 2, 3, 4, 5, 6, 7])
    #expect(targets.isAtEnd)
  }

  @Test func columnsAreInPlanes() throws {
    let data = try PageDataBuilder.read(InventedEvents(count: 3).permitted())
    let order = TargetOrder(data), columns = data.columns(order)
    #expect(columns.count == 3 * 11)
    let times = (0..<3).map { event in (0..<6).reduce(0) { $0 + Int(columns[$1 * 3 + event]) << ($1 * 8) } }
    #expect(times == [1_777_777_777_000, 60_000, 60_000])
    #expect(Array(columns[18..<21]) == data.actorColumn.map { UInt8($0) })
    #expect(columns[27..<30].map { order.targets[Int($0)] } == data.targetColumn.map { data.targets[Int($0)] })
  }

  @Test func flagsTellVariantsAndWhatHasThem() throws {
    let invented = InventedEvents(count: 4)
    invented.events[0].variantOf = 2
    invented.events[1].variantOf = 99
    invented.events[3].variantOf = ArchivedEvent.withheldVariant
    let data = try PageDataBuilder.read(invented.permitted())
    #expect(invented.events.map(\.id) == [4, 3, 2, 1])
    #expect(Array(data.columns(TargetOrder(data)).suffix(4)) == [1, 1, 2, 1])
  }

  /// Both look alike, and Swift holds them for equal.
  @Test func namesOfDifferentBytesStayApart() throws {
    let invented = InventedEvents(count: 2)
    invented.targets[1].name = "\u{E9}"
    invented.targets[2].name = "e\u{301}"
    let data = try PageDataBuilder.read(invented.permitted())
    var targets = FormatReader(data.targetTables(TargetOrder(data)))
    _ = (targets.varint(), targets.stringTable())
    #expect(targets.stringTable().map { Array($0!.utf8).count } == [2, 3])
  }

  private static let sourceIDs: [([String?], Int)] = [
    (["6ae6c0671d100b05e5fffffe", "6ae6bfeb1d100b05e5fffffd"], 1), (["6ae6c0671d100b05e5fffffe", "6AE6BFEB1d100b05e5fffffd"], 0),
    (["6ae6c0671d100b05e5fffffe", nil], 0), (["", "x"], 0), (["000000000000000000000000", "ffffffffffffffffffffffff"], 1),
  ]

  @Test(arguments: sourceIDs)
  func sourceIDsAreNumbersWhereAllAreObjectIDs(_ ids: [String?], _ form: Int) throws {
    let invented = InventedEvents(count: 2)
    for (index, id) in ids.enumerated() { invented.events[index].sourceEventID = id }
    let data = try PageDataBuilder.read(invented.permitted())
    var block = FormatReader(data.block(0))
    var stream = (0..<4).map { _ in block.stream() }[3]
    #expect(stream.varint() == form)
    guard form == 1 else {
      #expect(stream.stringTable() == ids)
      return
    }
    let seconds = (0..<2).map { Int(data.times[$0] / 1000) + stream.zigzag() }
    let makers = stream.sums(2), counters = stream.sums(2)
    let made = (0..<2).map { String(format: "%08lx%010lx%06lx", seconds[$0], makers[$0], counters[$0]) }
    #expect(made == ids.map { $0! } && stream.isAtEnd)
  }

  @Test(arguments: [0, 1, 2, 3, 5, 6, 7, 12, 13, 14, 26, 1000])
  func denseTextComesBack(_ length: Int) {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + 255) }
    let text = DenseText.encode(bytes)
    #expect(fromDenseText(text) == bytes)
    #expect(text.allSatisfy { (33...126).contains($0) && ![38, 60, 62].contains($0) })
    #expect(length % 13 != 0 || text.count == length / 13 * 16)
  }

  @Test(arguments: [
    "[", "{}", "[{}]", "[[]]", #"[["a",1]]"#, #"[["a",{"after":1,"before":2}]]"#, #"[ ["a"]]"#, #"[["a"],]"#, #"[["a"]]x"#, #"[["a",1,2,3]]"#,
    #"[["a",{"before":nul}]]"#, #"[["a",{"before":"x}]]"#, #"[["a",[1]"#, #"[["a",{"after":"\u0041"}]]"#, #"[["a",{"x":1}]]"#, #"[["a",{"after":1} ]]"#,
  ])
  func otherFormsAreRefused(_ text: String) {
    #expect(throws: Failure.self) { try data([text]) }
  }

  @Test func eventsOutOfOrderAreRefused() {
    let invented = InventedEvents(count: 3)
    invented.events.reverse()
    #expect(throws: Failure.self) { try PageDataBuilder.read(invented.permitted()) }
  }
}

struct ValueInternerTests {
  @Test func manyTextsKeepTheirNumbers() throws {
    var interner = ValueInterner()
    for round in 1...2 {
      for number in 0..<20_000 {
        let text = Array("text \(number / 2)".utf8)
        let got = try text.withUnsafeBytes { bytes throws(Failure) in try interner.intern(bytes, kind: 0, field: UInt32(number % 2)) }
        #expect(got == UInt32(number))
        #expect(interner.entries[number].count == UInt32(round))
      }
    }
    #expect(interner.entries.count == 20_000)
  }
}
