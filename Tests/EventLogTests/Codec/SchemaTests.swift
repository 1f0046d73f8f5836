import Evidence
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// Holds the codec to the published JSON Schemas, with somebody else's validator.
@Suite struct SchemaTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("every record of the fixtures and of made-up histories fits its schema")
  func stored() async throws {
    let ledger = try Ledger.ofFixtures(folder.file("ledger"))
    _ = try ledger.importLines(
      from: ImportSource(madeUpLines(2000), name: "made-up"), by: .operator)
    let (output, status) = try await SchemaValidator.validate(try ledger.exported())
    #expect(status == 0, "\(output)")
    #expect(output.contains(", 0 refused"))
  }

  @Test("every shape that the codec writes fits its schema")
  func everyShape() async throws {
    var random = SplitMix(seed: 41)
    var lines: [UInt8] = []
    for name in ActionName.allCases {
      for _ in 0..<40 {
        let content = content(RandomAction.make(name, using: &random), &random)
        lines += content.encoded() + [0x0a]
      }
    }
    let (output, status) = try await SchemaValidator.validate(lines)
    #expect(status == 0, "\(output)")
  }

  @Test("the schemas refuse what is not a record")
  func refused() async throws {
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
      #expect(
        try await SchemaValidator.validate(Array((change + "\n").utf8)).status == 1, "\(change)")
    }
  }

  /// Every combination of the fields that depend on each other, whether or not they go together.
  private static let combinations: [Action] = {
    let attempt = AttemptID(high: 1, low: 2)
    var actions: [Action] = []
    for verdict in CallbackVerdict.allCases {
      for fault in CallbackFault.allCases + [nil] {
        actions.append(
          .callbackReceived(
            CallbackReceived(attempt: attempt, answer: .code, verdict: verdict, fault: fault)))
      }
    }
    for stage in Failed.Stage.allCases {
      for reason in Failed.Reason.allCases {
        for registers in [nil, Registers(), Registers([.customers])] {
          for credentials in Failed.CredentialFault.allCases + [nil] {
            for revoked in [nil, false, true] {
              actions.append(
                .failed(
                  Failed(
                    stage: stage, reason: reason, registers: registers, credentials: credentials,
                    revokedAtProvider: revoked)))
            }
          }
        }
      }
    }
    return actions
  }()

  @Test("the codec and the schemas agree on which fields go together")
  func together() async throws {
    var random = SplitMix(seed: 43)
    let records = Self.combinations.map { content($0, &random).encoded() }
    let refused = try await SchemaValidator.refused(Array(records.joined(separator: [0x0a])))
    #expect(!refused.isEmpty)
    for (index, bytes) in records.enumerated() {
      let isRead = (try? Record(position: Position(1), bytes: bytes)) != nil
      #expect(isRead != refused.contains(index + 1), "\(Self.combinations[index])")
    }
  }

  private func content(_ action: Action, _ random: inout SplitMix) -> Record.Content {
    Record.Content(
      stream: .acme, sequence: SequenceNumber(3), id: RandomAction.id(&random),
      actor: .administrator, recordedBy: .random(using: &random) ? .operator : nil,
      time: RandomAction.time(&random), recordedTime: RandomAction.time(&random),
      what: .action(action, .fortnox))
  }
}
