internal import AuditModel
internal import CTemplates

/// The files of `Templates/site` as they are inside the binary, by their path below `site`.
enum EmbeddedFiles {
  static var names: [String] {
    (0..<counterroll_template_count()).map { index in unsafe String(cString: counterroll_template_at(index).pointee.name) }
  }

  /// - Throws: `failed` when the program was built without this file.
  static func bytes(of name: String) throws(Failure) -> [UInt8] {
    guard let place = names.firstIndex(of: name) else {
      throw Failure(.failed, "the program was built without its template \(name)", hint: "build it again from a complete source folder")
    }
    let file = unsafe counterroll_template_at(place).pointee
    return unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.length))
  }

  static func text(of name: String) throws(Failure) -> String { String(decoding: try bytes(of: name), as: UTF8.self) }
}
