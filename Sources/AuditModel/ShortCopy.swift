/// Copies bytes of which there are mostly few: up to 32 without a call, by two loads that may overlap. Events are made of short texts, each of
/// which is copied some times on its way, and a call costs more than the copy.
@inlinable @inline(__always)
@unsafe public func copyShort(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int) {
  switch count {
  case 17...: unsafe count > 32 ? target.copyMemory(from: source, byteCount: count) : copyEnds(source, to: target, count, as: SIMD2<UInt64>.self)
  case 9...16: unsafe copyEnds(source, to: target, count, as: UInt64.self)
  case 4...8: unsafe copyEnds(source, to: target, count, as: UInt32.self)
  default: for place in 0..<count { unsafe target.storeBytes(of: source.load(fromByteOffset: place, as: UInt8.self), toByteOffset: place, as: UInt8.self) }
  }
}

/// Copies the first and the last bytes, where both together are all of them.
@inlinable @inline(__always)
@unsafe @usableFromInline func copyEnds<Word: BitwiseCopyable>(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, _ count: Int, as type: Word.Type) {
  let end = count - MemoryLayout<Word>.size
  let (first, last) = unsafe (source.loadUnaligned(as: Word.self), source.loadUnaligned(fromByteOffset: end, as: Word.self))
  unsafe target.storeBytes(of: first, as: Word.self)
  unsafe target.storeBytes(of: last, toByteOffset: end, as: Word.self)
}
