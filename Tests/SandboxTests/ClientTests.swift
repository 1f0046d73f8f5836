import Integrations
import Providers
import Sandbox
import Testing

/// Every client against the imitation of its provider: what it says is true of the imitated world.
@Suite(.timeLimit(.minutes(10))) struct ClientTests {
  @Test("code flow, company, check, refresh and revocation", arguments: Imitated.providers)
  func journey(provider: Provider) async throws {
    let imitated = try await Imitated(provider)
    let (client, send) = (imitated.client, imitated.send)
    let back = try await imitated.consent()
    #expect(back["state"] == Imitated.authorization.state)
    let code = try #require(back["code"])
    var access = imitated.access(try #require(await imitated.exchange(code).tokens))
    guard case .given(let number, let name?) = await client.company(access, send: send).answer
    else {
      Issue.record("no company")
      return
    }
    #expect(number == imitated.number && name.hasPrefix("Exempel"))
    for register in [Register.customers, .projects] {
      #expect(await client.check(register, access, send: send) == .open)
    }
    let tokens = try #require(await client.refresh(access, send: send).tokens)
    access.accessToken = tokens.accessToken
    access.refreshToken = tokens.refreshToken ?? access.refreshToken
    #expect(await client.check(.customers, access, send: send) == .open)
    #expect(try await imitated.isAlive())
    #expect(await client.revoke(access, send: send) == .confirmed)
    #expect(try await !imitated.isAlive())
    #expect(await client.refresh(access, send: send).reason == .grantDead)
    // Fiken ends access tokens too; at Fortnox they work until they expire.
    let isOpen = await client.check(.customers, access, send: send) == .open
    #expect(isOpen == (provider != .fiken))
    // The pace was kept, and every request had its id.
    for breach in ["requestsAtOnce", "requestsTooFast", "requestsWithoutID"] {
      #expect(try await imitated.count(breach) == 0, "\(breach)")
    }
  }

  @Test("a code works once, and a person who declines is told so", arguments: Imitated.providers)
  func refused(provider: Provider) async throws {
    let imitated = try await Imitated(provider)
    let code = try #require(try await imitated.consent()["code"])
    #expect(await imitated.exchange(code).tokens != nil)
    #expect(await imitated.exchange(code).reason == .codeRejected)
    let back = try await imitated.consent(approving: false)
    let error = try #require(back["error"])
    let refusal = imitated.client.callbackRefusal(
      error: error, description: back["error_description"])
    #expect(refusal.reason == .declined)
  }

  // MARK: Faults

  /// Some faults never end their answer.
  private static let patience: Int64 = 1500

  /// The faults of a token endpoint; one that is late would hold up what follows.
  private static let ofTokens = SandboxFault.allCases.filter { fault in
    odd.contains(fault)
      || [
        .errorNull, .errorEmpty, .created201, .noTokenType, .scopeList, .gzip, .noExpiresIn,
        .noRefreshToken, .lessScope, .noAccessToken, .notRevoked,
      ].contains(fault)
  }

  @Test("no fault of a token endpoint is taken for another", arguments: Imitated.providers)
  func tokens(provider: Provider) async throws {
    let imitated = try await Imitated(provider, answerMilliseconds: Self.patience)
    for fault in Self.ofTokens {
      let access = try await imitated.connect()
      try await imitated.fault(fault.rawValue, at: "refresh")
      let refreshed = await imitated.client.refresh(access, send: imitated.send)
      let code = try #require(try await imitated.consent()["code"])
      try await imitated.fault(fault.rawValue, at: "token")
      let exchanged = await imitated.exchange(code)
      try await imitated.control("calm")
      // Faults of other steps leave the answer alone.
      let isGiven = !Self.odd.contains(fault) && fault != .noAccessToken
      for (answer, dead) in [(refreshed, Failed.Reason.grantDead), (exchanged, .codeRejected)] {
        #expect((answer.tokens != nil) == isGiven, "\(fault)")
        #expect((answer.reason == dead) == (fault == .invalidGrant), "\(fault)")
        #expect((answer.reason == .clientRejected) == (fault == .invalidClient), "\(fault)")
        if answer.tokens == nil {
          #expect(answer.reason != .licenceMissing || fault == .missingLicence, "\(fault)")
          #expect(!"\(answer.result)".contains("canary"), "\(fault)")
        }
      }
      if fault == .noAccessToken { #expect(refreshed.refreshToken != nil) }
      if fault == .status429 { #expect(refreshed.retryAfter == 2) }
    }
  }

  /// The faults with which no answer is one of success.
  private static let odd: Set<SandboxFault> = [
    .drop, .endless, .huge, .deepJSON, .garbage, .empty400, .opaque401, .status429, .status500,
    .status503, .redirect302, .invalidGrant, .invalidClient, .missingLicence, .errorIn200,
    .hostileText, .invalidUTF8, .edge403, .doneGarbage, .done500,
  ]

  @Test("a revocation is confirmed only if the consent is gone", arguments: Imitated.providers)
  func revocations(provider: Provider) async throws {
    let imitated = try await Imitated(provider, answerMilliseconds: Self.patience)
    for fault in Self.ofTokens {
      let access = try await imitated.connect()
      try await imitated.fault(fault.rawValue, at: "revoke")
      let answer = await imitated.client.revoke(access, send: imitated.send)
      try await imitated.control("calm")
      if answer == .confirmed { #expect(try await !imitated.isAlive(), "\(fault)") }
      let isOdd = Self.odd.contains(fault) || fault == .notRevoked
      #expect((answer == .confirmed) == !isOdd, "\(fault)")
    }
  }

  @Test(
    "no fault opens a register, names a company or refuses what is open",
    arguments: Imitated.providers)
  func questions(provider: Provider) async throws {
    let imitated = try await Imitated(provider, answerMilliseconds: Self.patience)
    let access = try await imitated.connect()
    for fault in SandboxFault.allCases
    where Self.register.contains(fault) || fault == .otherCompany || fault == .created201 {
      try await imitated.fault(fault.rawValue, at: "register")
      let register = await imitated.client.check(.customers, access, send: imitated.send)
      try await imitated.fault(fault.rawValue, at: imitated.companyStep)
      let company = await imitated.client.company(access, send: imitated.send)
      try await imitated.control("calm")
      switch register {
      // The company's number alone is missing.
      case .open: #expect(!Self.register.contains(fault) || fault == .noRight, "\(fault)")
      case .refused(let layer, _):
        let layers: [SandboxFault: [RefusalLayer]] = [
          .scopeDenied: [.scope, .person], .licenceDenied: [.licence],
          .rightDenied: [.person], .rightDeniedIn200: [.person], .missingLicence: [.licence],
          .otherWords: [.person],
        ]
        #expect(layers[fault]?.contains(layer) == true, "\(fault) \(layer)")
      default: #expect(Self.register.contains(fault), "\(fault) \(String(describing: register))")
      }
      switch company.answer {
      case .given(let number, _): #expect(number == imitated.number || fault == .otherCompany)
      case .notAmongThem: #expect(fault == .otherCompany, "\(fault)")
      case .refused(let refusal):
        #expect(refusal.reason.stages.contains(.check), "\(fault) \(refusal.reason)")
        #expect(Self.register.contains(fault), "\(fault)")
      case .unanswered: #expect(Self.register.contains(fault), "\(fault)")
      }
    }
  }

  /// The faults with which a question has another answer than without.
  private static let register: Set<SandboxFault> = odd.union([
    .scopeDenied, .licenceDenied, .rightDenied, .rightDeniedIn200, .otherWords, .noRight,
  ])
}
