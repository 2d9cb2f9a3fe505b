import AuditModel
import Dispatch
import EvidenceLog

/// Computes the leaves of a batch's new events on a thread of its own, while their rows are written.
final class LeafWorker {
  private let queue = DispatchQueue(label: "leaves")
  private var hasher = LeafHasher()
  private var keys = LeafKeys()

  /// Computes the leaves of a batch, 32 bytes each and in the order of the log, while `body` runs. Nothing of what it reads may change meanwhile.
  /// - Parameter seeds: What the keys of the new events follow from.
  func leaves(
    of decisions: [Decision], in batch: EventBatch, _ part: PartAccount, _ dictionaries: RunDictionaries,
    seeds: [(seed: [UInt8], places: Range<Int>)], while body: () throws -> Void
  ) throws -> [UInt8] {
    nonisolated(unsafe) var result: Result<[UInt8], any Error>?
    nonisolated(unsafe) let entries = dictionaries
    nonisolated(unsafe) let worker = self
    let done = DispatchGroup()
    queue.async(group: done) {
      unsafe result = Result { try unsafe worker.leaves(of: decisions, in: batch, part, entries, seeds) }
    }
    let written = Result { try body() }
    done.wait()
    try written.get()
    return try unsafe result!.get()
  }

  private func leaves(
    of decisions: [Decision], in batch: EventBatch, _ part: PartAccount, _ dictionaries: RunDictionaries,
    _ seeds: [(seed: [UInt8], places: Range<Int>)]
  ) throws -> [UInt8] {
    let keys = seeds.flatMap { self.keys.keys(of: $0.places, seed: $0.seed) }
    var leaves = [UInt8](repeating: 0, count: 2 * keys.count)
    try unsafe leaves.withUnsafeMutableBytes { leaves in
      try unsafe keys.withUnsafeBytes { keys in
        guard var leaf = unsafe leaves.baseAddress, var key = unsafe keys.baseAddress else { return }
        try unsafe part.system.withUnsafeBytes { system in
          try unsafe batch.bytes.withUnsafeBytes { arena in
            try unsafe dictionaries.texts.withEntries { entries in
              for decision in decisions where decision.kind != .duplicate {
                let units = unsafe dictionaries.texts.units(of: batch.rows[decision.row], in: arena, entries, part: part.id, system: system)
                try unsafe hasher.add(units, key: key)
                unsafe key += 16
                if hasher.isFull { unsafe leaf = hasher.finish(into: leaf) }
              }
              unsafe hasher.finish(into: leaf)
            }
          }
        }
      }
    }
    return leaves
  }
}
