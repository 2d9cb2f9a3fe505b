import AuditModel
import Testing

@testable import Reporting

struct AddressBookTests {
  private typealias Made = MadeUpHistory

  private func book(_ made: Made, cast: Cast = Made.cast, zone: String? = nil) -> AddressBook { AddressBook(made.history.acts, cast: cast, clock: .utc, zone: zone) }

  /// The address of the acts that a condition tells, newest first.
  private func address(_ made: Made, where isMeant: (Act) -> Bool) -> String? {
    let acts = made.history.acts
    return book(made).address(ofExactly: acts.indices.filter { isMeant(acts[$0]) })
  }

  @Test func theFewestFiltersThatWillDo() {
    var made = Made()
    made.add(3, by: 1, from: 9 * Made.hour)
    made.add(2, by: 1, from: 10 * Made.hour, action: Made.delete)
    made.add(4, by: 2, from: 9 * Made.hour)
    #expect(address(made) { $0.actor == 1 } == "#user=Ann")
    #expect(address(made) { $0.actor == 1 && $0.action == Made.delete } == "#user=Ann&action=Deleted")
    #expect(address(made) { $0.actor == 1 && $0.action == Made.update } == "#user=Ann&action=Updated")
  }

  @Test func atMostATimeIsDrawnAroundThem() {
    var made = Made()
    made.add(3, by: 1, from: 9 * Made.hour)
    made.add(3, by: 1, from: 9 * Made.hour + 5000)
    #expect(address(made) { $0.event <= 3 } == "#user=Ann&from=2026-10-05T09%3A00%3A00.000Z&to=2026-10-05T09%3A00%3A02.001Z")
  }

  @Test func hoursOfTheWeek() {
    var made = Made()
    for day in 0..<Int64(3) {
      made.add(1, by: 1, from: day * Made.day + 8 * Made.hour)
      made.add(1, by: 1, from: day * Made.day + 22 * Made.hour)
    }
    #expect(address(made) { $0.event % 2 == 0 } == "#user=Ann&hour=mon22&hour=tue22&hour=wed22")
  }

  @Test func whatOthersAlwaysPassToo() {
    var made = Made()
    made.add(4, by: 1, from: 9 * Made.hour, every: 0)
    #expect(address(made) { $0.event == 2 } == nil)
    #expect(address(made) { $0.event > 9 } == nil, "nothing has no list")
  }

  @Test func severalUsersByWhatTheyDid() {
    var made = Made()
    made.add(2, by: 1, from: 9 * Made.hour, action: Made.requested, module: 3)
    made.add(2, by: 2, from: 9 * Made.hour, action: Made.requested, module: 3)
    made.add(2, by: 2, from: 9 * Made.hour)
    #expect(address(made) { $0.action == Made.requested } == "#action=Export%20requested")
    made.add(2, by: 3, from: 9 * Made.hour, action: Made.requested)
    #expect(address(made) { $0.module == 3 } == "#module=Audit%20Logs&action=Export%20requested")
  }

  @Test func conflictsHaveAFilterOfTheirOwn() {
    var made = Made()
    made.add(5, by: 1, from: 9 * Made.hour)
    (made.acts[1].isVariant, made.acts[3].hasVariant) = (true, true)
    #expect(address(made) { $0.isInConflict } == "#conflicts=only")
  }

  /// The page knows a user by name where nobody else has it, else by id. Who is not in the period is not in the page.
  @Test func namesThatSeveralHave() {
    var made = Made()
    for actor in [Int32(1), 2, 3] { made.add(1, by: actor, from: 9 * Made.hour) }
    let cast = Cast(
      actors: [
        1: Actor(name: "Ann", id: "a1", kind: .person), 2: Actor(name: "Ann", id: "a2", kind: .person), 3: Actor(name: "Ben", id: nil, kind: .person),
        4: Actor(name: "Ben", id: "b", kind: .person),
      ], modules: Made.cast.modules, actions: Made.cast.actions)
    let book = book(made, cast: cast)
    #expect(book.address(PageFilter(users: [1])) == "#user=a1")
    #expect(book.address(PageFilter(users: [3])) == "#user=Ben")
    let twins = Cast(actors: [1: Actor(name: "Ann", id: nil, kind: .person), 2: Actor(name: "Ann", id: nil, kind: .workflow)], modules: [1: "Contacts"], actions: [1: "Updated"])
    #expect(self.book(made, cast: twins).address(PageFilter(users: [1])) == nil)
  }

  @Test func twoSpellingsOfALetterAreTwoNames() {
    var made = Made()
    for actor in [Int32(1), 2] { made.add(1, by: actor, from: 9 * Made.hour) }
    let cast = Cast(
      actors: [1: Actor(name: "Ren\u{e9}e", id: nil, kind: .person), 2: Actor(name: "Rene\u{301}e", id: nil, kind: .person)], modules: [1: "Contacts"],
      actions: [1: "Updated"])
    let book = book(made, cast: cast)
    #expect(book.address(PageFilter(users: [1])) == "#user=Ren%C3%A9e")
    #expect(book.address(PageFilter(users: [2])) == "#user=Rene%CC%81e")
  }

  @Test func anotherZoneIsSaid() {
    var made = Made()
    made.add(1, by: 1, from: 0)
    let book = book(made, zone: "Europe/Berlin")
    #expect(book.address(PageFilter(hours: [25])) == "#hour=tue01&zone=Europe%2FBerlin")
    #expect(book.address(PageFilter(record: "a b")) == "#doc=a%20b&zone=Europe%2FBerlin")
    #expect(book.address(PageFilter(record: " a")) == nil, "the page would look for a")
  }
}

struct LinksTests {
  @Test func equalTitlesOfOtherEventsAreOtherLists() {
    let links = Links(in: .itself, zone: nil)
    let (person, workflow) = (Report.Figure(count: 2, newest: [0, 3]), Report.Figure(count: 2, newest: [1, 2]))
    #expect(links.address(of: person, "Ann") == "#list-1")
    #expect(links.address(of: workflow, "Ann") == "#list-2")
    #expect(links.address(of: person, "Ann") == "#list-1")
    #expect(links.address(of: Report.Figure(count: 0, newest: []), "Ann") == "", "nothing has no list")
    #expect(links.lists.map(\.figure) == [person, workflow])
  }

  @Test func besideAPageAFiltersAddressIsTaken() {
    let links = Links(in: .bundle, zone: "Europe/Berlin")
    #expect(links.address(of: Report.Figure(count: 1, address: "#user=Ann", newest: [0]), "Ann") == "index.html#user=Ann")
    #expect(links.address(of: Report.Figure(count: 1, newest: [0]), "Ann") == "#list-1")
    #expect(links.anchor(event: 7, "12:00") == "<a href=\"index.html#event=7&amp;zone=Europe%2FBerlin\">12:00</a>")
    #expect(Links(in: .itself, zone: nil).anchor(event: 7, "12:00") == "12:00")
  }
}
