public import AuditModel
internal import CCrypto

/// The keys of signed notes (C2SP signed-note), with Ed25519 (RFC 8032) as their one algorithm.
///
/// `NoteTests` compares them with a key of RFC 8032 and with a signature by the command openssl.
public struct VerifierKey: Equatable, Sendable {
  /// Ed25519 in the format's list of algorithms.
  static let algorithm: UInt8 = 1

  /// Whose key it is: a name without spaces and plus signs.
  public let name: String
  let publicKey: [UInt8]

  /// The first four bytes of SHA-256(name ‖ newline ‖ algorithm ‖ public key): which key of that name it is.
  var hash: [UInt8] { Array(sha256(Array(name.utf8) + [0x0A, Self.algorithm] + publicKey)[..<4]) }

  /// `name+hash+base64`, as C2SP spells it.
  public var text: String { "\(name)+\(hex(hash))+\(String(decoding: base64([Self.algorithm] + publicKey), as: UTF8.self))" }

  init(name: String, publicKey: [UInt8]) {
    self.name = name
    self.publicKey = publicKey
  }

  /// Reads a key's text; white space around it is no part of it.
  public init(_ text: String) throws(Failure) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, KeyName.isValid(parts[0]), let key = fromBase64(Array(parts[2].utf8)), key.count == 33, key[0] == Self.algorithm
    else { throw Self.malformed }
    self.init(name: parts[0], publicKey: Array(key[1...]))
    guard hex(hash) == parts[1] else { throw Self.malformed }
  }

  private static var malformed: Failure {
    Failure(.usage, "not a verifier key: NAME+HASH+KEY is its form", hint: "give the line that `counterroll key make` printed")
  }

  func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count)
    let context = unsafe EVP_MD_CTX_new()
    defer {
      unsafe EVP_MD_CTX_free(context)
      unsafe EVP_PKEY_free(key)
    }
    guard unsafe key != nil, unsafe context != nil, unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
    return unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}

/// The secret half: signs checkpoints. Its text is kept in a file of mode 0600 outside the archive.
public struct SigningKey: Sendable {
  public let verifier: VerifierKey
  private let seed: [UInt8]

  /// Makes a key from 32 random bytes.
  public init(name: String, random: RandomBytes = .system) throws(Failure) { try self.init(name: name, seed: try random.bytes(32)) }

  init(name: String, seed: [UInt8]) throws(Failure) {
    guard KeyName.isValid(name) else {
      throw Failure(.usage, "“\(name)” cannot name a key: it is empty, or has a space or a plus sign", hint: "name it like audit.example.com")
    }
    self.seed = seed
    verifier = VerifierKey(name: name, publicKey: try Self.publicKey(of: seed))
  }

  /// `PRIVATE+KEY+name+hash+base64`, as the Go package writes it.
  public var text: String {
    "PRIVATE+KEY+\(verifier.name)+\(hex(verifier.hash))+\(String(decoding: base64([VerifierKey.algorithm] + seed), as: UTF8.self))"
  }

  /// Reads a key's text.
  /// - Parameter place: the file, for the message.
  public init(_ text: String, place: String) throws(Failure) {
    let malformed = Failure(.settings, "\(place): not a signing key", hint: "make one with `counterroll key make --to FILE`")
    let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY", KeyName.isValid(parts[2]), let key = fromBase64(Array(parts[4].utf8)),
      key.count == 33, key[0] == VerifierKey.algorithm
    else { throw malformed }
    try self.init(name: parts[2], seed: Array(key[1...]))
    guard hex(verifier.hash) == parts[3] else { throw malformed }
  }

  func sign(_ message: [UInt8]) throws(Failure) -> [UInt8] {
    let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
    let context = unsafe EVP_MD_CTX_new()
    defer {
      unsafe EVP_MD_CTX_free(context)
      unsafe EVP_PKEY_free(key)
    }
    var signature = [UInt8](repeating: 0, count: 64)
    var count = signature.count
    guard unsafe key != nil, unsafe context != nil, unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
      unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1, count == 64
    else { throw Failure(.failed, "libcrypto cannot sign with Ed25519") }
    return signature
  }

  private static func publicKey(of seed: [UInt8]) throws(Failure) -> [UInt8] {
    let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
    defer { unsafe EVP_PKEY_free(key) }
    var bytes = [UInt8](repeating: 0, count: 32)
    var count = bytes.count
    guard unsafe key != nil, unsafe EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, count == 32 else {
      throw Failure(.failed, "libcrypto has no Ed25519")
    }
    return bytes
  }
}

enum KeyName {
  static func isValid(_ name: String) -> Bool {
    !name.isEmpty && !name.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "+" || $0.value < 0x20 }
  }
}
