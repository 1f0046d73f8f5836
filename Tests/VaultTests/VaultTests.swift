import Foundation
import Integrations
import TestSupport
import Testing
import Vault

@Suite struct VaultTests {
  private let folder: TemporaryFolder
  private let vault: Vault
  private let canary = Credentials.canary
  private let start = Timestamp(milliseconds: 0)
  private let attempt = AttemptID.ofCanary
  private let other = AttemptID(at: Timestamp(milliseconds: 0), random: (3, 4))

  init() throws {
    folder = try TemporaryFolder()
    vault = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
  }

  private func connected(_ attempt: AttemptID) -> Vault.Connected {
    Vault.Connected(company: .acme, provider: .fortnox, attempt: attempt, number: "482915")
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
    try vault.store(canary, of: .acme, .fortnox, as: .pending, attempt: attempt, at: start)
    #expect(try vault.credentials(of: .acme, .fortnox) == nil)
    #expect(try vault.credentials(of: .acme, .fortnox, .pending)?.credentials == canary)
    #expect(try vault.companies(.pending).map(\.2) == [attempt])
    #expect(try !vault.makeCurrent(connected(other), name: nil, at: start))
    #expect(try vault.makeCurrent(connected(attempt), name: nil, at: start))
    let found = try #require(try vault.credentials(of: .acme, .fortnox))
    #expect(found.credentials == canary)
    #expect(found.attempt == attempt)
    #expect(try vault.companies(.pending).isEmpty)
    var service = Credentials(
      accessToken: "b", accessTokenExpiresAt: start, refreshToken: nil, refreshTokenExpiresAt: nil,
      scopes: [])
    try vault.store(service, of: .acme, .fortnox, as: .pending, attempt: other, at: start)
    #expect(try vault.credentials(of: .acme, .fortnox)?.credentials == canary)
    #expect(try vault.makeCurrent(connected(other), name: nil, at: start))
    service.providerCompany = connected(other).number
    #expect(try vault.credentials(of: .acme, .fortnox)?.credentials == service)
    #expect(try vault.credentials(of: .beta, .fortnox) == nil)
    #expect(try vault.credentials(of: .acme, .fortnoxPayments) == nil)
  }

