import AuditModel
import Testing

struct ShortCopyTests {
  /// Around each of the lengths at which another way of copying begins.
  @Test(arguments: 0...100) func copiesExactlySoMany(count: Int) {
    let source = (0..<count).map { UInt8(truncatingIfNeeded: 7 * $0 + 1) }
    var target = [UInt8](repeating: 0, count: count + 2)
    unsafe source.withUnsafeBytes { source in
      unsafe target.withUnsafeMutableBytes { target in
        let empty = UnsafeRawPointer(bitPattern: 64)!
        unsafe copyShort(source.baseAddress ?? empty, to: target.baseAddress! + 1, count: count)
      }
    }
    #expect(target == [0] + source + [0])
  }
}
