import ArgumentParser
import ArchiveStore
import AuditModel
import EvidenceLog
import Foundation
import Ingest
import Operations

struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON, one object a line, each with its schema and version.") var json = false
  @Flag(name: .shortAndLong, help: "Print results and errors only.") var quiet = false
  @Flag(help: "Say more on standard error.") var verbose = false
}

struct ArchiveOptions: ParsableArguments {
  @Option(help: "The archive's folder. Default: COUNTERROLL_ARCHIVE.") var archive: String?

  /// The role file of an archive of which nothing else is said.
  static func usualPath(in folder: String) -> String { ProcessInfo.processInfo.environment["COUNTERROLL_ROLES"] ?? folder + "/roles.yaml" }

  /// Nil if neither flag nor variable names one.
  var named: String? { archive ?? ProcessInfo.processInfo.environment["COUNTERROLL_ARCHIVE"] }

  func folder() throws -> String {
    if let named { return named }
    throw Failure(.usage, "no archive given", hint: "add --archive FOLDER, or set COUNTERROLL_ARCHIVE")
  }

  /// Opens it, and says what is unsafe about its folder.
  func open() throws -> Archive {
    let archive = try Archive.open(at: folder())
    for warning in archive.warnings { Console.message("counterroll: warning: \(Console.visible(warning))") }
    return archive
  }
}

struct SigningOptions: ParsableArguments {
  @Option(help: "The key that signs the archive's checkpoint (see `key make`). Default: COUNTERROLL_KEY; without one it is not signed.") var key: String?

  func key(for folder: String) throws -> SigningKey? {
    guard let path = key ?? ProcessInfo.processInfo.environment["COUNTERROLL_KEY"], !path.isEmpty else { return nil }
    return try KeyFile.read(path, for: folder)
  }
}

struct NetworkOptions: ParsableArguments {
  @Flag(help: "Write although the archive lies on a network file system: only if no other machine ever writes to it.")
  var allowNetworkFolder = false
}

struct ReadingOptions: ParsableArguments {
  @Option(help: "Read by this profile, a name or a .yaml file, instead of the one that the file's structure fits.") var profile: String?
  @Option(help: "The zone of times that say none, such as America/Chicago, where the profile does not know it.") var assumeZone: String?

  func settings() throws -> ReadingSettings {
    ReadingSettings(profile: try profile.map { try ProfileLibrary.profile($0) }, zone: try assumeZone.map { try ZoneRules(named: $0).name })
  }
}

struct RoleOptions: ParsableArguments {
  @Option(help: "The role file. Default: COUNTERROLL_ROLES, else roles.yaml in the archive's folder.") var roles: String?

  /// The role file of an archive of which nothing else is said.
  static func usualPath(in folder: String) -> String { ProcessInfo.processInfo.environment["COUNTERROLL_ROLES"] ?? folder + "/roles.yaml" }

  /// Nil if neither flag nor variable names one.
  var named: String? { roles ?? ProcessInfo.processInfo.environment["COUNTERROLL_ROLES"] }

  func path(in folder: String) -> String { named ?? folder + "/roles.yaml" }
}

struct RequesterOptions: ParsableArguments {
  @Option(name: .customLong("as"), help: "Ask as this login, where the role file lets yours act as it. Both are recorded.") var actingAs: String?
}

struct FilterOptions: ParsableArguments {
  @Option(help: "Only events of this user, workflow or integration: name or id (repeatable).") var user: [String] = []
  @Option(help: "Only events of this module (repeatable).") var module: [String] = []
  @Option(help: "Only events with this action (repeatable).") var action: [String] = []
  @Option(help: "From this instant on: 2026-06-01 (in the account's zone), or a full time.") var from: String?
  @Option(help: "Before this instant, written like --from.") var until: String?
  @Option(help: "The last stretch of time until now: 12h, 7d, 4w.") var last: String?
  @Option(help: "Only events of a document: its id, or a part of its name.") var document: String?

  func validate() throws {
    if last != nil, from != nil || until != nil { throw ValidationError("--last cannot be combined with --from or --until") }
  }

  var request: FilterRequest {
    var request = FilterRequest()
    (request.users, request.modules, request.actions) = (user, module, action)
    (request.from, request.until, request.last, request.document) = (from, until, last, document)
    return request
  }
}
