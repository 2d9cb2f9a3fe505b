/// The truth about the samples, counted from the story and not from the files.
struct Expectation {
  private let set: SampleSet
  private var files: [FileCount] = []

  /// What ingesting one file adds, after those before it.
  private struct FileCount {
    let name: String
    var records = 0
    var stored = 0
    var duplicate = 0
    var conflict = 0
  }

  init(of set: SampleSet) {
    self.set = set
    var seen: Set<String> = []
    for export in SampleExport.all {
      var count = FileCount(name: export.name)
      for event in set.events where export.covers(event) {
        count.records += 1
        if seen.insert(event.id).inserted {
          count.stored += 1
        } else if set.conflicts.contains(where: { $0.file == export.name && $0.version.id == event.id }) {
          count.conflict += 1
        } else {
          count.duplicate += 1
        }
      }
      files.append(count)
    }
  }

  func json() -> [UInt8] {
    let members =
      summary + [
        Member(name: "files", value: .list(files.map(object))),
        Member(name: "conflicts", value: .list(set.conflicts.map(object))),
        Member(name: "breaks", value: .list(set.breaks.map(object))),
        Member(name: "modules", value: tally { $0.module.label }),
        Member(name: "actions", value: tally { $0.action.label }),
        Member(name: "actorKinds", value: tally { $0.actor.kind.rawValue }),
        Member(name: "actors", value: tally { $0.actor.name }),
      ]
    return pretty(members)
  }

  private var summary: [Member] {
    let times = set.events.map(\.time)
    return [
      Member(name: "account", value: .text(Company.name)),
      Member(name: "timeZone", value: .text(Company.timeZone)),
      Member(name: "seed", value: .number(String(set.seed))),
      Member(name: "distinctEvents", value: .number(String(set.events.count))),
      Member(name: "changes", value: .number(String(set.events.reduce(0) { $0 + $1.changes.count }))),
      Member(name: "firstTime", value: .text(utcText(times.min() ?? 0))),
      Member(name: "lastTime", value: .text(utcText(times.max() ?? 0))),
    ]
  }

  private func object(_ count: FileCount) -> Value {
    .object([
      Member(name: "file", value: .text(count.name)), Member(name: "records", value: .number(String(count.records))),
      Member(name: "stored", value: .number(String(count.stored))), Member(name: "duplicate", value: .number(String(count.duplicate))),
      Member(name: "conflict", value: .number(String(count.conflict))),
    ])
  }

  private func object(_ conflict: Conflict) -> Value {
    .object([
      Member(name: "event", value: .text(conflict.version.id)), Member(name: "file", value: .text(conflict.file)),
      Member(name: "field", value: .text(conflict.field)),
    ])
  }

  private func object(_ planted: Break) -> Value {
    .object([
      Member(name: "event", value: .text(planted.event)), Member(name: "document", value: .text(planted.document)),
      Member(name: "field", value: .text(planted.field)),
    ])
  }

  /// How many events there are under each label, in the order of the alphabet.
  private func tally(_ label: (Event) -> String) -> Value {
    var counts: [String: Int] = [:]
    for event in set.events { counts[label(event), default: 0] += 1 }
    return .object(counts.sorted { $0.key < $1.key }.map { Member(name: $0.key, value: .number(String($0.value))) })
  }

  /// JSON with a line for each member, and for each element of a list, so that a difference shows where it is.
  private func pretty(_ members: [Member]) -> [UInt8] {
    var bytes = Array("{\n".utf8)
    for (index, member) in members.enumerated() {
      bytes.append(contentsOf: "  ".utf8)
      bytes.append(key: member.name)
      appendLines(member.value, to: &bytes)
      bytes.append(contentsOf: (index < members.count - 1 ? ",\n" : "\n").utf8)
    }
    return bytes + Array("}\n".utf8)
  }

  private func appendLines(_ value: Value, to bytes: inout [UInt8]) {
    guard case .list(let elements) = value else { return bytes.append(json: value) }
    for (index, element) in elements.enumerated() {
      bytes.append(contentsOf: (index == 0 ? "[\n    " : ",\n    ").utf8)
      bytes.append(json: element)
    }
    bytes.append(contentsOf: "\n  ]".utf8)
  }
}
