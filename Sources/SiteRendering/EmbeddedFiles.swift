internal import AuditModel
internal import CTemplates

/// The files of `Templates/site` as they are inside the binary, by their path below `site`.
enum EmbeddedFiles {
  static var names: [String] { unsafe files.map { unsafe String(cString: $0.name) } }

  private static var files: UnsafeBufferPointer<counterroll_file> {
    let files = unsafe counterroll_site()
    return unsafe UnsafeBufferPointer(start: files.first, count: files.count)
  }

  /// - Throws: `failed` when the program was built without this file.
  static func bytes(of name: String) throws(Failure) -> [UInt8] {
    guard let place = names.firstIndex(of: name) else {
      throw Failure(.failed, "the program was built without its template \(name)", hint: "build it again from a complete source folder")
    }
    let file = unsafe files[place]
    return unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.length))
  }

  static func text(of name: String) throws(Failure) -> String { String(decoding: try bytes(of: name), as: UTF8.self) }
}
