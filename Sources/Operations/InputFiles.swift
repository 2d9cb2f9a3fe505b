internal import AuditModel
internal import Glibc

/// A file that an ingest does not read although it stands where exports are looked for, and why.
public struct PassedOver: Equatable, Sendable {
  public enum Reason: String, Sendable, CaseIterable {
    case hidden, coverageFile, link, otherKind, special, archive, namedTwice

    public var words: String {
      switch self {
      case .hidden: "its name begins with a dot"
      case .coverageFile: "says what an export covers, and is none"
      case .link: "a link, and links in folders are not followed: name its target if it is meant"
      case .otherKind: "no export by the ending of its name"
      case .special: "neither a file nor a folder"
      case .archive: "an archive of this program"
      case .namedTwice: "named already: read once"
      }
    }
  }

  public let name: String
  public let reason: Reason
}

/// The files that the words of a command line stand for: files, what is in folders, and standard input.
///
/// A folder is read with everything below it, sorted by name in byte order. Links in it are not followed, so that nothing from elsewhere gets
/// in unseen. Whatever in it is passed over is said; a file that is not, and turns out to be no export, stops the run as if it had been named.
struct InputFiles {
  /// What is needed to read `-`.
  struct StandardInput {
    let name: String
    let spoolFolder: String
    let isInterrupted: () -> Bool
  }

  /// Endings of names under which no export comes: documents, pictures, web pages, check sums, signatures, settings. Spreadsheets are not among
  /// them: one may well be an export that somebody saved in that form, and must not be passed over.
  static let otherEndings: Set<String> = [
    "md", "pdf", "doc", "docx", "odt", "rtf", "ppt", "pptx", "html", "htm", "css", "png", "jpg", "jpeg", "gif", "webp", "svg", "heic", "tif",
    "tiff", "sha256", "sha512", "md5", "asc", "sig", "yaml", "yml", "toml", "ini",
  ]

  private(set) var files: [Input] = []
  private(set) var passedOver: [PassedOver] = []
  private let standardInput: StandardInput
  private var seen: Set<String> = []

  /// - Throws: `noInput` for a path that is not there, and for a folder without exports.
  init(_ arguments: [String], standardInput: StandardInput) throws(Failure) {
    self.standardInput = standardInput
    for argument in arguments {
      if argument == "-" {
        try addStandardInput()
      } else if try Input.status(of: argument).st_mode & S_IFMT == S_IFDIR {
        try addFolder(argument)
      } else {
        add(try Input(path: argument, name: fileName(argument)))
      }
    }
  }

  private mutating func addStandardInput() throws(Failure) {
    guard seen.insert("-").inserted else { return passedOver.append(PassedOver(name: standardInput.name, reason: .namedTwice)) }
    files.append(
      try Input(
        standardInputNamed: standardInput.name, spoolingIn: standardInput.spoolFolder, isInterrupted: standardInput.isInterrupted))
  }

  /// The same file by another path is the same file.
  private mutating func add(_ input: Input) {
    if seen.insert("\(input.facts.device):\(input.facts.node)").inserted {
      files.append(input)
    } else {
      passedOver.append(PassedOver(name: input.name, reason: .namedTwice))
    }
  }

  // MARK: Folders

  private mutating func addFolder(_ folder: String) throws(Failure) {
    let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let before = (files.count, passedOver.count)
    try addContents(of: path, as: "")
    let isEmpty = files.count == before.0 && !passedOver[before.1...].contains { $0.reason == .namedTwice }
    if isEmpty {
      throw Failure(.noInput, "\(folder): no exports in this folder", hint: "name the folder that holds them, or the files themselves")
    }
  }

  /// - Parameter prefix: of names: where below the folder that was named this one is.
  private mutating func addContents(of folder: String, as prefix: String) throws(Failure) {
    let names = try Self.names(in: folder)
    if names.contains("archive.sqlite") {
      return passedOver.append(PassedOver(name: prefix.isEmpty ? folder : String(prefix.dropLast()), reason: .archive))
    }
    for name in names { try addEntry(name, in: folder, as: prefix + name) }
  }

  private mutating func addEntry(_ entry: String, in folder: String, as name: String) throws(Failure) {
    let path = folder == "/" ? "/" + entry : "\(folder)/\(entry)"
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      throw Failure(.noInput, "\(path): \(unsafe String(cString: strerror(errno)))", hint: "ingest the folder when nothing else changes it")
    }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    if let reason = Self.reasonToPass(entry, status, isFolder: isFolder) {
      passedOver.append(PassedOver(name: name, reason: reason))
    } else if isFolder {
      try addContents(of: path, as: name + "/")
    } else {
      add(try Input(path: path, name: name))
    }
  }

  private static func reasonToPass(_ entry: String, _ status: stat, isFolder: Bool) -> PassedOver.Reason? {
    if entry.hasPrefix(".") { return .hidden }
    if status.st_mode & S_IFMT == S_IFLNK { return .link }
    if isFolder { return nil }
    guard status.st_mode & S_IFMT == S_IFREG else { return .special }
    let name = entry.lowercased()
    if [".coverage.json", ".coverage.yaml", ".coverage.yml"].contains(where: name.hasSuffix) { return .coverageFile }
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return otherEndings.contains(String(name[name.index(after: dot)...])) ? .otherKind : nil
  }

  /// The names in a folder in byte order, without `.` and `..`.
  private static func names(in folder: String) throws(Failure) -> [String] {
    guard let directory = unsafe opendir(folder) else {
      throw Failure(.noInput, "\(folder): \(unsafe String(cString: strerror(errno)))", hint: "ask the owner for the right to read it")
    }
    defer { unsafe closedir(directory) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = unsafe readdir(directory) {
      names.append(unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in unsafe Array(bytes.prefix { $0 != 0 }) })
      errno = 0
    }
    guard errno == 0 else { throw Failure(.inputOutput, "\(folder): cannot be read to its end: \(unsafe String(cString: strerror(errno)))") }
    names.sort { $0.lexicographicallyPrecedes($1) }
    var texts: [String] = []
    for name in names where name != [0x2E] && name != [0x2E, 0x2E] {
      guard let text = String(validating: name, as: UTF8.self) else {
        throw Failure(.noInput, "\(folder): holds a file whose name is not UTF-8: \(String(decoding: name, as: UTF8.self))", hint: "rename it")
      }
      texts.append(text)
    }
    return texts
  }
}
