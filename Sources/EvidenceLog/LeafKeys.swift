/// The keys of a block's leaves: each follows from the block's random seed and the leaf's place in the block.
///
/// A seed for a thousand keys, since random keys of their own would be a twentieth of the whole archive. Who does not know the seed
/// cannot tell a key from random bytes, nor find one from the others.
public struct LeafKeys: ~Copyable {
  public static let seedLength = 32
  private static let domain: UInt8 = 5
  private var messages = HashMessages()

  public init() {}

  /// 16 bytes for each place.
  /// - Parameter places: of leaves in the block, from 0.
  public mutating func keys(of places: Range<Int>, seed: [UInt8]) -> [UInt8] {
    precondition(seed.count == Self.seedLength, "a seed has 32 bytes")
    for place in places {
      messages.begin(Self.domain, room: Self.seedLength + 4)
      unsafe seed.withUnsafeBytes { unsafe messages.append($0) }
      messages.append(bigEndian: UInt32(place))
      messages.end()
    }
    return unsafe withUnsafeTemporaryAllocation(byteCount: 32 * places.count, alignment: 16) { digests in
      guard let start = unsafe digests.baseAddress, !places.isEmpty else { return [] }
      unsafe messages.hash(into: start)
      return unsafe [UInt8](unsafeUninitializedCapacity: 16 * places.count) { keys, count in
        let target = unsafe UnsafeMutableRawPointer(keys.baseAddress!)
        for index in 0..<places.count { unsafe (target + 16 * index).copyMemory(from: start + 32 * index, byteCount: 16) }
        count = 16 * places.count
      }
    }
  }
}
