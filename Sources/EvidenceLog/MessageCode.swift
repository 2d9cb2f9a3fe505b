/// HMAC-SHA-256 (RFC 2104): a digest that only the holder of the key can make.
///
/// - Parameter key: at most 64 bytes.
public func messageCode(of message: [UInt8], key: [UInt8]) -> [UInt8] {
  precondition(key.count <= 64, "a longer key would have to be hashed first")
  let block = key + [UInt8](repeating: 0, count: 64 - key.count)
  let inner = sha256(block.map { $0 ^ 0x36 } + message)
  return sha256(block.map { $0 ^ 0x5C } + inner)
}
