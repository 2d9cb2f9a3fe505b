public import AuditModel
public import Ingest
internal import Archiving

/// How a file would be read, with its first records; nothing is written but a profile, where one is asked for.
public struct Inspection {
  /// A part of a file: read by a profile, or only looked at because none fits.
  public enum Finding {
    case read(Part)
    case unknown(name: String, look: FirstLook?, reason: Failure)

    var isUnknown: Bool { if case .unknown = self { true } else { false } }
  }

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

  /// Looks at files, at what is in folders, and at standard input, as an ingest would find them.
  ///
  /// - Parameters:
  ///   - limit: how many records of each part are shown.
  ///   - isAlone: there must be exactly one file.
  ///   - passedOver: is told what is not looked at, and why.
  ///   - body: gets the findings of one file.
  /// - Throws: what refuses a file that has a profile; a part that no profile fits is a finding.
  public static func forEachFile(
    _ arguments: [String], limit: Int = 3, reading settings: ReadingSettings = ReadingSettings(), isAlone: Bool = false, context: RunContext,
    passedOver: (PassedOver) -> Void, _ body: ([Finding]) throws -> Void
  ) throws {
    let inputs = try InputFiles(
      arguments,
      standardInput: .init(name: "standard input", spoolFolder: context.temporaryFolder, isInterrupted: context.isInterrupted))
    if isAlone, inputs.files.count != 1 {
      throw Failure(.usage, "a profile is written from one file, and here are \(inputs.files.count)", hint: "name the file itself")
    }
    inputs.passedOver.forEach(passedOver)
    for input in inputs.files {
      if context.isInterrupted() { throw Failure(.interrupted, "interrupted", hint: "run the same command again") }
      try body(findings(in: input, limit: limit, reading: settings))
    }
  }

  private static func findings(in input: Input, limit: Int, reading settings: ReadingSettings) throws -> [Finding] {
    var findings: [Finding] = []
    try PackedFile.forEachPart(of: input.path, named: input.place) { member, stream in
      findings.append(try finding(displayName(ofFile: input.name, member), stream, limit, settings))
    }
    var index = 0
    guard findings.contains(where: \.isUnknown) else { return findings }
    // The first look needs the part from its beginning.
    try PackedFile.forEachPart(of: input.path, named: input.place) { member, stream in
      defer { index += 1 }
      guard index < findings.count, case .unknown(let name, _, let reason) = findings[index] else { return }
      findings[index] = .unknown(name: name, look: try? FirstLook(stream, file: name), reason: reason)
    }
    return findings
  }

  private static func finding(_ name: String, _ stream: ByteStream, _ limit: Int, _ settings: ReadingSettings) throws -> Finding {
    let reader: PartReader
    do {
      reader = try PartReader(stream, file: name, assembler: EventAssembler(), settings: settings)
    } catch let failure as Failure where failure.kind == .badData && settings.profile == nil {
      return .unknown(name: name, look: nil, reason: failure)
    }
    let batch = try reader.nextBatch() ?? EventBatch()
    return .read(
      Part(
        name: name, reading: reader.reading, events: batch.rows.prefix(limit).map { sample($0, batch) },
        rejects: Array(batch.rejects.prefix(limit))))
  }

  /// Writes a profile to be edited: the one that reads a file, or the beginnings of one. A file that is there is never replaced.
  public static func writeProfile(for finding: Finding, to path: String) throws(Failure) {
    let stem = String(fileName(path).split(separator: ".").first ?? "my-export").lowercased()
    let name = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    let text =
      switch finding {
      case .read(let part): part.reading.choice.profile.file(named: name)
      case .unknown(let file, let look, let reason):
        if let look { look.skeleton(name: name, title: file) } else { throw reason }
      }
    let file = try NewFile(path: path, mode: 0o644)
    try file.write(Array(text.utf8))
    try file.publish()
  }

  private static func sample(_ row: EventBatch.Row, _ batch: EventBatch) -> Sample {
    Sample(
      occurredAt: row.occurredAt, sourceTime: batch.text(row.sourceTime), module: batch.newModules[Int(row.module)],
      action: batch.newActions[Int(row.action)], actor: batch.newActors[Int(row.actor)], target: batch.target(of: row),
      changes: batch.text(row.changes) ?? "[]")
  }
}

/// A file's name, with its member.
func displayName(ofFile name: String, _ member: String?) -> String { member.map { "\(name) › \($0)" } ?? name }

func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
