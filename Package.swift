// swift-tools-version: 6.2
import PackageDescription

/// Every target is built alike: Swift 6, imports said aloud, no warning tolerated.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

extension Target.Dependency {
  /// A product of a package that only authledger-connect needs.
  ///
  /// Without the trait `Connect` those packages are not even fetched: `make demo` builds authledger
  /// alone.
  static func network(_ product: String, _ package: String) -> Target.Dependency {
    .product(name: product, package: package, condition: .when(traits: ["Connect"]))
  }
}

let package = Package(
  name: "authledger",
  products: [
    .executable(name: "authledger", targets: ["authledger"]),
    .executable(name: "authledger-connect", targets: ["authledger-connect"]),
    .library(name: "Ledger", targets: ["EventLog", "Evidence"]),
  ],
  traits: [
    .trait(name: "Connect", description: "Builds authledger-connect, which talks over a network."),
    .default(enabledTraits: ["Connect"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    .target(name: "Encoding", swiftSettings: strict),
    .target(name: "Integrations", swiftSettings: strict),
    .target(
      name: "Schema", path: "Schema", exclude: ["README.md"],
      sources: ["EventSchema.swift", "Migration.swift"],
      resources: [
        .embedInCode("directory"), .embedInCode("events"), .embedInCode("migrations"),
        .embedInCode("vault"),
      ],
      swiftSettings: strict),
    .target(
      name: "OpenAPI", dependencies: ["Encoding", "Schema"], resources: [.embedInCode("parts")],
      swiftSettings: strict),
    .target(
      name: "Fixtures", dependencies: ["Integrations"], path: "Fixtures",
      exclude: ["README.md", "golden"], resources: [.embedInCode("histories")],
      swiftSettings: strict),
    .target(
      name: "Transparency",
      dependencies: ["Encoding", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .target(
      name: "EventLog",
      dependencies: [
        "Encoding", "Integrations", "Schema", "Transparency",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .target(
      name: "Evidence",
      dependencies: [
        "Encoding", "EventLog", "Integrations", "Transparency",
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .target(
      name: "Providers",
      dependencies: [
        "Encoding", "Integrations", .product(name: "Crypto", package: "swift-crypto"),
        .network("AsyncHTTPClient", "async-http-client"),
        .network("NIOCore", "swift-nio"),
        .network("NIOHTTP1", "swift-nio"),
        .network("NIOPosix", "swift-nio"),
        .network("NIOSSL", "swift-nio-ssl"),
      ], swiftSettings: strict),
    .target(
      name: "Fortnox", dependencies: ["Integrations", "Providers"], swiftSettings: strict),
    .target(
      name: "Fiken", dependencies: ["Encoding", "Integrations", "Providers"],
      swiftSettings: strict),
    .target(
      name: "Vault",
      dependencies: [
        "Encoding", "Integrations", "Schema", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .target(
      name: "Visits",
      dependencies: [
        "Encoding", "Integrations", "Vault", .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: strict),
    .target(
      name: "Connector",
      dependencies: ["Encoding", "EventLog", "Evidence", "Integrations", "Providers", "Vault"],
      swiftSettings: strict),
    .target(
      name: "Sandbox",
      dependencies: [
        "Encoding",
        .product(name: "Crypto", package: "swift-crypto"),
        .network("HTTPTypes", "swift-http-types"),
        .network("Hummingbird", "hummingbird"),
        .network("Logging", "swift-log"),
        .network("Mustache", "swift-mustache"),
        .network("NIOCore", "swift-nio"),
      ], swiftSettings: strict),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib"),
    .target(
      name: "Web",
      dependencies: [
        "Answers", "CZlib", "Connector", "Encoding", "EventLog", "Evidence", "Integrations",
        "OpenAPI", "Transparency", "Vault", "Visits",
        .product(name: "Crypto", package: "swift-crypto"),
        .network("HTTPTypes", "swift-http-types"),
        .network("Hummingbird", "hummingbird"),
        .network("Logging", "swift-log"),
        .network("Mustache", "swift-mustache"),
        .network("NIOCore", "swift-nio"),
        .network("NIOHTTPTypes", "swift-nio-extras"),
        .network("ServiceLifecycle", "swift-service-lifecycle"),
      ], resources: [.embedInCode("assets"), .embedInCode("templates")],
      swiftSettings: strict),
    .target(name: "CProcess"),
    .target(
      name: "CommandKit",
      dependencies: [
        "Encoding", "Integrations",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "authledger-connect",
      dependencies: [
        "CProcess", "CommandKit", "Connector", "Encoding", "EventLog", "Evidence", "Fiken",
        "Fortnox", "Integrations", "Providers", "Sandbox", "Transparency", "Vault", "Visits", "Web",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .network("AsyncHTTPClient", "async-http-client"),
        .network("Hummingbird", "hummingbird"),
        .network("Logging", "swift-log"),
        .network("NIOCore", "swift-nio"),
        .network("NIOHTTP1", "swift-nio"),
        .network("NIOPosix", "swift-nio"),
        .network("NIOSSL", "swift-nio-ssl"),
        .network("ServiceLifecycle", "swift-service-lifecycle"),
        .network("UnixSignals", "swift-service-lifecycle"),
      ], swiftSettings: strict),
    .target(
      name: "Answers",
      dependencies: ["Encoding", "EventLog", "Evidence", "Integrations", "Transparency"],
      swiftSettings: strict),
    .executableTarget(
      name: "authledger",
      dependencies: [
        "Answers", "CommandKit", "Encoding", "EventLog", "Evidence", "Fixtures", "Integrations",
        "Transparency",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "LedgerProbe", dependencies: ["Encoding", "EventLog", "Evidence", "Integrations"],
      path: "Tests/LedgerProbe",
      swiftSettings: strict),
    .executableTarget(
      name: "SandboxProbe",
      dependencies: [
        "Sandbox", .network("Hummingbird", "hummingbird"),
        .network("Logging", "swift-log"),
        .network("ServiceLifecycle", "swift-service-lifecycle"),
      ], path: "Tests/SandboxProbe", swiftSettings: strict),
    .target(
      name: "SimulatedWorld", dependencies: ["Integrations"], path: "Tests/SimulatedWorld",
      swiftSettings: strict),
    .executableTarget(
      name: "simulate", dependencies: ["Integrations", "SimulatedWorld"], path: "Tests/Simulate",
      swiftSettings: strict),
    .target(name: "CSpawn", path: "Tests/CSpawn"),
    .target(
      name: "TestSupport",
      dependencies: ["CSpawn", "EventLog", "Evidence", "Fixtures", "Integrations"],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["TestSupport"], exclude: ["picture.py"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandKitTests",
      dependencies: [
        "CommandKit", "Encoding", "Integrations",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .testTarget(
      name: "EncodingTests", dependencies: ["Encoding"], swiftSettings: strict),
    .testTarget(
      name: "FixturesTests", dependencies: ["Fixtures", "Integrations", "Schema"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenAPITests", dependencies: ["Integrations", "OpenAPI", "TestSupport"],
      exclude: ["validate.py"],
      swiftSettings: strict),
    .testTarget(
      name: "IntegrationsTests",
      dependencies: ["Integrations", "SimulatedWorld", "TestSupport"], exclude: ["golden"],
      swiftSettings: strict),
    .testTarget(
      name: "EventLogTests",
      dependencies: [
        "EventLog", "Evidence", "Fixtures", "Integrations", "LedgerProbe", "Schema", "TestSupport",
        "Transparency",
      ],
      exclude: ["golden", "vectors", "validate.py"], swiftSettings: strict),
    .testTarget(
      name: "EvidenceTests",
      dependencies: [
        "Encoding", "EventLog", "Evidence", "Fixtures", "Integrations", "LedgerProbe",
        "TestSupport", "Transparency", .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["ledgers"], swiftSettings: strict),
    .testTarget(
      name: "TransparencyTests", dependencies: ["TestSupport", "Transparency"],
      exclude: ["vectors"], swiftSettings: strict),
    .testTarget(
      name: "ProvidersTests",
      dependencies: [
        "Fiken", "Fortnox", "Integrations", "Providers", "TestSupport",
        .network("AsyncHTTPClient", "async-http-client"),
        .network("NIOCore", "swift-nio"),
        .network("NIOHTTP1", "swift-nio"),
        .network("NIOPosix", "swift-nio"),
        .network("NIOSSL", "swift-nio-ssl"),
      ], exclude: ["authlib_server.py", "recording.md"], swiftSettings: strict),
    .testTarget(
      name: "FortnoxTests", dependencies: ["Fortnox", "Integrations", "Providers"],
      swiftSettings: strict),
    .testTarget(
      name: "FikenTests", dependencies: ["Fiken", "Integrations", "Providers"],
      swiftSettings: strict),
    .testTarget(
      name: "VaultTests", dependencies: ["Integrations", "TestSupport", "Vault", "Visits"],
      swiftSettings: strict),
    .testTarget(
      name: "VisitsTests",
      dependencies: [
        "Integrations", "Schema", "TestSupport", "Vault", "Visits",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ConnectorTests",
      dependencies: [
        "Connector", "EventLog", "Evidence", "Fiken", "Fortnox", "Integrations", "Providers",
        "TestSupport", "Vault",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], exclude: ["ledgers"], swiftSettings: strict),
    .testTarget(
      name: "SandboxTests",
      dependencies: [
        "Fiken", "Fortnox", "Integrations", "Providers", "Sandbox", "SandboxProbe", "TestSupport",
        .network("AsyncHTTPClient", "async-http-client"),
        .network("NIOCore", "swift-nio"),
        .network("NIOHTTP1", "swift-nio"),
      ], exclude: ["fiken_client.py"], swiftSettings: strict),
    .testTarget(
      name: "WebTests",
      dependencies: [
        // And the program authledger-connect, which is built anyway: named here, it would be waited for.
        "Connector", "EventLog", "Evidence", "Fortnox", "Integrations", "OpenAPI", "Providers",
        "Sandbox", "SandboxProbe", "TestSupport", "Transparency", "Vault", "Visits", "Web",
        .network("AsyncHTTPClient", "async-http-client"),
        .network("HTTPTypes", "swift-http-types"),
        .network("Hummingbird", "hummingbird"),
        .network("NIOCore", "swift-nio"),
        .network("NIOHTTP1", "swift-nio"),
        .network("Logging", "swift-log"),
        .network("ServiceLifecycle", "swift-service-lifecycle"),
      ], exclude: ["browser", "oauthlib_client.py", "others", "packages.txt", "provider-answers"],
      swiftSettings: strict),
    .testTarget(
      name: "authledgerTests",
      dependencies: [
        "Answers", "EventLog", "Evidence", "Fixtures", "Integrations", "Schema", "TestSupport",
        "Transparency", "Vault", "Visits",
        "authledger",
      ],
      exclude: [
        "audit.py", "cases", "golden", "recording_client.py", "shells", "terminal.py", "witness.py",
        "xmod",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
