import Foundation
import Testing

/// The house's floors, read from the sources themselves: SwiftPM does not notice an import that no target declared.
struct ImportTests {
  /// What each target may import beside the standard library's own modules.
  static let allowed: [String: Set<String>] = [
    "AuditModel": [],
    "CArchive": [], "CCrypto": [], "CDeflate": [], "CMalloc": [], "CScan": [],
    "EvidenceLog": ["AuditModel", "CCrypto"],
    "Archiving": ["AuditModel", "CArchive", "CDeflate"],
    "Coverage": ["AuditModel"],
    "StrictYAML": ["AuditModel", "Yams", "CYaml"],
    "Ingest": ["AuditModel", "EvidenceLog", "Archiving", "StrictYAML", "CScan", "CTemplates"],
    "ArchiveStore": ["AuditModel", "Coverage", "EvidenceLog", "Archiving", "GRDB", "GRDBSQLite"],
    "AccessPolicy": ["AuditModel", "EvidenceLog", "StrictYAML"],
    "Templating": ["AuditModel", "Mustache"],
    "SiteRendering": ["AuditModel", "Coverage", "AccessPolicy", "EvidenceLog", "Archiving", "Templating", "CTemplates"],
    "Reporting": ["AuditModel", "Coverage", "AccessPolicy", "EvidenceLog", "StrictYAML", "Templating", "CTemplates"],
    "Bundling": ["AuditModel", "Coverage", "AccessPolicy", "EvidenceLog", "Archiving"],
    "Operations": [
      "AuditModel", "Coverage", "StrictYAML", "EvidenceLog", "Archiving", "Ingest", "ArchiveStore", "AccessPolicy", "SiteRendering",
      "Bundling", "Reporting", "Logging",
    ],
    "counterroll": [
      "AuditModel", "EvidenceLog", "Coverage", "AccessPolicy", "ArchiveStore", "Ingest", "Operations", "CMalloc", "ArgumentParser", "Logging",
    ],
    "GenerateSamples": ["Archiving", "ArgumentParser"],
  ]

  /// Modules of the toolchain, open to all but the vocabulary, which imports nothing.
  static let toolchain: Set<String> = ["Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch"]

  /// Gateways: the only targets that may import a module. The embedded files are pages for one and profiles for the other.
  static let gateways: [String: Set<String>] = [
    "GRDB": ["ArchiveStore"], "GRDBSQLite": ["ArchiveStore"], "CArchive": ["Archiving"], "CDeflate": ["Archiving"],
    "CCrypto": ["EvidenceLog"], "Yams": ["StrictYAML"], "CYaml": ["StrictYAML"], "Mustache": ["Templating"],
    "CTemplates": ["SiteRendering", "Reporting", "Ingest"],
  ]

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// (target, file, imported module) for every import line of the sources.
  static func imports() throws -> [(target: String, file: String, module: String)] {
    let sources = root.appending(path: "Sources")
    return try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }.flatMap { file in
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      let target = String(file.prefix { $0 != "/" })
      return text.matches(of: /(?m)^(?:@\w+\s+)?(?:public |internal |private |fileprivate |package )?import (?:struct |enum |class |func )?(\w+)/)
        .map { (target, file, String($0.1)) }
    }
  }

  @Test func everyImportGoesDown() throws {
    let imports = try Self.imports()
    #expect(imports.count > 50)
    for line in imports {
      let allowed = try #require(Self.allowed[line.target], "\(line.target) has no floor")
      let isToolchain = Self.toolchain.contains(line.module) && line.target != "AuditModel"
      #expect(allowed.contains(line.module) || isToolchain, "\(line.file) imports \(line.module)")
    }
  }

  @Test func eachDangerHasOneGateway() throws {
    for line in try Self.imports() {
      if let gateways = Self.gateways[line.module] { #expect(gateways.contains(line.target), "\(line.file) imports \(line.module)") }
    }
  }

  @Test func nothingIsNamedForNothing() throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
    for name in names {
      let stem = name.split(separator: "/").last!.split(separator: ".").first!
      #expect(!stem.contains(/(Utils|Util|Core|Common|Helpers|Helper|Manager)$/), "\(name)")
    }
  }

  /// Only one file prints: results and messages have one way out.
  @Test func onePlacePrints() throws {
    let sources = Self.root.appending(path: "Sources")
    for file in try FileManager.default.subpathsOfDirectory(atPath: sources.path)
    where file.hasSuffix(".swift") && !file.hasPrefix("GenerateSamples") && file != "counterroll/Console.swift" {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      #expect(!text.contains(/(?m)^\s*print\(/), "\(file) prints")
    }
  }
}
