import Archiving
import GRDB
import GRDBSQLite

/// The end of every page of an archive's database: its number and a checksum, in the bytes that SQLite reserves there for such use.
///
/// They are written by the page itself on its way to the disk, in SQLite's own file system layer: there is no moment at which a page lies there
/// without them, and a page that is taken back comes with its old ones from the journal. So every byte of the file counts: those of rows, of which the
/// evidence log knows, and those that belong to nothing, of which only this does. Against whoever changes a page and its checksum the log
/// stands; this finds damage, and writes of other programs.
enum PageChecksums {
  static let pageSize = 16_384
  /// Page number and CRC-32, four bytes each, big-endian as all numbers of SQLite's format.
  static let length = 8
  /// Where SQLite never writes a page: its locks are on these bytes.
  static let lockedOffset: Int64 = 1 << 30

  /// Makes a new database keep the bytes free. To be called before anything is written to it.
  static func reserve(in database: Database) throws {
    guard let connection = unsafe database.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
    var count = Int32(length)
    let code = unsafe sqlite3_file_control(connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &count)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  static func isRight(_ page: UnsafeRawBufferPointer, number: UInt32) -> Bool {
    unsafe page.loadUnaligned(fromByteOffset: pageSize - 8, as: UInt32.self) == number.bigEndian
      && page.loadUnaligned(fromByteOffset: pageSize - 4, as: UInt32.self) == crc32(UnsafeRawBufferPointer(rebasing: page[..<(pageSize - 4)])).bigEndian
  }

  fileprivate static func write(to page: UnsafeMutableRawBufferPointer, number: UInt32) {
    unsafe page.storeBytes(of: number.bigEndian, toByteOffset: pageSize - 8, as: UInt32.self)
    let sum = unsafe crc32(UnsafeRawBufferPointer(rebasing: page[..<(pageSize - 4)]))
    unsafe page.storeBytes(of: sum.bigEndian, toByteOffset: pageSize - 4, as: UInt32.self)
  }
}

// MARK: - SQLite's file system layer

/// SQLite's own file system layer, save that an archive's pages get their checksums when they are written.
///
/// Every other call goes to the original: its file object stays what it is and where it is, only its table of functions is a copy, kept behind it.
enum PageWriting {
  /// Makes it the layer of every connection that is opened from now on.
  static func begin() throws {
    guard isReady else { throw DatabaseError(resultCode: .SQLITE_ERROR, message: "SQLite has no file system layer") }
  }

  private static let isReady: Bool = {
    guard let original = unsafe original else { return false }
    let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    unsafe layer.initialize(to: original.pointee)
    unsafe layer.pointee.zName = UnsafeRawPointer(StaticString("counterroll").utf8Start).assumingMemoryBound(to: CChar.self)
    unsafe layer.pointee.szOsFile = Int32(methodsOffset + MemoryLayout<Methods>.size)
    unsafe layer.pointee.xOpen = { _, path, file, flags, outFlags in unsafe PageWriting.open(path, file, flags, outFlags) }
    return unsafe sqlite3_vfs_register(layer, 1) == SQLITE_OK
  }()

  nonisolated(unsafe) private static let original: UnsafeMutablePointer<sqlite3_vfs>? = unsafe sqlite3_vfs_find(nil)

  /// What stands behind the file object of a database with checksums.
  @unsafe private struct Methods {
    var table: sqlite3_io_methods
    var original: UnsafePointer<sqlite3_io_methods>
  }

  private static var methodsOffset: Int { unsafe (Int(original?.pointee.szOsFile ?? 0) + 15) & ~15 }

  private static func methods(of file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<Methods> {
    unsafe (UnsafeMutableRawPointer(file) + methodsOffset).assumingMemoryBound(to: Methods.self)
  }

  private static func open(
    _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    guard let original = unsafe original, let file = unsafe file else { return SQLITE_MISUSE }
    let code = unsafe original.pointee.xOpen(original, path, file, flags, outFlags)
    guard code == SQLITE_OK, flags & SQLITE_OPEN_MAIN_DB != 0, let table = unsafe file.pointee.pMethods, unsafe hasChecksums(file, table) else {
      return code
    }
    let methods = unsafe methods(of: file)
    unsafe methods.initialize(to: Methods(table: table.pointee, original: table))
    unsafe methods.pointee.table.xWrite = { file, bytes, count, offset in unsafe PageWriting.write(file, bytes, count, offset) }
    unsafe file.pointee.pMethods = UnsafePointer(UnsafeRawPointer(methods).assumingMemoryBound(to: sqlite3_io_methods.self))
    return code
  }

  /// A database that is to be made, or one that keeps the bytes free: byte 20 of its header says how many.
  private static func hasChecksums(_ file: UnsafeMutablePointer<sqlite3_file>, _ table: UnsafePointer<sqlite3_io_methods>) -> Bool {
    var size: Int64 = 0
    guard unsafe table.pointee.xFileSize(file, &size) == SQLITE_OK, size > 0 else { return true }
    var reserved: UInt8 = 0
    return unsafe table.pointee.xRead(file, &reserved, 1, 20) == SQLITE_OK && reserved == UInt8(PageChecksums.length)
  }

  /// SQLite hands over its own copy of the page. The checksum is put in there, so that what is kept of the page, and its journal, has it too.
  private static func write(_ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: Int64) -> Int32 {
    guard let file = unsafe file, let bytes = unsafe bytes else { return SQLITE_MISUSE }
    let size = Int64(PageChecksums.pageSize)
    if Int64(count) == size, offset % size == 0 {
      let page = unsafe UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(mutating: bytes), count: Int(count))
      unsafe PageChecksums.write(to: page, number: UInt32(truncatingIfNeeded: offset / size + 1))
    }
    return unsafe methods(of: file).pointee.original.pointee.xWrite(file, bytes, count, offset)
  }
}
