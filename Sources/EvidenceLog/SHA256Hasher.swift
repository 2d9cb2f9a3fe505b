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
}

/// The SHA-256 of bytes that are all there: 32 bytes.
public func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var hasher = SHA256Hasher()
  hasher.update(bytes)
  return hasher.finalize()
}
