// swift-tools-version: 6.2
import PackageDescription

/// Every target is built alike: Swift 6, imports said aloud, no warning tolerated.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "authledger",
  products: [
    .executable(name: "authledger", targets: ["authledger"]),
    .library(name: "Ledger", targets: ["Ledger"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .target(name: "Integrations", swiftSettings: strict),
    .target(
      name: "Schema", path: "Schema", exclude: ["README.md"],
      sources: ["EventSchema.swift", "Migration.swift"],
      resources: [.embedInCode("directory"), .embedInCode("events"), .embedInCode("migrations")],
      swiftSettings: strict),
    .target(
      name: "Fixtures", dependencies: ["Integrations"], path: "Fixtures",
      exclude: ["README.md", "golden"], resources: [.embedInCode("histories")],
      swiftSettings: strict),
    .target(
      name: "Transparency", dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .target(
      name: "Ledger",
      dependencies: [
        "Integrations", "Schema", "Transparency",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .target(
      name: "Fortnox",
      dependencies: ["Integrations", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .target(
      name: "Vault",
      dependencies: [
        "Integrations", "Schema", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "authledger",
      dependencies: [
        "Fixtures", "Integrations", "Ledger", "Transparency",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "LedgerProbe", dependencies: ["Integrations", "Ledger"], path: "Tests/LedgerProbe",
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Fixtures", "Integrations", "Ledger"],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "FixturesTests", dependencies: ["Fixtures", "Integrations", "Schema"],
      swiftSettings: strict),
    .testTarget(
      name: "IntegrationsTests", dependencies: ["Fixtures", "Integrations", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerTests",
      dependencies: [
        "Fixtures", "Integrations", "Ledger", "LedgerProbe", "Schema", "TestSupport",
        "Transparency",
      ],
      exclude: ["golden", "vectors", "validate.py"], swiftSettings: strict),
    .testTarget(
      name: "TransparencyTests", dependencies: ["TestSupport", "Transparency"],
      exclude: ["vectors"], swiftSettings: strict),
    .testTarget(
      name: "FortnoxTests", dependencies: ["Fortnox", "Integrations"], swiftSettings: strict),
    .testTarget(
      name: "VaultTests", dependencies: ["Integrations", "TestSupport", "Vault"],
      swiftSettings: strict),
    .testTarget(
      name: "authledgerTests",
      dependencies: [
        "Fixtures", "Integrations", "Ledger", "TestSupport", "Transparency", "authledger",
      ],
      exclude: ["audit.py", "golden"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
