import AuditModel
import CArchive
import Glibc

/// One pass of libarchive over a packed file: its members in order, and the bytes of the one it stands at.
///
/// Formats and filters are switched on one by one, never "all": the others are where the bugs live.
@safe final class ArchiveReader: ByteSource {
  private enum Supply { case file(InputFile), stream(Feed) }

  let path: String
  private let supply: Supply
  private let handle = ReadHandle()
  private let clock = ContinuousClock()
  var rules: MemberRules
  /// File and member for messages.
  private var place: String
  /// Bytes of the member handed out, and where in the packed file it began.
  private var memberBytes: Int64 = 0
  private var memberStart: Int64 = 0
  /// What libarchive lent us and we have not handed out. It is good until the next call for data.
  private var block = unsafe UnsafeRawBufferPointer(start: nil, count: 0)

  /// Reads a file: a zip, a tar, or (`format` nil) the single stream inside gzip or zstd.
  init(_ input: InputFile, format: Packing?, filter: Packing? = nil) throws(Failure) {
    path = input.path
    place = path
    rules = MemberRules(file: path)
    supply = .file(input)
    try input.rewind()
    try unsafe check { unsafe Self.enable(format, $0) }
    if let filter { try unsafe check { unsafe Self.enable(filter: filter, $0) } }
    try unsafe check { unsafe archive_read_open_fd($0, input.descriptor, 1 << 18) }
    try refuseDoubleFilter()
  }

  /// Packing twice with the same filter goes unnoticed in libarchive: it takes both off.
  private func refuseDoubleFilter() throws(Failure) {
    if unsafe archive_filter_count(handle.pointer) > 2 { throw rules.refusal("is packed twice", at: place) }
  }

  /// Reads what is in a zstd frame, whatever that is: other filters that it may be in are not looked for.
  init(zstdFrame stream: ByteStream, path: String) throws(Failure) {
    self.path = path
    place = path
    rules = MemberRules(file: path)
    let feed = Feed(stream)
    supply = .stream(feed)
    try unsafe check { unsafe Self.enable(nil, $0) }
    try unsafe check { unsafe archive_read_append_filter($0, ARCHIVE_FILTER_ZSTD) }
    try unsafe check { unsafe feed.open($0) }
  }

  /// Reads the tar that a stream turned out to be, or (`format` nil) what a filter makes of a stream.
  init(_ stream: ByteStream, format: Packing?, filter: Packing? = nil, path: String) throws(Failure) {
    self.path = path
    place = path
    rules = MemberRules(file: path)
    let feed = Feed(stream)
    supply = .stream(feed)
    try unsafe check { unsafe Self.enable(format, $0) }
    if let filter { try unsafe check { unsafe Self.enable(filter: filter, $0) } }
    try unsafe check { unsafe feed.open($0) }
    try refuseDoubleFilter()
  }

  /// What a feed could not read is the true reason when libarchive gives up.
  @discardableResult
  private func check(warnings: Gateway.Warnings = .pass, _ call: (OpaquePointer) -> CInt) throws(Failure) -> Bool {
    do throws(Failure) {
      return try unsafe Gateway.check(handle.pointer, at: place, warnings: warnings, call)
    } catch {
      if case .stream(let feed) = supply, let failure = feed.failure { throw failure }
      throw error
    }
  }

  private static func enable(_ format: Packing?, _ handle: OpaquePointer) -> CInt {
    switch format {
    // The seekable reader believes the central directory, as people's tools do; the streaming one could be shown other members.
    case .zip: return unsafe archive_read_support_format_zip_seekable(handle)
    case .tar: return unsafe archive_read_support_format_tar(handle)
    default:
      unsafe archive_read_support_format_empty(handle)
      return unsafe archive_read_support_format_raw(handle)
    }
  }

  private static func enable(filter: Packing, _ handle: OpaquePointer) -> CInt {
    unsafe filter == .gzip ? archive_read_support_filter_gzip(handle) : archive_read_support_filter_zstd(handle)
  }

