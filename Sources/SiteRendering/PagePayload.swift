internal import AuditModel
internal import Archiving
internal import Dispatch
internal import EvidenceLog
internal import Foundation
internal import Synchronization

/// The elements that carry a page's events: sections of deflated bytes as text, then the tail.
///
/// The byte sequences are packed on all processors and written in order, so that the page's bytes do not depend on how many there are.
struct PagePayload {
  /// Characters that an element holds at most; a split falls between bytes.
  private static let elementLimit = 1_000_000 - DenseText.group
  /// libdeflate's level. 500,000 events on two cores: level 8 takes 0.8 s for 30.7 bytes an event, 10 takes 0.9 s for 29.8, 12 takes 3.1 s
  /// for 29.7.
  private static let level = 10
  /// Of columns and targets, which are mostly random: 0.1 s instead of the 0.3 s of level 8 for half a percent fewer bytes.
  private static let columnLevel = 6
  /// Of the values: a processor packs them alone, and the last percents of their size are not worth its time.
  private static let valueLevel = 8
  /// Most of it is random: a higher level finds no more.
  private static let evidenceLevel = 6
  /// Elements in one file beside the page.
  private static let elementsOfSibling = 16
  /// Packed sequences that are in memory at a time.
  private static let wave = 256

  let data: PageData
  /// What the section `evidence` holds; nothing where the page has none.
  let evidence: [UInt8]
  /// Whether the blocks lie in files beside the page.
  let isApart: Bool
  private let sectionNames = ["columns", "targets", "values"]
  private let order: Once<TargetOrder>

  init(data: PageData, evidence: [UInt8], isApart: Bool) {
    self.data = data
    self.evidence = evidence
    self.isApart = isApart
    order = Once { TargetOrder(data) }
  }

  /// - Parameters:
  ///   - sibling: takes the blocks where they lie in files beside the page.
  ///   - digests: takes in each element, and the list of the blocks.
  func write(to sink: (UnsafeRawBufferPointer) throws -> Void, sibling: Page.Sibling, _ digests: inout PageDigests) throws {
    var blocks = BlockElements(limit: Self.elementLimit)
    let all = sectionNames.count + data.blockCount
    for start in stride(from: 0, to: all, by: Self.wave) {
      for (offset, text) in packed(start..<min(start + Self.wave, all)).enumerated() {
        if start + offset < sectionNames.count {
          try unsafe write(section: sectionNames[start + offset], text, to: sink, &digests)
        } else if let element = blocks.add(text) {
          try unsafe write(blocks: element, blocks.element - 1, to: sink, sibling, &digests)
        }
      }
    }
    if let element = blocks.finish() { try unsafe write(blocks: element, blocks.element, to: sink, sibling, &digests) }
    if !evidence.isEmpty {
      let text = DenseText.encode(RawDeflater(level: Self.evidenceLevel).compress(evidence))
      try unsafe write(section: "evidence", text, to: sink, &digests)
    }
    try unsafe writeTail(blocks.places, to: sink, &digests)
  }

  /// Byte sequence `number` of the page: the three sections, then the blocks.
  private func sequence(_ number: Int) -> [UInt8] {
    switch number {
    case 0: data.columns(order.value)
    case 1: data.targetTables(order.value)
    case 2: data.encodedValueTables
    default: data.block(number - sectionNames.count)
    }
  }

  /// What one processor packs sequences with.
  private struct Deflaters {
    private let columns = RawDeflater(level: columnLevel), values = RawDeflater(level: valueLevel), blocks = RawDeflater(level: level)

    func deflater(of sequence: Int) -> RawDeflater {
      switch sequence {
      case 0, 1: columns
      case 2: values
      default: blocks
      }
    }
  }

  /// The texts of these sequences, in order.
  private func packed(_ numbers: Range<Int>) -> [[UInt8]] {
    let results = Mutex([[UInt8]](repeating: [], count: numbers.count))
    let next = Atomic(0)
    let work = Self.workOrder(numbers)
    DispatchQueue.concurrentPerform(iterations: min(Self.processors, numbers.count)) { _ in
      let deflaters = Deflaters()
      while true {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < work.count else { return }
        let number = work[place]
        let text = DenseText.encode(deflaters.deflater(of: number).compress(sequence(number)))
        results.withLock { $0[number - numbers.lowerBound] = text }
      }
    }
    return results.withLock { $0 }
  }

