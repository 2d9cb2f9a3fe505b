/// Broken and hostile files: each small, and each for one case.
enum HostileFiles {
  static func all() throws -> [SampleFile] { [] }
}
