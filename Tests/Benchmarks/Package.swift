// swift-tools-version: 6.2
import PackageDescription

// The C programs beside it are no targets: `run` compiles them against the library that ours links.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "authledger", path: "../..")],
  targets: [
    .executableTarget(
      name: "bench", dependencies: [.product(name: "Ledger", package: "authledger")])
  ],
  swiftLanguageModes: [.v6]
)
