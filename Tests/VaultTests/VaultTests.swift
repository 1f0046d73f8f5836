import Foundation
import Integrations
import TestSupport
import Testing
import Vault

@Suite struct VaultTests {
  private let folder: TemporaryFolder
  private let vault: Vault
  private let canary = Credentials(
    accessToken: "canary-access-token", refreshToken: "canary-refresh-token",
    providerCompany: "482915")
  private let attempt = AttemptID(at: Timestamp(milliseconds: 0), random: (1, 2))
  private let other = AttemptID(at: Timestamp(milliseconds: 0), random: (3, 4))

  init() throws {
    folder = try TemporaryFolder()
    vault = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
  }

  /// Every byte of every file of the ledger's directory but the keys.
  private func bytes() throws -> Data {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).reduce(into: Data()) {
      $0.append(FileManager.default.contents(atPath: folder.file($1)) ?? Data())
    }
  }

  private var file: String { folder.file("vault.sqlite") }

  @Test("pending credentials become current, and only those of that attempt")
  func pending() throws {
    #expect(try vault.credentials(of: .acme, .fortnox) == nil)
    try vault.keepPending(canary, of: .acme, .fortnox, attempt: attempt)
    #expect(try vault.credentials(of: .acme, .fortnox) == nil)
    #expect(try vault.credentials(of: .acme, .fortnox, .pending)?.credentials == canary)
    #expect(try vault.companies(.pending).map(\.2) == [attempt])
    #expect(try !vault.makeCurrent(.acme, .fortnox, attempt: other))
    #expect(try vault.makeCurrent(.acme, .fortnox, attempt: attempt))
    let found = try #require(try vault.credentials(of: .acme, .fortnox))
    #expect(found.credentials == canary)
    #expect(found.attempt == attempt)
    #expect(try vault.companies(.pending).isEmpty)
    let service = Credentials(accessToken: "b", refreshToken: nil)
    try vault.keepPending(service, of: .acme, .fortnox, attempt: other)
    #expect(try vault.credentials(of: .acme, .fortnox)?.credentials == canary)
    #expect(try vault.makeCurrent(.acme, .fortnox, attempt: other))
    #expect(try vault.credentials(of: .acme, .fortnox)?.credentials == service)
    #expect(try vault.credentials(of: .beta, .fortnox) == nil)
    #expect(try vault.credentials(of: .acme, .fortnoxPayments) == nil)
  }

  @Test("no secret is on the disk in clear, and what was erased is nowhere")
  func erased() throws {
    try vault.keepPending(canary, of: .acme, .fortnox, attempt: attempt)
    try vault.makeCurrent(.acme, .fortnox, attempt: attempt)
    let secrets = ["canary-access-token", "canary-refresh-token"]
    for secret in secrets {
      for spelling in [Data(secret.utf8), Data(Data(secret.utf8).base64EncodedString().utf8)] {
        #expect(try bytes().range(of: spelling) == nil)
      }
    }
    let sealed = try SQLiteShell.blobs("sealed", from: "credential", in: file)
    #expect(sealed.count == 3)
    for value in sealed { #expect(try bytes().range(of: value) != nil) }
    try vault.erase(.acme, .fortnox)
    try vault.close()
    for value in sealed { #expect(try bytes().range(of: value) == nil) }
    #expect("\(canary)" == "credentials")
    #expect(!String(reflecting: canary).contains("canary"))
    var dumped = ""
    dump(canary, to: &dumped)
    #expect(!dumped.contains("canary"))
  }

  @Test("a sealed value opens for its own company, provider and field alone")
  func bound() throws {
    try vault.keepPending(canary, of: .acme, .fortnox, attempt: attempt)
    try vault.keepPending(canary, of: .beta, .fortnox, attempt: other)
    _ = try SQLiteShell.run(
      """
      UPDATE credential SET sealed = (SELECT sealed FROM credential AS other
        WHERE other.company <> credential.company AND other.field = credential.field)
      WHERE company = 'acme'
      """, on: file)
    #expect(throws: VaultError.self) { try vault.credentials(of: .acme, .fortnox, .pending) }
    _ = try SQLiteShell.run(
      """
      UPDATE credential SET sealed = (SELECT sealed FROM credential AS other
        WHERE other.company = 'beta' AND other.field = 'refreshToken')
      WHERE company = 'beta' AND field = 'accessToken'
      """, on: file)
    #expect(throws: VaultError.unopenable(field: "accessToken")) {
      try vault.credentials(of: .beta, .fortnox, .pending)
    }
  }

  @Test("keys come from the environment or a file of their owner's, and never from elsewhere")
  func keys() throws {
    let file = folder.file("keys/vault-key")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let made = try VaultKeys(folder.path, environment: [:])
    #expect(try VaultKeys(folder.path, environment: [:]).currentID == made.currentID)
    let given = String(repeating: "0a", count: 32)
    let environment = [VaultKeys.variable: given]
    #expect(try VaultKeys(folder.path, environment: environment).currentID != made.currentID)
    for wrong in ["", "0a", given + "0", String(repeating: "zz", count: 32)] {
      let error = #expect(throws: VaultError.self) {
        try VaultKeys(folder.path, environment: [VaultKeys.variable: wrong])
      }
      #expect(error == .malformedKey(VaultKeys.variable))
    }
    chmod(file, 0o644)
    let refused = #expect(throws: VaultError.self) { try VaultKeys(folder.path, environment: [:]) }
    let sentence = try #require(refused)
    #expect("\(sentence)".contains("chmod 600"))
  }

  @Test("after a rotation everything opens, is sealed anew, and the old key can go")
  func rotation() throws {
    try vault.keepPending(canary, of: .acme, .fortnox, attempt: attempt)
    try vault.keep(secrets())
    let old = try VaultKeys(folder.path, environment: [:])
    try VaultKeys.rotate(folder.path)
    let keys = try VaultKeys(folder.path, environment: [:])
    #expect(keys.currentID != old.currentID)
    let rotated = try Vault(folder.path, keys: keys)
    #expect(try rotated.credentials(of: .acme, .fortnox, .pending)?.credentials == canary)
    #expect(try rotated.reseal() == 4)
    #expect(try rotated.reseal() == 0)
    try VaultKeys.retire(folder.path)
    let after = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
    #expect(try after.credentials(of: .acme, .fortnox, .pending)?.credentials == canary)
    #expect(throws: VaultError.unknownKey(id: keys.currentID)) {
      try vault.credentials(of: .acme, .fortnox, .pending)
    }
  }

  // MARK: Attempts

  private func secrets(_ expiresAt: Int64 = 1000) -> AttemptSecrets {
    AttemptSecrets(
      attempt: attempt, company: .acme, provider: .fortnox, state: "canary-state",
      browser: "canary-cookie", verifier: "canary-verifier",
      expiresAt: Timestamp(milliseconds: expiresAt))
  }

  private func spend(
    _ state: String = "canary-state", _ browser: String? = "canary-cookie", at time: Int64 = 10
  ) throws -> StateAnswer {
    try vault.spend(state: state, browser: browser, at: Timestamp(milliseconds: time))
  }

  @Test("a state is accepted once, in time, from the browser that started")
  func states() throws {
    try vault.keep(secrets())
    #expect(try vault.takeVerifier(of: attempt) == nil, "not before its state came back")
    #expect(try spend("canary-stat") == .unknown)
    let known = (attempt: attempt, company: Company.acme, provider: Provider.fortnox)
    let stranger = StateAnswer.otherBrowser(
      attempt: known.attempt, company: known.company, provider: known.provider)
    #expect(try spend("canary-state", nil) == stranger)
    #expect(try spend("canary-state", "canary-cookie ") == stranger)
    #expect(
      try spend(at: 1001)
        == .expired(attempt: known.attempt, company: known.company, provider: known.provider))
    #expect(
      try spend(at: 1000)
        == .accepted(attempt: known.attempt, company: known.company, provider: known.provider))
    #expect(
      try spend()
        == .alreadyUsed(attempt: known.attempt, company: known.company, provider: known.provider))
    #expect(try vault.openAttempts().map(\.0) == [attempt])
    #expect(try vault.takeVerifier(of: attempt) == "canary-verifier")
    #expect(try vault.takeVerifier(of: attempt) == nil)
    #expect(try vault.openAttempts().isEmpty)
  }

  @Test("of twenty callbacks at once one is accepted, whichever handle they come through")
  func together() async throws {
    try vault.keep(secrets())
    let second = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
    let vaults = [vault, second]
    let answers = try await withThrowingTaskGroup(of: StateAnswer.self) { group in
      for number in 0..<20 {
        group.addTask {
          try vaults[number % 2].spend(
            state: "canary-state", browser: "canary-cookie", at: Timestamp(milliseconds: 10))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let accepted = answers.filter { if case .accepted = $0 { true } else { false } }
    #expect(accepted.count == 1)
    #expect(answers.count == 20)
  }

  @Test("an attempt that ended gives nothing back, and none of its secrets is on the disk")
  func ended() throws {
    try vault.keep(secrets())
    for secret in ["canary-state", "canary-cookie", "canary-verifier"] {
      #expect(try bytes().range(of: Data(secret.utf8)) == nil)
    }
    #expect(throws: VaultError.self) { try vault.keep(secrets()) }
    try vault.end(attempt, at: Timestamp(milliseconds: 5))
    #expect(
      try spend() == .alreadyUsed(attempt: attempt, company: .acme, provider: .fortnox))
    #expect(try vault.takeVerifier(of: attempt) == nil)
    #expect(!"\(secrets())".contains("canary"))
  }
}
