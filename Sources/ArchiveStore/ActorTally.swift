/// How many events of each actor and module a part adds, and when the first and the last of them was.
///
/// One event costs two look-ups in arrays: ids of dictionaries are small numbers without gaps.
struct ActorTally {
  struct Count {
    let actor: Int32
    let module: Int32
    var added: Int64 = 0
    var firstAt = Int64.max
    var lastAt = Int64.min
  }

  private(set) var counts: [Count] = []
  /// By actor and module: the place of their count, or -1.
  private var places: [[Int32]] = []

  mutating func count(_ time: Int64, actor: Int32, module: Int32) {
    let place = place(of: actor, module)
    counts[place].added += 1
    if time < counts[place].firstAt { counts[place].firstAt = time }
    if time > counts[place].lastAt { counts[place].lastAt = time }
  }

  @inline(__always)
  private mutating func place(of actor: Int32, _ module: Int32) -> Int {
    let (row, column) = (Int(actor), Int(module))
    if row < places.count, column < places[row].count, places[row][column] >= 0 { return Int(places[row][column]) }
    return newPlace(actor, module)
  }

  private mutating func newPlace(_ actor: Int32, _ module: Int32) -> Int {
    let (row, column) = (Int(actor), Int(module))
    if row >= places.count { places += Array(repeating: [], count: row + 1 - places.count) }
    if column >= places[row].count { places[row] += Array(repeating: -1, count: column + 1 - places[row].count) }
    places[row][column] = Int32(counts.count)
    counts.append(Count(actor: actor, module: module))
    return counts.count - 1
  }
}
