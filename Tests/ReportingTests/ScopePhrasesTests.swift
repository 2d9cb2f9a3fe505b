import AccessPolicy
import AuditModel
import Testing

@testable import Reporting

struct ScopePhrasesTests {
  private func said(_ language: String, _ extent: Extent) throws -> [String] {
    ScopePhrases(extent: extent, words: try ReportTemplates(folder: nil, language: language).words, clock: .utc).sentences()
  }

  private func filter(users: [String] = [], modules: [String] = [], actions: [String] = []) -> EventFilter {
    var filter = EventFilter()
    (filter.users, filter.modules, filter.actions) = (users, modules, actions)
    return filter
  }

  @Test func everythingNeedsNoWord() throws { #expect(try said("en", Extent(filter: .all, within: [], redaction: .none)) == []) }

  @Test func whatWasAskedFor() throws {
    let extent = Extent(filter: filter(users: ["mia"], modules: ["Contacts", "Tasks"]), within: [], redaction: .none)
    #expect(try said("en", extent) == ["Of all events only these: user “mia”; module “Contacts” or “Tasks”."])
    #expect(try said("de", extent) == ["Von allen Ereignissen nur diese: Benutzer „mia“; Modul „Contacts“ oder „Tasks“."])
    #expect(try said("es", extent) == ["De todos los eventos, solo estos: usuario «mia»; módulo «Contacts» o «Tasks»."])
  }

  @Test func howFarTheRightReaches() throws {
    var narrow = filter(modules: ["Contacts"])
    narrow.from = Timestamp.days(year: 2026, month: 6, day: 1) * Timestamp.millisecondsPerDay
    let extent = Extent(filter: filter(actions: ["Deleted"]), within: [narrow, filter(users: ["mia"])], redaction: Redaction(pseudonyms: [.actor]))
    let said = try said("en", extent)
    #expect(said[0] == "Of all events only these: action “Deleted”; and of these module “Contacts”; from 1 June 2026, 00:00 on, or certain people or records.")
    #expect(said[1] == "Withheld from whoever asked for it: people and other actors (they have pseudonyms).", "nobody is named who has a pseudonym")
  }

  @Test func whatIsWithheld() throws {
    let extent = Extent(filter: .all, within: [], redaction: Redaction(fields: ["phone", "email"], units: [.actor, .actorName]))
    #expect(try said("en", extent) == ["Withheld from whoever asked for it: the fields “email”, “phone”; name and id of who acted."])
    #expect(try said("de", extent) == ["Wer den Bericht angefordert hat, sieht nicht: die Felder „email“, „phone“; Namen und Kennung der Handelnden."])
  }
}
