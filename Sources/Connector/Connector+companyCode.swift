import EventLog
public import Integrations
import Providers
import Vault

// Where a provider names the company by a code, the code is what is expected of a consent. It is sealed in
// the vault, since it can hold a person's name; records count its changes.

extension Connector {
  /// Seals the company code that a person typed, for settings that are recorded next.
  ///
  /// It is sealed first: a record that counts a change is never without its code. Nothing gives it back.
  ///
  /// - Parameters:
  ///   - text: The code, or an address of the provider's that holds it.
  ///   - state: The integration before the settings.
  /// - Returns: The number to record as `Configured.companyCode`; that of the settings if the code is the
  ///   same.
  /// - Throws: `ConnectorError.notACompanyCode`, or `VaultError`.
  public func seal(
    companyCode text: String, of company: Company, _ state: Integration
  ) throws -> Int {
    let provider = state.provider
    guard let code = try client(of: provider).companyCode(in: text) else {
      throw ConnectorError.notACompanyCode(provider)
    }
    let recorded = state.settings?.companyCode
    // One that cannot be opened is replaced.
    if let recorded, (try? companyCode(of: company, state)) == code { return recorded }
    return try vault.storeCompanyCode(
      code, of: company, provider, after: recorded, at: effects.now())
  }

  /// True if the settings have a company code that is here.
  public func hasCompanyCode(_ company: Company, _ state: Integration) -> Bool {
    (try? companyCode(of: company, state)) != nil
  }

  /// The code that the settings name; nil if they name none, or it is not here.
  func companyCode(of company: Company, _ state: Integration) throws -> String? {
    guard state.provider.profile.companyCode == .required, let number = state.settings?.companyCode
    else { return nil }
    return try vault.detail(.companyCode, number: number, of: company, state.provider)
  }

  // MARK: A consent without the expected company

  /// How often the company is looked for before it is looked for less often.
  private static let frequentQuestions = 20
  /// The least time between two such questions at first, in seconds.
  private static let frequentSeconds: Int64 = 10
  /// The least time later, in seconds.
  private static let rareSeconds: Int64 = 60

  /// True if a person consented, and the expected company is not among those that the person gave.
  ///
  /// The person can still add it at the provider; it is looked for until the attempt expires.
  public func isCompanyMissing(_ company: Company, _ provider: Provider) throws -> Bool {
    guard provider.profile.companyCode == .required,
      try vault.pause(of: company, provider, .company) != nil
    else { return false }
    return try vault.attempt(of: company, provider, .pending) != nil
  }

  /// Looks for the missing company at once, because a person says that it was added.
  ///
  /// - Returns: True if the company is still missing.
  /// - Throws: `ConnectorError`.
  @discardableResult
  public func lookForCompany(
    _ company: Company, _ provider: Provider, patience: Duration? = nil
  ) async throws -> Bool {
    let lock = try await lock(company, provider, patience)
    defer { withExtendedLifetime(lock) {} }
    guard let pending = try vault.attempt(of: company, provider, .pending) else { return false }
    if let pause = try vault.pause(of: company, provider, .company) {
      try vault.setPause(
        Pause(count: pause.count, until: effects.now()), of: .company, company, provider)
    }
    var sweep = Sweep()
    try await settlePending(company, provider, of: pending, counting: &sweep)
    return try isCompanyMissing(company, provider)
  }

  /// True while the company need not be looked for again; at the attempt's end it is once more.
  func isWaiting(for state: Integration, _ company: Company) throws -> Bool {
    guard state.provider.profile.companyCode == .required, let attempt = state.attempt,
      effects.now() < attempt.expiresAt
    else { return false }
    return try isPaused(company, state.provider, .company)
  }

  /// Remembers that the company was not among those given, and when to look again.
  func postponeQuestion(of company: Company, _ provider: Provider) throws {
    let count = try vault.pause(of: company, provider, .company)?.count ?? 0
    let seconds = count < Self.frequentQuestions ? Self.frequentSeconds : Self.rareSeconds
    try vault.setPause(
      Pause(count: count + 1, until: effects.now().adding(seconds: seconds)), of: .company,
      company, provider)
  }

  /// Ends the attempt of a person who did not give the expected company, and drops the consent.
  ///
  /// A consent is a person's, for several companies. Ending it may end what another integration of ours
  /// has of the same person, so it is only ended if none of the companies is connected here.
  ///
  /// - Parameter others: The numbers of the companies that the person gave.
  func drop(_ consent: Consent, notAmong others: [String], _ state: Integration) async throws {
    let (company, provider) = (consent.company, consent.provider)
    let isShared = try others.contains { number in
      try state.grant?.providerCompany == number
        || !vault.others(than: company, provider, at: number).isEmpty
    }
    var failed = Failed(
      attempt: consent.attempt, stage: .check, reason: .wrongCompany, revokedAtProvider: false)
    guard !isShared else {
      try await end(company, provider, failed)
      try vault.erase(company, provider, .pending)
      return try await dropPending(company, provider, of: consent.attempt)
    }
    let isRevoked = try await revoke(company, provider, standing: .pending, accountType: .user)
    failed.revokedAtProvider = isRevoked
    try await drop(consent, failed, isRevoked: isRevoked)
  }
}
