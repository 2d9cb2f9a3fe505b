import EvidenceLog

/// An event of a test, with texts that own their bytes.
struct InventedUnits {
  var occurredAt: Int64
  var sourceTime: String?
  var actor: (name: String?, id: String?, kind: String)
  var what = ["Contacts", "Updated", "update"]
  var target: (id: String?, name: String?, parent: String?)
  var system = "crm"
  var sourceEventID: String?
  var changes: String
  var extras: String?
  /// Part, record number, offset, length.
  var place: (Int64, Int64, Int64, Int64)
  var original: String

  func freshLeaf(key: [UInt8]) throws -> [UInt8] {
    var hasher = LeafHasher()
    return try leaf(by: &hasher, key: key)
  }

  func leaf(by hasher: inout LeafHasher, key: [UInt8]) throws -> [UInt8] {
    var leaf = [UInt8](repeating: 0, count: 32)
    try unsafe withUnits { units in
      try unsafe leaf.withUnsafeMutableBytes { leaf in
        try unsafe key.withUnsafeBytes { key in try unsafe hasher.leaf(of: units, key: key.baseAddress!, into: leaf.baseAddress!) }
      }
    }
    return leaf
  }

  /// Lends the event as the hasher takes it.
  func withUnits<T>(_ body: (EventUnits) throws -> T) throws -> T {
    var keep: [UnsafeMutableRawBufferPointer] = []
    defer { unsafe keep.forEach { unsafe $0.deallocate() } }
    func bytes(_ text: String?) -> UnsafeRawBufferPointer? {
      guard let text else { return nil }
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
      unsafe buffer.copyBytes(from: text.utf8)
      unsafe keep.append(buffer)
      return UnsafeRawBufferPointer(buffer)
    }
    var units = unsafe EventUnits(occurredAt: occurredAt)
    unsafe units.sourceTime = bytes(sourceTime)
    unsafe (units.actorName, units.actorID, units.actorKind) = (bytes(actor.name), bytes(actor.id), bytes(actor.kind)!)
    unsafe (units.module, units.action, units.actionClass) = (bytes(what[0])!, bytes(what[1])!, bytes(what[2])!)
    unsafe (units.documentID, units.documentName, units.parentID) = (bytes(target.id), bytes(target.name), bytes(target.parent))
    unsafe (units.sourceSystem, units.sourceEventID) = (bytes(system)!, bytes(sourceEventID))
    unsafe (units.changes, units.extras, units.original) = (bytes(changes)!, bytes(extras), bytes(original)!)
    unsafe (units.sourcePart, units.recordNumber, units.sourceOffset, units.sourceLength) = place
    return try unsafe body(units)
  }

  /// The event itself, then events that each differ from it, and from one another, in one thing.
  static func variations(of event: InventedUnits) -> [InventedUnits] {
    let changes: [(inout InventedUnits) -> Void] = [
      { $0.occurredAt += 1 }, { $0.occurredAt *= -1 }, { $0.sourceTime = "" }, { $0.sourceTime = "x" },
      { $0.actor.name = nil }, { $0.actor.name = "" }, { $0.actor = ("u-17", "Maria Keller", "person") }, { $0.actor.kind = "system" },
      { $0.what = ["Contact", "sUpdated", "update"] }, { $0.what[2] = "other" }, { $0.target.id = nil }, { $0.target.name = nil },
      { $0.target = (nil, "doc-9", "Elk Hollow") }, { $0.target.parent = "" }, { $0.system = "okta" }, { $0.sourceEventID = nil },
      { $0.sourceEventID = "" }, { $0.place.0 = 4 }, { $0.place.1 = 4 }, { $0.place.2 = 4 }, { $0.place.3 = 4 }, { $0.extras = "{}" },
      { $0.original += " " }, { $0.original = "" }, { $0.changes = "[]" },
      { $0.changes = $0.changes.replacing(#""email""#, with: #""e\ud800""#) },
      { $0.changes = $0.changes.replacing(#""a@example.com""#, with: "null") },
      { $0.changes = $0.changes.replacing(#""a@example.com""#, with: "1") },
      { $0.changes = $0.changes.replacing(#""a@example.com""#, with: "1.0") },
      { $0.changes = $0.changes.replacing(#""a@example.com""#, with: #""1.0""#) },
      { $0.changes = $0.changes.replacing(#""a@example.com""#, with: "true") },
      { $0.changes = $0.changes.replacing(#""a@example.com""#, with: "[1.0]") },
    ]
    return [event] + changes.map { change in
      var varied = event
      change(&varied)
      return varied
    }
  }
}
