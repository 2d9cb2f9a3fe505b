internal import Archiving
public import AuditModel
internal import CTemplates

/// The profiles that come with the program. They are parsed when a file has to be read, not before.
public enum ProfileLibrary {
  /// The files of Templates/profiles as they are inside the binary.
  static var files: [(name: String, bytes: [UInt8])] {
    let files = unsafe counterroll_profiles()
    return unsafe UnsafeBufferPointer(start: files.first, count: files.count).map { file in
      (unsafe String(cString: file.name), unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.length)))
    }
  }

  private static let csv = Result { () throws(Failure) in try parsed("\nformat: csv\n") }
  private static let json = Result { () throws(Failure) in try parsed("\nformat: json\n") }

  /// Parsing YAML takes half a millisecond a file: those of the other format are passed over by a line of theirs.
  private static func parsed(_ line: String) throws(Failure) -> [SourceProfile] {
    try files.filter { String(decoding: $0.bytes, as: UTF8.self).contains(line) }
      .map { (file) throws(Failure) in try ProfileFile(file: file.name).read(file.bytes) }
  }

  /// Those of one format, sorted by name.
  static func profiles(_ format: SourceProfile.Format) throws(Failure) -> [SourceProfile] {
    switch format {
    case .csv: try csv.get()
    case .json: try json.get()
    }
  }

  /// All of them.
  public static func profiles() throws(Failure) -> [SourceProfile] { try profiles(.csv) + profiles(.json) }

  /// A profile by its name, or from a file of the user's own.
  public static func profile(_ nameOrPath: String) throws -> SourceProfile {
    let all = try profiles()
    if let profile = all.first(where: { $0.name == nameOrPath }) { return profile }
    guard nameOrPath.contains("/") || nameOrPath.hasSuffix(".yaml") || nameOrPath.hasSuffix(".yml") else {
      let names = all.map(\.name).joined(separator: ", ")
      throw Failure(.usage, "no profile is called \(nameOrPath)", hint: "give the path of a .yaml file, or one of: \(names)")
    }
    return try ProfileFile(file: nameOrPath).read(try bytes(of: nameOrPath))
  }

  /// A profile from its text, as an archive keeps it.
  public static func profile(text: String, called name: String) throws(Failure) -> SourceProfile {
    try ProfileFile(file: "profile \(name)").read(Array(text.utf8))
  }

  private static let sizeLimit = 1 << 20

  private static func bytes(of path: String) throws -> [UInt8] {
    let stream = try ByteStream(file: path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
    defer { unsafe buffer.deallocate() }
    var bytes: [UInt8] = []
    while case let count = try unsafe stream.read(into: buffer), count > 0 {
      unsafe bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= sizeLimit else {
        throw Failure(.settings, "\(path): is larger than 1 MiB", hint: "give --profile the path of a profile")
      }
    }
    return bytes
  }
}
