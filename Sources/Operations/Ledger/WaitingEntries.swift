internal import Archiving
internal import ArchiveStore
internal import AuditModel
internal import Glibc

/// Entries of the ledger that no run has taken in yet: each a file in the archive's folder `ledger`, there whole and for good or not at all.
///
/// Who takes them in removes them after the commit. Whoever is killed in between does no harm: the archive knows an entry by its bytes.
final class WaitingEntries {
  private let folder: String
  private var takenIn: [String] = []

  init(of archive: Archive) { folder = archive.ledgerFolder }

  /// What an entry's file is called, in the folder as among the archive's sources.
  static func name(of id: String) -> String { "ledger/\(id).json" }

  /// Their paths, oldest first.
  var paths: [String] {
    get throws(Failure) {
      try namesInOwnFolder(folder).filter { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
    }
  }

  /// Puts an entry down so that it lasts. Doing so twice is doing it once.
  func putDown(_ line: [UInt8], id: String) throws(Failure) {
    let path = "\(folder)/\(id).json"
    if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST {
      throw Failure(.inputOutput, "cannot make \(folder): \(unsafe String(cString: strerror(errno)))")
    }
    if exists(path) { return }
    let file = try NewFile(path: path)
    try file.write(line)
    do { try file.publish() } catch where error.kind == .cannotCreate && exists(path) {
      // Somebody else put the same entry down.
    }
  }

  /// Takes all of them into a run. Only the one writer of the archive does this, so none of them goes away meanwhile.
  func takeIn(by intake: FileIntake) throws {
    for path in try paths {
      let id = fileName(path).dropLast(".json".count)
      let input = try Input(path: path, name: Self.name(of: String(id)))
      // A file that is no entry must not keep others out; it stays where it is.
      guard Self.holdsEntry(path, id: id) else { continue }
      try intake.takeEntry(input)
      takenIn.append(path)
    }
  }

  private static func holdsEntry(_ path: String, id: some StringProtocol) -> Bool {
    guard let bytes = try? wholeFile(path) else { return false }
    return bytes.starts(with: Array("{\"entry\":\"\(id)\",".utf8)) && bytes.suffix(2).elementsEqual("}\n".utf8)
  }

  /// After the commit.
  func removeTakenIn() {
    for path in takenIn { unsafe unlink(path) }
    takenIn = []
  }
}
