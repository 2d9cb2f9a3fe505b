/// The words that names and values are made of. All of them are invented or everyday words.
enum Words {
  static let firstNames = [
    "Amelia", "Noah", "Priya", "Mateo", "Zoë", "Liam", "Hana", "Oskar", "José", "Ingrid", "Tomasz", "Leila", "Marcus", "Chloé", "Dmitri",
    "Aisha", "Björn", "Grace", "Wei", "Sofía", "Ethan", "Nadia", "Łukasz", "Imani", "Owen", "Yuki", "Rosa", "Felix", "Marta", "Caleb",
  ]
  static let lastNames = [
    "Okafor", "Lindqvist", "Nguyen", "Pérez", "Whitfield", "Kowalski", "Haddad", "O'Brien", "Yamada", "Delacroix", "Müller", "Santos",
    "Petrov", "Abernathy", "Iyer", "Castellano", "Thorne", "Bergström", "Mbeki", "Rossi", "Hollis", "Çelik", "Park", "Drummond",
  ]
  static let streets = [
    "Heron Way", "Larkspur Lane", "Old Mill Road", "Juniper Court", "Prairie Avenue", "Lakeview Drive", "Cinder Street", "Maple Row",
    "Harbor Bend", "Foxglove Terrace", "Quarry Hill", "Station Street", "Willow Park", "Copper Ridge",
  ]
  static let cities = ["Maple Falls", "Port Linden", "Cedar Bluff", "New Ashby", "Elk Hollow", "Saint Orla", "Greyfield", "Lake Merrow"]
  static let subjects = [
    "Call back about the inspection", "Send disclosure", "Order photos", "Confirm the viewing", "Collect the keys",
    "Update the price sheet",
    "Ask about financing", "Draft the offer", "Check the survey", "Renew the listing",
  ]
  static let titles = [
    "Open house", "Buyer guide", "Seller quiz", "Home value", "First-time buyers", "Rental enquiry", "Moving checklist",
    "Neighbourhood tour",
  ]
  static let remarks = [
    "Prefers calls after five.", "Looking for a garden and a quiet street.", "Wants \"move-in ready\", no stairs.",
    "Two dogs; fence needed.",
    "Pre-approved, letter on file.", "Waiting for the sale of the old house.", "Asked twice about school bus, 7:40 stop.",
    "Cash offer possible.",
  ]
  static let tags = [
    "buyer", "seller", "hot lead", "open-house", "VIP", "do not call", "newsletter", "past client", "rentals", "première visite", "投資家",
    "follow up; soon",
  ]
  static let unusualNames = [
    ("María José", "Fernández-Ibáñez"), ("美咲", "佐藤"), ("Σοφία", "Παπαδοπούλου"), ("محمد", "الخطيب"), ("Юлия", "Иванова"),
    ("Sunny ☀️", "Side 🏡"), ("נועה", "כהן"), ("D’Arcy \"Dee\"", "Smith, Jr."), ("ลลิตา", "สุขใจ"), ("민준", "김"),
  ]
}
