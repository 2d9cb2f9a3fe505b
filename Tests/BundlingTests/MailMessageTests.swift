import AuditModel
import Foundation
import Testing

@testable import Bundling

/// Messages are read again by Python's parser for mail, which shares nothing with the writer.
struct MailMessageTests {
  private struct Read: Decodable, Equatable {
    var from: [[String]]
    var to: [[String]]
    var subject: String
    var date: String
    var id: String
    var text: String
    var names: [String]
    var types: [String]
    var contents: [String]
    var defects: [String]
  }

  private static let reader = """
    import base64, email, email.policy, email.utils, json, sys
    raw = sys.stdin.buffer.read()
    m = email.message_from_bytes(raw, policy=email.policy.default)
    files = list(m.iter_attachments())
    lines = raw.split(b"\\r\\n")
    faults = [str(d) for part in m.walk() for d in part.defects]
    faults += ["bare line feed"] * (b"\\n" in raw.replace(b"\\r\\n", b"")) + ["long line"] * any(len(l) > 998 for l in lines)
    faults += ["not ASCII"] * any(b > 126 for b in raw)
    print(json.dumps({"from": [[a.display_name, a.addr_spec] for a in m["from"].addresses], "to": [[a.display_name, a.addr_spec] for a in m["to"].addresses],
      "subject": m["subject"], "date": m["date"].datetime.isoformat(), "id": m["message-id"],
      "text": m.get_body(("plain",)).get_content().replace("\\r\\n", "\\n"), "names": [f.get_filename() for f in files],
      "types": [f.get_content_type() for f in files], "contents": [base64.b64encode(f.get_payload(decode=True)).decode() for f in files], "defects": faults}))
    """

  private func read(_ message: MailMessage) throws -> Read {
    let process = Process(), input = Pipe(), output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.reader]
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(message.bytes))
    try input.fileHandleForWriting.close()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(Read.self, from: answer)
  }

  private func address(_ text: String) throws -> MailAddress { try #require(MailAddress(text)) }

  private func message(subject: String, text: String, _ attachments: [MailMessage.Attachment] = []) throws -> MailMessage {
    MailMessage(
      from: try address("Reports <reports@example.com>"), to: [try address("\"Keller, Maria\" <maria@example.com>"), try address("mia@example.org")],
      subject: subject, date: 1_793_599_205_000, identity: "acme weekly 2026-W44", text: text, attachments: attachments)
  }

  @Test func everythingComesBack() throws {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let read = try read(message(
      subject: "Activity, week 44", text: "Dear all,\n\n12 events.\n.\nFrom here on\n", [
        .init(name: "weekly-2026-W44.html", type: "text/html", bytes: bytes), .init(name: "Wöchentlich \"44\".csv", type: "text/csv", bytes: []),
      ]))
    #expect(read.from == [["Reports", "reports@example.com"]])
    #expect(read.to == [["Keller, Maria", "maria@example.com"], ["", "mia@example.org"]])
    #expect(read.subject == "Activity, week 44")
    #expect(read.date == "2026-11-02T06:00:05+00:00")
    #expect(read.text == "Dear all,\n\n12 events.\n.\nFrom here on\n")
    #expect(read.names == ["weekly-2026-W44.html", "Wöchentlich \"44\".csv"])
    #expect(read.types == ["text/html", "text/csv"])
    #expect(read.contents == [Data(bytes).base64EncodedString(), ""])
    #expect(read.defects == [])
  }

  @Test(arguments: [
    "Überblick für Müller & Söhne", "週報 2026年第44週：アクティビティの概要、比較、注意すべき点、そして削除された記録の一覧", "=?utf-8?B?QUJD?=", "a\r\nBcc: x@example.com", "👩‍👩‍👧‍👦",
    String(repeating: "long ", count: 60), "x",
  ])
  func subjectsComeBackOnOneLine(_ subject: String) throws {
    let read = try read(message(subject: subject, text: ""))
    #expect(read.subject == subject.replacing("\r\n", with: "  "))
    #expect(read.to.count == 2 && read.defects == [])
  }

  @Test func equalPartsGiveEqualBytesAndTheIdentityGivesTheID() throws {
    let first = try message(subject: "a", text: "b"), other = try message(subject: "c", text: "d")
    #expect(first.bytes == (try message(subject: "a", text: "b")).bytes)
    #expect(try read(first).id == read(other).id)
  }

  @Test(arguments: ["maria@example.com", "Maria <maria@example.com>", "\"M, K\" <m.k+x@ex-ample.co.uk>", "Zoë <z@example.com>"])
  func addressesAreTaken(_ text: String) { #expect(MailAddress(text) != nil) }

  @Test(arguments: [
    "", "maria", "maria@", "@example.com", "a@b@c", "a b@example.com", "Maria <maria@example.com", "x\r\nBcc: y@example.com", "Maria\r\n <a@example.com>",
    "a@exämple.com", "a@-example.com", "a@example.com, b@example.com", "\"a\" b <a@example.com>\n",
  ])
  func whatIsNoAddressIsRefused(_ text: String) { #expect(MailAddress(text) == nil) }
}
