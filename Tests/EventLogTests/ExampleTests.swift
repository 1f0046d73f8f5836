import EventLog
import Evidence
import Integrations
import TestSupport
import Testing

@Suite("The example of Ledger") struct ExampleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("it does what its comments say, and is the one in the doc comment")
  func example() throws {
    let directory = folder.file("ledger")
    let (company, administrator) = (Company.acme, Actor.administrator)
    var printed: [String] = []
    func print(_ value: Any) { printed.append("\(value)") }
    let ledger = try Ledger.create(directory)
    let saved = Configured(transfers: Registers([.customers]), enabled: false)
    let command = Command(.configured(saved), by: administrator)
    let appended = try ledger.append([command], to: company)
    print(appended[0].receipt?.position.description ?? "unchanged")
    if let view = try ledger.integration(of: company) {
      print(view.state.phase(at: view.now))
    }
    #expect(printed == ["#1", "configured"])
    let source = "Sources/EventLog/Ledger.swift"
    #expect(try DocumentedExample.lines(of: source).count == 8)
    #expect(try DocumentedExample.missing(of: source, in: #filePath).isEmpty)
  }
}
