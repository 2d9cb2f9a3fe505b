/// Looking at what was parsed.
extension JSONTape {
  @inline(__always)
  private func node(_ index: Int) -> UnsafeMutablePointer<Node> {
    precondition(index >= 0 && index < count)
    return unsafe nodes + index
  }

  @inline(__always)
  func kind(of index: Int) -> Kind { unsafe node(index).pointee.kind }

  /// The number of a key.
  @inline(__always)
  func key(of index: Int) -> Int32 { unsafe node(index).pointee.key }

  /// The value, or key, that follows this one; past the last, the node that `end(of:)` names for what holds it.
  @inline(__always)
  func next(after index: Int) -> Int { unsafe Int(node(index).pointee.next) }

  /// A value as it stands in its text, a string with its quotes.
  @inline(__always)
  func source(of index: Int) -> ByteView { unsafe ByteView(node(index).pointee.start, count: Int(node(index).pointee.count)) }

  /// What stands between the quotes of a string or key.
  func string(_ index: Int) -> JSONString {
    let source = source(of: index)
    return JSONString(source: source.slice(1, source.count - 1), hasEscapes: kind(of: index) == .escapedString)
  }

  /// The text of a key or string for messages.
  func text(of index: Int) -> String { string(index).text }

  /// A value in the archive's spelling: strings canonical, everything else as it stands.
  @inline(__always)
  func canonical(_ index: Int, in arena: ByteArena) -> ByteView {
    kind(of: index) == .escapedString ? string(index).canonical(in: arena) : source(of: index)
  }

  func isString(_ index: Int) -> Bool { kind(of: index) == .string || kind(of: index) == .escapedString }

  // MARK: Use

  func use(of index: Int) -> Use { unsafe node(index).pointee.use }

  /// Marks a value as taken into the event.
  @inline(__always)
  func take(_ index: Int) { unsafe node(index).pointee.use = .whole }

  /// Takes the mark away again.
  func release(_ index: Int) { unsafe node(index).pointee.use = .none }

  /// Marks a value as one of which a part has been taken.
  @inline(__always)
  func touch(_ index: Int) {
    if unsafe node(index).pointee.use == .none { unsafe node(index).pointee.use = .partly }
  }
}
