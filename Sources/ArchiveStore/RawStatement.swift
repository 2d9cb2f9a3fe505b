import AuditModel
import GRDB
import GRDBSQLite

/// One prepared statement on GRDB's connection. Of the functions of sqlite3 only those for whole files are called elsewhere
/// (`PageChecksums`, `PageChecks`).
///
/// GRDB's own statements take a text up to its first NUL and copy what they bind. Here every text has a length, so that a NUL in a source's
/// value survives, and the hot loop binds from the batch's own buffer. Columns and parameters are counted as in C: results from 0,
/// parameters from 1. Errors are GRDB's `DatabaseError`.
@safe final class RawStatement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  /// What an empty text points to: a null pointer would mean NULL.
  private static let emptyText = StaticString("")

  init(_ sql: String, on database: Database) throws {
    guard let connection = unsafe database.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
    var handle: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle = unsafe handle else { throw unsafe Self.error(code, on: connection) }
    unsafe self.handle = handle
    unsafe self.connection = connection
  }

  deinit { unsafe sqlite3_finalize(handle) }

  // MARK: Stepping

  /// Runs to the next row; false at the end, where the statement is reset already.
  @inline(__always)
  func step() throws -> Bool {
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    unsafe sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw unsafe Self.error(code, on: connection) }
    return false
  }

  /// Runs a statement that gives no rows, and counts the rows it changed.
  func run() throws -> Int {
    let hasRow = try step()
    precondition(!hasRow, "a statement that gives rows was run as if it gave none")
    return Int(unsafe sqlite3_changes(connection))
  }

  func reset() { unsafe sqlite3_reset(handle) }

  // MARK: Binding

  @inline(__always)
  func bind(_ value: Int64, at parameter: Int32) throws { try check(unsafe sqlite3_bind_int64(handle, parameter, value)) }

  func bind(_ value: Int64?, at parameter: Int32) throws {
    if let value { try bind(value, at: parameter) } else { try bindNull(at: parameter) }
  }

  @inline(__always)
  func bindNull(at parameter: Int32) throws { try check(unsafe sqlite3_bind_null(handle, parameter)) }

  /// Copies the text.
  func bind(_ text: String?, at parameter: Int32) throws {
    guard var text else { return try bindNull(at: parameter) }
    try text.withUTF8 { bytes in try unsafe bind(UnsafeRawBufferPointer(bytes), asText: true, copying: true, at: parameter) }
  }

  /// Copies the bytes.
  func bind(_ bytes: [UInt8], at parameter: Int32) throws {
    try unsafe bytes.withUnsafeBytes { bytes in try unsafe bind(bytes, asText: false, copying: true, at: parameter) }
  }

  func bind(_ digest: EventBatch.Digest16, at parameter: Int32) throws {
    let words = (digest.high.bigEndian, digest.low.bigEndian)
    try unsafe withUnsafeBytes(of: words) { bytes in try unsafe bind(bytes, asText: false, copying: true, at: parameter) }
  }

  /// Binds without copying: the bytes must stay where they are until the statement was stepped.
  @inline(__always)
  func bind(borrowing bytes: UnsafeRawBufferPointer, asText: Bool, at parameter: Int32) throws {
    try unsafe bind(bytes, asText: asText, copying: false, at: parameter)
  }

  /// Binds a batch's text from where it lies; the batch must outlive the step.
  @inline(__always)
  func bind(_ text: EventBatch.Text, in arena: UnsafeRawBufferPointer, at parameter: Int32) throws {
    guard text.length >= 0 else { return try bindNull(at: parameter) }
    let start = Int(text.offset)
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: arena[start..<start + Int(text.length)])
    try unsafe bind(borrowing: bytes, asText: true, at: parameter)
  }

  @inline(__always)
  private func bind(_ bytes: UnsafeRawBufferPointer, asText: Bool, copying: Bool, at parameter: Int32) throws {
    let length = Int32(bytes.count)
    let start = unsafe bytes.baseAddress ?? UnsafeRawPointer(Self.emptyText.utf8Start)
    // SQLITE_TRANSIENT, which the importer cannot express.
    let destructor = unsafe copying ? unsafeBitCast(-1, to: sqlite3_destructor_type.self) : nil
    let code = unsafe asText
      ? sqlite3_bind_text(handle, parameter, start.assumingMemoryBound(to: CChar.self), length, destructor)
      : sqlite3_bind_blob(handle, parameter, start, length, destructor)
    try check(code)
  }

  // MARK: Reading the row

  var columnCount: Int32 { unsafe sqlite3_column_count(handle) }

  /// SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB or SQLITE_NULL: the value's own type, whatever its column was declared as.
  func type(_ column: Int32) -> Int32 { unsafe sqlite3_column_type(handle, column) }

  @inline(__always)
  func int(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  /// A dictionary's id; 0 for NULL. Anything else than 0 to 2³¹ - 1 is a damaged archive.
  @inline(__always)
  func id(_ column: Int32) throws -> Int32 {
    let value = int(column)
    guard 0...Int64(Int32.max) ~= value else { throw StoredRange.error(value, "an id") }
    return Int32(truncatingIfNeeded: value)
  }

  /// A place in the log or a number of a record; 0 for NULL. Less than that is a damaged archive.
  @inline(__always)
  func place(_ column: Int32) throws -> Int64 {
    let value = int(column)
    guard value >= 0 else { throw StoredRange.error(value, "a place") }
    return value
  }

  @inline(__always)
  func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

  func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }

  /// The column's bytes, whole; empty for NULL.
  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }

  /// The column's bytes where they lie, until the next step; nil for NULL.
  func borrow(_ column: Int32) -> UnsafeRawBufferPointer? {
    guard !isNull(column) else { return nil }
    let start = unsafe sqlite3_column_blob(handle, column)
    return unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
  }

  func text(_ column: Int32) -> String {
    guard let start = unsafe sqlite3_column_blob(handle, column) else { return "" }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// A digest of exactly 16 bytes; anything else is a damaged archive.
  func digest(_ column: Int32) throws -> EventBatch.Digest16 {
    guard let start = unsafe sqlite3_column_blob(handle, column), unsafe sqlite3_column_bytes(handle, column) == 16 else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a digest is not 16 bytes long")
    }
    let high = unsafe start.loadUnaligned(as: UInt64.self)
    let low = unsafe start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    return EventBatch.Digest16(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
  }

  // MARK: Errors

  @inline(__always)
  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw unsafe Self.error(code, on: connection) }
  }

  @inline(never)
  private static func error(_ code: Int32, on connection: OpaquePointer) -> DatabaseError {
    DatabaseError(resultCode: ResultCode(rawValue: code), message: unsafe String(cString: sqlite3_errmsg(connection)))
  }
}
