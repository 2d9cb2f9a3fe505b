/// A part of the CRM that events come from: its label on the screen, its type in the JSON, and what its records hold.
final class Module: Sendable {
  let label, type: String
  /// The dump lists newer modules apart, as `mongoLogs`.
  let isNewer: Bool
  let fields: [Field]
  /// The fields without the few whose values are long: those of benchmark data.
  let briefFields: [Field]
  /// How often ordinary work touches it.
  let weight: Int
  /// How many records there are before the story begins.
  let initialRecords: Int
  /// How many of the first fields make up the name of a record.
  let nameFields: Int
  /// The label of the module that the parents of its records belong to.
  let parent: String?
  let fineActions: [FineAction]

  init(
    _ label: String, _ type: String, weight: Int, initial: Int, isNewer: Bool = false, nameFields: Int = 1, parent: String? = nil,
    fine: [FineAction] = [], _ fields: [Field]
  ) {
    self.label = label
    self.type = type
    self.isNewer = isNewer
    self.fields = fields
    self.briefFields = fields.filter(\.isBrief)
    self.weight = weight
    self.initialRecords = initial
    self.nameFields = nameFields
    self.parent = parent
    self.fineActions = fine
  }
}

/// An action with a finer label than "Updated", and the fields that it alters.
struct FineAction: Sendable {
  let action: Action
  let fields: [Int]
}

extension Module {
  static let all: [Module] = people + sales + pages + machinery

  static func index(_ label: String) -> Int { all.firstIndex { $0.label == label } ?? 0 }

  private static let active = FieldKind.choice(["draft", "active", "paused", "archived"])

  private static let people = [
    Module(
      "Contacts", "CONTACT", weight: 24, initial: 90, nameFields: 2,
      [
        Field("firstName", .firstName), Field("lastName", .lastName), Field("email", .email), Field("phone", .phone), Field("city", .city),
        Field("address1", .street), Field("budget", .money), Field("dnd", .flag), Field("assignedTo", .person),
        Field("source", .choice(["open house", "referral", "website", "sign call", ""])), Field("customFields", .customFields),
      ]),
    Module(
      "Notes", "NOTE", weight: 5, initial: 30, parent: "Contacts",
      [Field("title", .subject), Field("body", .remark), Field("pinned", .flag)]),
    Module(
      "Tasks", "TASK", weight: 7, initial: 90, parent: "Contacts",
      [
        Field("title", .subject), Field("dueDate", .date), Field("completed", .flag), Field("assignedTo", .person),
        Field("body", .remark),
      ]),
    Module(
      "Users", "USER", weight: 0, initial: 0,
      [
        Field("name", .firstName), Field("email", .email), Field("role", .choice(["admin", "user"])), Field("permissions", .permissions),
        Field("scopes", .tags), Field("phone", .phone),
      ]),
    Module(
      "Accounts", "ACCOUNT", weight: 1, initial: 1,
      [
        Field("name", .title), Field("timezone", .choice(["America/Chicago", "US/Central"])), Field("phone", .phone),
        Field("website", .numbered("site")),
      ]),
  ]

  private static let sales = [
    Module(
      "Opportunity", "OPPORTUNITY", weight: 14, initial: 60, parent: "Contacts",
      [
        Field("name", .street), Field("stage", .choice(["New lead", "Viewing", "Offer made", "Under contract", "Closed"])),
        Field("status", .choice(["open", "won", "lost", "abandoned"])), Field("monetaryValue", .money), Field("assignedTo", .person),
        Field("expectedCloseDate", .date), Field("lostReason", .choice(["price", "timing", "bought elsewhere", ""])),
      ]),
    Module(
      "Pipeline", "PIPELINE", weight: 1, initial: 3,
      [Field("name", .title), Field("stages", .steps), Field("showInFunnel", .flag)]),
    Module(
      "Calendars", "CALENDAR_EVENT", weight: 8, initial: 40, parent: "Contacts",
      [
        Field("title", .title), Field("startTime", .time),
        Field("appointmentStatus", .choice(["new", "confirmed", "showed", "noshow", "cancelled"])),
        Field("assignedTo", .person), Field("address", .street), Field("notes", .remark),
      ]),
    Module(
      "Payments", "PAYMENT", weight: 5, initial: 25, parent: "Contacts",
      [
        Field("name", .numbered("Invoice")), Field("amount", .money), Field("currency", .choice(["USD", "CAD"])),
        Field("status", .choice(["draft", "sent", "paid", "overdue", "refunded"])), Field("dueDate", .date), Field("liveMode", .flag),
      ]),
    Module(
      "Listings", "LISTING", weight: 10, initial: 35, isNewer: true, fine: [FineAction(action: .published, fields: [2])],
      [
        Field("address", .street), Field("price", .money),
        Field("status", .choice(["coming soon", "active", "pending", "sold", "withdrawn"])),
        Field("bedrooms", .count), Field("bathrooms", .bathrooms), Field("mlsNumber", .longNumber), Field("photoCount", .count),
        Field("description", .remark), Field("agent", .person),
      ]),
    Module(
      "Associations", "ASSOCIATION", weight: 3, initial: 12, isNewer: true, parent: "Contacts",
      [
        Field("name", .choice(["Buyer ↔ Listing", "Seller ↔ Listing", "Inspection ↔ Listing"])),
        Field("firstRecordId", .numbered("contact")), Field("secondRecordId", .numbered("listing")),
      ]),
  ]

