internal import CCrypto

/// 32 bytes of a SHA-256: a leaf, a node or a root of the tree.
public struct TreeHash: Hashable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  private init() {}

  /// - Parameter bytes: 32 of them; nil for any other number.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    unsafe withUnsafeMutableBytes(of: &words) { unsafe $0.copyBytes(from: bytes) }
  }

  /// From 32 bytes in memory.
  public init(at start: UnsafeRawPointer) {
    unsafe withUnsafeMutableBytes(of: &words) { unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: start, count: 32)) }
  }

  public var bytes: [UInt8] { unsafe withUnsafeBytes(of: words) { unsafe Array($0) } }

  public static func == (a: TreeHash, b: TreeHash) -> Bool { a.words == b.words }

  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  /// The hash of the empty tree: SHA-256 of nothing.
  public static let ofNothing = TreeHash(sha256([]))!

  /// The node over two subtrees: SHA-256(0x01 ‖ left ‖ right), RFC 6962 section 2.1.
  public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    var node = TreeHash()
    unsafe withUnsafeTemporaryAllocation(byteCount: 128, alignment: 16) { message in
      let message = unsafe message.baseAddress!
      unsafe prepareNode(message)
      unsafe (message + 1).storeBytes(of: left.words, as: (UInt64, UInt64, UInt64, UInt64).self)
      unsafe (message + 33).storeBytes(of: right.words, as: (UInt64, UInt64, UInt64, UInt64).self)
      unsafe withUnsafeMutableBytes(of: &node.words) { digest in
        unsafe counterroll_sha256_padded(message, 128, digest.baseAddress!.assumingMemoryBound(to: UInt8.self))
      }
    }
    return node
  }

  /// The root over a complete block: 2^k leaves of 32 bytes, one after another.
  public static func ofBlock(_ leaves: UnsafeRawBufferPointer) -> TreeHash {
    var count = leaves.count / 32
    precondition(count > 0 && count & (count - 1) == 0 && leaves.count % 32 == 0, "a block is a power of two of leaves")
    return unsafe withUnsafeTemporaryAllocation(byteCount: leaves.count + 128, alignment: 16) { room in
      let (message, level) = unsafe (room.baseAddress!, room.baseAddress! + 128)
      unsafe prepareNode(message)
      unsafe level.copyMemory(from: leaves.baseAddress!, byteCount: leaves.count)
      while count > 1 {
        count /= 2
        for index in 0..<count {
          unsafe (message + 1).copyMemory(from: level + 64 * index, byteCount: 64)
          unsafe counterroll_sha256_padded(message, 128, (level + 32 * index).assumingMemoryBound(to: UInt8.self))
        }
      }
      return unsafe TreeHash(at: level)
    }
  }

  /// A padded message of 65 bytes (FIPS 180-4, section 5.1.1), its prefix 0x01 set and its two hashes still to come.
  private static func prepareNode(_ message: UnsafeMutableRawPointer) {
    unsafe message.initializeMemory(as: UInt8.self, repeating: 0, count: 128)
    unsafe message.storeBytes(of: 1, as: UInt8.self)
    unsafe message.storeBytes(of: 0x80, toByteOffset: 65, as: UInt8.self)
    unsafe message.storeBytes(of: UInt16(65 * 8).bigEndian, toByteOffset: 126, as: UInt16.self)
  }
}
