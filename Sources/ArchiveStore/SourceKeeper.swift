import Archiving
public import AuditModel
import EvidenceLog
import GRDB
import Glibc
import Synchronization

/// Keeps a source file's bytes exactly as they were received: reads the file once, hashes it, and packs it into independent zstd frames of
/// 2 MiB of input each, in a file that has no name in the archive yet.
///
/// Made by `IngestRun.keeper(of:)`; `keep()` may run on any thread, and must have ended before the run's body returns.
public final class SourceKeeper: Sendable {
  /// The file that is kept, and what messages call it.
  private let path: String
  private let name: String
  /// Nil in a rehearsal, where the bytes are only hashed.
  private let partial: String?
  /// SHA-256 of the file, and of its copy.
  private let sums = Mutex<(file: String, copy: String)?>(nil)
  private static let frameSize = 2 << 20
  /// zstd's fastest: the next levels take half as long again for a fifteenth less.
  private static let level = 1

  init(path: String, named name: String, partial: String?) {
    self.path = path
    self.name = name
    self.partial = partial
  }

  /// Reads the file to its end.
  /// - Returns: SHA-256 of its bytes in hex, and their number.
  /// - Throws: `Failure`, `.noInput` for the file itself and `.inputOutput` for the copy.
  public func keep() throws(Failure) -> (sha256: String, bytes: Int64) {
    let input = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw Failure(.noInput, "cannot read \(name): \(systemReason())") }
    defer { close(input) }
    guard let partial else {
      let hashed = try copy(from: input, to: nil)
      return (hashed.file, hashed.bytes)
    }
    let output = unsafe open(partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw unwritten }
    defer { close(output) }
    let (file, copy, bytes) = try copy(from: input, to: output)
    guard fsync(output) == 0 else { throw unwritten }
    sums.withLock { $0 = (file, copy) }
    return (file, bytes)
  }

  private var unwritten: Failure { Failure(.inputOutput, "cannot write \(partial ?? name): \(systemReason())") }

  private func copy(from input: Int32, to output: Int32?) throws(Failure) -> (file: String, copy: String, bytes: Int64) {
    var (hasher, copyHasher) = (SHA256Hasher(), SHA256Hasher())
    var bytes: Int64 = 0
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.frameSize, alignment: 16)
    defer { unsafe chunk.deallocate() }
    while true {
      let count = try unsafe fill(chunk, from: input)
      // An empty file, too, is one frame: a file without any is not valid zstd.
      if count == 0 && bytes > 0 { break }
      let piece = unsafe UnsafeRawBufferPointer(rebasing: chunk[..<count])
      unsafe hasher.update(piece)
      if let output {
        let frame = try unsafe zstdFrame(piece, level: Self.level)
        copyHasher.update(frame)
        try write(frame, to: output)
      }
      bytes += Int64(count)
      if count < Self.frameSize { break }
    }
    return (hex(hasher.finalize()), hex(copyHasher.finalize()), bytes)
  }

  /// The SHA-256 of the file and of its copy, once it is kept.
  var kept: (file: String, copy: String)? { sums.withLock { $0 } }

  /// Reads until the chunk is full or the file ends.
  private func fill(_ chunk: UnsafeMutableRawBufferPointer, from input: Int32) throws(Failure) -> Int {
    var filled = 0
    while filled < chunk.count {
      let count = unsafe read(input, chunk.baseAddress! + filled, chunk.count - filled)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Failure(.noInput, "cannot read \(name): \(systemReason())") }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  private func write(_ frame: [UInt8], to output: Int32) throws(Failure) {
    var written = 0
    while written < frame.count {
      let count = unsafe frame.withUnsafeBytes { bytes in
        unsafe Glibc.write(output, bytes.baseAddress! + written, bytes.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw unwritten }
      written += count
    }
  }

  /// Gives the copy its name, if it is one of the sums and not there already. Returns the name it got.
  func publish(for sums: Set<String>, in place: ArchiveFolder) throws(Failure) -> String? {
    guard let partial, let sha256 = kept?.file, sums.contains(sha256) else { return nil }
    let name = place.source(sha256: sha256)
    if unsafe access(name, F_OK) == 0 { return nil }
    guard unsafe rename(partial, name) == 0 else { throw Failure(.inputOutput, "cannot write \(name): \(systemReason())") }
    return name
  }

  /// Removes a copy that has no name.
  func discard() { if let partial { unsafe unlink(partial) } }
}

/// The folder `sources` during one run: what is written into it stays only if the run is committed.
final class SourceShelf {
  private let place: ArchiveFolder
  private let isRehearsal: Bool
  private var keepers: [SourceKeeper] = []
  private var published: [String] = []

  /// Also removes what a run that was killed has left.
  init(_ place: ArchiveFolder, in database: Database) throws {
    self.place = place
    isRehearsal = false
    let known = Set(try String.fetchAll(database, sql: "SELECT sha256 FROM source_file WHERE sha256 IS NOT NULL").map { $0 + ".zst" })
    for name in try names(in: place.sources) where name.hasPrefix(".partial-") || name.hasSuffix(".zst") && !known.contains(name) {
      unsafe unlink(place.sources + "/" + name)
    }
  }

  /// For a rehearsal, in which nothing is kept and nothing tidied up.
  init(rehearsingIn place: ArchiveFolder) {
    self.place = place
    isRehearsal = true
  }

  func keeper(of path: String, named name: String) -> SourceKeeper {
    let partial = isRehearsal ? nil : "\(place.sources)/.partial-\(keepers.count + 1)"
    let keeper = SourceKeeper(path: path, named: name, partial: partial)
    keepers.append(keeper)
    return keeper
  }

  /// The SHA-256 of each copy by that of its file.
  var keptSums: [String: String] { Dictionary(keepers.compactMap(\.kept).map { ($0.file, $0.copy) }) { first, _ in first } }

  /// Names the copies of files with these sums, removes the others, and makes both last.
  func shelve(_ sums: Set<String>) throws(Failure) {
    guard !keepers.isEmpty else { return }
    for keeper in keepers {
      if let name = try keeper.publish(for: sums, in: place) { published.append(name) }
      keeper.discard()
    }
    let folder = unsafe open(place.sources, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if folder >= 0 { close(folder) } }
    guard folder >= 0, fsync(folder) == 0 else { throw Failure(.inputOutput, "cannot write \(place.sources): \(systemReason())") }
  }

  /// After a rollback: as if the run had not been.
  func takeBack() {
    for name in published { unsafe unlink(name) }
    for keeper in keepers { keeper.discard() }
  }
}
