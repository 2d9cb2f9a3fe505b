import Archiving
import AuditModel
import Synchronization

/// A pass whose events are read on a thread of its own, through a connection of its own, while the caller works on those before them.
struct ReadAhead {
  /// Events of the first batch, so that whoever wants few waits for few, and of the largest.
  private static let batches = 16...512
  /// Bytes of texts from which on a batch is full.
  private static let mostBytes = 4 << 20
  private let queue = BoundedQueue<[ArchivedEvent]>(capacity: 4)
  private let spent = SpentBatches()
  private let work: BackgroundWork<Void>

  /// Hands over the events of one pass by a reader.
  typealias Pass = @Sendable (ArchiveReader, (ArchivedEvent) throws -> Void) throws -> Void

  private struct NotWanted: Error {}

  /// Begins to read.
  ///
  /// - Parameter reader: for this pass alone; it must not wait for locks.
  init(_ reader: ArchiveReader, _ pass: @escaping Pass) throws {
    let (queue, spent) = (queue, spent)
    nonisolated(unsafe) let reader = reader
    work = BackgroundWork("read events") {
      defer { queue.close() }
      try unsafe reader.atOneInstant {
        guard queue.put([]) else { return }
        try unsafe Self.read(reader, pass, into: queue, spent)
      }
    }
    // The first batch is empty: it says that the archive is seen.
    if queue.take() == nil { try work.wait() }
  }

  private static func read(_ reader: ArchiveReader, _ pass: Pass, into queue: BoundedQueue<[ArchivedEvent]>, _ spent: SpentBatches) throws {
    var batch: [ArchivedEvent] = []
    var (size, bytes) = (batches.lowerBound, 0)
    try pass(reader) { event in
      batch.append(event)
      bytes += event.textSize
      guard batch.count == size || bytes >= mostBytes else { return }
      guard queue.put(batch) else { throw NotWanted() }
      spent.free()
      (size, bytes) = (min(2 * size, batches.upperBound), 0)
      batch = []
      batch.reserveCapacity(size)
    }
    _ = queue.put(batch)
  }

  func forEach(_ body: (ArchivedEvent) throws -> Void) throws {
    do {
      while let batch = queue.take() {
        try unsafe batch.withUnsafeBufferPointer { events in for index in events.indices { try unsafe body(events[index]) } }
        spent.add(batch)
      }
    } catch {
      queue.close()
      try? work.wait()
      throw error
    }
    try work.wait()
  }
}

/// Batches that the caller is done with. They go back to the thread that made them: to free another thread's memory, two threads wait for each other.
private final class SpentBatches: Sendable {
  private let batches = Mutex<[[ArchivedEvent]]>([])

  func add(_ batch: [ArchivedEvent]) { batches.withLock { $0.append(batch) } }

  func free() {
    let freed = batches.withLock { exchange(&$0, with: []) }
    withExtendedLifetime(freed) {} // freed here, not while the other thread waits for the lock
  }
}
