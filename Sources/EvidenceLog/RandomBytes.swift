public import AuditModel
internal import CCrypto

/// Where the keys of leaves come from: the system's generator, or a sequence of a test's own, so that a run can be repeated.
public struct RandomBytes: Sendable {
  private let fillAll: @Sendable (inout [UInt8]) throws(Failure) -> Void

  public init(_ fill: @escaping @Sendable (inout [UInt8]) throws(Failure) -> Void) { fillAll = fill }

  public func bytes(_ count: Int) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try fillAll(&bytes)
    return bytes
  }

  /// libcrypto's generator, which the kernel seeds.
  public static let system = RandomBytes { (bytes) throws(Failure) in
    let count = Int32(bytes.count)
    let code = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe RAND_bytes(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count)
    }
    guard code == 1 || count == 0 else { throw Failure(.failed, "the system gives no random bytes") }
  }
}
