import GRDB
import GRDBSQLite

/// The database as a file, before anything in it is believed: its header, and the checksum of every page.
extension ArchiveCheck {
  /// Fields that SQLite does not look at twice (file format, section 1.3).
  func checkHeader() throws {
    let file = try DatabaseFile(of: database)
    guard let header = file.bytes(100, at: 0) else { return report(.database, "its header cannot be read") }
    if !Self.isAsWritten(header, fileSize: file.size) { report(.database, "the header of archive.sqlite is not as it was written") }
  }

  private static func isAsWritten(_ header: [UInt8], fileSize: Int64) -> Bool {
    func word(_ offset: Int) -> Int64 { header[offset..<offset + 4].reduce(Int64(0)) { $0 << 8 | Int64($1) } }
    let pageSize = Int64(header[16]) << 8 | Int64(header[17])
    guard pageSize == PageChecksums.pageSize, word(28) * pageSize == fileSize else { return false }
    // Rollback journal for reading and writing, the bytes for checksums, the fixed payload fractions.
    guard header[18...23].elementsEqual([1, 1, UInt8(PageChecksums.length), 64, 32, 32]) else { return false }
    // Schema format 4, no default cache, no vacuum, UTF-8.
    guard word(44) == 4, word(48) == 0, word(52) == 0, word(56) == 1, word(64) == 0 else { return false }
    guard word(60) == Int64(Connection.formatVersion), word(68) == Int64(Connection.applicationID) else { return false }
    return header[72..<92].allSatisfy { $0 == 0 } && word(24) == word(92) && word(96) / 1_000_000 == 3
  }

  /// Every byte of the file, those between its rows and on its free pages included.
  func checkPages() throws {
    let file = try DatabaseFile(of: database)
    var changed: [Int64] = []
    var page = [UInt8](repeating: 0, count: PageChecksums.pageSize)
    for offset in stride(from: 0, to: file.size, by: PageChecksums.pageSize) {
      let isRead = unsafe page.withUnsafeMutableBytes { unsafe file.read(into: $0, at: offset) }
      let number = offset / Int64(PageChecksums.pageSize) + 1
      let isRight = offset == PageChecksums.lockedOffset
        ? page.allSatisfy { $0 == 0 } : unsafe page.withUnsafeBytes { unsafe PageChecksums.isRight($0, number: UInt32(truncatingIfNeeded: number)) }
      if !isRead || !isRight { changed.append(number) }
    }
    guard !changed.isEmpty else { return }
    let named = changed.prefix(10).map(String.init).joined(separator: ", ") + (changed.count > 10 ? " …" : "")
    report(
      .database, "pages that are not as they were written: \(changed.count), namely \(named)",
      advice: "restore archive.sqlite from a copy: the disk has changed it, or another program wrote to it (VACUUM, .backup)")
  }
}

/// The bytes of the database, through SQLite's own file. A descriptor of our own would, when closed, drop the locks of the process on it.
@safe private struct DatabaseFile {
  private let file: UnsafeMutablePointer<sqlite3_file>
  let size: Int64

  init(of database: Database) throws {
    var file: UnsafeMutablePointer<sqlite3_file>?
    guard let connection = unsafe database.sqliteConnection,
      unsafe sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK, let file = unsafe file
    else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
    var size: Int64 = 0
    let code = unsafe file.pointee.pMethods.pointee.xFileSize(file, &size)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    unsafe self.file = file
    self.size = size
  }

  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int64) -> Bool {
    unsafe file.pointee.pMethods.pointee.xRead(file, bytes.baseAddress, Int32(bytes.count), offset) == SQLITE_OK
  }

  func bytes(_ count: Int, at offset: Int64) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return unsafe bytes.withUnsafeMutableBytes { unsafe read(into: $0, at: offset) } ? bytes : nil
  }
}
