internal import ArchiveStore
public import AuditModel
internal import Foundation

/// One report of a schedule on its way: what was made of it, and how far it has come. It lies in the archive's folder `deliveries`, and stays
/// there after its end without its files: a report that is known there is never made again.
///
/// ```
/// deliveries/weekly-2026-W44/
///   delivery.json   replaced in one step
///   files/          what was made, until it is where it belongs
/// ```
struct Delivery: Codable, Equatable {
  enum State: String, Codable {
    /// Its files are made, and may be where they belong already.
    case made
    /// It is being handed to the sendmail command: whoever finds it so cannot know how far that went.
    case handing
    /// The message went out.
    case sent
    case delivered
  }

  var version = 1
  /// The schedule's name and the period's: `weekly-2026-W44`.
  let id: String
  var state: State
  /// UTC milliseconds.
  let madeAt: Int64
  var files: [Job.File]
  /// Where they go.
  let folder: String
  /// The entry that the ledger has not got yet.
  var owed: Job.Owed?
}

/// Where deliveries lie. Whoever works on them holds all of them.
final class DeliveryShelf {
  let folder: String
  /// Of the lock, which is held as long as this object lives.
  private let lock: Int32

  /// - Throws: `locked` if somebody else is at work on the reports of this archive.
  init(of archive: Archive) throws(Failure) {
    folder = archive.folder + "/deliveries"
    if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST { throw JobShelf.unmade(folder) }
    lock = unsafe open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard lock >= 0 else { throw Failure(.inputOutput, "cannot open \(folder)/lock: \(unsafe String(cString: strerror(errno)))") }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw Failure(.locked, "another run is delivering the reports of this archive", hint: "it delivers them all: there is nothing to repeat")
    }
  }

  deinit { close(lock) }

  func path(of id: String) -> String { "\(folder)/\(id)" }
  func files(of id: String) -> String { "\(folder)/\(id)/files" }

  /// A delivery as it stands; nil if it was never made. What an earlier run had begun to make and not finished is removed.
  func delivery(_ id: String) throws(Failure) -> Delivery? {
    let path = "\(path(of: id))/delivery.json"
    guard exists(path) else {
      remove(id)
      return nil
    }
    let bytes = try wholeFile(path)
    do { return try JSONDecoder().decode(Delivery.self, from: Data(bytes)) } catch {
      throw Failure(
        .badData, "\(path): is not the state of a delivery",
        hint: "restore it from a copy; or remove its folder, and the report is made and delivered anew")
    }
  }

  /// An empty folder for the files of a new delivery.
  func makeRoom(for id: String) throws(Failure) -> String {
    for path in [path(of: id), files(of: id)] {
      guard unsafe mkdir(path, 0o700) == 0 else { throw JobShelf.unmade(path) }
    }
    return files(of: id)
  }

  func save(_ delivery: Delivery) throws(Failure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    guard let data = try? encoder.encode(delivery) else { throw Failure(.failed, "the state of \(delivery.id) cannot be written as JSON") }
    try replaceFile("\(path(of: delivery.id))/delivery.json", with: Array(data))
  }

  /// Removes what was made and is where it belongs.
  func removeFiles(of id: String) { try? FileManager.default.removeItem(atPath: files(of: id)) }

  private func remove(_ id: String) { try? FileManager.default.removeItem(atPath: path(of: id)) }
}
