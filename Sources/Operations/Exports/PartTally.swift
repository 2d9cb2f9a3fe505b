internal import AuditModel
internal import Coverage

/// Counts events, latest first, and says where an export of them can be cut: at the borders of months, or so that no piece is too large.
struct PartTally {
  /// Events from one instant to another, half-open.
  struct Range: Equatable {
    var name: String
    var from: Int64
    var to: Int64
    var count: Int64
  }

  private let limit: Int64
  private let days: AccountDays
  private(set) var total: Int64 = 0
  private var closedMonths: [Range] = []
  private var month: Range?
  private var closedPieces: [Range] = []
  private var piece = Range(name: "", from: .min, to: .max, count: 0)
  /// Events of the latest instant: they stay together.
  private var group: (at: Int64, count: Int64) = (.max, 0)

  init(limit: Int64, days: AccountDays) {
    self.limit = limit
    self.days = days
  }

  /// - Parameter instant: not later than the one before.
  mutating func count(_ instant: Int64) {
    total += 1
    if instant == group.at {
      group.count += 1
    } else {
      closeGroup()
      group = (instant, 1)
    }
    if month.map({ instant < $0.from }) ?? true { beginMonth(of: instant) }
    month!.count += 1
  }

  private mutating func closeGroup() {
    guard group.count > 0 else { return }
    if piece.count > 0, piece.count + group.count > limit {
      piece.from = group.at + 1
      closedPieces.append(piece)
      piece = Range(name: "", from: .min, to: group.at + 1, count: 0)
    }
    piece.count += group.count
    group.count = 0
  }

  private mutating func beginMonth(of instant: Int64) {
    let border = month?.from ?? .max
    if let month { closedMonths.append(month) }
    var day = days.day(at: instant)
    let name = String(AccountDays.date(day).prefix(7))
    while AccountDays.date(day - 1).hasPrefix(name) { day -= 1 }
    month = Range(name: name, from: days.start(of: day), to: border, count: 0)
  }

  /// Months with events, earliest first, called 2026-06.
  func months() -> [Range] { (closedMonths + (month.map { [$0] } ?? [])).reversed() }

  /// Pieces, earliest first, called part-001. Events of one instant are in one piece, even if they are too many for it.
  mutating func pieces() -> [Range] {
    closeGroup()
    let all = (closedPieces + (piece.count > 0 ? [piece] : [])).reversed()
    return all.enumerated().map { index, piece in
      var piece = piece
      let digits = String(index + 1)
      piece.name = "part-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      return piece
    }
  }
}
