/// A path with its keys as numbers of a key table.
struct CompiledPath {
  enum Step {
    case key(Int32)
    case index(Int)
    case element(key: Int32, text: [UInt8])
    case each
  }

  let text: String
  /// The place of the first key among those that a plan looks for at the top of a record; -1 for the record itself.
  var slot = -1
  var rest: [Step]

  /// - Parameter isFromTop: whether the first key is looked for through a slot, which the caller fills in.
  init(_ path: ProfilePath, keys: KeyTable, isFromTop: Bool = false) {
    text = path.text
    rest = path.steps.dropFirst(isFromTop ? 1 : 0).map { step in
      switch step {
      case .key(let key): .key(keys.number(of: key))
      case .index(let index): .index(index)
      case .element(let key, let text): .element(key: keys.number(of: key), text: Array(text.utf8))
      case .each: .each
      }
    }
  }
}

/// Walking from value to value.
extension JSONTape {
  /// The value of a member of an object, or -1.
  func member(_ key: Int32, of object: Int) -> Int {
    guard kind(of: object) == .object else { return -1 }
    var (at, end) = (object + 1, next(after: object))
    while at < end {
      if self.key(of: at) == key { return at + 1 }
      at = next(after: at + 1)
    }
    return -1
  }

  /// The element of an array at an index, or -1.
  func element(_ index: Int, of array: Int) -> Int {
    guard kind(of: array) == .array else { return -1 }
    var (at, end, left) = (array + 1, next(after: array), index)
    while at < end {
      if left == 0 { return at }
      left -= 1
      at = next(after: at)
    }
    return -1
  }

  /// The first element of an array that has a text under a key, or -1.
  func element(with key: Int32, text: [UInt8], of array: Int) -> Int {
    guard kind(of: array) == .array else { return -1 }
    var (at, end) = (array + 1, next(after: array))
    while at < end {
      let value = member(key, of: at)
      if value >= 0, isString(value), string(value).comparable == text { return at }
      at = next(after: at)
    }
    return -1
  }

  func isEmptyArray(_ index: Int) -> Bool { kind(of: index) == .array && next(after: index) == index + 1 }

  /// The places of an object's keys.
  func keys(of object: Int) -> [Int] {
    guard kind(of: object) == .object else { return [] }
    var (found, at, end): ([Int], Int, Int) = ([], object + 1, next(after: object))
    while at < end {
      found.append(at)
      at = next(after: at + 1)
    }
    return found
  }

  func elements(of array: Int, limit: Int = .max) -> [Int] {
    guard kind(of: array) == .array else { return [] }
    var (found, at, end): ([Int], Int, Int) = ([], array + 1, next(after: array))
    while at < end, found.count < limit {
      found.append(at)
      at = next(after: at)
    }
    return found
  }
}
