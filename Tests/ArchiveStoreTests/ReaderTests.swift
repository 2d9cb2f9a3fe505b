import ArchiveStore
import AuditModel
import Testing

@Suite struct ReaderTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.archiveFile([
      Sample(time: 300, says: "c", module: "Tags", action: "Tag added"),
      Sample(time: 100, says: "a", actor: Actor(name: "Zoë", id: "9", kind: .person)),
      Sample(time: 200, says: "b", target: Target(documentID: "D-2", name: "Budget", parentID: "d1")),
      Sample(
        time: 200, says: "b2", actor: Actor(name: nil, id: nil, kind: .system), target: Target(documentID: nil, name: "", parentID: nil)),
    ])
  }

  private func says(_ change: (inout EventFilter) -> Void) throws -> [String] {
    var filter = EventFilter()
    change(&filter)
    return try scratch.events(filter).map { String(decoding: $0.changes.dropFirst(3).dropLast(3), as: UTF8.self) }
  }

  @Test func eventsComeLatestFirst() throws {
    let events = try scratch.events()
    #expect(events.map(\.occurredAt) == [300, 200, 200, 100])
    #expect(events[1].id < events[2].id)
  }

  @Test func filtersByUser() throws {
    #expect(try says { $0.users = ["ZOË"] } == ["a"])
    #expect(try says { $0.users = ["9", "maria"] }.count == 3)
    #expect(try says { $0.users = ["nobody"] } == [])
  }

  @Test func filtersByModuleActionAndTime() throws {
    #expect(try says { $0.modules = ["tags"] } == ["c"])
    #expect(try says { $0.actions = ["tag ADDED", "unknown"] } == ["c"])
    #expect(try says { ($0.from, $0.to) = (100, 200) } == ["a"])
    #expect(try says { ($0.from, $0.modules) = (150, ["Contacts"]) }.sorted() == ["b", "b2"])
  }

  @Test func filtersByDocument() throws {
    #expect(try says { $0.document = "D-2" } == ["b"])
    #expect(try says { $0.document = "d-2" } == [])
    #expect(try says { $0.document = "REPORT" } == ["c", "a"])
  }

  /// One id may have several entries, with different parents; a filter by it finds names that hold it as well.
  @Test func recordsByTheirId() throws {
    try scratch.archiveFile([
      Sample(time: 400, says: "d", target: Target(documentID: "D-2", name: "Budget", parentID: nil)),
      Sample(time: 500, says: "e", target: Target(documentID: "e1", name: "Copy of d-2, Größe ẞ", parentID: nil)),
    ])
    let reader = try scratch.archive.reader()
    let found = try reader.documents(withID: "D-2")
    #expect(try Set(found.map { try reader.target(TargetID(document: $0, name: 0)).parentID }) == ["d1", nil])
    #expect(try reader.documents(withID: "d-2") == [])
    #expect(try reader.textsInNames(of: ["D-2", "e1", "budge", "größe ß", "nowhere in any name"]) == ["D-2", "budge", "größe ß"])
    #expect(try reader.textsInNames(of: ["Annual Report", "Annual Reports"]) == ["Annual Report"], "as long as the name")
    #expect(try reader.textsInNames(of: []) == [])
  }

  @Test func dictionariesCanBeAskedWithinAPass() throws {
    let reader = try scratch.archive.reader()
    var seen: [String?] = []
    try reader.forEachEvent(matching: .all) { event in
      seen.append(try reader.target(event.target).name)
      let part = try reader.sourcePart(event.sourcePart)
      #expect(part == SourcePart(file: "file 1.csv", member: nil, bytes: 1, sha256: "sum 1", system: "people"))
      _ = try (reader.actor(event.actor), reader.module(event.module), reader.action(event.action))
    }
    #expect(seen.count == 4 && Set(seen) == ["Annual Report", "Budget", ""])
    #expect(throws: Failure.self) { try reader.target(TargetID(document: 99, name: 0)) }
    #expect(throws: Failure.self) { try reader.target(TargetID(document: 1, name: 99)) }
    #expect(throws: Failure.self) { try reader.module(99) }
  }

  @Test func whatIsNotRecordedStaysApartFromWhatIsEmpty() throws {
    let events = try scratch.events()
    let reader = try scratch.archive.reader()
    let event = try #require(events.first { $0.changes.contains(UInt8(ascii: "2")) })
    #expect(try reader.actor(event.actor) == Actor(name: nil, id: nil, kind: .system))
    #expect(try reader.target(event.target) == Target(documentID: nil, name: "", parentID: nil))
    #expect(event.sourceEventID == nil && event.sourceTime == nil && event.extras == [])
  }

  @Test func aNULInATextSurvives() throws {
    let actor = Actor(name: "a\0b", id: "", kind: .person)
    let target = Target(documentID: "x\0", name: "x\0y", parentID: "\0")
    let sample = Sample(time: 900, says: "n", id: "i\0d", actor: actor, module: "M\0", target: target, sourceTime: "1.1.\0")
    try scratch.archiveFile([sample, Sample(time: 901, says: "m", target: Target(documentID: "x", name: "x", parentID: ""))])
    let reader = try scratch.archive.reader()
    let event = try #require(try scratch.events().dropFirst().first)
    #expect(try reader.actor(event.actor) == actor)
    #expect(try reader.target(event.target) == target)
    #expect(try reader.module(event.module) == "M\0")
    #expect(event.sourceEventID == "i\0d" && event.sourceTime == "1.1.\0")
  }

  @Test func aReaderSeesWhatWasAddedSince() throws {
    let reader = try scratch.archive.reader()
    try reader.forEachEvent(matching: .all) { _ in }
    try scratch.archiveFile([Sample(time: 999, says: "new", module: "New")])
    var filter = EventFilter()
    filter.modules = ["new"]
    var count = 0
    try reader.forEachEvent(matching: filter) { _ in count += 1 }
    #expect(count == 1)
  }

  @Test func whatTheBodyThrowsEndsThePass() throws {
    struct Enough: Error {}
    let reader = try scratch.archive.reader()
    #expect(throws: Enough.self) { try reader.forEachEvent(matching: .all) { _ in throw Enough() } }
    try scratch.archiveFile([Sample(time: 999, says: "new")])
  }
}
