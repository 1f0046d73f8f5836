import Integrations
import TestSupport
import Testing
import Transparency

@testable import EventLog

@Suite struct RecordCodecTests {
  @Test("every shape of every action reads back as it was written", arguments: ActionName.allCases)
  func roundTrip(name: ActionName) throws {
    var random = SplitMix(seed: 7)
    for _ in 0..<500 {
      let content = content(RandomAction.make(name, using: &random), &random)
      let bytes = content.encoded()
      let record = try Record(position: Position(1), bytes: bytes)
      #expect(record.content == content)
      #expect(record.content.encoded() == bytes)
      var writer = CanonicalWriter()
      writer.value(try JSONParser.parse(bytes))
      #expect(writer.bytes == bytes, "the bytes are RFC 8785")
    }
  }

  @Test("a changed byte is refused, or says something else", arguments: ActionName.allCases)
  func changedByte(name: ActionName) throws {
    var random = SplitMix(seed: 11)
    let content = content(RandomAction.make(name, using: &random), &random)
    let bytes = content.encoded()
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        if let record = try? Record(position: Position(1), bytes: changed) {
          #expect(record.content.encoded() == changed, "byte \(index), bit \(bit)")
        }
      }
    }
  }

  @Test(
    "a type that is cut anywhere, or has nothing between its ends, is refused",
    arguments: ["integration.v1", "integration..v1", "ledger.v1", "ledger..v1", "", ".v1", "v1"])
  func shortType(type: String) throws {
    var random = SplitMix(seed: 12)
    let content = content(RandomAction.make(.configured, using: &random), &random)
    let text = String(decoding: content.encoded(), as: UTF8.self)
      .replacing("integration.configured.v1", with: type)
    #expect(throws: RecordError.self) {
      _ = try Record(position: Position(1), bytes: Array(text.utf8))
    }
  }

  @Test("the record hash is the RFC 6962 leaf hash")
  func leafHash() {
    // RFC 6962 section 2.1: of the empty leaf.
    #expect(
      TreeHash.leaf([]).description
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
  }

  private func content(_ action: Action, _ random: inout SplitMix) -> Record.Content {
    Record.Content(
      stream: Company("acme") ?? .system, sequence: SequenceNumber(.random(in: 0...999)),
      id: RandomAction.id(&random), actor: .administrator,
      recordedBy: .random(using: &random) ? .operator : nil,
      time: RandomAction.time(&random), recordedTime: RandomAction.time(&random),
      what: .action(action, .fortnox))
  }
}
