public import AuditModel
import CArchive
import CDeflate

/// Packs files into a ZIP in memory, for samples and tests. All members bear the first instant that ZIP knows, 1980-01-01.
public func zip(_ files: [(name: String, bytes: [UInt8])]) throws(Failure) -> [UInt8] {
  let packed = Collector()
  let writer = try ZipWriter(to: packed.sink, at: "zip file", modified: 315_532_800)
  for file in files { try writer.add(file.name, file.bytes) }
  try writer.close()
  return packed.bytes
}

/// One independent Zstandard frame (RFC 8878): frames may be joined to a file, and be read one by one.
public func zstdFrame(_ bytes: UnsafeRawBufferPointer, level: Int) throws(Failure) -> [UInt8] {
  let packed = Collector()
  let writer = try unsafe ArchiveWriter(to: packed.sink, at: "zstd frame") { handle in
    unsafe archive_write_set_format_raw(handle)
    let code = unsafe archive_write_add_filter_zstd(handle)
    return unsafe code == ARCHIVE_OK ? archive_write_set_filter_option(handle, "zstd", "compression-level", "\(level)") : code
  }
  try writer.begin("data", size: nil, modified: nil)
  try unsafe writer.write(bytes)
  try writer.close()
  return packed.bytes
}

/// One gzip member (RFC 1952) without name and time, so that equal bytes give equal files.
public func gzip(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
  let compressor = Compressor(level: 6)
  return unsafe compressor.run(bytes, bound: libdeflate_gzip_compress_bound, compress: libdeflate_gzip_compress)
}

/// CRC-32 as gzip, ZIP and zlib know it: finds damage, and withstands nobody.
public func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 { unsafe libdeflate_crc32(0, bytes.baseAddress, bytes.count) }

/// Raw deflate (RFC 1951) of whole buffers: the data blocks inside a page, which browsers unpack as `deflate-raw`.
public final class RawDeflater {
  private let compressor: Compressor

  /// - Parameter level: from 1, fast, to 12, small.
  public init(level: Int) { compressor = Compressor(level: level) }

  public func compress(_ bytes: [UInt8]) -> [UInt8] {
    unsafe compressor.run(bytes, bound: libdeflate_deflate_compress_bound, compress: libdeflate_deflate_compress)
  }
}

/// Unpacks raw deflate whose unpacked size is known.
///
/// - Throws: `badData` when the bytes are damaged or do not unpack to exactly `size` bytes.
public func inflateRaw(_ bytes: [UInt8], size: Int) throws(Failure) -> [UInt8] {
  guard let decompressor = unsafe libdeflate_alloc_decompressor() else { fatalError("out of memory") }
  defer { unsafe libdeflate_free_decompressor(decompressor) }
  var result = LIBDEFLATE_BAD_DATA
  let out = unsafe [UInt8](unsafeUninitializedCapacity: size) { out, count in
    result = unsafe libdeflate_deflate_decompress(decompressor, bytes, bytes.count, out.baseAddress, size, nil)
    count = result == LIBDEFLATE_SUCCESS ? size : 0
  }
  guard result == LIBDEFLATE_SUCCESS else { throw Failure(.badData, "a block of compressed data is damaged") }
  return out
}

/// A libdeflate compressor, freed with the object.
@safe private final class Compressor {
  private let handle: OpaquePointer

  init(level: Int) {
    guard let handle = unsafe libdeflate_alloc_compressor(CInt(level)) else { preconditionFailure("libdeflate has levels 0 to 12") }
    unsafe self.handle = unsafe handle
  }

  deinit { unsafe libdeflate_free_compressor(handle) }

  typealias Bound = (OpaquePointer?, Int) -> Int
  typealias Compress = (OpaquePointer?, UnsafeRawPointer?, Int, UnsafeMutableRawPointer?, Int) -> Int

  func run(_ bytes: [UInt8], bound: Bound, compress: Compress) -> [UInt8] {
    let capacity = unsafe bound(handle, bytes.count)
    return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { out, count in
      count = unsafe compress(handle, bytes, bytes.count, out.baseAddress, capacity)
    }
  }
}

/// Packed bytes gathered in memory.
private final class Collector {
  private(set) var bytes: [UInt8] = []

  var sink: PackedSink { unsafe PackedSink { [self] packed throws(Failure) in unsafe bytes.append(contentsOf: packed) } }
}
