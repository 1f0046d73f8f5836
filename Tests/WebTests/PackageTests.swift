import Foundation
import TestSupport
import Testing

/// Every package that is built is the version that was tried.
///
/// Package.resolved is not kept, so those that other packages bring are compared with a list: where a
/// newer one was taken, this says so, and the list is changed by whoever has tried it.
@Suite struct PackageTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private struct Workspace: Decodable {
    struct Content: Decodable { var dependencies: [Dependency] }
    struct Dependency: Decodable {
      var packageRef: Reference
      var state: State
    }
    struct Reference: Decodable { var identity: String }
    struct State: Decodable { var checkoutState: Checkout? }
    struct Checkout: Decodable { var version: String? }
    var object: Content
  }

  /// What SwiftPM resolved for this very build: its state lies in the build folder.
  private func resolved() throws -> [String: String] {
    var folder = try Program.product("authledger-connect").deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.path + "/workspace-state.json") {
      try #require(folder.path != "/")
      folder = folder.deletingLastPathComponent()
    }
    let file = folder.appending(path: "workspace-state.json")
    let state = try JSONDecoder().decode(Workspace.self, from: Data(contentsOf: file))
    let pairs = state.object.dependencies.map {
      ($0.packageRef.identity, $0.state.checkoutState?.version ?? "no version")
    }
    return Dictionary(pairs) { $1 }
  }

  @Test("every package of the graph has the version of the list")
  func graph() throws {
    let list = try String(
      contentsOf: Self.root.appending(path: "Tests/WebTests/packages.txt"), encoding: .utf8)
    var wanted: [String: String] = [:]
    for line in list.split(separator: "\n") {
      let parts = line.split(separator: " ")
      try #require(parts.count == 2, "\(line)")
      wanted[String(parts[0])] = String(parts[1])
    }
    #expect(wanted.count > 20)
    #expect(try resolved() == wanted)
  }

  @Test("the packages that are named are named with one version each")
  func direct() throws {
    let text = try String(
      contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    let packages = text.components(separatedBy: ".package(").dropFirst()
    #expect(packages.count > 10)
    for package in packages {
      let line = String(package.prefix { $0 != ")" })
      #expect(line.contains("exact: \""), "\(line)")
    }
  }

  @Test("the server is released with checks of exclusive access")
  func exclusivity() async throws {
    let said = try await Program().run(
      URL(filePath: "/usr/bin/make"), ["-n", "-C", Self.root.path, "release-connect"]
    ).output
    #expect(said.contains("--product authledger-connect"))
    #expect(!said.contains("exclusivity=unchecked"))
  }
}
