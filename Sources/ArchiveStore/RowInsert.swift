import GRDB

/// Inserts rows into one table, several with each statement.
///
/// A conflict rolls the whole transaction back: it would be a bug, and so SQLite need not be able to undo one statement of many rows.
struct RowInsert {
  private let columns: Int32
  private let rowsAtOnce: Int
  private let many: RawStatement
  private let one: RawStatement

  /// - Parameter table: `INTO table (column, …)`.
  init(_ table: String, columns: Int, rowsAtOnce: Int, on database: Database) throws {
    let row = "(" + Array(repeating: "?", count: columns).joined(separator: ",") + ")"
    func statement(_ rows: Int) throws -> RawStatement {
      try RawStatement("INSERT OR ROLLBACK \(table) VALUES " + Array(repeating: row, count: rows).joined(separator: ","), on: database)
    }
    self.columns = Int32(columns)
    self.rowsAtOnce = rowsAtOnce
    many = try statement(rowsAtOnce)
    one = try statement(1)
  }

  /// Inserts so many rows. `bind` binds the values of a row, the first at the parameter after the given one; what it binds without copying must
  /// stay where it is until all rows are inserted.
  func insert(_ count: Int, _ bind: (_ row: Int, RawStatement, _ parameter: Int32) throws -> Void) throws {
    var row = 0
    while count - row >= rowsAtOnce {
      for place in 0..<rowsAtOnce { try bind(row + place, many, Int32(place) * columns) }
      _ = try many.step()
      row += rowsAtOnce
    }
    while row < count {
      try bind(row, one, 0)
      _ = try one.step()
      row += 1
    }
  }
}
