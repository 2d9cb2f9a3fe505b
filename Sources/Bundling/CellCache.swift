internal import AuditModel

/// The cells that a dictionary id stands for, spelled once. Holds 64 MiB at most, then begins anew.
struct CellCache: ~Copyable {
  private static let limit = 1 << 26

  private var cells = ByteBuffer()
  /// For each id where its cells begin, plus 1, and how long they are; 0 where there are none.
  private var places: [(start: Int, length: Int)] = []

  /// Appends the cells of an id; `spell` writes them when they are not there yet.
  @inline(__always)
  mutating func append(_ id: Int32, to out: inout ByteBuffer, _ spell: (inout ByteBuffer) throws -> Void) throws {
    if id < 0 || Int(id) >= places.count || places[Int(id)].start == 0 { try add(id, spell) }
    let place = places[Int(id)]
    unsafe cells.withBytes { cells in
      unsafe out.append(UnsafeBufferPointer(rebasing: cells[(place.start - 1)..<(place.start - 1 + place.length)]))
    }
  }

  @inline(never)
  private mutating func add(_ id: Int32, _ spell: (inout ByteBuffer) throws -> Void) throws {
    guard id >= 0 else { throw Failure(.badData, "the archive has an entry with the number \(id)", hint: "verify the archive") }
    if cells.count > Self.limit {
      cells.removeAll()
      for index in places.indices { places[index] = (0, 0) }
    }
    if Int(id) >= places.count {
      places.append(contentsOf: repeatElement((start: 0, length: 0), count: max(Int(id) + 1 - places.count, places.count)))
    }
    let start = cells.count
    try spell(&cells)
    places[Int(id)] = (start + 1, cells.count - start)
  }
}
