import Foundation
import TestSupport
import Testing

/// That nothing which proves by brute force is left out of `make test-long`.
@Suite struct TrialsTests {
  @Test(
    "the Makefile sets how much is tried of everything that is tried", arguments: Trials.allCases)
  func makefile(trials: Trials) throws {
    let makefile = try text("Makefile")
    #expect(makefile.contains("test-long: export \(trials.rawValue) ?= "))
  }

  @Test("what is tried much is in suites that `make test-long` runs, as does .ci/run")
  func suites() throws {
    let makefile = try text("Makefile")
    #expect(makefile.contains(" --filter LongTests\n") && makefile.contains(" --skip LongTests\n"))
    #expect(try text(".ci/run").contains("make test\nexec make test-long\n"))
    let sources = try FileManager.default.subpathsOfDirectory(
      atPath: Golden.root.appending(path: "Tests").path
    ).filter { $0.hasSuffix(".swift") && !$0.hasPrefix("TestSupport/") }
    var found: Set<String> = []
    for source in sources where source != "authledgerTests/TrialsTests.swift" {
      let text = try text("Tests/" + source)
      let used = Trials.allCases.filter { text.contains("Trials.\($0).") }
      guard !used.isEmpty else { continue }
      found.formUnion(used.map(\.rawValue))
      // The script of a browser is told how much to look at; what runs it is long.
      if source == "WebTests/BrowserScript.swift" { continue }
      #expect(
        text.contains(/struct \w+LongTests/), "\(source) takes trials in no suite that is long")
    }
    #expect(found == Set(Trials.allCases.map(\.rawValue)), "every kind of trial is made")
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Golden.root.appending(path: path), encoding: .utf8)
  }
}
