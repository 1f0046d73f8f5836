import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// A company with several integrations: questions are about all of them, and what acts asks which.
@Suite struct SeveralIntegrationsTests {
  private let folder: TemporaryFolder
  private let program: Program
  private static let settings = #"{"transfers":["customers"],"enabled":false}"#

  init() throws {
    folder = try TemporaryFolder()
    program = Program(environment: ["AUTHLEDGER_HOME": folder.file("ledger")])
    try Ledger.create(folder.file("ledger")).close()
  }

  @discardableResult
  private func record(_ options: String...) async throws -> ChildProcess.Outcome {
    try await program.run(["record", "acme", "configured", "--data", Self.settings] + options)
  }

  private func json(_ arguments: String...) async throws -> Any {
    let outcome = try await program.run(arguments + ["--format", "json"])
    return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
  }

  private func providers(_ answer: Any) -> [String?]? {
    (answer as? [[String: Any]])?.map { $0["provider"] as? String }
  }

  @Test("record without --provider begins with one, goes on with the only one, and then asks which")
  func recording() async throws {
    #expect(try await record("--provider", "fiken").code == 0)
    let same = try await record()
    #expect(same.output.contains("Nothing changed") || same.output.isEmpty, "\(same)")
    #expect(try await record("--provider", "fortnox").code == 0)
    let refused = try await record()
    #expect(refused.code == 64)
    #expect(
      refused.error.contains(
        "acme has integrations with fiken and fortnox; name one with --provider."), "\(refused)")
    let records = try await program.run(["history", "acme", "--format", "jsonl"])
    #expect(records.output.split(separator: "\n").count == 2)
  }

  @Test("record for a company without integrations takes what an import line without provider is")
  func first() async throws {
    #expect(try await record().code == 0)
    let status = try #require(try await json("status", "acme") as? [String: Any])
    #expect(status["provider"] as? String == "fortnox")
  }

  @Test("status and why are an object for one integration and an array for several")
  func shapes() async throws {
    try await record("--provider", "fortnox")
    for command in ["status", "why"] {
      #expect(try await json(command, "acme") is [String: Any])
    }
    try await record("--provider", "fiken")
    for command in ["status", "why"] {
      #expect(providers(try await json(command, "acme")) == ["fiken", "fortnox"])
      let one = try await json(command, "acme", "--provider", "fiken")
      #expect((one as? [String: Any])?["provider"] as? String == "fiken")
      let past = try await json(command, "acme", "--at", "#1")
      #expect((past as? [String: Any])?["provider"] as? String == "fortnox")
    }
    for arguments in [["status"], ["log", "acme"], ["replay", "acme"]] {
      let outcome = try await program.run(arguments + ["--format", "jsonl"])
      for name in ["fiken", "fortnox"] {
        #expect(outcome.output.contains("\"provider\":\"\(name)\""), "\(arguments)")
      }
    }
    #expect(providers(try await json("status", "--at", "#2")) == ["fiken", "fortnox"])
  }

  @Test("log, why and status name each integration for people where there are several")
  func names() async throws {
    try await record("--provider", "fortnox")
    for command in ["log", "why", "status"] {
      let one = try await program.run([command, "acme", "--format", "table", "--language", "en"])
      #expect(!one.output.contains("Fortnox: "), "\(one.output)")
    }
    try await record("--provider", "fiken")
    for command in ["log", "why", "status"] {
      let both = try await program.run([command, "acme", "--format", "table", "--language", "en"])
      for name in ["Fortnox: ", "Fiken: "] {
        #expect(both.output.contains(name), "\(command): \(both.output)")
      }
    }
  }

  @Test("failures counts each provider's apart and names it")
  func failures() async throws {
    try await record("--provider", "fortnox")
    try await record("--provider", "fortnox-payments")
    try begin(.fortnox, isOver: true)
    try begin(.fortnoxPayments, isOver: true)
    let all = try await json("failures")
    #expect(providers(all) == ["fortnox", "fortnox-payments"])
    let one = try await json("failures", "--provider", "fortnox-payments")
    #expect(providers(one) == ["fortnox-payments"])
    let table = try await program.run(["failures", "--format", "table", "--language", "en"])
    #expect(table.output.contains("fortnox-payments"))
  }

  @Test("the exit code of why is that of the worst: somebody must act, then it cannot be told")
  func worst() async throws {
    func code() async throws -> Int32 { try await program.run(["why", "acme"]).code }
    try await record("--provider", "fortnox")
    try begin(.fortnox, isApproved: true)
    #expect(try await code() == 0)
    try await record("--provider", "fortnox-payments")
    try begin(.fortnoxPayments)
    #expect(try await code() == 2)
    try await record("--provider", "fiken")
    #expect(try await code() == 1)
  }

  /// Starts an attempt, which gives up or is approved.
  private func begin(_ provider: Provider, isOver: Bool = false, isApproved: Bool = false) throws {
    let ledger = try Ledger.open(folder.file("ledger"), for: .writing)
    let now = Effects.live.now()
    let id = AttemptID(high: 1, low: UInt64(provider.rawValue.utf8.count))
    func append(_ action: Action) throws {
      try ledger.append(
        [Command(action, provider: provider, by: .administrator, at: now)], to: .acme)
    }
    let scopes = ["companyinformation", "customer"]
    try append(
      .authorizeStarted(
        AuthorizeStarted(
          attempt: id, accountType: .user, scopes: scopes, expiresAt: now.adding(seconds: 600))))
    if isOver {
      try append(.failed(Failed(attempt: id, stage: .authorize, reason: .abandoned)))
    }
    if isApproved {
      try append(
        .callbackReceived(CallbackReceived(attempt: id, answer: .code, verdict: .accepted)))
      try append(
        .approved(
          Approval(
            attempt: id, via: .consent, accountType: .user, scopes: scopes,
            providerCompany: "1001",
            checks: [Approval.Check(register: .customers, ok: true)],
            accessTokenExpiresAt: now.adding(seconds: 3600),
            refreshTokenExpiresAt: now.adding(seconds: 3_000_000))))
      try append(
        .configured(Configured(transfers: Registers([.customers]), enabled: true)))
    }
    try ledger.publish()
    try ledger.close()
  }
}
