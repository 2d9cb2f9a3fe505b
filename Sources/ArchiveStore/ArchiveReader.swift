public import AuditModel
import GRDB

/// Reads archived events, newest first, through a read-only connection of its own.
///
/// It sees what was committed when a pass begins; a run that wants to write in the meantime waits for the pass to end. For one thread at a
/// time; dictionary look-ups inside the body of `forEachEvent` are what it is made for.
public final class ArchiveReader: EventSource {
  private let connection: DatabaseQueue
  private let file: String
  let place: ArchiveFolder
  let spoolFolder: String
  private var dictionaries = ReaderDictionaries()
  /// Reads single events, one after another: preparing a statement for each would cost more than reading it.
  private var single: EventRow?
  /// What single events were last narrowed to; without a selection if no event can match.
  private var narrowing: (within: [EventFilter], selection: EventSelection?)?

  init(connection: DatabaseQueue, place: ArchiveFolder, spoolFolder: String) {
    self.connection = connection
    self.place = place
    self.spoolFolder = spoolFolder
    file = place.database
  }

  /// Calls the body for each event that the filter asks for, latest first; events of one instant in the order
  /// in which they were archived. Streaming: memory does not grow with the number of events.
  public func forEachEvent(
    matching filter: EventFilter, within: [EventFilter] = [], _ body: (ArchivedEvent) throws -> Void
  ) throws {
    try pass(to: body) { reader, body in
      try reader.selecting(filter, within) { selection, database in try EventPass(selection, in: database).forEach(body) }
    }
  }

  public func forEachEventInAnyOrder(
    matching filter: EventFilter, within: [EventFilter], reading texts: EventTexts, _ body: (ArchivedEvent) throws -> Void
  ) throws {
    try pass(to: body) { reader, body in
      try reader.selecting(filter, within) { selection, database in
        let pass = try EventPass(selection, in: database, reading: texts)
        let rows = try EventRow(in: database, reading: texts, where: "id BETWEEN ?1 AND ?2")
        for stretch in selection.stretches {
          if let places = try DenseStretch.places(of: stretch, in: database) {
            try DenseStretch(rows: rows, selection: selection, stretch: stretch).forEach(in: places, body)
          } else {
            try pass.forEach(in: stretch, body)
          }
        }
      }
    }
  }

  /// Reads ahead where that is of use, while the body works on what was read before.
  private func pass(to body: (ArchivedEvent) throws -> Void, _ pass: @escaping ReadAhead.Pass) throws {
    try atOneInstant {
      if let ahead = try readAhead(pass) { try ahead.forEach(body) } else { try pass(self, body) }
    }
  }

  /// Archives of fewer events are read sooner than a second thread is there.
  private static let worthAThread = 10_000

  /// Nil where it is not worth a thread, or where a run is about to commit: that lets nobody begin to read, and waits for this reader.
  private func readAhead(_ pass: @escaping ReadAhead.Pass) throws -> ReadAhead? {
    guard try reading({ try Int64.fetchOne($0, sql: "SELECT max(id) FROM event") ?? 0 }) >= Self.worthAThread else { return nil }
    do {
      let connection = try Connection.explaining(file, writing: false) { try Connection.open(file, readOnly: true, patience: 0) }
      return try ReadAhead(ArchiveReader(connection: connection, place: place, spoolFolder: spoolFolder), pass)
    } catch let failure as Failure where failure.kind == .locked {
      return nil
    }
  }

  private func selecting(_ filter: EventFilter, _ within: [EventFilter], _ body: (EventSelection, Database) throws -> Void) throws {
    try reading { database in
      // One snapshot for the whole pass; a savepoint because the body may begin another pass.
      try database.inSavepoint {
        try dictionaries.load(from: database)
        if let selection = try EventSelection(filter, within: within, dictionaries, in: database) { try body(selection, database) }
        return .commit
      }
    }
  }

  /// Hands over the dictionaries as they are now.
  func withDictionaries<T>(in database: Database, _ body: (ReaderDictionaries) throws -> T) throws -> T {
    try dictionaries.load(from: database)
    return try body(dictionaries)
  }

  /// Runs a body in which all passes see the archive as it is now, and so does whoever else reads it: nothing is written meanwhile.
  public func atOneInstant<T>(_ body: () throws -> T) throws -> T {
    try reading { database in
      var result: T?
      try database.inSavepoint {
        // The first reading is what holds the instant.
        _ = try Int64.fetchOne(database, sql: "SELECT max(id) FROM event")
        result = try body()
        return .commit
      }
      return result!
    }
  }

  public func event(_ id: Int64, within: [EventFilter] = []) throws -> ArchivedEvent? {
    try reading { database in
      let row = try single ?? EventRow(in: database)
      single = row
      defer { row.leave() }
      guard try row.move(to: id), try within.isEmpty || isInside(row, within, in: database) else { return nil }
      return try row.event()
    }
  }

  /// The exact bytes of an event's record, read back from the kept source; nil if there is no such event.
  public func original(of event: Int64, within: [EventFilter] = []) throws -> OriginalRecord? {
    guard try within.isEmpty || self.event(event, within: within) != nil else { return nil }
    return try reading { database in try RecordPlace(of: event, in: database) }?.original(in: place, spoolFolder: spoolFolder)
  }

