import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// The fields that records may have since the first release, each beside the shape without it.
///
/// `Fixtures/golden` holds the shapes of the first release.
@Suite struct OptionalFieldTests {
  private static let time = Timestamp("2026-11-24T12:00:00.000Z") ?? Timestamp(milliseconds: 0)
  private static let attempt = AttemptID(at: time, random: (0, 1))
  private static let both: Registers = Registers([.customers, .projects])

  private static let faults = CallbackFault.allCases.map { fault in
    Action.callbackReceived(
      CallbackReceived(
        attempt: attempt, answer: fault == .noState ? .code : .empty, verdict: .malformed,
        fault: fault))
  }

  private static let all: [Action] =
    [.configured(Configured(transfers: both, enabled: false, companyCode: 0))] + faults + [
      .permissionDenied(
        PermissionDenied(
          attempt: attempt, layer: .person,
          refusals: [
            .init(register: .customers, code: nil, message: "No", httpStatus: 403),
            .init(
              register: .projects, code: 2_000_663, message: "No", httpStatus: 400, layer: .scope),
            .init(register: .vouchers, code: nil, message: "", httpStatus: 402, layer: .licence),
          ],
          checks: [
            .init(register: .customers, ok: false), .init(register: .invoices, ok: true),
            .init(register: .orders, ok: nil), .init(register: .projects, ok: false),
            .init(register: .vouchers, ok: false),
          ])),
      .permissionDenied(
        PermissionDenied(
          layer: .scope,
          refusals: [
            .init(register: .projects, code: nil, message: "No", httpStatus: 403, layer: .scope)
          ], checks: [])),
      .failed(Failed(stage: .check, reason: .unrecognised, httpStatus: 418, registers: both)),
      .failed(Failed(stage: .refresh, reason: .unrecognised, credentials: .missing)),
      .failed(
        Failed(
          attempt: attempt, stage: .refresh, reason: .unrecognised, credentials: .unreadable)),
      .failed(
        Failed(attempt: attempt, stage: .check, reason: .wrongCompany, revokedAtProvider: true)),
      .failed(
        Failed(attempt: attempt, stage: .exchange, reason: .wrongCompany, revokedAtProvider: false)
      ),
    ]

  private static let lines: [UInt8] = all.enumerated().reduce(into: []) { lines, entry in
    let content = Record.Content(
      stream: .acme, sequence: SequenceNumber(Int64(entry.offset)),
      id: RecordID(at: time, random: (0, UInt64(entry.offset + 2))), actor: .server,
      recordedBy: nil, time: time, recordedTime: time, what: .action(entry.element, .fortnox))
    lines += content.encoded() + [0x0a]
  }

  @Test("every field has the bytes it always had, and is read back as it was")
  func bytes() throws {
    try Golden(Golden.root.appending(path: "Tests/EventLogTests/golden"))
      .expect(String(decoding: Self.lines, as: UTF8.self), "optional-fields.jsonl")
    let folder = try TemporaryFolder()
    _ = try Ledger.create(
      folder.file("ledger"), importing: ImportSource(Self.lines, name: "optional fields"),
      by: .operator)
    let ledger = try Ledger.open(folder.file("ledger"), for: .reading)
    #expect(try ledger.exported() == Self.lines)
    let read = try ledger.records(RecordQuery())
    #expect(read.map(\.content.what) == Self.all.map { .action($0, .fortnox) })
    let report = try ledger.verify()
    #expect(report.agrees, "\(report.findings)")
  }

  @Test("every field fits its schema, with somebody else's validator")
  func schema() async throws {
    let (output, status) = try await SchemaValidator.validate(Self.lines)
    #expect(status == 0, "\(output)")
  }

  /// A change that makes one of the records none.
  private struct Change {
    var old: String
    var new: String
    /// What the error says.
    var says: String

    init(_ old: String, _ new: String, _ says: String) {
      self.old = old
      self.new = new
      self.says = says
    }

    /// The first record that has what is changed, changed.
    func line() throws -> String {
      let lines = String(decoding: OptionalFieldTests.lines, as: UTF8.self).split(separator: "\n")
      let line = try #require(lines.first { $0.contains(old) }, "\(old)")
      return String(line).replacing(old, with: new)
    }

