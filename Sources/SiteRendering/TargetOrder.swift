internal import AuditModel

/// The order in which a page lists its targets: those that name the same document side by side, documents in the order of their first
/// appearance. A document's id then costs bytes once, which makes the page a quarter smaller.
struct TargetOrder {
  let targets: [Target]
  /// The place of each target of the data in this order.
  let places: [UInt32]

  init(_ data: PageData) {
    var documents = [String?: UInt64](minimumCapacity: data.targets.count)
    var order: [UInt64] = []
    order.reserveCapacity(data.targets.count)
    for (number, target) in data.targets.enumerated() {
      let new = UInt64(documents.count)
      let document = documents[target.documentID] ?? new
      if document == new { documents[target.documentID] = new }
      order.append(document << 32 | UInt64(number))
    }
    let ranking = order.sorted().map { Int(UInt32(truncatingIfNeeded: $0)) }
    targets = ranking.map { data.targets[$0] }
    places = SiteRendering.places(of: ranking)
  }
}
