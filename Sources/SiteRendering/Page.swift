public import AccessPolicy
public import AuditModel

/// A page of audit logs: one HTML file that carries its events and the viewer for them, and that opens from disk.
///
/// ViewerFormat.md says what it holds, to the byte. Equal events, facts and programs give equal bytes.
public struct Page {
  private let data: PageData
  private let meta: [UInt8]
  private let evidence: PageEvidence
  private let assets: PageAssets
  private let frame: PageFrame
  private let isApart: Bool

  /// Takes more bytes of a file beside the page, by its name.
  public typealias Sibling = (_ name: String, _ bytes: UnsafeRawBufferPointer) throws -> Void

  /// Events in the page.
  public var count: Int { data.count }

  /// Reads the events once and keeps them, packed, in memory.
  ///
  /// - Parameter oneFileLimit: of more events the details lie in files beside the page.
  /// - Throws: a `Failure` when the archive's content is not in its form, or the time zone is not known.
  public init(events: PermittedEvents, facts: ArchiveFacts, coverage: PageCoverage? = nil, oneFileLimit: Int = .max) throws {
    data = try PageDataBuilder.read(events)
    isApart = data.count > oneFileLimit
    let facts = events.facts(facts)
    evidence = try PageEvidence(of: data, from: events)
    meta = PageMeta(data: data, facts: facts, events: events, coverage: coverage, checkpoint: evidence.checkpoint).json.safeInHTML
    assets = try PageAssets()
    let words = try Self.words(data, facts, events)
    let markup = ["policy": assets.policy(loadsSiblings: isApart), "pauses": assets.pauses]
    frame = try PageFrame(template: EmbeddedFiles.text(of: "page.mustache"), words: words, markup: markup)
  }

  /// Writes the page from its beginning to its end, piece by piece.
  ///
  /// - Parameter sibling: takes the details of the events where these are more than one file is to hold.
  /// - Returns: its fingerprint, which its tail has too.
  @discardableResult
  public func write(to sink: (UnsafeRawBufferPointer) throws -> Void, sibling: Sibling = { _, _ in }) throws -> String {
    var digests = PageDigests()
    for piece in frame.pieces {
      switch piece {
      case .markup(let bytes): try unsafe bytes.withUnsafeBytes { unsafe try sink($0) }
      case .slot(.payload): 
        try unsafe PagePayload(data: data, evidence: evidence.lines, isApart: isApart).write(to: sink, sibling: sibling, &digests)
      case .slot(let slot):
        let text = text(of: slot)
        digests.add(slot.rawValue, text)
        try unsafe text.withUnsafeBytes { unsafe try sink($0) }
      }
    }
    return digests.fingerprint
  }

  private func text(of slot: PageFrame.Slot) -> [UInt8] {
    switch slot {
    case .style: assets.style
    case .words: assets.words
    case .script: assets.script
    case .meta: meta
    case .payload: []
    }
  }

  private static func words(_ data: PageData, _ facts: ArchiveFacts, _ events: PermittedEvents) throws -> [String: String] {
    [
      "account": facts.account, "title": "Audit log of \(facts.account)", "generator": facts.generator,
      "countText": PageWords.events(data.count), "periodText": try PageWords.period(of: data.times, in: facts.timeZone),
      "filterText": events.inWords,
    ]
  }
}
