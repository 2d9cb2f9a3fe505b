import AuditModel
import Coverage
import Foundation
import Testing

@testable import Operations

/// What people say about their exports, by flags and in files beside them. The account is in Chicago.
@Suite struct DeclarationTests {
  let days: AccountDays

  init() throws { days = try AccountDays(zone: "America/Chicago") }

  private func at(_ text: String) throws -> Int64 { try Timestamp.parse(Array(text.utf8).span) }

  private func flags(_ covers: String?, _ filters: String...) throws -> Declaration {
    var request = DeclarationRequest()
    (request.covers, request.filters) = (covers, filters)
    return try request.resolved(days)
  }

  @Test func datesAreDaysOfTheAccount() throws {
    let june = try flags("2026-06-01..2026-07-01")
    #expect(june == Declaration(span: Span(try at("2026-06-01T05:00:00Z"), try at("2026-07-01T05:00:00Z")), filter: nil))
    let hours = try flags("2026-06-01T10:00:00Z..2026-06-01T14:00:00+02:00")
    #expect(hours.span == Span(try at("2026-06-01T10:00:00Z"), try at("2026-06-01T12:00:00Z")))
  }

  @Test func filtersAreKeysAndValues() throws {
    var filter = ClaimedFilter(modules: ["Contacts", "a=b"])
    filter.users = ["Maria Keller"]
    #expect(try flags(nil, "module=Contacts", "user=Maria Keller", "module=a=b") == Declaration(span: nil, filter: filter))
  }

  @Test(arguments: [
    ("2026-06-01", []), ("2026-06-01..", []), ("2026-06-31..2026-07-01", []), ("2026-07-01..2026-06-01", []), ("2026-06-01..2026-06-01", []),
    ("06/01/2026..07/01/2026", []), (nil, ["modules=Contacts"]), (nil, ["Contacts"]), (nil, ["module="]),
  ] as [(String?, [String])])
  func slipsAreRefused(covers: String?, filters: [String]) {
    var request = DeclarationRequest()
    (request.covers, request.filters) = (covers, filters)
    let failure = #expect(throws: Failure.self) { try request.resolved(days) }
    #expect(failure?.kind == .usage && failure?.hint != nil)
  }

  private func file(_ text: String) throws -> Declaration { try DeclarationRequest.read(Array(text.utf8), file: "a.csv.coverage.yaml", days) }

  @Test func aFileBesideTheExportSaysTheSameInYAMLAndInJSON() throws {
    var filter = ClaimedFilter(modules: ["Contacts"])
    filter.documents = ["d-17"]
    let expected = Declaration(span: Span(try at("2026-06-01T05:00:00Z"), try at("2026-07-01T05:00:00Z")), filter: filter)
    #expect(try file("version: 1\nfrom: \"2026-06-01\"\nto: \"2026-07-01\"\nfilter: { modules: [Contacts], documents: [d-17] }\n") == expected)
    #expect(
      try file(#"{"version":1,"from":"2026-06-01","to":"2026-07-01","filter":{"modules":["Contacts"],"documents":["d-17"]}}"#) == expected)
    #expect(try file("version: 1\nfilter: { modules: [Contacts] }\n") == Declaration(span: nil, filter: ClaimedFilter(modules: ["Contacts"])))
    #expect(try file("version: 1\nfilter: {}\n") == Declaration(span: nil, filter: ClaimedFilter()), "no filter, and that is said")
  }

  @Test(arguments: [
    "", "version: 1", "version: 2\nfrom: \"2026-06-01\"\nto: \"2026-07-01\"", "from: \"2026-06-01\"\nto: \"2026-07-01\"",
    "version: 1\nfrom: \"2026-06-01\"", "version: 1\nfrom: \"2026-06-01\"\nto: \"2026-06-01\"",
    "version: 1\nfrom: \"2026-06-01\"\nto: \"2026-07-01\"\nuntil: x", "version: 1\nfilter: { module: [Contacts] }",
    "version: 1\nfilter: { modules: Contacts }", "version: 1\nfilter: { modules: [] }", "version: 1\nfrom: [a]\nto: b",
    "version: 1\nversion: 1\nfilter: { modules: [Contacts] }", "version: 1\nfrom: &a \"2026-06-01\"\nto: \"2026-07-01\"",
  ])
  func whatIsNotUnderstoodIsRefused(text: String) {
    let failure = #expect(throws: Failure.self) { try file(text) }
    #expect(failure?.kind == .settings && failure?.message.hasPrefix("a.csv.coverage.yaml:") == true && failure?.hint != nil)
  }

  @Test func aCoverageFileIsKnownByItsName() {
    #expect(DeclarationRequest.export(ofSidecar: "exports/june.csv.coverage.yaml") == "exports/june.csv")
    #expect(DeclarationRequest.export(ofSidecar: "june.csv.coverage.json") == "june.csv")
    #expect(DeclarationRequest.export(ofSidecar: "coverage.json") == nil)
    #expect(DeclarationRequest.export(ofSidecar: ".coverage.json") == nil)
  }
}
