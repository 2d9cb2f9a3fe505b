import AccessPolicy
import AuditModel

/// The records with the most acts that change something. One record may have several entries in the archive, with different parents.
struct RecordRanking {
  struct Record {
    var id: String
    /// Places of its acts, newest first; `reads` are those that only read.
    var changes: [Int] = []
    var reads: [Int] = []
  }

  private(set) var records: [Record] = []

  /// What is known of a record while it is looked for.
  private typealias Candidate = (id: String, entries: [Int32], count: Int32)

  /// A record whose entries each have less than this part of the count of the last one shown is not looked for.
  private static let mostEntries: Int32 = 4

  init(_ acts: [Act], cast: Cast, events: PermittedEvents) throws {
    var counts = Array(repeating: Int32(0), count: Int(acts.map(\.target.document).max() ?? 0) + 1)
    for act in acts where cast.kindOfAction(act) != .read { counts[Int(act.target.document)] += 1 }
    let ranked = try Self.ranked(counts, ids: { try events.target(TargetID(document: $0, name: 0)).documentID ?? "" }, events)
    records = ranked.map { Record(id: $0.id) }
    gather(acts, cast, entries: ranked.map(\.entries), count: counts.count)
  }

  /// The largest, in order.
  private static func ranked(_ counts: [Int32], ids: (Int32) throws -> String, _ events: PermittedEvents) throws -> [Candidate] {
    var found: [Candidate] = []
    var met: Set<Int32> = []
    for entry in counts.indices.filter({ counts[$0] > 0 }).sorted(by: { (counts[$1], $0) < (counts[$0], $1) }).map(Int32.init) {
      if found.count == Report.shownRecords, counts[Int(entry)] * mostEntries < found.last!.count { break }
      // Events without a record's id are of no record in particular.
      guard !met.contains(entry), case let id = try ids(entry), !id.isEmpty else { continue }
      let others = try events.documents(withID: id).filter { $0 != entry && counts.indices.contains(Int($0)) && counts[Int($0)] > 0 }
      met.formUnion(others)
      let count = others.reduce(counts[Int(entry)]) { $0 + counts[Int($1)] }
      guard count > 1 else { continue }
      found.insert((id, [entry] + others, count), at: found.firstIndex { $0.count < count } ?? found.count)
      if found.count > Report.shownRecords { found.removeLast() }
    }
    return found
  }

  private mutating func gather(_ acts: [Act], _ cast: Cast, entries: [[Int32]], count: Int) {
    var recordOf = Array(repeating: -1, count: count)
    for (record, entries) in entries.enumerated() { for entry in entries { recordOf[Int(entry)] = record } }
    for (place, act) in acts.enumerated() where recordOf[Int(act.target.document)] >= 0 {
      let record = recordOf[Int(act.target.document)]
      if cast.kindOfAction(act) == .read { records[record].reads.append(place) } else { records[record].changes.append(place) }
    }
  }
}
