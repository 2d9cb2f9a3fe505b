internal import AuditModel
internal import Glibc

// Files and folders of the archive that the program itself has made: small, and with names that it chose.

/// The names in a folder in order, without those that begin with a dot; none if there is no such folder.
func namesInOwnFolder(_ folder: String) throws(Failure) -> [String] {
  guard let directory = unsafe opendir(folder) else {
    if errno == ENOENT { return [] }
    throw Failure(.inputOutput, "cannot read \(folder): \(unsafe String(cString: strerror(errno)))")
  }
  defer { unsafe closedir(directory) }
  var names: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

/// All bytes of a small file.
func wholeFile(_ path: String) throws(Failure) -> [UInt8] {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
  guard descriptor >= 0 else { throw Failure(.noInput, "cannot read \(path): \(unsafe String(cString: strerror(errno)))") }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe read(descriptor, &chunk, chunk.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw Failure(.inputOutput, "cannot read \(path): \(unsafe String(cString: strerror(errno)))") }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}
