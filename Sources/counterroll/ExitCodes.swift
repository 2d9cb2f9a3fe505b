import AuditModel

/// What the process ends with: sysexits where they fit. The README has the same table, and a test compares the two.
enum ExitCodes {
  static let done: Int32 = 0
  static let rejects: Int32 = 3
  static let findings: Int32 = 5
  static let coverage: Int32 = 6

  /// All codes with their meaning, in order.
  static let table: [(code: Int32, meaning: String)] = [
    (0, "done"),
    (1, "failed"),
    (3, "done, but some records were rejected"),
    (5, "verify found something that is not as it must be"),
    (6, "coverage: a gap, or the source soon purges what is not archived"),
    (64, "wrong use of a command or flag"),
    (65, "bad data: not an export, or damaged"),
    (66, "an input file is missing or unreadable"),
    (73, "cannot create the output: it exists, or its folder refuses"),
    (74, "reading or writing failed, for example on a full disk"),
    (75, "another run holds the archive: try later"),
    (77, "not permitted by the role file"),
    (78, "the role file or a setting is at fault"),
    (130, "interrupted"),
  ]

  static func code(of kind: Failure.Kind) -> Int32 {
    switch kind {
    case .failed: 1
    case .usage: 64
    case .badData: 65
    case .noInput: 66
    case .cannotCreate: 73
    case .inputOutput: 74
    case .locked: 75
    case .notPermitted: 77
    case .settings: 78
    case .interrupted: 130
    }
  }

  static var help: String {
    "EXIT STATUS\n" + table.map { entry in
      let code = String(entry.code)
      return "  " + String(repeating: " ", count: 3 - code.count) + code + "  " + entry.meaning
    }.joined(separator: "\n")
  }
}
