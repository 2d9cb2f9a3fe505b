internal import Archiving
internal import EvidenceLog

/// SHA-256 of a whole file, in hex. One piece is read while the one before it is hashed, which takes a fifth off a large file that is known
/// already.
///
/// - Parameter name: what messages call the file.
func sha256(ofFile path: String, named name: String? = nil) throws -> String {
  nonisolated(unsafe) let stream = try ByteStream(file: path, named: name ?? path)
  let pieces = BoundedQueue<[UInt8]>(capacity: 2)
  let reading = BackgroundWork("read file") {
    defer { pieces.close() }
    while case let piece = unsafe try stream.next(1 << 18), !piece.isEmpty, pieces.put(piece) {}
  }
  var hasher = SHA256Hasher()
  while let piece = pieces.take() { hasher.update(piece) }
  try reading.wait()
  return hex(hasher.finalize())
}
