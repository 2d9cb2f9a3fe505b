internal import AuditModel

/// The events of one page as columns, ready to be written in the order of ViewerFormat.md.
///
/// It holds only what the events of this page say: dictionaries, values and sources are collected from them and from nothing else.
struct PageData: Sendable {
  /// Events in a block.
  static let blockSize = 4096

  /// UTC milliseconds, newest first.
  var times: [Int64] = []
  /// Each event's place in the archive's log.
  var ids: [Int64] = []
  /// For each event its place in `actors`, `modules`, `actions` and `targets`.
  var actorColumn: [UInt32] = []
  var moduleColumn: [UInt32] = []
  var actionColumn: [UInt32] = []
  var targetColumn: [UInt32] = []
  var flags: [EventFlags] = []

  var actors: [Actor] = []
  var modules: [String] = []
  var actions: [String] = []
  /// In the order of their first appearance; `TargetOrder` is that of the page.
  var targets: [Target] = []
  var sources: [SourcePart] = []
  /// The fields' names as JSON strings, in the order of their first appearance.
  var fields: [JSONText] = []

  /// Streams 0 to 8 of each block.
  var blockHeads: [[UInt8]] = []
  /// Stream 12 of each block.
  var blockEnds: [[UInt8]] = []
  /// For each block the place of its first change; one more entry at the end.
  var blockStarts: [Int] = [0]
  var changes: [Change] = []
  /// The values in the order of their first appearance, and the code that each one has.
  var values = ValueInterner()
  var valueCodes: [UInt32] = []
  /// The frequent values of each field, the most frequent first.
  var valueTables: [[UInt32]] = []

  /// One changed field. A side is 0 if it was not recorded, 1 if it is null, 2 if it is withheld, else the number of its value + 3.
  struct Change: Sendable {
    static let firstValue: UInt32 = 3
    var field: UInt32
    var before: UInt32
    var after: UInt32
  }

  /// What an event is to others of the same identity and other content.
  struct EventFlags: OptionSet, Sendable {
    let rawValue: UInt8
    /// It is a variant of another event, also of one that is withheld.
    static let isVariant = EventFlags(rawValue: 1)
    /// Another event of the page is a variant of it.
    static let hasVariant = EventFlags(rawValue: 2)
  }

  var count: Int { times.count }
  var blockCount: Int { blockHeads.count }

  /// The bytes that an index into so many entries takes.
  static func width(of entries: Int) -> Int {
    switch entries {
    case ...0x100: 1
    case ...0x1_0000: 2
    case ...0x100_0000: 3
    default: 4
    }
  }
}
