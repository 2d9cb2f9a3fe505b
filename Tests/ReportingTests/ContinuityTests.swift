import AuditModel
import Testing

@testable import Reporting

struct ContinuityTests {
  /// Events of one record, each a second after the one before, with their changes; the numbers of those that do not begin where the one before ended.
  private func breaks(_ changes: [String], document: (Int) -> Int32 = { _ in 1 }, step: Int64 = 1000) throws -> Set<Int64> {
    var continuity = Continuity()
    let acts = changes.indices.map { index in
      Act(event: Int64(index + 1), at: Int64(index) * step, actor: 1, module: 1, action: 1, target: TargetID(document: document(index), name: 0))
    }
    // As they come: newest first.
    for index in changes.indices.reversed() { try continuity.note(Array(changes[index].utf8), of: acts[index], at: index) }
    return continuity.breaks(in: acts)
  }

  @Test func anUnbrokenStory() throws { #expect(try breaks([#"[["a",null,"x"]]"#, #"[["a","x","y"],["b",1,2]]"#, #"[["a","y","z"]]"#, #"[["b",2,3]]"#]) == []) }

  @Test func aValueThatWasNotLeft() throws { #expect(try breaks([#"[["a","x","y"]]"#, #"[["b","x","y"]]"#, #"[["a","z","y"],["b","y","x"]]"#]) == [3]) }

  @Test func otherRecordsDoNotCount() throws { #expect(try breaks([#"[["a","x","y"]]"#, #"[["a","z","y"]]"#], document: { Int32($0 + 1) }) == []) }

  @Test func sidesThatWereNotRecordedSayNothing() throws {
    #expect(try breaks([#"[["a",{"after":"y"}]]"#, #"[["a",{"after":"z"}]]"#, #"[["a"]]"#, #"[["a","q","y"]]"#, #"[["a",~,~]]"#, #"[["a","n","m"]]"#]) == [])
  }

  @Test func nullIsNotEmptyText() throws { #expect(try breaks([#"[["a","x",null]]"#, #"[["a","","y"]]"#]) == [2]) }

  @Test func ofOneInstantNobodyKnowsTheOrder() throws { #expect(try breaks([#"[["a","x","y"]]"#, #"[["a","z","w"]]"#], step: 0) == []) }
}
