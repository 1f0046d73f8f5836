import EventLog
import Evidence
import Integrations
import TestSupport
import Testing
import Transparency

@Suite("The example of the module Evidence") struct ExampleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("it does what its comments say, and is the one in the doc comment")
  func example() throws {
    let directory = folder.file("ledger")
    let company = Company.acme
    let empty = try Ledger.create(directory)
    try empty.append([.settings(1)], to: company)
    try empty.close()
    var printed: [String] = []
    func print(_ value: Any) { printed.append("\(value)") }
    let ledger = try Ledger.open(directory, for: .writing)
    try ledger.publish()
    print(try ledger.verify().agrees)
    let record = try ledger.records(RecordQuery(of: company))[0]
    let proof = try ledger.proof(of: company, record.content.sequence)
    let key = try ledger.keyHistory(of: ledger.origin(of: company)).signing[0]
    let text = proof?.description ?? ""
    print(try RecordProof(Array(text.utf8), of: record.bytes, by: [key]).index)
    #expect(printed == ["true", "0"])
    let source = "Sources/Evidence/Ledger+open.swift"
    #expect(try DocumentedExample.lines(of: source).count == 8)
    #expect(try DocumentedExample.missing(of: source, in: #filePath).isEmpty)
  }
}