  /// Whether the row's event is one of those that a narrowing leaves. The narrowing stays resolved for the next event; entries of
  /// dictionaries never change, so it holds until an event names an entry that was not there yet.
  private func isInside(_ row: EventRow, _ within: [EventFilter], in database: Database) throws -> Bool {
    if try narrowing?.within != within || !row.isKnown(to: dictionaries) {
      try dictionaries.load(from: database)
      narrowing = (within, try EventSelection(.all, within: within, dictionaries, in: database))
    }
    return try narrowing?.selection.map(row.isSelected) ?? false
  }

  /// The key of a receipt's leaf: of the first run's, or of the last one's. Keys of receipts are never given out.
  public func pseudonymSecret(isLasting: Bool) throws -> [UInt8] {
    try reading { database in
      // Runs of the ledger alone change nothing of what is to be disguised.
      let select = try RawStatement(
        """
        SELECT \(isLasting ? "min" : "max")(log_entry.id) FROM log_entry JOIN ingest_run ON ingest_run.id = run
        WHERE log_entry.kind = 2 AND ingest_run.kind = 'ingest'
        """, on: database)
      guard try select.step(), !select.isNull(0) else { throw missing("receipt", 1) }
      let (id, index) = LeafBlock.place(of: select.int(0))
      let block = try RawStatement("SELECT id, kinds, seed, leaves, root FROM leaf_block WHERE id = ?1", on: database)
      try block.bind(id, at: 1)
      guard try block.step(), let key = LeafBlock(block).key(index) else { throw missing("leaf block", Int32(truncatingIfNeeded: id)) }
      return key
    }
  }

  public func actor(_ id: Int32) throws -> Actor { try entry(id, \.actors, "actor") }

  public func module(_ id: Int32) throws -> String { try entry(id, \.modules, "module") }

  public func action(_ id: Int32) throws -> String { try entry(id, \.actions, "action") }

  public func sourcePart(_ id: Int32) throws -> SourcePart { try entry(id, \.parts, "source part") }

  public func target(_ id: TargetID) throws -> Target {
    if let target = dictionaries.cachedTarget(id) { return target }
    return try reading { database in
      guard let document = try dictionaries.readDocument(id.document, from: database) else { throw missing("document", id.document) }
      guard id.name != 0 else { return Target(documentID: document.id, name: nil, parentID: document.parentID) }
      guard let name = try dictionaries.readDocumentName(id.name, from: database) else { throw missing("document name", id.name) }
      return Target(documentID: document.id, name: name, parentID: document.parentID)
    }
  }

  /// An entry of a dictionary that is held whole; read again if the archive has grown since.
  private func entry<Entry>(_ id: Int32, _ entries: KeyPath<ReaderDictionaries, [Int32: Entry]>, _ what: String) throws -> Entry {
    if let entry = dictionaries[keyPath: entries][id] { return entry }
    try reading { database in try dictionaries.load(from: database) }
    guard let entry = dictionaries[keyPath: entries][id] else { throw missing(what, id) }
    return entry
  }

  private func missing(_ what: String, _ id: Int32) -> Failure {
    Failure(.badData, "\(file) is damaged: it has no \(what) \(id)", hint: "restore the archive from a copy")
  }

  func reading<T>(_ body: (Database) throws -> T) throws -> T {
    try Connection.explaining(file, writing: false) { try connection.unsafeReentrantRead(body) }
  }
}

/// One pass over the selected events. Few of many are gathered first; else the index alone gives their order, and a row is read only then, its texts
/// only if it is selected.
private struct EventPass {
  private let selection: EventSelection
  private let order: RawStatement
  private let nearby: NearbyEvents
  private let gathered: GatheredEvents?

  init(_ selection: EventSelection, in database: Database, reading texts: EventTexts = .all) throws {
    self.selection = selection
    gathered = try GatheredEvents(selection, in: database)
    order = try RawStatement(
      """
      SELECT event, occurred_at FROM event_in_time WHERE occurred_at >= ?1 AND occurred_at < ?2 ORDER BY occurred_at DESC
      """, on: database)
    nearby = try NearbyEvents(selection, in: database, reading: texts)
  }

  func forEach(_ body: (ArchivedEvent) throws -> Void) throws {
    if let gathered { return try nearby.forEach(gathered.events, body) }
    for stretch in selection.stretches { try forEach(in: stretch, body) }
  }

  func forEach(in stretch: Range<Int64>, _ body: (ArchivedEvent) throws -> Void) throws {
    try order.bind(stretch.lowerBound, at: 1)
    try order.bind(stretch.upperBound, at: 2)
    defer { order.reset() }
    var portion = Portion()
    while try order.step() {
      if order.int(1) != portion.instant, portion.begin(order.int(1)) {
        try nearby.forEach(portion.events, body)
        portion.empty()
      }
      portion.events.append(try order.place(0))
    }
    portion.sortLast()
    try nearby.forEach(portion.events, body)
  }

  /// The next events of a pass, instant after instant. Those of one instant are put in the order in which they were archived here: SQLite would set
  /// up a sorter for each instant.
  private struct Portion {
    var events: [Int64] = []
    private(set) var instant = Int64.min
    private var start = 0
    private var size = NearbyEvents.portions.lowerBound

    /// Begins with the next instant; true if there are enough events of those before.
    mutating func begin(_ next: Int64) -> Bool {
      sortLast()
      (instant, start) = (next, events.count)
      return events.count >= size
    }

    mutating func sortLast() {
      if events.count - start > 1 { events[start...].sort() }
    }

    mutating func empty() {
      events.removeAll(keepingCapacity: true)
      start = 0
      size = min(2 * size, NearbyEvents.portions.upperBound)
    }
  }
}
