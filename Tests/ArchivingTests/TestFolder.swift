import Glibc

/// A folder of its own for each test; removed with the object.
final class TestFolder {
  let path: String

  init() {
    var template = Array("/tmp/archiving-test-XXXXXX".utf8CString)
    path = unsafe template.withUnsafeMutableBufferPointer { unsafe String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit {
    for name in names { unsafe unlink("\(path)/\(name)") }
    unsafe rmdir(path)
  }

  /// What stands in the folder, hidden names too.
  var names: [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a file without the code under test, and returns its path.
  func write(_ name: String, _ bytes: [UInt8]) -> String {
    let path = "\(path)/\(name)"
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    unsafe precondition(Glibc.write(file, bytes, bytes.count) == bytes.count)
    close(file)
    return path
  }

  func read(_ name: String) -> [UInt8] {
    let file = unsafe open("\(path)/\(name)", O_RDONLY)
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = unsafe Glibc.read(file, &buffer, buffer.count)
      guard got > 0 else { return bytes }
      bytes.append(contentsOf: buffer[..<got])
    }
  }
}
