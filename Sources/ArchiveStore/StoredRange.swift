import GRDB

/// The ranges in which numbers of an archive lie that are calculated with. What lies outside was not written by this program.
struct StoredRange {
  let range: ClosedRange<Int64>
  let what: String

  /// UTC milliseconds of the years 0000 to 9999, and a day more at both ends: days of the account's zone may end there.
  static let instant = StoredRange(range: -62_167_305_600_000...253_402_387_200_000, what: "a time")
  /// When this program ran: the years 1970 to 2199.
  static let runTime = StoredRange(range: 0...7_258_118_400_000, what: "the time of a run")
  /// Not longer than there are years before today.
  static let days = StoredRange(range: 0...700_000, what: "a number of days")

  func checked(_ value: Int64) throws -> Int64 {
    guard range.contains(value) else { throw Self.error(value, what) }
    return value
  }

  func checked(_ value: Int64?) throws -> Int64? {
    guard let value else { return nil }
    return try checked(value)
  }

  /// A dictionary's id.
  static func id(_ value: Int64) throws -> Int32 {
    guard let id = Int32(exactly: value), id >= 0 else { throw error(value, "an id") }
    return id
  }

  @inline(never)
  static func error(_ value: Int64, _ what: String) -> DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(value) cannot be \(what)")
  }
}
