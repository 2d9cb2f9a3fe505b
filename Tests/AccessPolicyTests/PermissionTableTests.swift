import AccessPolicy
import AuditModel
import Foundation
import Testing

/// Tables/permissions.txt, line by line: who asks for what, and what the role files beside it must make of it.
@Suite("The table of permission cases")
struct PermissionTableTests {
  static let tables = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Tables")
  /// Chicago's clock in 2026, written down here: six hours behind UTC, five from 8 March to 1 November.
  static let chicago = ZoneRules(
    name: "America/Chicago", initialOffset: -6 * 3_600_000,
    transitions: [
      .init(instant: 1_772_956_800_000, offset: -5 * 3_600_000), .init(instant: 1_793_516_400_000, offset: -6 * 3_600_000),
    ])

  struct Case: Sendable, CustomTestStringConvertible {
    let line: Int
    let cells: [String]
    var testDescription: String { "line \(line): \(cells.prefix(6).joined(separator: " "))" }
  }

  static let cases: [Case] = {
    guard let text = try? String(contentsOf: tables.appending(path: "permissions.txt"), encoding: .utf8) else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      guard !line.isEmpty, !line.hasPrefix("#") else { return nil }
      return Case(line: index + 1, cells: line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) })
    }
  }()

  @Test func thereAreManyCases() {
    #expect(Self.cases.count >= 60)
    #expect(Self.cases.allSatisfy { $0.cells.count == 10 })
    #expect(Set(Self.cases.map { $0.cells.prefix(6) }).count == Self.cases.count, "a case stands there twice")
  }

  @Test("each case is decided as the table says, by the rule that it names", arguments: cases)
  func decided(_ item: Case) throws {
    let cells = item.cells
    let name = cells[0] == "house" ? "house.yaml" : "source-users.json"
    let file = try TestFile(named: name, Array(try Data(contentsOf: Self.tables.appending(path: name))))
    let policy = AccessPolicy(roles: try RoleFile.load(path: file.path, zone: Self.chicago), account: Self.account(cells[5]))
    let right: Right = cells[3] == "view" ? .view : .export
    let decision = policy.decide(right, for: Requester(login: cells[1], actingAs: cells[2] == "-" ? nil : cells[2]))
    let reach = decision.reach(of: try Self.filter(cells[4]))

    #expect(decision.isAllowed == (cells[6] != "denied"))
    switch reach {
    case .refused(let reason):
      #expect(cells[6] != "allowed" && reason.contains(cells[7]), "\(reason)")
    case .events(let parts):
      #expect(cells[6] == "allowed" && (parts.isEmpty ? "nothing" : parts.joined(separator: " // ")) == cells[7])
    }
    #expect(Self.words(decision.redaction) == cells[8])
    let rule = cells[9].hasPrefix("has ") ? "\(name) \(cells[9])" : "\(name):\(cells[9])"
    #expect(decision.rule == rule)
    #expect(decision.line == Int(cells[9].prefix { $0 != " " }))
    #expect(decision.requester == cells[1])
  }

  private static func account(_ cell: String) -> Account? {
    switch cell {
    case "none": nil
    case "-": Account(name: "Sunny Side Realty", id: "loc_sunny")
    default: Account(name: cell)
    }
  }

  private static func filter(_ cell: String) throws -> EventFilter {
    var filter = EventFilter()
    for part in cell == "-" ? [] : cell.split(separator: ",") {
      let (key, value) = (part.prefix { $0 != "=" }, String(part.drop { $0 != "=" }.dropFirst()))
      switch key {
      case "module": filter.modules.append(value)
      case "action": filter.actions.append(value)
      case "user": filter.users.append(value)
      case "document": filter.document = value
      case "from": filter.from = try chicago.instant(ofDayOrTime: value)
      case "until": filter.to = try chicago.instant(ofDayOrTime: value)
      default: Issue.record("\(key) is no key of a filter")
      }
    }
    return filter
  }

  private static func words(_ redaction: Redaction) -> String {
    let words = redaction.pseudonyms.map { "~" + $0.rawValue }.sorted() + redaction.units.map(\.rawValue).sorted() + redaction.fields
    return words.isEmpty ? "-" : words.joined(separator: " ")
  }
}
