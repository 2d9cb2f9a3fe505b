public import Archiving
import AuditModel
import EvidenceLog
import GRDB
import Glibc

/// The kept source files: each there, each what it was.
extension ArchiveCheck {
  /// The files as they lie in the folder, by the digest of their packed bytes.
  func checkKeptFiles() throws {
    for file in files where request.share.includes(item: file.id) { if checkPacked(file) { facts.filesChecked += 1 } }
  }

  /// False if the file is missing, or a bit of it has changed.
  private func checkPacked(_ file: KeptFile) -> Bool {
    guard isDigest(file.sha256), isDigest(file.keptSHA256) else {
      report(.file(file.name), "its digests in the table source_file are not digests")
      return false
    }
    do throws(Failure) {
      if try Self.sha256(of: place.source(sha256: file.sha256)) == file.keptSHA256 { return true }
      report(.file(file.name), "its kept copy sources/\(file.sha256).zst has changed", advice: "restore that file from a copy of the archive")
    } catch {
      report(.file(file.name), "its kept copy cannot be read: \(error.message)", advice: "restore that file from a copy of the archive")
    }
    return false
  }

  private func isDigest(_ text: String) -> Bool { text.utf8.count == 64 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) } }

  private static func sha256(of path: String) throws(Failure) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(.badData, systemReason()) }
    defer { close(descriptor) }
    var hasher = SHA256Hasher()
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { unsafe chunk.deallocate() }
    while true {
      let count = unsafe read(descriptor, chunk.baseAddress, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Failure(.badData, systemReason()) }
      if count == 0 { return hex(hasher.finalize()) }
      unsafe hasher.update(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    }
  }

  /// Hands each part of the share's kept files to a body, in the order of the log, after checking the file itself.
  ///
  /// - Parameter checkingFiles: whether the files are checked too, which is wanted once.
  public func forEachPart(checkingFiles: Bool, _ body: (KeptPart, ByteStream) throws -> Void) throws {
    for file in files {
      let wanted = parts.filter { $0.file == file.id && isInShare($0, of: file) }
      guard !wanted.isEmpty || request.share.includes(item: file.id) else { continue }
      if checkingFiles, checkPacked(file) { facts.filesChecked += 1 }
      guard isDigest(file.sha256) else { continue }
      let kept = KeptSource(path: place.source(sha256: file.sha256), named: file.name, spoolFolder: request.spoolFolder)
      do {
        if checkingFiles, try !Self.holds(kept, file) {
          report(.file(file.name), "its kept copy unpacks to other bytes than were received", advice: "restore that file from a copy of the archive")
        }
        var missing = wanted
        try kept.forEachPart { member, stream in
          guard let index = missing.firstIndex(where: { $0.member == member }) else { return }
          try body(missing.remove(at: index), stream)
        }
        for part in missing { report(.file(part.name), "its kept copy has no such part") }
      } catch let failure as Failure where failure.kind == .badData || failure.kind == .noInput {
        report(.file(file.name), "its kept copy cannot be read: \(failure.message)", advice: "restore that file from a copy of the archive")
      }
    }
  }

  private static func holds(_ kept: KeptSource, _ file: KeptFile) throws(Failure) -> Bool {
    var (hasher, bytes) = (SHA256Hasher(), Int64(0))
    try unsafe kept.forEachPiece { piece throws(Failure) in
      unsafe hasher.update(piece)
      bytes += Int64(piece.count)
    }
    return hex(hasher.finalize()) == file.sha256 && bytes == file.bytes
  }

  /// Whether the share has events of a part to check, or the part has none at all and belongs to the file's share.
  private func isInShare(_ part: KeptPart, of file: KeptFile) -> Bool {
    guard !part.places.isEmpty else { return request.share.includes(item: file.id) }
    let size = Int64(LeafLog.blockSize)
    let blocks = (part.places.lowerBound - 1) / size...(part.places.upperBound - 2) / size
    if Int64(blocks.count) >= request.share.total { return true }
    return blocks.contains { request.share.includes(item: $0) }
  }
}
