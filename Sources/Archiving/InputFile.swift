import AuditModel
import Glibc

/// A regular file opened once for reading, from which both the plain and the packed way take their bytes.
final class InputFile: ByteSource {
  /// What messages call it.
  let path: String
  private let file: OpenFile
  let size: Int64
  private(set) var inputBytesRead: Int64 = 0

  var descriptor: CInt { file.descriptor }

  /// - Parameter name: what messages call the file, where that is not its path.
  /// - Throws: `noInput` with the reason when there is no such file, or it cannot be read, or it is not a regular file.
  init(path: String, named name: String? = nil) throws(Failure) {
    // O_NONBLOCK: opening a named pipe that nobody writes to would hang; regular files do not know it.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    let path = name ?? path
    guard descriptor >= 0 else { throw Self.unopened(path) }
    self.path = path
    file = OpenFile(descriptor: descriptor)
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Failure(.noInput, "\(path): \(OpenFile.lastReason)") }
    size = Int64(status.st_size)
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw Failure(.noInput, "\(path): is a folder", hint: "give the files in it")
    default: throw Failure(.noInput, "\(path): is not a regular file", hint: "save it to a file first")
    }
  }

  private static func unopened(_ path: String) -> Failure {
    switch errno {
    case ENOENT, ENOTDIR: Failure(.noInput, "\(path): no such file", hint: "check the spelling of the path")
    case EACCES: Failure(.noInput, "\(path): \(OpenFile.lastReason)", hint: "ask the owner for the right to read it")
    default: Failure(.noInput, "\(path): \(OpenFile.lastReason)")
    }
  }

  /// Up to `count` bytes at the start of the file; where reading goes on does not change.
  func head(_ count: Int) throws(Failure) -> [UInt8] { try bytes(count, from: 0) }

  /// Up to `count` bytes at the end of the file.
  func tail(_ count: Int) throws(Failure) -> [UInt8] { try bytes(count, from: max(0, size - Int64(count))) }

  func bytes(_ count: Int, from offset: Int64) throws(Failure) -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      while used < count {
        let got = unsafe pread(descriptor, buffer.baseAddress! + used, count - used, off_t(offset) + used)
        if got < 0, errno == EINTR { continue }
        failed = got < 0
        guard got > 0 else { return }
        used += got
      }
    }
    if failed { throw Failure(.inputOutput, "\(path): cannot be read: \(OpenFile.lastReason)") }
    return bytes
  }

  func rewind() throws(Failure) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Failure(.inputOutput, "\(path): \(OpenFile.lastReason)") }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    while true {
      let got = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if got >= 0 {
        inputBytesRead += Int64(got)
        return got
      }
      guard errno == EINTR else { throw Failure(.inputOutput, "\(path): cannot be read: \(OpenFile.lastReason)") }
    }
  }
}
