import AuditModel
import Foundation
import Testing

@testable import Ingest

/// What a vendor's sample says, written by hand beside it in `expected.txt`: files, their profile, and for each event its units line by line.
struct VendorExpectation: Sendable, CustomTestStringConvertible {
  /// An event as lines `unit text`, in the order of the file.
  typealias Lines = [String]

  var vendor: String
  var file: String
  var profile = ""
  var zone: String?
  var events: [Lines] = []
  /// Record number and the beginning of the reason.
  var rejects: [(record: Int64, reason: String)] = []

  var testDescription: String { "\(vendor)/\(file)" }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Samples/vendors")

  var bytes: [UInt8] { get throws { Array(try Data(contentsOf: Self.folder.appending(path: "\(vendor)/\(file)"))) } }

  static let all: [VendorExpectation] = vendors.flatMap { vendor in
    let text = try! String(contentsOf: folder.appending(path: "\(vendor)/expected.txt"), encoding: .utf8)
    return read(text, vendor)
  }

  static var vendors: [String] { try! FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

  private static func read(_ text: String, _ vendor: String) -> [VendorExpectation] {
    var all: [VendorExpectation] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      switch words[0] {
      case "file": all.append(VendorExpectation(vendor: vendor, file: words[1]))
      case "profile": all[all.count - 1].profile = words[1]
      case "zone": all[all.count - 1].zone = words[1]
      case "reject":
        let parts = words[1].split(separator: " ", maxSplits: 1)
        all[all.count - 1].rejects.append((Int64(parts[0])!, String(parts[1])))
      case "event" where !line.hasPrefix(" "): all[all.count - 1].events.append([])
      default:
        let last = all[all.count - 1].events.count - 1
        all[all.count - 1].events[last].append(String(line.drop { $0 == " " }))
      }
    }
    return all
  }
}

/// The same lines from what the reader made of a file.
enum VendorReport {
  static func lines(of row: EventBatch.Row, in batch: EventBatch) throws -> VendorExpectation.Lines {
    var lines: [String] = []
    func add(_ name: String, _ text: String?) { if let text { lines.append("\(name) \(text.isEmpty ? "(empty)" : text)") } }
    let actor = batch.newActors[Int(row.actor)]
    let target = batch.target(of: row)
    add("id", batch.text(row.sourceEventID))
    add("time", Timestamp.canonicalText(row.occurredAt))
    add("written", batch.text(row.sourceTime))
    add("actor", actor.name)
    add("actor-id", actor.id)
    add("kind", actor.kind.rawValue)
    add("module", batch.newModules[Int(row.module)])
    add("action", batch.newActions[Int(row.action)])
    add("document-id", target.documentID)
    add("document", target.name)
    add("parent-id", target.parentID)
    lines += try changes(batch.text(row.changes) ?? "[]")
    let extras = keys(ofObject: batch.text(row.extras) ?? "{}")
    if !extras.isEmpty { lines.append("extras " + extras.joined(separator: ", ")) }
    return lines
  }

  private static func changes(_ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    var reader = ChangeReader(bytes.span)
    var lines: [String] = []
    while let change = try reader.next() {
      func shown(_ side: ChangeReader.Side) -> String {
        side.form == .absent ? "-" : String(decoding: bytes[side.source], as: UTF8.self)
      }
      let field = String(decoding: bytes[change.field].dropFirst().dropLast(), as: UTF8.self)
      lines.append("change \(field): \(shown(change.before)) -> \(shown(change.after))")
    }
    return lines
  }

  /// The keys of a JSON object without escapes in them, found by depth alone.
  private static func keys(ofObject text: String) -> [String] {
    var (keys, current, depth, isInString, isEscaped, isKey): ([String], String, Int, Bool, Bool, Bool) = ([], "", 0, false, false, true)
    for character in text {
      if isInString {
        if isEscaped { isEscaped = false } else if character == "\\" { isEscaped = true } else if character == "\"" {
          isInString = false
          if depth == 1, isKey { keys.append(current) }
          continue
        }
        current.append(character)
        continue
      }
      switch character {
      case "\"": (isInString, current) = (true, "")
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      case ":": if depth == 1 { isKey = false }
      case ",": if depth == 1 { isKey = true }
      default: break
      }
    }
    return keys
  }
}
