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
  targets: [
    .target(name: "Integrations", swiftSettings: strict),
    .target(
      name: "Schema", path: "Schema", sources: ["EventSchema.swift"],
      resources: [.embedInCode("events")], swiftSettings: strict),
    .target(
      name: "Fixtures", dependencies: ["Integrations"], path: "Fixtures", exclude: ["README.md"],
      resources: [.embedInCode("histories")], swiftSettings: strict),
    .testTarget(
      name: "FixturesTests", dependencies: ["Fixtures", "Integrations", "Schema"],
      swiftSettings: strict),
    .testTarget(
      name: "IntegrationsTests", dependencies: ["Integrations"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
