public import AuditModel

/// Digests of many messages, each the first 16 bytes of its SHA-256: identities and contents of events that are being read.
///
/// Messages are gathered first and hashed together, which takes half the time.
public struct DigestBatch: ~Copyable {
  /// So many bytes of messages fit the processor's nearest caches.
  private static let fullAt = 1 << 15
  private var messages = HashMessages()
  private var digests: [UInt8] = []

  public init() {}

  /// How many messages wait for `finish`.
  public var count: Int { messages.count }

  /// Whether it is time for `finish`.
  public var isFull: Bool { messages.byteCount >= Self.fullAt }

  public mutating func add(_ message: UnsafeBufferPointer<UInt8>) {
    messages.begin(room: message.count)
    unsafe messages.append(UnsafeRawBufferPointer(message))
    messages.end()
  }

  /// Hands over the digest of each message, in the order in which they were added; none waits then.
  public mutating func finish(_ body: (_ message: Int, EventBatch.Digest16) -> Void) {
    let count = messages.count
    if digests.count < 32 * count { digests = [UInt8](repeating: 0, count: 64 * count) }
    unsafe digests.withUnsafeMutableBytes { digests in
      guard let start = unsafe digests.baseAddress else { return }
      unsafe messages.hash(into: start)
      for index in 0..<count {
        let words = unsafe (start + 32 * index).loadUnaligned(as: (UInt64, UInt64).self)
        body(index, EventBatch.Digest16(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1)))
      }
    }
  }
}
