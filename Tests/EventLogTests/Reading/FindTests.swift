import Evidence
import Integrations
import TestSupport
import Testing

@testable import EventLog

/// What a text finds, and what it does not.
@Suite struct FindTests {
  private let folder: TemporaryFolder
  private let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.ofFixtures(folder.file("ledger"))
  }

  private func hits(_ text: String, _ kind: Hit.Kind) throws -> [Hit] {
    try ledger.find(text).hits.filter { $0.kind == kind }
  }

  @Test("a company is found by any part of its id, with its last record")
  func company() throws {
    let found = try hits("rong-comp", .company)
    #expect(found.map(\.company.id) == ["wrong-company"])
    let hit = try #require(found.first)
    let last = try #require(try ledger.positions(of: hit.company).last)
    #expect(hit.position == last && !hit.isExact)
    #expect(hit.records == Int64(try ledger.positions(of: hit.company).count))
    #expect(try hits("acme", .company).first?.isExact == true)
    #expect(try hits("ACME", .company).count == 1)
    #expect(try !hits("system", .company).contains { $0.company == .system })
  }

  /// What a record names, and the last record that does.
  private struct Name: Hashable {
    var text: String
    var kind: Hit.Kind
    var company: Company
  }

  @Test("everything else is found by its whole name or its beginning, in each company that has it")
  func names() throws {
    var last: [Name: Position] = [:]
    for recorded in try ledger.records(RecordQuery()).compactMap(\.recorded) {
      func name(_ text: String?, _ kind: Hit.Kind) {
        guard let text else { return }
        last[Name(text: text, kind: kind, company: recorded.company)] = recorded.position
      }
      name(recorded.actor.description, .actor)
      name(recorded.action.attempt?.description, .attempt)
      switch recorded.action {
      case .approved(let approval), .reauthorized(let approval):
        name(approval.providerCompany, .providerCompany)
      case .credentialsRemoved(let removal): name(removal.ticket, .ticket)
      default: break
      }
    }
    let texts = Dictionary(grouping: last.keys) { $0.text }
    #expect(Set(last.keys.map(\.kind)).count == 4 && texts.count > 60)
    for (text, names) in texts {
      let found = try ledger.find(text).hits
      let vague = try ledger.find(String(text.dropLast())).hits
      for name in names {
        func isThis(_ hit: Hit) -> Bool {
          hit.kind == name.kind && hit.company == name.company && hit.value == text
            && hit.position == last[name]
        }
        #expect(found.contains { isThis($0) && $0.isExact }, "\(name)")
        #expect(vague.contains { isThis($0) && !$0.isExact }, "\(name)")
      }
    }
    let server = try hits("server", .actor)
    #expect(!server.isEmpty && server.allSatisfy(\.isExact), "an id without its role")
    #expect(try hits("MOM-4", .ticket).count == 3)
  }

  @Test("a hit counts its records and names the last of them")
  func count() throws {
    let actor = Actor.administrator
    for hit in try hits(actor.description, .actor) where hit.isExact {
      var query = RecordQuery(of: hit.company)
      query.actor = actor
      let records = try ledger.records(query)
      #expect(hit.records == Int64(records.count))
      #expect(hit.position == records.last?.position && hit.time == records.last?.content.time)
    }
  }

  @Test(
    "what is inside of a name, or too short, finds nothing of its kind",
    arguments: [
      ("82915", Hit.Kind.providerCompany), ("17", .actor), ("dministrator:u-17", .actor),
      ("01a1a0a", .attempt), ("zz", .company), ("administrator", .actor), ("OM-4711", .ticket),
    ])
  func none(_ text: String, _ kind: Hit.Kind) throws {
    #expect(try hits(text, kind).isEmpty)
  }

  @Test("whole names come first, then kinds in their order, the newest first")
  func order() throws {
    _ = try ledger.append([.settings(1)], to: .make("u-17"))
    let found = try ledger.find("u-17").hits
    #expect(found.first?.kind == .company && found.first?.isExact == true)
    let kinds = found.filter(\.isExact).map(\.kind)
    #expect(kinds == [.company] + Array(repeating: .actor, count: kinds.count - 1))
    let positions = found.filter { $0.kind == .actor && $0.isExact }.map(\.position)
    #expect(positions == positions.sorted(by: >) && positions.count > 1)
  }

  @Test("only the last records are read where there are more than the limit, and it says so")
  func bounded() throws {
    let all = try ledger.find("482915")
    #expect(all.searched == all.records && all.records > 200)
    let hit = try #require(all.hits.first { $0.kind == .providerCompany })
    let after = Int(all.records - hit.position.number)
    let short = try ledger.find("482915", reading: after)
    #expect(short.searched == Int64(after) && short.records == all.records)
    #expect(!short.hits.contains { $0.kind == .providerCompany && $0.company == hit.company })
    let enough = try ledger.find("482915", reading: after + 1)
    #expect(enough.hits.contains { $0.kind == .providerCompany && $0.position == hit.position })
    #expect(try !ledger.find("acme", reading: 1).hits.isEmpty, "companies have an index")
  }

  @Test("an index that leads to another attempt's record finds nothing")
  func misled() throws {
    let attempt = try #require(
      try ledger.records(RecordQuery(of: .acme)).compactMap { $0.recorded?.action.attempt }.first)
    try ledger.execute("DROP TRIGGER record_is_never_updated")
    try ledger.execute("UPDATE record SET attempt = zeroblob(16) WHERE attempt IS NOT NULL")
    #expect(try hits(attempt.description, .attempt).isEmpty)
    #expect(try hits("00000000", .attempt).isEmpty)
  }

  @Test("a company without an integration is found too, and known to have none")
  func unbegun() throws {
    #expect(try hits("acme", .company).allSatisfy(\.hasIntegration))
    try ledger.execute(
      "DELETE FROM integration_status WHERE stream = (SELECT id FROM stream WHERE company = 'acme')"
    )
    #expect(try hits("acme", .company).map(\.hasIntegration) == [false])
  }

  @Test("nothing is found by nothing, and odd texts do no harm")
  func odd() throws {
    #expect(try ledger.find("").hits.isEmpty)
    #expect(try ledger.find("\u{0}").hits.isEmpty)
    for text in ["\"", "%", "*", "'; DROP TABLE record; --", "å", "\\u00e5", ":", "-"] {
      _ = try ledger.find(text)
    }
    #expect(try ledger.find(String(repeating: "a", count: 100_000)).hits.isEmpty)
  }
}
