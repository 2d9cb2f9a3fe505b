import AuditModel
import Foundation
import Testing

@testable import Bundling

struct SpreadsheetCopyTests {
  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r'=1"), ("\nx", "'\nx"), ("-cmd", "'-cmd"),
    ("  =1", "'  =1"), ("\u{A0}@x", "'\u{A0}@x"), ("＝1", "'＝1"), ("－1", "'－1"), ("a\n=1", "a\n'=1"), ("a\r\n+1\r\nb", "a\r\n'+1\r\nb"),
    ("-5", "-5"), ("-5.25", "-5.25"), ("-5.", "'-5."), ("-5\n", "'-5\n"), ("--5", "'--5"), ("a=1", "a=1"), ("'=1", "'=1"), ("", ""), ("  ", "  "),
    ("{\"a\":\"=1\"}", "{\"a\":\"=1\"}"), ("2026-01-01", "2026-01-01"),
  ])
  func formulasGetAMark(_ text: String, _ wanted: String) {
    #expect(SpreadsheetCopy.guarded(Array(text.utf8)) == Array(wanted.utf8))
  }

  @Test func theCopySaysWhatItChanged() throws {
    let invented = InventedEvents()
    invented.target = Target(documentID: "=d\"1\"", name: "Line one\n=two", parentID: "")
    invented.actors[0].name = "Ann"
    invented.add(#"[["=x","=1",-1]]"#)
    invented.add("") { ($0.actor, $0.extras) = (1, Array(#"{"a":"=1"}"#.utf8)) }
    var copy = SpreadsheetCopy()
    var bytes: [UInt8] = []
    try EventRows.write(invented.permitted(), as: .csv) { rows in try copy.write(rows) { bytes.append(contentsOf: $0) } }
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.count == 4 && lines[3] == "")
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]) && lines[0].hasPrefix("\u{FEFF}\"event\",\"occurred_at\",") && lines[0].hasSuffix("\"withheld\",\"altered\""))
    #expect(
      lines[1] == #""100","2026-05-03T03:09:37.123Z","2026-05-03T03:09:37.123Z","crm",,"Ann",,"person","Contacts","Updated","'=d""1""","Line one"#
        + "\n'=two\",\"\"," + #""[""=x""]","{""=x"":""=1""}","{""=x"":-1}",,,"a.csv",,"1",,"document_id document_name""#)
    #expect(lines[2].hasSuffix(#""{""a"":""=1""}",,"a.csv",,"2",,"document_id document_name""#))
    #expect(copy.alteredCells == 4)
  }
}
