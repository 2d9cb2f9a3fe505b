import ArchiveStore
import AuditModel
import Coverage
import Operations

/// The numbers of `status`.
struct ArchiveSummaryText {
  let status: Status

  var headline: String {
    "\(Console.visible(status.settings.account)), \(status.settings.timeZone): \(counted(status.summary.events, "event"))"
  }

  var counts: [String] {
    let summary = status.summary
    var lines: [String] = []
    if let first = summary.firstAt, let last = summary.lastAt { lines.append("  from \(status.days.text(first)) to \(status.days.text(last))") }
    lines.append(
      "  \(counted(summary.conflicts, "conflict")), \(counted(summary.rejects, "rejected record")), \(counted(summary.balance.duplicate, "duplicate")) seen")
    if summary.conflicts > 0 {
      lines.append("  to see the conflicts: counterroll events --conflicts")
    }
    return lines + signature
  }

  private var signature: [String] {
    guard let signers = status.summary.signers else { return [] }
    guard signers.isEmpty else { return ["  the latest checkpoint is signed by \(Console.visible(signers.joined(separator: ", ")))"] }
    return ["  the latest checkpoint is not signed: counterroll key make, then ingest with --key"]
  }

  var modules: [String] {
    var table = TextTable(header: ["", "MODULE", "EVENTS", "FIRST", "LAST"], rightAligned: [2])
    for module in status.summary.modules {
      let (first, last) = (status.days.text(module.firstAt).prefix(10), status.days.text(module.lastAt).prefix(10))
      table.add(["", Console.visible(module.name, limit: 30), grouped(module.events), String(first), String(last)])
    }
    return table.lines
  }

  var sources: [String] {
    var table = TextTable(
      header: ["", "SOURCE", "READ", "STORED", "DUPLICATE", "CONFLICT", "REJECTED", "SHA-256"], rightAligned: [2, 3, 4, 5, 6])
    for part in status.summary.parts {
      let balance = part.balance
      table.add(
        ["", Console.visible(part.source.displayName, limit: 60)]
          + [balance.read, balance.stored, balance.duplicate, balance.conflict, balance.rejected].map(grouped)
          + [String(part.source.sha256.prefix(12)) + "…"])
    }
    return table.lines
  }
}