  private static let pages = [
    Module(
      "Funnels", "FUNNEL", weight: 4, initial: 6,
      fine: [
        FineAction(action: .stepReorder, fields: [1]), FineAction(action: .pageEdit, fields: [4, 5]),
        FineAction(action: .funnelSettings, fields: [2, 3]),
      ],
      [
        Field("name", .title), Field("steps", .steps), Field("domain", .choice(["go.example.com", "homes.example.com"])),
        Field("liveChat", .flag),
        Field("pageTitle", .title), Field("pageVersion", .count),
      ]),
    Module(
      "Websites", "WEBSITE", weight: 3, initial: 2, fine: [FineAction(action: .pageEdit, fields: [2, 3])],
      [
        Field("name", .title), Field("domain", .choice(["www.example.com", "sunnyside.example.com"])), Field("pageTitle", .title),
        Field("pageVersion", .count),
      ]),
    Module(
      "Webinars", "WEBINAR", weight: 1, initial: 2, fine: [FineAction(action: .pageEdit, fields: [2])],
      [Field("name", .title), Field("startsAt", .time), Field("pageVersion", .count)]),
    Module(
      "Stores", "STORE", weight: 1, initial: 1,
      [Field("name", .title), Field("currency", .choice(["USD", "CAD"])), Field("products", .steps)]),
    Module(
      "Page Builder assets", "PAGE_BUILDER_ASSET", weight: 2, initial: 8, isNewer: true, parent: "Websites",
      [Field("name", .title), Field("altText", .subject), Field("width", .count), Field("folder", .choice(["heroes", "logos", ""]))]),
  ]

  private static let machinery = [
    Module(
      "Objects", "OBJECT", weight: 1, initial: 2, isNewer: true,
      [
        Field("label", .choice(["Inspection", "Key box"])), Field("primaryProperty", .choice(["name", "number"])),
        Field("searchableProperties", .tags),
      ]),
    Module(
      "Custom Objects", "CUSTOM_OBJECT", weight: 5, initial: 25, isNewer: true, parent: "Objects",
      [
        Field("name", .numbered("Inspection")), Field("Budget, max", .money), Field("inspectedOn", .date),
        Field("grade", .choice(["A", "B", "C", ""])),
        Field("findings", .tags), Field("inspector", .person),
      ]),
    Module(
      "Workflows", "WORKFLOW", weight: 4, initial: 8, fine: [FineAction(action: .published, fields: [1])],
      [
        Field("name", .title), Field("status", active), Field("steps", .steps), Field("timeoutMinutes", .count),
        Field("allowReentry", .flag),
      ]),
    Module(
      "Number pools", "NUMBER_POOL", weight: 1, initial: 2, isNewer: true,
      [
        Field("name", .choice(["Yard signs", "Mailers", "Website"])), Field("forwardTo", .phone), Field("numbers", .tags),
        Field("whisper", .remark),
      ]),
    Module(
      "AI Chat", "AI_CHAT", weight: 3, initial: 3, isNewer: true,
      [
        Field("botName", .choice(["Sunny", "Ray", "Dawn"])), Field("mode", .choice(["off", "suggestive", "auto-pilot"])),
        Field("prompt", .prompt), Field("maxMessages", .count),
      ]),
    Module(
      "Audit Logs", "AUDIT_LOG", weight: 0, initial: 0, isNewer: true,
      [
        Field("name", .numbered("Export")), Field("filters", .tags), Field("recordCount", .count), Field("format", .choice(["csv"])),
        Field("expiresAt", .time), Field("downloadCount", .count),
      ]),
  ]
}
