/// One recorded act: who did what to what, when.
struct Event: Sendable {
  var id: String
  var time: Instant
  var actor: Actor
  var source: String
  var module: Module
  var action: Action
  var target: Target
  var changes: [Change]
  /// The dump gives `UNKNOWN_SOURCE`, and the true source only inside `meta`.
  var hidesSource = false
}

/// The record that was acted on, as the event shows it.
struct Target: Sendable {
  var id: String
  var name: String
  var parent: String
}

/// One altered field. A side that was not recorded is nil, which is not the same as null.
struct Change: Sendable {
  var field: String
  var before: Value?
  var after: Value?

  subscript(side: Side) -> Value? { side == .before ? before : after }
}

enum Side: Sendable {
  case before, after
}

/// A verb in the two spellings of the source: the label of the screen and the type of the JSON.
struct Action: Sendable {
  let label, type: String

  static let created = Action(label: "Created", type: "CREATED")
  static let updated = Action(label: "Updated", type: "UPDATED")
  static let deleted = Action(label: "Deleted", type: "DELETED")
  static let restored = Action(label: "Restored", type: "RESTORED")
  static let tagAdded = Action(label: "Tag added", type: "TAG_ADDED")
  static let tagRemoved = Action(label: "Tag removed", type: "TAG_REMOVED")
  static let stepReorder = Action(label: "Step Reorder", type: "STEP_REORDER")
  static let pageEdit = Action(label: "Page Edit", type: "PAGE_EDIT")
  static let funnelSettings = Action(label: "Funnel Settings Change", type: "FUNNEL_SETTINGS_CHANGE")
  static let published = Action(label: "Published", type: "PUBLISHED")
  static let exportRequested = Action(label: "Export Requested", type: "EXPORT_REQUESTED")
  static let exportDownloaded = Action(label: "Export Downloaded", type: "EXPORT_DOWNLOADED")
}

enum ActorKind: String, Sendable, CaseIterable {
  case person, workflow, integration, system
}

/// The user or process that did it, and the sources it acts through.
struct Actor: Sendable {
  let name, id: String
  let kind: ActorKind
  let sources: [String]
  var since: Instant = .min
  var until: Instant = .max
}

/// A JSON value. A number keeps its text, so that 1.0 and 12345678901234567890 survive.
enum Value: Sendable, Equatable {
  case null
  case flag(Bool)
  case number(String)
  case text(String)
  case list([Value])
  case object([Member])
  /// JSON text as it stands, for values that no text in Swift can hold, such as half a surrogate pair. Hostile files only.
  case verbatim(String)
}

struct Member: Sendable, Equatable {
  let name: String
  let value: Value
}

/// The ids of the source: 24 hexadecimal digits for events (the first 8 are the seconds), 20 letters and digits for records.
struct Identifiers: Sendable {
  private let machine: UInt64
  private var counter: UInt32

  init(seed: UInt64) {
    machine = scrambled(seed ^ 0x6d61_6368) & 0xff_ffff_ffff
    counter = UInt32(truncatingIfNeeded: scrambled(seed ^ 0x636f_756e) & 0x0f_ffff)
  }

  mutating func event(at time: Instant) -> String {
    counter = (counter + 1) & 0xff_ffff
    return Identifiers.hexadecimal(seconds: UInt64(time / 1000), machine: machine, counter: UInt64(counter))
  }

  static func hexadecimal(seconds: UInt64, machine: UInt64, counter: UInt64) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    bytes.append(hexadecimal: seconds, width: 8)
    bytes.append(hexadecimal: machine, width: 10)
    bytes.append(hexadecimal: counter, width: 6)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The id of a record, from any number that is its own.
  static func document(_ number: UInt64) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    var state = number
    for _ in 0..<2 {
      state = scrambled(state &+ 0x9e37_79b9_7f4a_7c15)
      var rest = state
      for _ in 0..<10 {
        bytes.append(alphabet[Int(rest % 62)])
        rest /= 62
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}

extension [UInt8] {
  mutating func append(hexadecimal number: UInt64, width: Int) {
    for place in (0..<width).reversed() {
      let digit = UInt8((number >> UInt64(place * 4)) & 15)
      append(digit < 10 ? 48 + digit : 87 + digit)
    }
  }
}
