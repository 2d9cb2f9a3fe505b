internal import Archiving
internal import AuditModel
internal import EvidenceLog
internal import Foundation

/// Brings what was made of a report to where it belongs, once: each step is noted when it is done, and doing it again does nothing.
struct Courier {
  let shelf: DeliveryShelf
  /// Reads a message from its standard input; empty if messages are only left beside the reports.
  let sendmail: [String]

  /// Copies a delivery's files to its folder. A file of the same content that is there already was brought by a run that was killed.
  ///
  /// - Throws: `cannotCreate` if another file bears the name.
  func place(_ delivery: Delivery) throws {
    for file in delivery.files {
      let target = "\(delivery.folder)/\(file.name)"
      if exists(target), try sha256(ofFile: target) == file.sha256 { continue }
      do {
        let copy = try NewFile(path: target, mode: 0o640)
        try unsafe Destination.copy(file, from: shelf.files(of: delivery.id)) { unsafe try copy.write($0) }
        try copy.publish()
      } catch let failure as Failure where failure.kind == .cannotCreate {
        throw Failure(.cannotCreate, failure.message, hint: "mend it: the report is made, and the next run brings it")
      }
    }
  }

  /// Hands a message to the sendmail command.
  func send(_ delivery: Delivery, _ message: Job.File) throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: sendmail[0])
    process.arguments = Array(sendmail.dropFirst())
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: "\(shelf.files(of: delivery.id))/\(message.name)"))
    (process.standardOutput, process.standardError) = (output, output)
    do { try process.run() } catch {
      throw Failure(.failed, "\(sendmail[0]): cannot be started", hint: "see the key sendmail of the report schedule")
    }
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile().prefix(500), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let end = process.terminationReason == .exit ? "ended with \(process.terminationStatus)" : "was ended by signal \(process.terminationStatus)"
      let words = said.split(separator: "\n").first.map { ": \($0)" } ?? ""
      throw Failure(.failed, "\(delivery.id): \(sendmail[0]) \(end)\(words)", hint: "the message lies beside the report; the next run tries again")
    }
  }
}