    func isRefused() throws {
      let bytes = Array(try line().utf8)
      let error = #expect(throws: RecordError.self, "\(new)") {
        _ = try Record(position: Position(1), bytes: bytes)
      }
      #expect(error?.what.contains(says) == true, "\(new): \(error?.what ?? "")")
    }
  }

  private static let changes = [
    Change(#""companyCode":0"#, #""companyCode":-1"#, "must not be negative"),
    Change(#""companyCode":0"#, #""companyCode":"0""#, "whole number"),
    Change(#""companyCode":0"#, #""companyCode":null"#, "whole number"),
    Change(#""companyCode":0"#, #""companyCode":9007199254740992"#, "whole number"),
    Change(#""fault":"doubled""#, #""fault":"tripled""#, "not one of"),
    Change(
      #""fault":"doubled","verdict":"malformed""#, #""fault":"doubled","verdict":"accepted""#,
      "verdict malformed"),
    Change(#""registers":["customers","projects"]"#, #""registers":[]"#, "at least one"),
    Change(#"["customers","projects"],"stage":"#, #"["cats"],"stage":"#, "not one of"),
    Change(#"["customers","projects"],"stage":"#, #"["orders","orders"],"stage":"#, "sorted"),
    Change(
      #"["customers","projects"],"stage":"check""#, #"["customers"],"stage":"refresh""#,
      "stage check"),
    Change(#""credentials":"missing""#, #""credentials":"gone""#, "not one of"),
    Change(
      #""credentials":"missing","reason":"unrecognised""#,
      #""credentials":"missing","reason":"grantDead""#, "reason unrecognised"),
    Change(
      #""credentials":"missing","reason":"unrecognised","stage":"refresh""#,
      #""credentials":"missing","reason":"unrecognised","stage":"exchange""#, "stage refresh"),
    Change(#""revokedAtProvider":true"#, #""revokedAtProvider":1"#, "true or false"),
    Change(
      #""reason":"wrongCompany","revokedAtProvider":true"#,
      #""reason":"declined","revokedAtProvider":true"#, "reason wrongCompany"),
    Change(#""layer":"licence","message""#, #""layer":"app","message""#, "not one of"),
    Change(#""layer":"licence","message""#, #""layer":null,"message""#, "must be a text"),
    Change(#""code":2000663"#, #""code":null"#, "whole number"),
    Change(#""code":2000663"#, #""code":"2000663""#, "whole number"),
    Change(#"{"ok":true,"register":"invoices"}"#, #"{"register":"cats"}"#, "not one of"),
    Change(#"{"ok":true,"register":"invoices"}"#, #"{"ok":null,"register":"invoices"}"#, "true or"),
    Change(#"{"register":"orders"}"#, #"{"ok":true,"register":"invoices"}"#, "sorted"),
  ]

  @Test("what the schemas refuse, the codec refuses too, and says why")
  func refused() async throws {
    for change in Self.changes { try change.isRefused() }
    let lines = try Self.changes.map { try $0.line() + "\n" }.joined()
    let refused = try await SchemaValidator.refused(Array(lines.utf8))
    let accepted = Self.changes.indices.filter { !refused.contains($0 + 1) }
    #expect(accepted.isEmpty, "\(accepted.map { Self.changes[$0].new })")
  }

  @Test("what only an order can break, the codec refuses")
  func unsorted() throws {
    for change in [
      Change(
        #"["customers","projects"],"stage":"#, #"["projects","customers"],"stage":"#, "sorted"),
      Change(#"{"register":"orders"}"#, #"{"ok":false,"register":"articles"}"#, "sorted"),
      Change(#""enabled":false,"#, #""companyCode":0,"enabled":false,"#, "unknown"),
    ] {
      try change.isRefused()
    }
  }

  @Test("people may give the registers and the checks in any order")
  func anyOrder() throws {
    let failed = try CanonicalAction(
      reading: "failed",
      data: Array(
        #"{"stage":"check","reason":"unrecognised","registers":["projects","customers"]}"#.utf8))
    #expect(
      failed.action == .failed(Failed(stage: .check, reason: .unrecognised, registers: Self.both)))
    let denied = try CanonicalAction(
      reading: "permissionDenied",
      data: Array(
        """
        {"layer":"person","refusals":[{"register":"projects","message":"No","httpStatus":403}],
        "checks":[{"register":"projects","ok":false},{"register":"customers"}]}
        """.utf8))
    let refusal = RegisterRefusal(
      register: .projects, code: nil, message: "No", httpStatus: 403)
    let checks: [Approval.Check] = [
      .init(register: .customers, ok: nil), .init(register: .projects, ok: false),
    ]
    #expect(
      denied.action
        == .permissionDenied(
          PermissionDenied(layer: .person, refusals: [refusal], checks: checks)))
  }

  @Test("nobody sets the number of a company code by hand; a record as exported keeps it")
  func companyCode() throws {
    let data = #"{"companyCode":1,"enabled":false,"transfers":[]}"#
    let error = #expect(throws: LedgerError.self) {
      _ = try CanonicalAction(reading: "configured", data: Array(data.utf8))
    }
    #expect(error?.description.contains("\"companyCode\" is not set by hand") == true)

    let folder = try TemporaryFolder()
    let ledger = try Ledger.create(folder.file("ledger"), effects: .afterFixtures)
    let line = #"{"action":"configured","company":"acme","data":\#(data)}"#
    let refused = #expect(throws: LedgerError.self) {
      _ = try ledger.importLines(from: ImportSource(Array(line.utf8), name: "typed"), by: .operator)
    }
    #expect(refused?.description.contains("\"companyCode\" is not set by hand") == true)
    #expect(try ledger.records(RecordQuery()).isEmpty)
  }
}
