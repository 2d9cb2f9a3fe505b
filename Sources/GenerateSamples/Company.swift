/// Sunny Side Realty: who works there, and which machinery acts in its account.
enum Company {
  static let name = "Sunny Side Realty"
  static let timeZone = "America/Chicago"
  static let firstDay = Day(2026, 5, 15).number
  static let lastDay = Day(2026, 10, 31).number

  /// In order of how much they do: the office first, the owner last.
  static let staff: [Actor] = [
    person("Maya Brightwell", 1), person("Tomás Ibarra", 2), person("Renée Fontaine", 3), person("Kofi Asante", 4),
    person("Ling Zhao", 5), person("Dana O’Rourke", 6), person("Søren Dahl", 7), person("Priyanka Nair", 8),
    person("Walt Ferris", 9), person("Deshawn Park", 10, since: arrival), person("Irina Volkova", 11, until: departure),
    person("Sunniva Side", 12),
  ]

  static let arrival = Chicago.instant(Day(2026, 7, 6), 9, 4, 11)
  static let departure = Chicago.instant(Day(2026, 9, 30), 16, 40, 2)

  static let machinery: [Actor] = [
    Actor(name: "New lead follow-up", id: "wf-8c21d0", kind: .workflow, sources: ["WORKFLOW_NEW"]),
    Actor(name: "Viewing reminders ⏰", id: "wf-19fa77", kind: .workflow, sources: ["WORKFLOW_NEW"]),
    bridge,
    Actor(name: "Ledger Link", id: "app-02b7", kind: .integration, sources: ["PUBLIC_API"]),
    Actor(name: "System", id: "", kind: .system, sources: ["SYSTEM"]),
    Actor(name: "Website form", id: "form-contact-us", kind: .system, sources: ["FORM"]),
  ]

  static let bridge = Actor(name: "Listing Bridge", id: "app-77e1", kind: .integration, sources: ["INTEGRATION"])
  static let owner = staff[11]
  static let officeManager = staff[0]
  static let newcomer = staff[9]
  static let leaver = staff[10]

  /// Actors of benchmark data: 40 users and the machinery.
  static let crowd: [Actor] = (0..<40).map { index in
    person(Words.firstNames[index % 30] + " " + Words.lastNames[index * 7 % 24], UInt64(100 + index))
  }

  private static func person(_ name: String, _ number: UInt64, since: Instant = .min, until: Instant = .max) -> Actor {
    Actor(
      name: name, id: Identifiers.document(number), kind: .person, sources: ["WEB_USER", "WEB_USER", "WEB_USER", "MOBILE_APP"],
      since: since, until: until)
  }
}
