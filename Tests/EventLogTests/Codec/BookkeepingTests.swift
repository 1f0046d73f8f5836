import Foundation
import Integrations
import TestSupport
import Testing
import Transparency

@testable import EventLog
@testable import Evidence

/// What the ledger records of itself: every shape, held to its bytes and to its schema.
@Suite struct BookkeepingTests {
  private static let time = Timestamp("2026-11-24T12:00:00.000Z") ?? Timestamp(milliseconds: 0)
  private static let root = Record.Bookkeeping.Root(
    origin: "ledger.example.com/root/1", size: 3,
    root: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
  private static let digests = [
    "uzPaCyf3P5Dw6gqPC1zaWZkpZN1FgILY4ynL63hgDA8", "0tgDljAxWrkrnMKT97I-5aHzP4VSYvI4rVJmE5fGDnU",
  ]
  private static let keys = (1...2).compactMap {
    try? SignerKey(name: "ledger.example.com/root/1", seed: Array(repeating: $0, count: 32))
      .verifier.description
  }

  private static let visit = VisitID(high: 0x0197_c0de_0000_7000, low: 0x8000_0000_0000_0001)

  private static let key = ServiceKeyID(high: 0x0197_c0de_0000_7000, low: 0x8000_0000_0000_0002)

  private static let all: [Record.Bookkeeping] = [
    .introduced(.administrator, digests: digests),
    .erased(
      .administrator, digests: digests, ground: .consentWithdrawn, decidedBy: .operator),
    .committed(
      StateCommitment(
        position: Position(7), fingerprint: "integration_status/1",
        digest: String(repeating: "0f", count: 32))),
    .rotated(to: keys[0], from: keys[1]), .retired(keys[1], rows: nil),
    .restored(epoch: 2, lost: root, found: nil), .restored(epoch: 3, lost: nil, found: root),
    .unknownCallbacks(count: 20), .retired(keys[1], rows: String(repeating: "0f", count: 32)),
    .restored(epoch: 4, lost: nil, found: nil, key: keys[0]),
    .visitBegan(visit, as: .administrator, issuedBy: .operator), .visitEnded(visit),
    .created(
      ServiceKeyGrant(
        id: key, name: "moment-prod", scopes: ["tokens:read", "status:read"], companies: nil,
        expiresAt: nil)),
    .created(
      ServiceKeyGrant(
        id: key, name: "SIEM", scopes: ["records:read"], companies: [.beta, .acme],
        expiresAt: time)),
    .revoked(key),
  ]

  private static func content(_ number: Int, _ bookkeeping: Record.Bookkeeping) -> Record.Content {
    let isPersonal = bookkeeping.name.hasPrefix("person.")
    return Record.Content(
      stream: isPersonal ? .acme : .system,
      sequence: SequenceNumber(Int64(isPersonal ? number : number - 2)),
      id: RecordID(at: time, random: (0, UInt64(number))), actor: .operator, recordedBy: nil,
      time: time, recordedTime: time, what: .bookkeeping(bookkeeping))
  }

  private static let lines: [UInt8] = all.enumerated().reduce(into: []) { lines, entry in
    lines += content(entry.offset, entry.element).encoded() + [0x0a]
  }

  @Test("every shape has the bytes it always had, and is read back as it was")
  func bytes() throws {
    try Golden(Golden.root.appending(path: "Tests/EventLogTests/golden"))
      .expect(String(decoding: Self.lines, as: UTF8.self), "bookkeeping.jsonl")
    let folder = try TemporaryFolder()
    _ = try Ledger.create(
      folder.file("ledger"), importing: ImportSource(Self.lines, name: "bookkeeping"),
      by: .operator)
    let ledger = try Ledger.open(folder.file("ledger"), for: .reading)
    #expect(try ledger.exported() == Self.lines)
    let read = try ledger.records(RecordQuery())
    #expect(read.map(\.content.what) == Self.all.map { .bookkeeping($0) })
    #expect(
      Set(Self.all.map(\.name)) == Set(Record.Bookkeeping.Name.allCases.map(\.rawValue)))
    // It moves no integration, and what it commits to of a person is missing here.
    let report = try ledger.verify()
    #expect(report.replay.integrations == 0)
    #expect(report.identities[.erased] == 2)
    // The commitment was made by a fold that is no more.
    #expect(report.replay.commitments.map(\.verdict) == [.otherFold])
    #expect(report.agrees, "\(report.findings)")
  }

  @Test("a commitment that stands at another place than where it was made cannot be checked")
  func moved() throws {
    let commitment = StateCommitment(
      position: Position(7), fingerprint: Projection.integrationStatus.fingerprint,
      digest: String(repeating: "0f", count: 32))
    let folder = try TemporaryFolder()
    _ = try Ledger.create(
      folder.file("ledger"),
      importing: ImportSource(Self.content(2, .committed(commitment)).encoded(), name: "moved"),
      by: .operator)
    let report = try Ledger.open(folder.file("ledger"), for: .reading).verify()
    #expect(report.replay.commitments.map(\.verdict) == [.moved])
    #expect(report.agrees, "\(report.findings)")
  }

  @Test("every shape fits its schema, with somebody else's validator")
  func schema() async throws {
    let changed = String(decoding: Self.lines, as: UTF8.self).split(separator: "\n")
    for (text, code) in [
      (String(decoding: Self.lines, as: UTF8.self), Int32(0)),
      (changed[0].replacing(#""person":"#, with: #""persona":"#) + "\n", 1),
      (changed[1].replacing("consentWithdrawn", with: "because") + "\n", 1),
      (changed[2].replacing("/companies/system", with: "/companies/acme") + "\n", 1),
      (changed[5].replacing(#""size":3"#, with: #""size":-3"#) + "\n", 1),
    ] {
      let (output, status) = try await SchemaValidator.validate(Array(text.utf8))
      #expect(status == code, "\(output)")
    }
  }
}
