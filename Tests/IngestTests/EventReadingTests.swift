import Archiving
import AuditModel
import Testing

@testable import Ingest

/// From a file's bytes to events: the same event in every spelling of the home source is the same content.
struct EventReadingTests {
  static let spellingA = #"""
    Log ID,Date & Time,Done By,User ID,Source,Module,Action,Document ID,Name,Parent ID,Changed Fields,Before,After\#r
    e1,2026-08-14T15:02:11.120Z,Ana,u1,WEB_USER,Contacts,Tag added,c1,"Bo ""B"" Li",,email; tags,"{""email"":""a""}","{""email"":""b\u00e9"",""tags"":[1.0]}"\#r

    """#
  static let spellingB = #"""
    event_id,created_at,user_name,user_id,source,module,action,document_id,document_name,parent_id,changes
    e1,2026-08-14 10:02:11.120 -05:00,Ana,u1,WEB_USER,Contacts,Tag added,c1,"Bo ""B"" Li",,"[{""field"":""tags"",""after"":[1.0]},{""field"":""email"",""before"":""a"",""after"":""bé""}]"
    """#
  static let json = #"""
    {"logs":[{"_id":"e1","createdAt":"2026-08-14T15:02:11.120Z","documentType":"CONTACT","type":"TAG_ADDED","id":"c1",
    "documentName":"Bo \"B\" Li","source":"UNKNOWN_SOURCE","sourceId":"u1","sourceName":"Ana","changedFields":["email","tags"],
    "before":{"email":"a"},"after":{"email":"bé","tags":[1.0]},"meta":{"after":{"createdBy":{"source":"WEB_USER"}}},"n":12345678901234567890}]}
    """#

  @Test func anExportWithoutRecordsIsOneIfItsKeyTellsWhose() throws {
    let reader = try PartReader(ByteStream(bytes: Array(#"{"logs":[],"total":0}"#.utf8)), file: "test", assembler: EventAssembler())
    let batch = try reader.nextBatch()
    #expect(batch?.rows.count == nil && reader.reading.profile == "crm-json")
    for text in ["[]", #"{"total":0}"#, #"{"logs":{}}"#, "{}"] {
      #expect(throws: Failure.self) { try PartReader(ByteStream(bytes: Array(text.utf8)), file: "test", assembler: EventAssembler()) }
    }
  }

  static func batch(_ text: String, chunk: Int = .max) throws -> EventBatch {
    let reader = try PartReader(ByteStream(bytes: Array(text.utf8), chunk: chunk), file: "test", assembler: EventAssembler())
    return try #require(try reader.nextBatch())
  }

  @Test func theSameEventInThreeSpellings() throws {
    let batches = try [Self.spellingA, Self.spellingB, Self.json].map { try Self.batch($0) }
    for batch in batches {
      let row = try #require(batch.rows.first)
      #expect(batch.rejects.isEmpty)
      #expect(row.occurredAt == 1_786_719_731_120)
      #expect(row.content == batches[0].rows[0].content)
      #expect(row.identity == batches[0].rows[0].identity)
      #expect(batch.newActors == [Actor(name: "Ana", id: "u1", kind: .person)])
      #expect(batch.newModules == ["Contacts"] && batch.newActions == ["Tag added"])
      #expect(batch.rows.map(batch.target) == [Target(documentID: "c1", name: "Bo \"B\" Li", parentID: nil)])
    }
    #expect(batches[0].text(batches[0].rows[0].changes) == #"[["email","a","bé"],["tags",{"after":[1.0]}]]"#)
    #expect(batches[1].text(batches[1].rows[0].sourceTime) == "2026-08-14 10:02:11.120 -05:00")
    #expect(batches[0].text(batches[0].rows[0].sourceTime) == nil)
    #expect(
      batches[2].text(batches[2].rows[0].extras)
        == #"{"meta":{"after":{"createdBy":{"source":"WEB_USER"}}},"n":12345678901234567890}"#)
  }

  @Test(arguments: [1, 7, 64])
  func bordersDoNotMatter(chunk: Int) throws {
    #expect(try Self.batch(Self.spellingA, chunk: chunk).rows[0].content == Self.batch(Self.spellingA).rows[0].content)
    #expect(try Self.batch(Self.json, chunk: chunk).rows[0].content == Self.batch(Self.json).rows[0].content)
  }

  /// Each unit of the content changes the digest; a column that belongs to the export alone does not.
  @Test(arguments: [("Ana", "Eva", true), ("120Z", "121Z", true), ("\"\"a\"\"", "null", true), ("u1", "u2", false), ("WEB_USER", "FORM", false)])
  func whatContentIs(_ part: String, _ other: String, _ isContent: Bool) throws {
    let changed = try Self.batch(Self.spellingA.replacing(part, with: other))
    #expect((changed.rows[0].content != (try Self.batch(Self.spellingA)).rows[0].content) == isContent)
  }

  @Test func threeStatesOfAValue() throws {
    let text = #"""
      Log ID,Date & Time,Module,Action,Before,After
      e1,2026-08-14T15:02:11Z,M,A,"{""x"":null}","{""y"":""""}"
      """#
    let batch = try Self.batch(text)
    #expect(batch.text(batch.rows[0].changes) == #"[["x",{"before":null}],["y",{"after":""}]]"#)
  }

  /// One of its two actions is half a surrogate pair, which no text can hold.
  @Test func aRecordOfSeveralEventsIsTakenInWholeOrRejected() throws {
    let id = #""id":{"time":"2026-01-02T03:04:05Z","uniqueQualifier":"1","applicationName":"admin"}"#
    let batch = try Self.batch(
      #"{"items":[{\#(id),"events":[{"name":"FIRST"},{"name":"\ud800"}]},{\#(id),"events":[{"name":"A"},{"name":"B"}]}]}"#)
    #expect(batch.rows.map(\.recordNumber) == [2, 2])
    #expect(batch.rejects.map(\.recordNumber) == [1])
  }

  @Test func rejectsKeepTheirPlaceAndBytes() throws {
    let header = "Log ID,Date & Time,Module,Action\n"
    let batch = try Self.batch(header + "e1,2026-02-30T00:00:00Z,M,A\ne2,2026-08-14T15:02:11Z,M,A\nshort,row\n")
    #expect(batch.rows.count == 1)
    #expect(batch.rejects.map(\.line) == [2, 4])
    #expect(batch.rejects.map(\.recordNumber) == [1, 3])
    #expect(batch.rejects[1].original == Array("short,row".utf8))
    #expect(batch.rejects[0].offset == Int64(header.utf8.count))
  }

  @Test(arguments: ["", "\u{FEFF}", "Article,Unit,Price\n1,2,3\n", "Log ID,Module,Action\n", "[]", "{\"a\":[]}", "\0\0\0"])
  func whatIsNoExportIsRefused(_ text: String) {
    #expect(throws: Failure.self) {
      let reader = try PartReader(ByteStream(bytes: Array(text.utf8)), file: "test", assembler: EventAssembler())
      while try reader.nextBatch() != nil {}
    }
  }

  /// 300 random events in both CSV spellings and as JSON lines, written by this test: always the same contents in the same order.
  @Test func randomEventsAgreeInEverySpelling() throws {
    var random = SplitMix64(state: 77)
    let texts = ["", "a", "é\u{301}", "\"", "\\", "\n", "\u{1}", "x; y", "漢字🙂", "1.0", "</script>", ","]
    var (a, b, j) = ("Log ID,Date & Time,Done By,Module,Action,Document ID,Name,Before,After\n", "event_id,created_at,user_name,module,action,document_id,document_name,changes\n", "")
    for index in 0..<300 {
      func pick() -> String { texts.randomElement(using: &random)! + texts.randomElement(using: &random)! }
      let time = Timestamp.canonicalText(1_786_719_731_120 + Int64(index) * 7919)
      let (name, fields) = ("n" + pick(), (0..<Int.random(in: 1...3, using: &random)).map { "f\($0)" + pick() })
      let values = fields.map { _ in (JSONText.string(pick()).text, Bool.random(using: &random) ? "1.50" : JSONText.string(pick()).text) }
      let before = "{" + zip(fields, values).map { JSONText.string($0).text + ":" + $1.0 }.joined(separator: ",") + "}"
      let after = "{" + zip(fields, values).map { JSONText.string($0).text + ": " + $1.1 }.joined(separator: " , ") + "}"
      let list = "[" + zip(fields, values).map { "{\"field\":\(JSONText.string($0).text),\"before\":\($1.0),\"after\":\($1.1)}" }.joined(separator: ",") + "]"
      a += "id\(index),\(time),Ana,Contacts,Updated,c,\(Self.cell(name)),\(Self.cell(before)),\(Self.cell(after))\n"
      b += "id\(index),\(time),Ana,Contacts,Updated,c,\(Self.cell(name)),\(Self.cell(list))\n"
      j += "{\"_id\":\"id\(index)\",\"createdAt\":\"\(time)\",\"sourceName\":\"Ana\",\"documentType\":\"CONTACT\",\"type\":\"UPDATED\",\"id\":\"c\",\"documentName\":\(JSONText.string(name).text),\"after\":\(after),\"before\":\(before)}\n"
    }
    let contents = try [a, b, j].map { try Self.batch($0).rows.map(\.content) }
    #expect(contents[0].count == 300)
    #expect(contents[0] == contents[1])
    #expect(contents[0] == contents[2])
  }

  private static func cell(_ text: String) -> String {
    "\"" + String(decoding: text.utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }, as: UTF8.self) + "\""
  }
}
