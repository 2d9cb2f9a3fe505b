// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same rules: Swift 6 concurrency, imports that do not leak, and each unsafe expression marked `unsafe`,
/// so that searching for that word is the audit of the C boundary.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableExperimentalFeature("Lifetimes"),
  .strictMemorySafety(),
  // The run-time check that nobody reads a variable while it is written costs a twentieth of an ingest. What the compiler can see it still
  // refuses, and the tests, which are built for debugging, run with the check.
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// Tests import what they test, whole.
let tests: [SwiftSetting] = [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]

let package = Package(
  name: "counterroll",
  products: [
    .executable(name: "counterroll", targets: ["counterroll"]),
    .executable(name: "generate-samples", targets: ["GenerateSamples"]),
    .executable(name: "fuzz-scanners", targets: ["FuzzScanners"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Floor 5: the command line.
    .executableTarget(
      name: "counterroll",
      dependencies: [
        "Operations", "Coverage", "EvidenceLog", "AuditModel", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    // Floor 4: the verbs, and the only place where siblings meet.
    .target(
      name: "Operations",
      dependencies: [
        "SiteRendering", "Bundling", "Reporting", "Ingest", "ArchiveStore", "AccessPolicy", "StrictYAML", "EvidenceLog", "Archiving", "Coverage",
        "AuditModel",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    // Floor 3: what leaves the house.
    .target(
      name: "SiteRendering",
      dependencies: ["AccessPolicy", "Templating", "EvidenceLog", "Archiving", "Coverage", "AuditModel", "CTemplates"],
      swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: ["AccessPolicy", "StrictYAML", "Templating", "EvidenceLog", "Coverage", "AuditModel", "CTemplates"],
      swiftSettings: strict),
    .target(
      name: "Bundling",
      dependencies: ["AccessPolicy", "EvidenceLog", "Archiving", "Coverage", "AuditModel"],
      swiftSettings: strict),

    // Floor 2: what comes in, what is kept, who may see it.
    .target(
      name: "Ingest",
      dependencies: ["StrictYAML", "EvidenceLog", "Archiving", "AuditModel", "CScan", "CTemplates"],
      swiftSettings: strict),
    .target(
      name: "ArchiveStore",
      dependencies: [
        "EvidenceLog", "Archiving", "Coverage", "AuditModel",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "AccessPolicy",
      dependencies: ["StrictYAML", "EvidenceLog", "AuditModel"],
      swiftSettings: strict),

    // Floor 1: gateways to hashing, packing, settings files and templates, and the calendar of what is covered.
    .target(name: "Coverage", dependencies: ["AuditModel"], swiftSettings: strict),
    .target(
      name: "StrictYAML",
      dependencies: ["AuditModel", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(
      name: "Templating",
      dependencies: ["AuditModel", .product(name: "Mustache", package: "swift-mustache")],
      swiftSettings: strict),
    .target(name: "EvidenceLog", dependencies: ["AuditModel", "CCrypto"], swiftSettings: strict),
    .target(
      name: "Archiving",
      dependencies: ["AuditModel", "CArchive", "CDeflate"],
      swiftSettings: strict),

    // Floor 0: the vocabulary, and C without logic.
    .target(name: "AuditModel", swiftSettings: strict),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .target(name: "CScan"),
    .target(
      name: "CTemplates", path: "Templates",
      exclude: ["site", "report", "profiles", "STYLE.md"],
      publicHeadersPath: "include",
      cSettings: [.unsafeFlags(["-std=gnu23"])]),

    // Beside the house: the seeded generator of Samples and of benchmark data.
    .executableTarget(
      name: "GenerateSamples",
      dependencies: ["Archiving", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict),

    // Tests: each floor by itself, then the house, then the real binary.
    .testTarget(name: "AuditModelTests", dependencies: ["AuditModel"], exclude: ["Tables"], swiftSettings: tests),
    .testTarget(name: "CoverageTests", dependencies: ["Coverage", "AuditModel"], swiftSettings: tests),
    .testTarget(name: "ArchivingTests", dependencies: ["Archiving", "AuditModel"], swiftSettings: tests),
    .testTarget(name: "EvidenceLogTests", dependencies: ["EvidenceLog", "AuditModel"], swiftSettings: tests),
    .target(
      name: "ScannerProperties", dependencies: ["Ingest", "Archiving", "AuditModel"], path: "Tests/ScannerProperties", swiftSettings: tests),
    .executableTarget(name: "FuzzScanners", dependencies: ["ScannerProperties"], path: "Tests/FuzzScanners", swiftSettings: tests),
    .testTarget(
      name: "IngestTests", dependencies: ["ScannerProperties", "Ingest", "Archiving", "AuditModel"], exclude: ["Tables"],
      swiftSettings: tests),
    .testTarget(
      name: "ArchiveStoreTests",
      dependencies: [
        "ArchiveStore", "EvidenceLog", "Archiving", "Coverage", "AuditModel", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: tests),
    .testTarget(name: "AccessPolicyTests", dependencies: ["AccessPolicy", "AuditModel"], exclude: ["Tables"], swiftSettings: tests),
    .testTarget(
      name: "SiteRenderingTests", dependencies: ["SiteRendering", "AccessPolicy", "Archiving", "Coverage", "EvidenceLog", "AuditModel"],
      swiftSettings: tests),
    .testTarget(
      name: "BundlingTests", dependencies: ["Bundling", "AccessPolicy", "Archiving", "Coverage", "EvidenceLog", "AuditModel"],
      swiftSettings: tests),
    .testTarget(name: "TemplatingTests", dependencies: ["Templating", "AuditModel"], swiftSettings: tests),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "AccessPolicy", "Coverage", "AuditModel"], swiftSettings: tests),
    .testTarget(
      name: "OperationsTests",
      dependencies: [
        "Operations", "ArchiveStore", "Ingest", "Coverage", "AuditModel", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: tests),
    .testTarget(name: "ArchitectureTests", swiftSettings: tests),
    .testTarget(name: "CommandTests", exclude: ["Scripts", "Faults"], swiftSettings: tests),
  ]
)
