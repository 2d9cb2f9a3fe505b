import AuditModel
import Dispatch
import EvidenceLog

/// Computes the leaves of a batch's new events on a thread of its own, while their rows are written.
final class LeafWorker {
  private let queue = DispatchQueue(label: "leaves")
  private var hasher = LeafHasher()
  private let random: RandomBytes

  init(random: RandomBytes) { self.random = random }

  /// The leaves of one batch: 16 bytes of key and 32 of hash each, in the order of the log.
  struct Leaves {
    var keys: [UInt8]
    var leaves: [UInt8]
  }

  /// Computes leaves while `body` runs, and hands both results back. Nothing of what it reads may change meanwhile.
  func leaves(
    of decisions: [Decision], in batch: EventBatch, _ part: PartAccount, _ dictionaries: RunDictionaries, while body: () throws -> Void
  ) throws -> Leaves {
    nonisolated(unsafe) var result: Result<Leaves, any Error>?
    nonisolated(unsafe) let entries = dictionaries
    nonisolated(unsafe) let worker = self
    let done = DispatchGroup()
    queue.async(group: done) {
      unsafe result = Result { try unsafe worker.leaves(of: decisions, in: batch, part, entries) }
    }
    let written = Result { try body() }
    done.wait()
    try written.get()
    return try unsafe result!.get()
  }

  private func leaves(of decisions: [Decision], in batch: EventBatch, _ part: PartAccount, _ dictionaries: RunDictionaries) throws -> Leaves {
    let new = decisions.count { $0.kind != .duplicate }
    let keys = try random.bytes(16 * new)
    var leaves = [UInt8](repeating: 0, count: 32 * new)
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
    return Leaves(keys: keys, leaves: leaves)
  }
}
