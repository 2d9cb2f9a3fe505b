import AuditModel

/// An option of one value that is given twice is a slip: the parser would take the last without a word, and an export would not be the one that was meant.
enum RepeatedOptions {
  private static let repeatable: Set<Substring> = ["--user", "--module", "--action", "--filter"]

  /// - Parameter arguments: of which the parser has found nothing to complain about.
  /// - Throws: `Failure` of the kind `usage`, which names the option.
  static func refuse(in arguments: [String]) throws {
    var seen: Set<Substring> = []
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let name = argument.prefix { $0 != "=" }
      guard repeatable.contains(name) || seen.insert(name).inserted else { throw Failure(.usage, "\(name) is given twice", hint: "give it once") }
    }
  }
}
