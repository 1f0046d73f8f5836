import EventLog
import GRDB
import Integrations
import Synchronization
import TestSupport
import Testing

@testable import Connector
@testable import Vault

/// What goes through all companies asks the vault for each one's row, and never for all again.
@Suite(.timeLimit(.minutes(20))) struct ManyCompaniesTests {
  private static func companies(_ count: Int) throws -> [Company] {
    try (0..<count).map { try #require(Company("company-\($0)")) }
  }

  /// Companies of every kind that a start looks at: in order, with a refresh whose answer is not
  /// known, with a consent to be revoked, with credentials that no grant has.
  private func journey(_ count: Int) async throws -> Journey {
    let journey = try Journey()
    for (number, company) in try Self.companies(count).enumerated() {
      try await journey.connect(company)
      let now = journey.clock.effects.now()
      switch number % 4 {
      case 1: try journey.vault.markRefresh(of: company, .fortnox, sentAt: now)
      case 2:
        journey.fortnox.next("revoke", .answer(500, ""))
        _ = try await journey.connector.remove(
          company, .fortnox, reason: .requested, ticket: nil, by: .administrator)
      case 3:
        let removed = CredentialsRemoved(reason: .requested, revokedAtProvider: false)
        try journey.connector.ledger.append(
          [Command(.credentialsRemoved(removed), by: .administrator)], to: company)
      default: break
      }
    }
    journey.clock.advance(seconds: 3600)
    return journey
  }

  /// How often each statement ran on the vault.
  private func statements(
    _ journey: Journey, _ body: () async throws -> Void
  ) async throws -> [String: Int] {
    let counts = Mutex<[String: Int]>([:])
    let queue = journey.vault.queue
    try await queue.writeWithoutTransaction { database in
      database.trace { event in
        guard case .statement(let statement) = event else { return }
        counts.withLock { $0[statement.sql, default: 0] += 1 }
      }
    }
    try await body()
    try await queue.writeWithoutTransaction { $0.trace() }
    return counts.withLock { $0 }
  }

  @Test("the statements of a start that are repeated for each company are found by an index")
  func start() async throws {
    let few = try await journey(4)
    let fewCounts = try await statements(few) { try await few.connector.heal() }
    let many = try await journey(12)
    let manyCounts = try await statements(many) { try await many.connector.heal() }
    let repeated = manyCounts.filter { $0.value > fewCounts[$0.key] ?? 0 }.map(\.key)
      .filter { $0.hasPrefix("SELECT") || $0.hasPrefix("DELETE") || $0.hasPrefix("UPDATE") }
    #expect(repeated.count > 5)
    for sql in repeated {
      let plan = try await many.vault.queue.read { database in
        let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
        statement.setUncheckedArguments(
          StatementArguments([Int?](repeating: nil, count: sql.filter { $0 == "?" }.count)))
        return try Row.fetchAll(statement).map { $0["detail"] as String }
      }
      #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") || $0 == "SCAN CONSTANT ROW" }, "\(sql)")
    }
  }

  @Test("nothing is written for a company that is in order")
  func inOrder() async throws {
    let journey = try Journey()
    for company in try Self.companies(3) { try await journey.connect(company) }
    let counts = try await statements(journey) { try await journey.connector.heal() }
    #expect(counts.keys.allSatisfy { !$0.contains("BEGIN IMMEDIATE") }, "\(counts.keys)")
  }

  @Test("from a callback to its grant the vault has three transactions, and opens no value twice")
  func callback() async throws {
    let journey = try Journey()
    try journey.configure()
    let departure = try await journey.start()
    let counts = try await statements(journey) {
      _ = try await journey.callback(departure)
      await journey.connector.background.drain()
    }
    #expect(try journey.story().last == "approved(consent)")
    func count(_ words: String) -> Int {
      counts.filter { $0.key.contains(words) }.values.reduce(0, +)
    }
    #expect(count("BEGIN DEFERRED") == 1, "the attempt is found")
    #expect(count("BEGIN IMMEDIATE") == 2, "its credentials are stored, and made current")
    #expect(count("FROM attempt WHERE state") == 1)
    #expect(count("SELECT field, attempt, sealed FROM credential") == 0, "they were handed down")
  }

  @Test("once the program is to end, sweeps end with the company they are at")
  func ending() async throws {
    let journey = try Journey()
    for company in try Self.companies(4) { try await journey.connect(company) }
    journey.clock.advance(seconds: 7 * 86_400)
    journey.fortnox.next("refresh", .pause)
    let connector = journey.connector
    async let due = connector.refreshDue()
    while journey.fortnox.count("refresh") == 0 { try await Task.sleep(for: .milliseconds(5)) }
    connector.endSweeps()
    journey.fortnox.goOn()
    #expect(try await due.refreshed == 1, "the one under way is finished")
    #expect(journey.fortnox.count("refresh") == 1)
    for company in try Self.companies(4) {
      try journey.vault.markRefresh(
        of: company, .fortnox, sentAt: journey.clock.effects.now())
    }
    #expect(try await connector.heal() == 0)
    #expect(try await connector.askSilent() == 0)
    #expect(try journey.vault.refreshesUnderWay().count == 4, "the next start finds them")
    #expect(try await journey.another().heal() == 4)
  }
}
