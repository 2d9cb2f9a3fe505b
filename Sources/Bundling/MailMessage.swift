public import AuditModel
internal import EvidenceLog
internal import Foundation

/// A mail with attached files, as a file that any mail program opens or sends (RFC 5322, MIME by RFC 2045 to 2049, names by RFC 2231).
///
/// Equal parts give equal bytes: the boundary and the Message-ID are derived and never drawn, so that a message which is handed over twice is
/// one message to every program that looks at its id.
public struct MailMessage {
  public struct Attachment {
    let name: String
    let type: String
    public let bytes: [UInt8]

    public init(name: String, type: String, bytes: [UInt8]) {
      (self.name, self.type, self.bytes) = (name, type, bytes)
    }
  }

  private let sender: MailAddress
  private let recipients: [MailAddress]
  private let subject: String
  /// UTC milliseconds.
  private let date: Int64
  /// What the message is, whenever it is made: the part of the Message-ID before the `@`.
  private let identity: String
  private let text: String
  private let attachments: [Attachment]

  public init(
    from sender: MailAddress, to recipients: [MailAddress], subject: String, date: Int64, identity: String, text: String, attachments: [Attachment]
  ) {
    (self.sender, self.recipients, self.subject, self.date) = (sender, recipients, subject, date)
    (self.identity, self.text, self.attachments) = (identity, text, attachments)
  }

  /// The message, each line ended by CR LF.
  public var bytes: [UInt8] {
    let boundary = "counterroll-" + hex(Array(sha256(Array(identity.utf8)).prefix(16)))
    var out = Array(header(boundary).utf8)
    out += Self.part(boundary, "Content-Type: text/plain; charset=utf-8", Array(Self.crlf(text).utf8))
    for attachment in attachments {
      let name = Self.parameterValue(attachment.name)
      out += Self.part(
        boundary, "Content-Type: \(attachment.type); name\(name)\r\nContent-Disposition: attachment; filename\(name)", attachment.bytes)
    }
    return out + Array("--\(boundary)--\r\n".utf8)
  }

  private func header(_ boundary: String) -> String {
    let id = hex(Array(sha256(Array(identity.utf8)).prefix(16)))
    let lines = [
      "From: \(sender.header)", "To: \(recipients.map(\.header).joined(separator: ",\r\n "))", "Subject: \(Self.encodedWords(subject))",
      "Date: \(Self.dateText(date))", "Message-ID: <\(id)@\(sender.domain)>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: multipart/mixed; boundary=\"\(boundary)\"",
    ]
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }

  /// One part in Base64, 76 characters a line.
  private static func part(_ boundary: String, _ header: String, _ bytes: [UInt8]) -> [UInt8] {
    var out = Array("--\(boundary)\r\n\(header)\r\nContent-Transfer-Encoding: base64\r\n\r\n".utf8)
    let text = base64(bytes)
    out.reserveCapacity(out.count + text.count * 78 / 76 + 4)
    for start in stride(from: 0, to: text.count, by: 76) {
      out += text[start..<min(start + 76, text.count)]
      out += [0x0D, 0x0A]
    }
    return out
  }

  private static func crlf(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
  }

  // MARK: Headers

  /// A header's free text: plain where it is printable ASCII, else as encoded words (RFC 2047) of whole characters, at most 75 letters each.
  static func encodedWords(_ text: String) -> String {
    let flat = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
    if flat.allSatisfy({ $0.isASCII }), flat.count <= 60, !String(flat).contains("=?") { return String(flat) }
    var words: [[UInt8]] = [[]]
    for character in flat {
      let bytes = Array(String(character).utf8)
      if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?utf-8?B?\(String(decoding: base64($0), as: UTF8.self))?=" }.joined(separator: "\r\n ")
  }

  /// `="name"` or, where it is not plain ASCII, `*=utf-8''…` in percent signs (RFC 2231).
  private static func parameterValue(_ name: String) -> String {
    let plain = name.utf8.allSatisfy { 0x20..<0x7F ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if plain { return "=\"\(name)\"" }
    let safe = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._".utf8)
    return "*=utf-8''" + name.utf8.map { safe.contains($0) ? String(UnicodeScalar($0)) : "%" + hex([$0]).uppercased() }.joined()
  }

  /// Such as `Mon, 02 Nov 2026 06:00:00 +0000`.
  static func dateText(_ time: Int64) -> String {
    let days = Int64((Double(time) / Double(Timestamp.millisecondsPerDay)).rounded(.down))
    let second = (time - days * Timestamp.millisecondsPerDay) / 1000
    let (year, month, day) = Timestamp.civil(fromDays: days)
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int((days % 7 + 7) % 7)]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(weekday), \(two(Int64(day))) \(months[Int(month) - 1]) \(year) \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) +0000"
  }
}

/// Somebody's mail address, with or without a name: `Maria Keller <maria@example.com>`.
public struct MailAddress: Sendable, Equatable {
  let name: String
  /// `local@domain`, of the letters that need no quoting (RFC 5322, dot-atom; the domain in ASCII).
  public let address: String

  var domain: String { String(address.split(separator: "@")[1]) }

  /// Nil unless the text is an address: nothing in it can end a header.
  public init?(_ text: String) {
    let text = String(text.drop { $0 == " " })
    guard let match = text.wholeMatch(of: /(?:"?([^"<>\x00-\x1F\x7F]*?)"? *<([^<>\s]+)>|([^<>\s]+))/), let address = match.2 ?? match.3,
      address.wholeMatch(of: /[A-Za-z0-9!#$%&'*+\/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?/) != nil, address.count <= 254
    else { return nil }
    self.name = String(match.1 ?? "")
    self.address = String(address)
  }

  var header: String {
    if name.isEmpty { return address }
    let isPlain = name.utf8.allSatisfy { 0x20..<0x7F ~= $0 && $0 != UInt8(ascii: "\\") } && name.count <= 60 && !name.contains("=?")
    return (isPlain ? "\"\(name)\"" : MailMessage.encodedWords(name)) + " <\(address)>"
  }
}
