public import AuditModel
public import Ingest
internal import Archiving

/// How a file would be read, with its first records; nothing is written.
public struct Inspection {
  public struct Part {
    public let name: String
    public let reading: Reading
    public let events: [Sample]
    public let rejects: [Reject]
  }

  /// An event as it was read, for people to look at.
  public struct Sample {
    public let occurredAt: Int64
    public let sourceTime: String?
    public let module: String
    public let action: String
    public let actor: Actor
    public let target: Target
    public let changes: String
  }

  public static func parts(of path: String, limit: Int = 3) throws -> [Part] {
    var parts: [Part] = []
    try PackedFile.forEachPart(of: path) { member, stream in
      let name = displayName(path, member)
      let reader = try PartReader(stream, file: name, assembler: EventAssembler())
      let batch = try reader.nextBatch() ?? EventBatch()
      parts.append(
        Part(
          name: name, reading: reader.reading, events: batch.rows.prefix(limit).map { sample($0, batch) },
          rejects: Array(batch.rejects.prefix(limit))))
    }
    return parts
  }

  private static func sample(_ row: EventBatch.Row, _ batch: EventBatch) -> Sample {
    Sample(
      occurredAt: row.occurredAt, sourceTime: batch.text(row.sourceTime), module: batch.newModules[Int(row.module)],
      action: batch.newActions[Int(row.action)], actor: batch.newActors[Int(row.actor)], target: batch.target(of: row),
      changes: batch.text(row.changes) ?? "[]")
  }
}

/// A file's last path component, with its member.
func displayName(_ path: String, _ member: String?) -> String { displayName(ofFile: fileName(path), member) }

func displayName(ofFile name: String, _ member: String?) -> String { member.map { "\(name) › \($0)" } ?? name }

func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
