import Integrations
import TestSupport
import Testing

@Suite("The example of Integration") struct ExampleTests {
  @Test("it does what its comments say, and is the one in the doc comment")
  func example() throws {
    var printed: [String] = []
    func print(_ value: Any) { printed.append("\(value)") }
    var integration = Integration(.fortnox)
    let now = Timestamp(milliseconds: 1_793_696_400_000)
    let saved = Action.configured(
      Configured(transfers: Registers([.customers]), enabled: false))
    for (number, decision) in try integration.decide(saved, at: now).enumerated() {
      let record = Citation(sequence: SequenceNumber(Int64(number)), time: now)
      integration.evolve(decision.action, cited: record)
    }
    print(integration.phase(at: now))
    print(integration.verdict(at: now).advice(.fortnox, HostProduct()).cause.english)
    #expect(printed == ["configured", "Nobody has started to authorize."])
    let source = "Sources/Integrations/State/Integration.swift"
    #expect(try DocumentedExample.lines(of: source).count == 10)
    #expect(try DocumentedExample.missing(of: source, in: #filePath).isEmpty)
  }
}