  @Test("no secret is on the disk in clear, and what was erased is nowhere")
  func erased() async throws {
    try vault.store(canary, of: .acme, .fortnox, as: .pending, attempt: attempt, at: start)
    try vault.makeCurrent(connected(attempt), name: nil, at: start)
    let secrets = ["canary-access-token", "canary-refresh-token"]
    for secret in secrets {
      for spelling in [Data(secret.utf8), Data(Data(secret.utf8).base64EncodedString().utf8)] {
        #expect(try bytes().range(of: spelling) == nil)
      }
    }
    let sealed = try await SQLiteShell.blobs("sealed", from: "credential", in: file)
    #expect(sealed.count == 6)
    for value in sealed { #expect(try bytes().range(of: value) != nil) }
    try vault.erase(.acme, .fortnox, .current)
    try vault.close()
    for value in sealed { #expect(try bytes().range(of: value) == nil) }
    #expect("\(canary)" == "credentials")
    #expect(!String(reflecting: canary).contains("canary"))
    var dumped = ""
    dump(canary, to: &dumped)
    #expect(!dumped.contains("canary"))
  }

  @Test("a sealed value opens for its own company, provider and field alone")
  func bound() async throws {
    try vault.store(canary, of: .acme, .fortnox, as: .pending, attempt: attempt, at: start)
    try vault.store(canary, of: .beta, .fortnox, as: .pending, attempt: other, at: start)
    _ = try await SQLiteShell.run(
      """
      UPDATE credential SET sealed = (SELECT sealed FROM credential AS other
        WHERE other.company <> credential.company AND other.field = credential.field)
      WHERE company = 'acme'
      """, on: file)
    #expect(throws: VaultError.self) { try vault.credentials(of: .acme, .fortnox, .pending) }
    _ = try await SQLiteShell.run(
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
    try vault.store(canary, of: .acme, .fortnox, as: .current, attempt: attempt, at: start)
    let again = try Vault(folder.path, keys: VaultKeys(folder.path, environment: [:]))
    #expect(try again.credentials(of: .acme, .fortnox)?.credentials == canary)
    let key = String(repeating: "0a", count: 32)
    let environment = [VaultKeys.variable: key]
    let given = try Vault(folder.path, keys: VaultKeys(folder.path, environment: environment))
    try given.store(canary, of: .beta, .fortnox, as: .current, attempt: attempt, at: start)
    #expect(throws: VaultError.self) { try again.credentials(of: .beta, .fortnox) }
    for wrong in ["", "0a", key + "0", String(repeating: "zz", count: 32)] {
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

  @Test("a vault that another process keeps to itself is busy, and usable afterwards")
  func busy() async throws {
    let hasty = try Vault(
      folder.path, keys: VaultKeys(folder.path, environment: [:]), patienceSeconds: 0)
    let held = try await HeldDatabase(file)
    #expect(throws: VaultError.busy(file: file)) { try hasty.find(state: "x") { _ in nil } }
    #expect(throws: VaultError.busy(file: file)) { try hasty.store(secrets()) }
    try await held.release()
    try hasty.store(secrets())
  }

  // MARK: Attempts

  private func secrets(_ expiresAt: Int64 = 1000) -> AttemptSecrets {
    AttemptSecrets.canary(expiresAt: expiresAt)
  }

  @Test("a state names its attempt, and tells whether the same browser brings it")
  func states() throws {
    try vault.store(secrets())
    let cookie = { (_: AttemptID) -> String? in "canary-cookie" }
    #expect(try vault.find(state: "canary-stat", browser: cookie) == nil)
    let known = try #require(try vault.find(state: "canary-state", browser: cookie))
    #expect(known.attempt == attempt && known.company == .acme && known.provider == .fortnox)
    #expect(known.isSameBrowser)
    for stranger in [nil, "canary-cookie ", ""] {
      let found = try vault.find(state: "canary-state", browser: { _ in stranger })
      #expect(found?.isSameBrowser == false)
    }
    #expect(try vault.find(attempt, browser: "canary-cookie") == known)
    #expect(try vault.find(other, browser: "canary-cookie") == nil)
  }

  @Test("the verifier is for the browser that started, and gone once tokens are stored")
  func verifier() throws {
    try vault.store(secrets())
    let found = try #require(try vault.find(attempt, browser: "canary-cookie"))
    #expect(found.verifier == "canary-verifier")
    #expect(!"\(found)\(String(reflecting: found))".contains("canary"))
    #expect(try vault.find(attempt, browser: "another")?.verifier == nil)
    _ = try vault.storePending(canary, of: .acme, .fortnox, attempt: attempt, at: start)
    let spent = try #require(try vault.find(attempt, browser: "canary-cookie"))
    #expect(spent.isSameBrowser && spent.verifier == nil)
    #expect(try vault.credentials(of: .acme, .fortnox, .pending)?.credentials == canary)
    #expect(
      try vault.openAttempts().map(\.attempt) == [attempt], "it is open until somebody ends it")
  }

  @Test("an attempt is found even if its verifier cannot be opened")
  func unopenable() async throws {
    try vault.store(secrets())
    _ = try await SQLiteShell.run("UPDATE attempt SET verifier = x'00'", on: file)
    let found = try #require(try vault.find(attempt, browser: "canary-cookie"))
    #expect(found.isSameBrowser && found.verifier == nil)
  }

  @Test("a consent is told what was stored before it: a pause, and revocations at its provider")
  func circumstances() throws {
    try vault.store(secrets())
    let pause = Pause(until: start.adding(seconds: 9))
    let quiet = try vault.storePending(
      canary, of: .acme, .fortnox, attempt: attempt, at: start)
    #expect(quiet.registerPause == nil && !quiet.hasRevocations)
    try vault.setPause(pause, of: .register, .acme, .fortnox)
    try vault.setPause(Pause(until: start), of: .token, .acme, .fortnox)
    #expect(try vault.circumstances(of: .acme, .fortnox).registerPause == pause)
    #expect(try vault.circumstances(of: .beta, .fortnox).registerPause == nil)
    try vault.store(canary, of: .beta, .fortnox, as: .current, attempt: other, at: start)
    try vault.begin(
      Revocation(
        company: .beta, provider: .fortnox, attempt: other, accountType: .user, reason: nil,
        record: RecordID(at: start, random: (5, 6)), beganAt: start,
        endsAt: start.adding(seconds: 60)), from: .current)
    #expect(try vault.circumstances(of: .acme, .fortnox).hasRevocations)
    #expect(try !vault.circumstances(of: .acme, .fortnoxPayments).hasRevocations)
  }

  @Test("a company code has a number that only rises; codes before the recorded one are erased")
  func companyCodes() throws {
    func store(_ code: String, after recorded: Int?) throws -> Int {
      try vault.storeCompanyCode(code, of: .acme, .fiken, after: recorded, at: start)
    }
    func code(_ number: Int) throws -> String? {
      try vault.detail(.companyCode, number: number, of: .acme, .fiken)
    }
    #expect(try store("canary-first", after: nil) == 1)
    // Two that are sealed at once, of which one is recorded.
    #expect(try store("canary-second", after: 1) == 2)
    #expect(try store("canary-third", after: 1) == 3)
    #expect(try code(2) == "canary-second" && code(3) == "canary-third")
    #expect(try store("canary-fourth", after: 3) == 4)
    #expect(try code(1) == nil && code(2) == nil && code(3) == "canary-third")
    #expect(try bytes().range(of: Data("canary-".utf8)) == nil)
    // A number that was recorded is not used again, whatever became of its code.
    try vault.eraseDetails(of: .acme, .fiken)
    #expect(try code(4) == nil)
    #expect(try store("canary-fifth", after: 4) == 5)
    var kept = canary
    kept.companyCode = "canary-fifth"
    _ = try vault.storePending(kept, of: .acme, .fiken, attempt: attempt, at: start)
    let connected = Vault.Connected(
      company: .acme, provider: .fiken, attempt: attempt, number: "5")
    #expect(try vault.makeCurrent(connected, name: nil, at: start))
    #expect(try vault.credentials(of: .acme, .fiken)?.credentials.companyCode == "canary-fifth")
    #expect(try code(5) == "canary-fifth", "a consent leaves the settings' code alone")
  }

  @Test("an attempt that ended gives nothing back, and none of its secrets is on the disk")
  func ended() throws {
    try vault.store(secrets())
    for secret in ["canary-state", "canary-cookie", "canary-verifier"] {
      #expect(try bytes().range(of: Data(secret.utf8)) == nil)
    }
    #expect(throws: VaultError.self) { try vault.store(secrets()) }
    try vault.end(attempt)
    #expect(try vault.find(attempt, browser: "canary-cookie")?.verifier == nil)
    #expect(try vault.openAttempts().isEmpty)
    let known = try vault.find(state: "canary-state") { _ in nil }
    #expect(known != nil, "it is known for ever")
    #expect(!"\(secrets())".contains("canary"))
  }

  // MARK: Refreshes

  @Test("that a refresh was sent is known until the answer is kept")
  func refreshes() throws {
    try vault.store(canary, of: .acme, .fortnox, as: .current, attempt: attempt, at: start)
    #expect(try vault.refreshesUnderWay().isEmpty)
    try vault.markRefresh(of: .acme, .fortnox, sentAt: start)
    #expect(try vault.refreshesUnderWay().map(\.2) == [attempt])
    try vault.store(canary, of: .acme, .fortnox, as: .current, attempt: attempt, at: start)
    #expect(try vault.refreshesUnderWay().isEmpty)
  }

  @Test("credentials are due once they are older than the time that is asked for")
  func due() throws {
    try vault.store(canary, of: .acme, .fortnox, as: .current, attempt: attempt, at: start)
    #expect(try vault.credentials(keptBefore: start).isEmpty)
    let later = start.adding(seconds: 1)
    #expect(try vault.credentials(keptBefore: later).map(\.0) == [.acme])
  }

  @Test("a sealed value opens for its own standing and attempt alone")
  func boundToConsent() async throws {
    try vault.store(canary, of: .acme, .fortnox, as: .pending, attempt: attempt, at: start)
    var service = canary
    service.accessToken = "canary-other-token"
    try vault.store(service, of: .acme, .fortnox, as: .current, attempt: other, at: start)
    _ = try await SQLiteShell.run(
      """
      UPDATE credential SET sealed = (SELECT sealed FROM credential AS pending
        WHERE pending.standing = 'pending' AND pending.field = credential.field)
      WHERE standing = 'current'
      """, on: file)
    #expect(throws: VaultError.self) { try vault.credentials(of: .acme, .fortnox) }
    _ = try await SQLiteShell.run("DELETE FROM credential WHERE standing = 'current'", on: file)
    _ = try await SQLiteShell.run("UPDATE credential SET standing = 'current'", on: file)
    #expect(throws: VaultError.self) { try vault.credentials(of: .acme, .fortnox) }
  }
}
