/// A record of the CRM as it stands at some moment of the story.
struct Record: Sendable {
  let id: String
  let parent: String
  /// In the order of the module's fields; nil where nothing was ever set.
  var values: [Value?]
  var tags: [String] = []
  var isDeleted = false

  /// The name that the screen shows for it.
  func name(in module: Module) -> String {
    values.prefix(module.nameFields).compactMap { value in
      if case .text(let text) = value { text.isEmpty ? nil : text } else { nil }
    }.joined(separator: " ")
  }

  /// All its values as the changes of a creation, restoration (`side` after) or deletion (`side` before).
  func changes(in module: Module, on side: Side) -> [Change] {
    zip(module.fields, values).compactMap { field, value in
      guard let value else { return nil }
      return side == .before ? Change(field: field.name, before: value) : Change(field: field.name, after: value)
    }
  }
}

/// A place where an event's "before" is deliberately not the previous event's "after".
struct Break: Sendable {
  let event, document, field: String
}
