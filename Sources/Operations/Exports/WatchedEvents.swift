internal import ArchiveStore
internal import AuditModel
internal import EvidenceLog

/// Events of an archive with their evidence, read only as long as nobody asks to stop.
final class WatchedEvents: EventSource {
  private let source: ArchiveReader
  private let isStopped: () -> Bool
  private var count = 0

  init(_ source: ArchiveReader, until isStopped: @escaping () -> Bool) {
    self.source = source
    self.isStopped = isStopped
  }

  struct Stopped: Error {}

  func forEachEvent(matching filter: EventFilter, within: [EventFilter], _ body: (ArchivedEvent) throws -> Void) throws {
    if isStopped() { throw Stopped() }
    try source.forEachEvent(matching: filter, within: within) { try body(watched($0)) }
  }

  func forEachEventInAnyOrder(
    matching filter: EventFilter, within: [EventFilter], reading texts: EventTexts, _ body: (ArchivedEvent) throws -> Void
  ) throws {
    if isStopped() { throw Stopped() }
    try source.forEachEventInAnyOrder(matching: filter, within: within, reading: texts) { try body(watched($0)) }
  }

  @inline(__always)
  private func watched(_ event: ArchivedEvent) throws -> ArchivedEvent {
    count &+= 1
    if count & 1023 == 0, isStopped() { throw Stopped() }
    return event
  }

  func firstInstants(matching filter: EventFilter, within: [EventFilter]) throws -> [Int32: Int64] {
    try source.firstInstants(matching: filter, within: within)
  }

  func documents(withID id: String) throws -> [Int32] { try source.documents(withID: id) }
  func textsInNames(of texts: [String]) throws -> Set<String> { try source.textsInNames(of: texts) }
  func event(_ id: Int64, within: [EventFilter]) throws -> ArchivedEvent? { try source.event(id, within: within) }
  func original(of event: Int64, within: [EventFilter]) throws -> OriginalRecord? { try source.original(of: event, within: within) }
  func pseudonymSecret(isLasting: Bool) throws -> [UInt8] { try source.pseudonymSecret(isLasting: isLasting) }
  func actor(_ id: Int32) throws -> Actor { try source.actor(id) }
  func module(_ id: Int32) throws -> String { try source.module(id) }
  func action(_ id: Int32) throws -> String { try source.action(id) }
  func target(_ id: TargetID) throws -> Target { try source.target(id) }
  func sourcePart(_ id: Int32) throws -> SourcePart { try source.sourcePart(id) }
}

extension WatchedEvents: EvidenceSource {
  func checkpoint() throws -> (note: String, verifier: String?)? { try source.checkpoint() }

  func forEachOpenLeaf(of events: [Int64], _ body: (OpenLeaf) throws -> Void) throws {
    try source.forEachOpenLeaf(of: events) { leaf in
      count &+= 1
      if count & 1023 == 0, isStopped() { throw Stopped() }
      try body(leaf)
    }
  }

  func withTree<T>(ofFirst size: Int, _ body: (EvidenceTree) throws -> T) throws -> T { try source.withTree(ofFirst: size, body) }
}
