public import AccessPolicy
internal import AuditModel

/// Permitted events as rows, newest first: lossless, one row an event. BundleFormat.md describes the columns.
public enum EventRows {
  public enum Format: String, Sendable, CaseIterable {
    /// RFC 4180 with a header: `events.csv`.
    case csv
    /// One JSON object a line.
    case jsonl
  }

  /// Writes all events; the sink gets many rows at a time.
  ///
  /// - Parameter keepingEvents: whether the tally is to list them.
  /// - Throws: what the events or the sink throw, or a `Failure` when the archive's content is not in its form.
  @discardableResult
  public static func write(
    _ events: PermittedEvents, as format: Format, keepingEvents: Bool = false, to sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> EventTally {
    switch format {
    case .csv:
      var writer = RowWriter<CSVEncoding>(events: events)
      return try unsafe writer.write(EventTally(keepsEvents: keepingEvents), to: sink)
    case .jsonl:
      var writer = RowWriter<JSONLinesEncoding>(events: events)
      return try unsafe writer.write(EventTally(keepsEvents: keepingEvents), to: sink)
    }
  }
}

/// Writes rows in one encoding. What a dictionary id stands for is spelled once and then copied.
private struct RowWriter<Encoding: RowEncoding>: ~Copyable {
  private let events: PermittedEvents
  private var out = ByteBuffer()
  private var instants = InstantText()
  private var sides = ChangeSides()
  private var actors = CellCache()
  private var modules = CellCache()
  private var actions = CellCache()
  private var documentIDs = CellCache()
  private var documentNames = CellCache()
  private var parentIDs = CellCache()
  private var systems = CellCache()
  private var sources = CellCache()
  /// The source part of the event before, and whether its events carry systems of their own.
  private var latestPart: Int32 = -1
  private var partIsExport = false

  private let withheld: WithheldCell

  init(events: PermittedEvents) {
    self.events = events
    withheld = WithheldCell(events.redaction)
  }

  mutating func write(_ empty: EventTally, to sink: (UnsafeRawBufferPointer) throws -> Void) throws -> EventTally {
    var tally = empty
    Encoding.beginRows(&out)
    try events.forEach { event in
      try append(event)
      tally.add(event)
      try unsafe out.flush(to: sink)
    }
    try unsafe out.drain(to: sink)
    return tally
  }

  private mutating func append(_ event: ArchivedEvent) throws {
    if event.sourcePart != latestPart { try meetPart(event.sourcePart) }
    let carried = partIsExport ? CarriedSystem(in: event.extras) : nil
    appendTimes(of: event)
    try appendSystem(of: event, carried?.name)
    Encoding.begin(.sourceEventID, &out)
    Encoding.append(withheld.hides(.sourceEventID) ? WithheldCell.mark : event.sourceEventID, to: &out)
    try appendDictionaryCells(of: event)
    try appendChanges(of: event)
    Encoding.begin(.extras, &out)
    if withheld.hides(.extras) {
      Encoding.append(WithheldCell.mark, to: &out)
    } else if let carried {
      unsafe carried.rest.withUnsafeBufferPointer { unsafe Encoding.appendJSON($0, to: &out) }
    } else {
      unsafe event.extras.withUnsafeBufferPointer { unsafe Encoding.appendJSON($0, to: &out) }
    }
    append(.variantOf, event.variantOf == 0 ? nil : event.variantOf, isWithheld: event.variantOf == ArchivedEvent.withheldVariant)
    try appendSource(of: event)
    append(.recordNumber, event.recordNumber, isWithheld: withheld.hides(.recordNumber))
    Encoding.begin(.withheld, &out)
    let told = withheld.json(of: event, fields: sides.withheldFields)
    unsafe told.withUnsafeBufferPointer { unsafe Encoding.appendJSON($0, to: &out) }
    Encoding.endRow(&out)
  }

  private mutating func append(_ column: EventColumn, _ number: Int64?, isWithheld: Bool) {
    Encoding.begin(column, &out)
    guard let number, !isWithheld else { return Encoding.append(isWithheld ? WithheldCell.mark : nil, to: &out) }
    out.append(decimal: number)
  }

  private mutating func meetPart(_ part: Int32) throws {
    latestPart = part
    partIsExport = try events.sourcePart(part).system == ArchiveExport.system
  }

  private mutating func appendSystem(of event: ArchivedEvent, _ carried: String?) throws {
    if let carried { return Self.append([(.system, carried)], withheld, to: &out) }
    try systems.append(event.sourcePart, to: &out) { Self.append([(.system, try events.sourcePart(event.sourcePart).system)], withheld, to: &$0) }
  }

  private mutating func appendTimes(of event: ArchivedEvent) {
    Encoding.begin(.event, &out)
    out.append(decimal: event.id)
    Encoding.begin(.occurredAt, &out)
    Encoding.append(event.occurredAt, &instants, to: &out)
    Encoding.begin(.sourceTime, &out)
    if let text = event.sourceTime {
      Encoding.append(text, to: &out)
    } else {
      Encoding.append(event.occurredAt, &instants, to: &out)
    }
  }

  private mutating func appendDictionaryCells(of event: ArchivedEvent) throws {
    try actors.append(event.actor, to: &out) { cells in
      let actor = try events.actor(event.actor)
      Self.append([(.actor, actor.name), (.actorID, actor.id), (.actorKind, actor.kind.rawValue)], withheld, to: &cells)
    }
    try modules.append(event.module, to: &out) { Self.append([(.module, try events.module(event.module))], withheld, to: &$0) }
    try actions.append(event.action, to: &out) { Self.append([(.action, try events.action(event.action))], withheld, to: &$0) }
    let target = event.target
    try documentIDs.append(target.document, to: &out) { Self.append([(.documentID, try events.target(target).documentID)], withheld, to: &$0) }
    try documentNames.append(target.name, to: &out) { Self.append([(.documentName, try events.target(target).name)], withheld, to: &$0) }
    try parentIDs.append(target.document, to: &out) { Self.append([(.parentID, try events.target(target).parentID)], withheld, to: &$0) }
  }

  private mutating func appendChanges(of event: ArchivedEvent) throws {
    try sides.read(event.changes)
    Encoding.begin(.changedFields, &out)
    unsafe sides.fields.withBytes { unsafe Encoding.appendJSON($0, to: &out) }
    Encoding.begin(.before, &out)
    unsafe sides.before.withBytes { unsafe Encoding.appendJSON($0, to: &out) }
    Encoding.begin(.after, &out)
    unsafe sides.after.withBytes { unsafe Encoding.appendJSON($0, to: &out) }
  }

  private mutating func appendSource(of event: ArchivedEvent) throws {
    try sources.append(event.sourcePart, to: &out) { cells in
      let part = try events.sourcePart(event.sourcePart)
      Self.append([(.sourceFile, part.file), (.sourceMember, part.member)], withheld, to: &cells)
    }
  }

  private static func append(_ texts: [(EventColumn, String?)], _ withheld: WithheldCell, to out: inout ByteBuffer) {
    for (column, text) in texts {
      Encoding.begin(column, &out)
      Encoding.append(withheld.hides(column) ? WithheldCell.mark : text, to: &out)
    }
  }
}
