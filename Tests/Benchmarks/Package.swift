// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "authledger", path: "../..")],
  targets: [
    .executableTarget(
      name: "bench", dependencies: [.product(name: "Ledger", package: "authledger")]),
    .executableTarget(
      name: "plain", linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("crypto")]),
  ],
  swiftLanguageModes: [.v6]
)
