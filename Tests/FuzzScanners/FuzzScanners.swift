import Foundation
import ScannerProperties

#if FUZZER
/// Under libFuzzer the program makes inputs up without end, guided by what they reach:
///
///     swift build -c release --product fuzz-scanners --build-path .build/fuzz -Xswiftc -DFUZZER -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld
///     SWIFT_BACKTRACE=enable=no .build/fuzz/release/fuzz-scanners -max_len=4096 NEW-CORPUS Samples/hostile
///
/// Swift's own backtrace would come first, and libFuzzer could not write down the input that did it.
@main
struct Fuzz {
  static func main() {
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(run(&count, &arguments) { check($0, $1) })
  }
}

/// libFuzzer's own `main` looks for this name, also where it is not the one that runs.
@_cdecl("LLVMFuzzerTestOneInput")
func check(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do { try ScannerProperties.check(Array(UnsafeBufferPointer(start: start, count: count))) } catch { fatalError("broken: \(error)") }
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
func run(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
#else
/// Without libFuzzer the program replays files: `fuzz-scanners FILE…`.
@main
struct Replay {
  static func main() throws {
    for path in CommandLine.arguments.dropFirst() {
      try ScannerProperties.check(Array(Data(contentsOf: URL(filePath: path))))
    }
  }
}
#endif
