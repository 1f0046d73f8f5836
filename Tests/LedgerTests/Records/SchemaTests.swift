import Foundation
import Integrations
import Ledger
import Testing
import TestSupport

/// Holds the codec to the published JSON Schemas, with somebody else's validator.
@Suite struct SchemaTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("every record of the fixtures and of made-up histories fits its schema")
  func stored() throws {
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    _ = try ledger.importLines(
      from: ImportSource(madeUpLines(2000), name: "made-up"), by: .operator)
    let (output, status) = try validate(try ledger.exported())
    #expect(status == 0, "\(output)")
    #expect(output.contains(", 0 refused"))
  }

  @Test("every shape that the codec writes fits its schema")
  func everyShape() throws {
    var random = SplitMix(seed: 41)
    var lines: [UInt8] = []
    for name in Action.Name.allCases {
      for _ in 0..<40 {
        let content = Record.Content(
          stream: .acme, sequence: SequenceNumber(3), id: RandomAction.id(&random),
          actor: .administrator, recordedBy: .random(using: &random) ? .operator : nil,
          time: RandomAction.time(&random), recordedTime: RandomAction.time(&random),
          what: .action(RandomAction.make(name, using: &random), .fortnox))
        lines += content.encoded() + [0x0a]
      }
    }
    let (output, status) = try validate(lines)
    #expect(status == 0, "\(output)")
  }

  @Test("the schemas refuse what is no record")
  func refused() throws {
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    let first = String(
      decoding: try #require(try ledger.records(RecordQuery()).first).bytes, as: UTF8.self)
    let changes = [
      first.replacing(#""specversion":"1.0""#, with: #""specversion":"1.1""#),
      first.replacing(#""data":{"#, with: #""data":{"another":1,"#),
      first.replacing(#""source":"/companies/"#, with: #""source":"/company/"#),
      first.replacing(#"{"authid""#, with: #"{"a":1,"authid""#),
    ]
    for change in changes {
      #expect(change != first)
      #expect(try validate(Array((change + "\n").utf8)).status == 1, "\(change)")
    }
  }

  private func validate(_ lines: [UInt8]) throws -> (output: String, status: Int32) {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    let input = URL(filePath: folder.file("records-\(UUID().uuidString).jsonl"))
    try Data(lines).write(to: input)
    let process = Process()
    // Debian's own Python, which has Debian's own jsonschema.
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [
      "-W", "ignore", tests.appending(path: "validate.py").path,
      root.appending(path: "Schema/events").path,
    ]
    process.standardInput = try FileHandle(forReadingFrom: input)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (text, process.terminationStatus)
  }
}