  var inputBytesRead: Int64 {
    switch supply {
    case .file: unsafe archive_filter_bytes(handle.pointer, -1)
    case .stream(let feed): feed.inputBytesRead
    }
  }

  /// Steps to the next member, and over all that is neither a file nor worth a refusal; nil at the end.
  func nextMember() throws(Failure) -> String? {
    while let entry = try unsafe nextEntry() {
      try rules.admitEntry()
      let name = unsafe Self.name(of: entry)
      place = rules.place(name)
      if unsafe archive_entry_filetype(entry) == S_IFDIR || Self.isFinderMetadata(name) {
        try ByteStream(self).drain()
        continue
      }
      try unsafe refuseUnlessReadable(entry)
      try rules.admitName(name)
      return name
    }
    return nil
  }

  /// Steps to the content of a single stream; false when it has none.
  func openSingleStream() throws(Failure) -> Bool { try unsafe nextEntry() != nil }

  private func nextEntry() throws(Failure) -> OpaquePointer? {
    var entry: OpaquePointer?
    place = path
    let start = clock.now
    let isEntry = try unsafe check { unsafe archive_read_next_header($0, &entry) }
    try rules.admitTime(clock.now - start)
    memberBytes = 0
    memberStart = inputBytesRead
    unsafe block = UnsafeRawBufferPointer(start: nil, count: 0)
    return unsafe isEntry ? entry : nil
  }

  private func refuseUnlessReadable(_ entry: OpaquePointer) throws(Failure) {
    if unsafe archive_entry_hardlink(entry) != nil || archive_entry_symlink(entry) != nil { throw rules.refusal("is a link", at: place) }
    guard unsafe archive_entry_filetype(entry) == S_IFREG else { throw rules.refusal("is not a regular file", at: place) }
    if unsafe archive_entry_is_encrypted(entry) != 0 { throw rules.refusal("is encrypted", at: place) }
    if unsafe archive_entry_sparse_count(entry) > 0 { throw rules.refusal("is a sparse file", at: place) }
  }

  /// What macOS adds to a ZIP beside the files themselves.
  private static func isFinderMetadata(_ name: String) -> Bool { name == "__MACOSX" || name.hasPrefix("__MACOSX/") }

  /// A name that is not UTF-8 (older Windows tools) is kept readable: each odd byte as `\xNN`.
  private static func name(of entry: OpaquePointer) -> String {
    guard let bytes = unsafe archive_entry_pathname(entry) else { return "" }
    if let name = unsafe String(validatingCString: bytes) { return name }
    return unsafe UnsafeBufferPointer(start: bytes, count: strlen(bytes)).reduce(into: "") { text, byte in
      let byte = UInt8(bitPattern: byte)
      text += byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x\(String(byte, radix: 16))"
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    while unsafe block.isEmpty { guard try nextBlock() else { return 0 } }
    let count = unsafe min(block.count, buffer.count)
    unsafe buffer.copyMemory(from: .init(rebasing: block[..<count]))
    unsafe block = .init(rebasing: block[count...])
    return count
  }

  /// False at the end of the member. A block may be empty, with no address, before more bytes come.
  private func nextBlock() throws(Failure) -> Bool {
    var start: UnsafeRawPointer?
    var count = 0
    var offset: la_int64_t = 0
    let began = clock.now
    let isData = try unsafe check(warnings: .refuse) {
      unsafe archive_read_data_block($0, &start, &count, &offset)
    }
    try rules.admitTime(clock.now - began)
    guard isData else { return false }
    if count > 0, offset != memberBytes { throw rules.refusal("has holes (a sparse file)", at: place) }
    memberBytes += Int64(count)
    try rules.admitBytes(count, member: memberBytes, packed: inputBytesRead - memberStart, at: place)
    unsafe block = UnsafeRawBufferPointer(start: start, count: count)
    return true
  }
}
