import Integrations

/// Which company a consent reaches, where a code names it: looked for until the attempt expires.
extension Product {
  /// A consent whose company is not found yet.
  struct Pending: Sendable {
    /// The attempt.
    var attempt: AttemptID
    /// Which consent of the world it is.
    var consent: Int
    /// What becomes of the answers that follow.
    var travel: Happening.Travel
  }

  /// Saves another company code, and with it the settings.
  mutating func saveCode(_ company: Int?) {
    guard world.facts.hasCompanyCode else { return }
    let before = (code, codeCompany)
    code += 1
    codeCompany = company
    if !save(transfers, enabled: state.settings?.enabled ?? false, starts: false) {
      (code, codeCompany) = before
    }
  }

  /// Asks for the company of a pending consent, as the server does again and again.
  mutating func askPending() {
    guard let pending else { return }
    guard let attempt = state.attempt, attempt.id == pending.attempt, attempt.outcome == nil else {
      return dropPending()
    }
    let consent = world.consents[pending.consent]
    guard !world.isDown, consent.isAlive else {
      if now >= attempt.expiresAt {
        end(pending, .checkUnknown, Evidence(good: .client))
      }
      return
    }
    guard let company = codeCompany, world.people[consent.person].gave(company) else {
      if now >= attempt.expiresAt { endInOtherCompany(pending) }
      return
    }
    guard world.companies[company].hasIntegrationLicence else {
      let bad = Evidence.Bad(truth: .integration, possible: .integration, origin: .attempt)
      return end(pending, .licenceMissing, Evidence(bad: [bad], good: .client, maybe: .outage))
    }
    let number = world.companies[company].number
    if let expected = state.grant?.providerCompany ?? remembered, expected != number {
      return endInOtherCompany(pending)
    }
    world.consents[pending.consent].company = company
    self.pending = nil
    take(pending.consent, of: pending.attempt, pending.travel)
  }

  /// The company is not among those that were given, or it is not the one of before: one and the same
  /// record.
  private mutating func endInOtherCompany(_ pending: Pending) {
    let consent = world.consents[pending.consent]
    let isCodeRight = codeCompany == usualCompany
    let isGiven = world.people[consent.person].gave(usualCompany)
    let bad = Evidence.Bad(
      truth: isCodeRight ? .notGiven : isGiven ? .wrongCode : [.wrongCode, .notGiven],
      possible: [.wrongCode, .notGiven], origin: .attempt)
    end(pending, .wrongCompany, Evidence(bad: [bad], good: .client, maybe: .outage))
  }

  private mutating func end(_ pending: Pending, _ reason: Failed.Reason, _ shows: Evidence) {
    append(.failed(Failed(attempt: pending.attempt, stage: .check, reason: reason)), shows)
    dropPending()
  }

  /// A consent that came to nothing is revoked, unless that might end the one that is in use.
  private mutating func dropPending() {
    guard let dropped = pending else { return }
    pending = nil
    let used = vault.map { world.consents[$0.consent].person }
    if used != world.consents[dropped.consent].person {
      world.consents[dropped.consent].isAlive = false
    }
  }

  /// The company that the integration is with, or is meant to be with.
  var usualCompany: Int {
    let known = state.grant?.providerCompany ?? remembered
    return world.companies.firstIndex { $0.number == known } ?? 0
  }
}

extension Person {
  /// Whether the app sees a company by this person's consent.
  func gave(_ company: Int) -> Bool { reaches.contains(company) && gives.contains(company) }
}

extension World {
  /// Keeps a new consent; the person's earlier ones may end by it.
  ///
  /// - Returns: Its number.
  mutating func keep(_ consent: Consent) -> Int {
    if secondConsentEnds { endConsents(of: consent.person) }
    consents.append(consent)
    return consents.count - 1
  }

  /// Ends every consent that a person gave.
  mutating func endConsents(of person: Int) {
    for index in consents.indices where consents[index].person == person {
      consents[index].isAlive = false
    }
  }
}