  /// The columns first: they take longest, and whoever packs them finds the order of the targets, for which nobody else should wait.
  private static func workOrder(_ numbers: Range<Int>) -> [Int] {
    guard numbers.contains(0) else { return Array(numbers) }
    var others = Array(numbers.dropFirst(2))
    others.insert(1, at: others.count / 2)
    return [0] + others
  }

  private func write(
    section: String, _ text: [UInt8], to sink: (UnsafeRawBufferPointer) throws -> Void, _ digests: inout PageDigests
  ) throws {
    for start in stride(from: 0, to: text.count, by: Self.elementLimit) {
      try unsafe write(Array(text[start..<min(start + Self.elementLimit, text.count)]), as: section, to: sink, &digests)
    }
  }

  private func write(
    _ text: [UInt8], as section: String, to sink: (UnsafeRawBufferPointer) throws -> Void, _ digests: inout PageDigests
  ) throws {
    digests.add(section, text)
    let element = Array("<script type=\"application/x-counterroll\" data-section=\"\(section)\">".utf8) + text + Array("</script>\n".utf8)
    try unsafe element.withUnsafeBytes { unsafe try sink($0) }
  }

  /// An element of blocks: in the page, or as a call in a script beside it.
  private func write(
    blocks text: [UInt8], _ number: Int, to sink: (UnsafeRawBufferPointer) throws -> Void, _ sibling: Page.Sibling, _ digests: inout PageDigests
  ) throws {
    guard isApart else { return try unsafe write(text, as: "blocks", to: sink, &digests) }
    digests.add("blocks", text)
    let quoted = text.flatMap { character in character == UInt8(ascii: "\"") || character == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), character] : [character] }
    let call = Array("counterrollDetails(\(number),\"".utf8) + quoted + Array("\");\n".utf8)
    try unsafe call.withUnsafeBytes { unsafe try sibling(Self.siblingName(ofElement: number), $0) }
  }

  private static func siblingName(ofElement number: Int) -> String { "details-\(number / elementsOfSibling + 1).js" }

  private func writeTail(
    _ places: [BlockElements.Place], to sink: (UnsafeRawBufferPointer) throws -> Void, _ digests: inout PageDigests
  ) throws {
    let blocks = JSONText.array(places.map { .array([.number($0.element), .number($0.offset), .number($0.length)]) })
    digests.add("places", blocks.bytes)
    let last = places.last.map { $0.element } ?? 0
    let siblings = stride(from: 0, through: last, by: Self.elementsOfSibling).map { JSONText.string(Self.siblingName(ofElement: $0)) }
    let tail = JSONText.object([("blocks", blocks)] + (isApart ? [("siblings", .array(siblings))] : []) + digests.json).safeInHTML
    let element = Array("<script type=\"application/json\" id=\"page-tail\">".utf8) + tail + Array("</script>\n".utf8)
    try unsafe element.withUnsafeBytes { unsafe try sink($0) }
  }

  private static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }
}

/// A value that whoever needs it first makes, while the others wait.
private final class Once<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let make: @Sendable () -> Value

  init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  var value: Value {
    made.withLock { made in
      let value = made ?? make()
      made = value
      return value
    }
  }
}

/// Whole blocks gathered into elements, and where each lies.
struct BlockElements {
  struct Place: Equatable {
    var element: Int
    var offset: Int
    var length: Int
  }

  private(set) var places: [Place] = []
  private let limit: Int
  private(set) var element = 0
  private var text: [UInt8] = []

  init(limit: Int) { self.limit = limit }

  /// Adds a block's text.
  ///
  /// - Returns: an element that is full, if this block no longer fits into it.
  mutating func add(_ block: [UInt8]) -> [UInt8]? {
    var full: [UInt8]?
    if !text.isEmpty, text.count + block.count > limit {
      full = text
      text.removeAll(keepingCapacity: true)
      element += 1
    }
    places.append(Place(element: element, offset: text.count, length: block.count))
    text.append(contentsOf: block)
    return full
  }

  /// The last element; nil if there are no blocks.
  mutating func finish() -> [UInt8]? { text.isEmpty ? nil : text }
}
