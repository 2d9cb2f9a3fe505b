import AuditModel
import Glibc
import Testing

@testable import Archiving

@Suite("A new file appears whole or not at all")
struct NewFileTests {
  let folder = TestFolder()

  @Test("nothing is seen before it is published, then all of it, with its mode")
  func publish() throws {
    let content = [UInt8](repeating: 7, count: 700_001)
    let file = try NewFile(path: folder.path + "/out", mode: 0o640)
    for start in stride(from: 0, to: content.count, by: 100_000) {
      try file.write(Array(content[start...].prefix(100_000)))
    }
    try file.write(content)
    #expect(folder.names == [])
    #expect(file.count == 1_400_002)
    try file.publish()
    #expect(folder.names == ["out"])
    #expect(folder.read("out") == content + content)
    var status = stat()
    #expect(unsafe stat(folder.path + "/out", &status) == 0 && status.st_mode & 0o7777 == 0o640)
  }

  @Test("without publishing nothing remains")
  func abandon() throws {
    do {
      let file = try NewFile(path: folder.path + "/out")
      try file.write([UInt8](repeating: 1, count: 1_000_000))
    }
    #expect(folder.names == [])
  }

  @Test("a file system without unnamed files gets a hidden name meanwhile")
  func named() throws {
    for publishes in [true, false] {
      do {
        let file = try NewFile(path: folder.path + "/out", usesUnnamed: false)
        try file.write(Array("abc".utf8))
        #expect(folder.names.allSatisfy { $0.hasPrefix(".out.") && $0.hasSuffix(".partial") } && folder.names.count == 1)
        if publishes { try file.publish() }
      }
      #expect(folder.names == (publishes ? ["out"] : []))
      unsafe unlink(folder.path + "/out")
    }
  }

  @Test("an existing file is never replaced: not at the start, and not when it comes meanwhile", arguments: [true, false])
  func neverReplaces(usesUnnamed: Bool) throws {
    let path = folder.path + "/out"
    let expected = Failure(.cannotCreate, "\(path): exists already and is not replaced", hint: "give --to another path")
    do {
      let file = try NewFile(path: path, usesUnnamed: usesUnnamed)
      try file.write(Array("new".utf8))
      _ = folder.write("out", Array("old".utf8))
      #expect(throws: expected) { try file.publish() }
    }
    #expect(throws: expected) { try NewFile(path: path) }
    #expect(folder.names == ["out"] && folder.read("out") == Array("old".utf8))
    unsafe unlink(path)
    unsafe symlink("/nowhere", path)
    #expect(throws: expected) { try NewFile(path: path) }
  }

  @Test("a place that does not exist or may not be written to is named with the reason")
  func noPlace() {
    let message = "\(folder.path)/none/out: cannot be created: the folder \(folder.path)/none/ does not exist"
    #expect(throws: Failure(.cannotCreate, message, hint: "make the folder first, or give another path")) {
      try NewFile(path: folder.path + "/none/out")
    }
    for path in ["", "/tmp/", "..", "/proc/out"] {
      let failure = #expect(throws: Failure.self) { try NewFile(path: path) }
      #expect(failure?.kind == .cannotCreate)
    }
  }
}
