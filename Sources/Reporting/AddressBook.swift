import AuditModel

/// The addresses of lists in a page that holds exactly a period's events.
struct AddressBook {
  /// So many choices of one filter are still an address, and not a list.
  private static let mostChoices = 24

  private let acts: [Act]
  private let cast: Cast
  private let clock: ZoneRules
  private let zone: String?
  /// By actor, its places in the acts, newest first.
  let placesOf: [Int32: [Int32]]
  /// The page's key for each actor: the name where it is the only one, else the id; none where neither tells it from the others.
  private let users: [Int32: String]

  /// - Parameters:
  ///   - acts: those of the period, newest first.
  ///   - zone: the clock's, where the page opens with another one.
  init(_ acts: [Act], cast: Cast, clock: ZoneRules, zone: String?) {
    (self.acts, self.cast, self.clock, self.zone) = (acts, cast, clock, zone)
    var placesOf: [Int32: [Int32]] = [:]
    for (place, act) in acts.enumerated() { placesOf[act.actor, default: []].append(Int32(place)) }
    self.placesOf = placesOf
    let present = cast.actors.filter { placesOf[$0.key] != nil }
    // By their bytes, as the page compares: two spellings of an é are two names.
    var uses: [[UInt8]: Int] = [:]
    for actor in present.values {
      for key in Set([actor.name, actor.id].compactMap { $0.map { Array($0.utf8) } }) where !key.isEmpty { uses[key, default: 0] += 1 }
    }
    users = present.compactMapValues { actor in [actor.name, actor.id].compactMap(\.self).first { uses[Array($0.utf8)] == 1 } }
  }

  /// - Returns: nil if the page has no such filter.
  func address(_ filter: PageFilter) -> String? {
    guard let keys = filter.users.reduce([], { keys, user in users[user].flatMap { key in keys.map { $0 + [key] } } }) else { return nil }
    let modules = filter.modules.compactMap { cast.modules[$0] }, actions = filter.actions.compactMap { cast.actions[$0] }
    var parameters = [("user", keys), ("module", modules), ("action", actions)].flatMap { name, keys in keys.sorted().map { (name, $0) } }
    parameters += filter.hours.map { ("hour", PageFilter.name(ofHour: $0)) }
    if let days = filter.days { parameters += [("from", Period.date(days.lowerBound)), ("to", Period.date(days.upperBound - 1))] }
    if let times = filter.times {
      parameters += [("from", Timestamp.canonicalText(times.lowerBound)), ("to", Timestamp.canonicalText(times.upperBound))]
    }
    if let record = filter.record {
      // The page takes spaces around it for a slip of the hand.
      guard record == record.trimmingPrefix(while: \.isWhitespace), !(record.last?.isWhitespace ?? true) else { return nil }
      parameters.append(("doc", record))
    }
    if filter.conflicts { parameters.append(("conflicts", "only")) }
    if let zone { parameters.append(("zone", zone)) }
    return "#" + parameters.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
  }

  /// An address that leads to exactly these acts: filters drawn closely around them, as few as will do, if nothing else passes.
  ///
  /// - Parameter places: newest first.
  /// - Returns: nil if others always do.
  func address(ofExactly places: [Int]) -> String? {
    guard !places.isEmpty else { return nil }
    let box = PageFilter(around: places.lazy.map { acts[$0] })
    let choices = (box.conflicts ? [.conflicts] : []) + (box.users.count == 1 ? Self.choicesOfOne : Self.choicesOfSeveral)
    for parts in choices {
      let filter = parts.contains(.hours) ? box.only(parts, hoursOf: places.lazy.map { acts[$0] }, clock) : box.only(parts)
      let isShort = [filter.users, filter.modules, filter.actions].allSatisfy { $0.count <= Self.mostChoices }
      if isShort, leaves(filter, places.count), let address = address(filter) { return address }
    }
    return nil
  }

  /// The simplest first.
  private static let choicesOfOne: [PageFilter.Parts] = [
    .user, [.user, .action], [.user, .module, .action], [.user, .times], [.user, .action, .times], [.user, .module, .action, .times], [.user, .hours],
    [.user, .action, .hours],
  ]
  private static let choicesOfSeveral: [PageFilter.Parts] = [
    .action, [.module, .action], [.user, .action], [.user, .module, .action], [.user, .module, .action, .times],
  ]

  private func leaves(_ filter: PageFilter, _ wanted: Int) -> Bool {
    if filter.users.count == 1 { return leaves(filter, wanted, of: placesOf[filter.users.first!, default: []]) { Int($0) } }
    return leaves(filter, wanted, of: acts.indices) { $0 }
  }

  /// - Parameter places: newest first.
  private func leaves<Places: RandomAccessCollection>(
    _ filter: PageFilter, _ wanted: Int, of places: Places, _ place: (Places.Element) -> Int
  ) -> Bool {
    let test = PageFilter.Test(filter, clock)
    let times = filter.times ?? .min ..< .max
    var count = 0
    for element in places[places.firstIndex(behindWhich: { acts[place($0)].at < times.upperBound })...] {
      let act = acts[place(element)]
      guard act.at >= times.lowerBound else { break }
      if test.passes(act) { count += 1 }
      if count > wanted { return false }
    }
    return count == wanted
  }

  static func encoded(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): out.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        out += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return out
  }
}

extension RandomAccessCollection {
  /// The first place that fulfils a condition, where none before it does and all behind it do.
  fileprivate func firstIndex(behindWhich condition: (Element) -> Bool) -> Index {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
      if condition(self[middle]) { high = middle } else { low = index(after: middle) }
    }
    return low
  }
}
