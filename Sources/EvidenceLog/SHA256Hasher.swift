public import AuditModel
import Crypto

/// A SHA-256 (FIPS 180-4) of bytes that come in pieces: whole files, the parts of a bundle.
///
/// This file is the project's only importer of swift-crypto. `EvidenceLogTests` compares it with the standard's own vectors.
public struct SHA256Hasher {
  private var state = SHA256()

  public init() {}

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    unsafe state.update(bufferPointer: bytes)
  }

  public mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe state.update(bufferPointer: $0) }
  }

  /// The 32 bytes of the hash of all bytes so far. More bytes may follow.
  public func finalize() -> [UInt8] {
    unsafe state.finalize().withUnsafeBytes { unsafe Array($0) }
  }

  /// The first 16 of the 32 bytes, without an array on the way.
  fileprivate func finalize16() -> EventBatch.Digest16 {
    unsafe state.finalize().withUnsafeBytes { digest in
      let high = unsafe digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
      let low = unsafe digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      return EventBatch.Digest16(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }
  }
}

/// The SHA-256 of bytes that are all there: 32 bytes.
public func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var hasher = SHA256Hasher()
  hasher.update(bytes)
  return hasher.finalize()
}

/// The first 16 bytes of the SHA-256, as the identity or the content of an event: called twice for each event read.
public func digest16(_ bytes: UnsafeRawBufferPointer) -> EventBatch.Digest16 {
  var hasher = SHA256Hasher()
  unsafe hasher.update(bytes)
  return hasher.finalize16()
}
