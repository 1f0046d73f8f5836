import EventLog
import Evidence
import Foundation
import TestSupport
import Testing

/// The interface over HTTP, looked at by parts that others wrote.
@Suite(.serialized, .timeLimit(.minutes(20))) struct OthersPartsTests {
  @Test("PyPI's cloudevents reads every record, alone, in lines and in a batch")
  func cloudEvents() async throws {
    let served = try await ServedInterface()
    let outcome = try await served.run("read_events.py", [served.url, served.key])
    #expect(outcome.code == 0 && outcome.output.contains("events read"), "\(outcome)")
  }

  @Test("every path answers as the document says, whatever it is asked, as jsonschema finds")
  func answers() async throws {
    let served = try await ServedInterface()
    try await served.restore()
    let ledger = try Ledger.open(served.product.directory, for: .reading)
    let record = try #require(try ledger.records(RecordQuery(of: .acme)).first)
    let keys = [
      served.key, try await served.newKey("metrics:read"),
      try await served.newKey(ServedInterface.everything, ["--companies", "other"]),
      try await served.newKey(ServedInterface.everything, ["--requests-per-minute", "1"]),
    ]
    let outcome = try await served.run(
      "hold_answers.py", [served.url] + keys + ["\(record.content.id)"])
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.error)")
  }
}
