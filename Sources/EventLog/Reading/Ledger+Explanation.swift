public import Integrations

extension Ledger {
  /// Why an integration is as it is at a moment; nil if nothing is recorded of the company.
  public func explanation(
    of company: Company, _ provider: Provider, at moment: AsOf = .now
  ) throws -> Explanation? {
    try read { connection in
      guard let view = try integration(of: company, provider, at: moment, connection) else {
        return nil
      }
      return try explanation(of: view, connection)
    }
  }

  /// Why an integration is as the view shows it.
  public func explanation(of view: IntegrationView) throws -> Explanation {
    try read { try explanation(of: view, $0) }
  }

  func explanation(
    of view: IntegrationView, _ connection: Connection
  ) throws -> Explanation {
    let cited = try records(of: view.company, view.state.citations(at: view.now), connection)
    return Explanation(
      of: view.state, company: view.company, provider: view.provider, at: view.now, cited: cited,
      elsewhere: try consentElsewhere(of: view, cited, connection),
      product: try Self.hostProduct(connection))
  }

  /// The latest consent for another company that may have ended a dead grant; nil if there is none, or
  /// the provider's consents do not end each other.
  private func consentElsewhere(
    of view: IntegrationView, _ cited: [Recorded], _ connection: Connection
  ) throws -> ConsentElsewhere? {
    guard let search = view.state.searchForConsentElsewhere(at: view.now) else { return nil }
    func position(_ citation: Citation) -> Position? {
      cited.first { $0.sequence == citation.sequence }?.position
    }
    guard let after = position(search.after), let before = position(search.before) else {
      return nil
    }
    return try AttemptStartTable.latestConsent(
      likeThatOf: search.attempt, with: view.provider, after: after, before: before, connection)
  }
}
