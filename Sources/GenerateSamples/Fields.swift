/// What a field of a record holds. The same kind and the same seed give the same value.
enum FieldKind: Sendable {
  case firstName, lastName, email, phone, street, city, title, subject, remark
  case money, count, bathrooms, longNumber, flag, date, time, person
  case steps, tags, customFields, permissions, prompt
  case choice([String])
  case numbered(String)

  func value(seed: UInt64) -> Value {
    let bits = scrambled(seed)
    switch self {
    case .money: return .number(String(Int(bits % 900) * 1000 + 90_000))
    case .count: return .number(String(Int(bits % 60) + 1))
    case .bathrooms: return .number(["1.0", "1.5", "2.0", "2.5", "3.0"][Int(bits % 5)])
    case .longNumber: return .number("1234567890123456" + String(7000 + Int(bits % 3000)))
    case .flag: return .flag(bits % 2 == 0)
    case .steps, .tags, .customFields, .permissions: return nested(bits)
    default: return .text(text(bits))
    }
  }

  private func text(_ bits: UInt64) -> String {
    switch self {
    case .firstName: return word(Words.firstNames, bits)
    case .lastName: return word(Words.lastNames, bits)
    case .email: return "\(plain(word(Words.lastNames, bits)))\(bits >> 32 & 1023)@example.com"
    case .phone: return "+1312555" + fourDigits(bits >> 20)
    case .street: return "\(bits >> 32 % 90 + 1) \(word(Words.streets, bits))"
    case .city: return word(Words.cities, bits)
    case .title: return "\(word(Words.titles, bits)) \(bits >> 32 & 63)"
    case .subject: return word(Words.subjects, bits)
    case .remark: return word(Words.remarks, bits)
    default: return rarerText(bits)
    }
  }

  private func rarerText(_ bits: UInt64) -> String {
    switch self {
    case .date: return dateText(20_600 + Int(bits % 200))
    case .time: return utcText(Int64(20_600 + Int(bits % 200)) * millisecondsOfDay + Int64(bits >> 32 & 31) * 900_000 + 50_400_000)
    case .person: return Company.staff[Int(bits % UInt64(Company.staff.count))].name
    case .prompt:
      return "You are the assistant of Sunny Side Realty. {{contact.first_name}} asks about \(word(Words.titles, bits)). "
        + word(Words.remarks, bits >> 16)
    case .choice(let words): return word(words, bits)
    case .numbered(let prefix): return "\(prefix) \(1000 + bits % 9000)"
    default: return ""
    }
  }

  private func nested(_ bits: UInt64) -> Value {
    switch self {
    case .steps: return .list((0..<Int(bits % 3) + 2).map { .text(word(Words.titles, bits >> UInt64($0 * 7))) })
    case .tags: return .list([.text(word(Words.tags, bits)), .text(word(Words.tags, bits >> 9))])
    case .permissions: return .object(permissions(bits))
    default: return .list([customField("Preferred area", "k1", .text(word(Words.cities, bits))), customField("Pets", "k2", pets(bits))])
    }
  }

  private func permissions(_ bits: UInt64) -> [Member] {
    ["contactsEnabled", "paymentsEnabled", "workflowsReadOnly", "exportPaymentsEnabled"].enumerated().map { index, name in
      Member(name: name, value: .flag(bits >> UInt64(index) & 1 == 1))
    }
  }

  private func customField(_ name: String, _ id: String, _ value: Value) -> Value {
    .object([
      Member(name: "id", value: .text(id)), Member(name: "fieldName", value: .text(name)), Member(name: "fieldValue", value: value),
    ])
  }

  private func pets(_ bits: UInt64) -> Value {
    bits >> 8 & 3 == 0 ? .null : .list([.text("dog"), .number(String(bits >> 16 & 3))])
  }

  private func word(_ words: [String], _ bits: UInt64) -> String { words[Int(bits % UInt64(words.count))] }

  private func fourDigits(_ bits: UInt64) -> String { String(String(10_000 + bits % 10_000).dropFirst()) }

  /// Only the letters that a mail address may have.
  private func plain(_ name: String) -> String {
    String(decoding: name.utf8.filter { $0 < 128 && $0 != UInt8(ascii: "'") }.map { $0 | 32 }, as: UTF8.self)
  }
}

/// A named field of a module.
struct Field: Sendable {
  let name: String
  let kind: FieldKind

  init(_ name: String, _ kind: FieldKind) {
    self.name = name
    self.kind = kind
  }

  var isBrief: Bool {
    switch kind {
    case .customFields, .prompt, .steps, .remark: false
    default: true
    }
  }
}
