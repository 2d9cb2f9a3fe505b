public import AuditModel
internal import CCrypto

/// A SHA-256 (FIPS 180-4) of bytes that come in pieces: whole files, the parts of a bundle.
///
/// `EvidenceLogTests` compares it with the standard's own vectors.
public struct SHA256Hasher {
  private var state = unsafe SHA256_CTX()

  public init() { unsafe SHA256_Init(&state) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) { unsafe SHA256_Update(&state, bytes.baseAddress, bytes.count) }

  public mutating func update(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe update($0) } }

  /// The 32 bytes of the hash of all bytes so far. More bytes may follow.
  public func finalize() -> [UInt8] {
    var copy = unsafe state
    return unsafe [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
      unsafe SHA256_Final(digest.baseAddress, &copy)
      count = 32
    }
  }

  /// The first 16 of the 32 bytes, without an array on the way.
  fileprivate func finalize16() -> EventBatch.Digest16 {
    var copy = unsafe state
    var digest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    unsafe withUnsafeMutableBytes(of: &digest) { bytes in
      unsafe SHA256_Final(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), &copy)
    }
    return EventBatch.Digest16(high: UInt64(bigEndian: digest.0), low: UInt64(bigEndian: digest.1))
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
