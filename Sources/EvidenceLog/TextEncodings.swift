/// Bytes as lower-case hex digits: how digests are written everywhere.
public func hex(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var out: [UInt8] = []
  out.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    out.append(digits[Int(byte >> 4)])
    out.append(digits[Int(byte & 15)])
  }
  return String(decoding: out, as: UTF8.self)
}

/// Bytes in Base64 (RFC 4648 section 4), padded: for the data blocks of a page and the script hashes of its content security policy.
public func base64(_ bytes: [UInt8]) -> [UInt8] {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  let whole = bytes.count / 3 * 3
  return unsafe [UInt8](unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { out, count in
    for index in stride(from: 0, to: whole, by: 3) {
      let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
      unsafe out[count] = alphabet[Int(group >> 18)]
      unsafe out[count + 1] = alphabet[Int(group >> 12 & 63)]
      unsafe out[count + 2] = alphabet[Int(group >> 6 & 63)]
      unsafe out[count + 3] = alphabet[Int(group & 63)]
      count += 4
    }
    for byte in paddedTail(bytes[whole...], alphabet) {
      unsafe out[count] = byte
      count += 1
    }
  }
}

/// The last four characters when one or two bytes remain; nothing when none does.
private func paddedTail(_ rest: ArraySlice<UInt8>, _ alphabet: [UInt8]) -> [UInt8] {
  let padding = UInt8(ascii: "=")
  guard let first = rest.first else { return [] }
  let lead = alphabet[Int(first >> 2)]
  guard rest.count == 2, let second = rest.last else { return [lead, alphabet[Int(first & 3) << 4], padding, padding] }
  return [lead, alphabet[Int(first & 3) << 4 | Int(second >> 4)], alphabet[Int(second & 15) << 2], padding]
}

/// The bytes that a Base64 text stands for; nil unless it is written exactly as `base64` writes it.
public func fromBase64(_ text: some Collection<UInt8>) -> [UInt8]? {
  var bytes: [UInt8] = []
  var (group, bits) = (UInt32(0), 0)
  for character in text where character != UInt8(ascii: "=") {
    guard let value = base64Value(character) else { return nil }
    (group, bits) = ((group << 6 | value) & 0xFFFFFF, bits + 6)
    if bits >= 8 {
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
    }
  }
  return base64(bytes).elementsEqual(text) ? bytes : nil
}

private func base64Value(_ character: UInt8) -> UInt32? {
  switch character {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}
